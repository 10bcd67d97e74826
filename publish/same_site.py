"""A request that writes into whether a page of this site sent it: no other site may write in a reader's name."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request


def is_from_elsewhere(request: Request, public_url: str) -> bool:
    """Whether a browser says that a page of another site sent it, or does not say which one did.

    A browser names the site with every POST; what names none is no browser, and nobody's browser can be made to do it.
    """
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None:
        return fetched not in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is not None and not _is_ours(origin, request.headers.get("host", ""), public_url)


def _is_ours(origin: str, host: str, public_url: str) -> bool:
    """By the public address, or by the host that the request itself is to: a proxy before us may rename it."""
    try:
        named, public = urlsplit(origin), urlsplit(public_url)
    except ValueError:
        return False
    if named.scheme not in ("http", "https") or not named.netloc:
        return False
    return (named.scheme, named.netloc) == (public.scheme, public.netloc) or named.netloc == host
