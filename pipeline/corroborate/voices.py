"""An article → who says it: the vendor itself, or which independent origin."""

from __future__ import annotations

from urllib.parse import urlsplit

from pipeline.types import Article, Vendor


def is_own_word(article: Article, vendor: Vendor) -> bool:
    """Whether the article stands on a host of the vendor that the catalogue names or watches.

    A host under one of these is not enough: on many, anybody may write (forums, blogs of guests).
    """
    host = _host(article.url) or article.site.casefold().removeprefix("www.")
    watched = {name for page in vendor.pages if (name := _host(page.url)) and _is_under(name, vendor.hosts)}
    return bool(host) and host in watched | {name.removeprefix("www.") for name in vendor.hosts}


def origin_of(article: Article) -> str:
    """Who first wrote it, as far as the article says; else who published it."""
    return article.origin or article.site or _host(article.url)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_under(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in hosts)
