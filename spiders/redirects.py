"""A redirect into the next request, or into the failure that names where it would have led."""

from __future__ import annotations

from urllib.parse import urljoin

from scrapy.http import Request, Response
from w3lib.url import safe_url_string

from pipeline.types import Page, Why
from spiders.guard import PORTS, Address, Refused, parse, shown

_STATUS = frozenset({301, 302, 303, 307, 308})
MOST_HOPS = 5
_BELONGS_TO_ONE_ADDRESS = ("If-Modified-Since", "Authorization", "Cookie", "Proxy-Authorization", "Referer")
"""A date says nothing of another address, and nobody's secrets go to it. An ETag names one content wherever it lies."""


class DeclaredRedirects:
    """Follows a redirect within the page's own hosts; anything else is told as a redirect off them."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status not in _STATUS or not response.headers.get("Location"):
            return response
        target = parse(urljoin(request.url, safe_url_string(response.headers["Location"] or b"")))
        job = request.meta.get("job")
        hops = request.meta.get("hops", 0) + 1
        if job:
            stays_declared(parse(request.url), target, job.page)
        if hops > MOST_HOPS:
            raise Refused(Why.HTTP_ERROR, f"redirected more than {MOST_HOPS} times, last to {shown(target.url)}")
        return _follow(request, target, hops)


def _follow(request: Request, target: Address, hops: int) -> Request:
    follow = request.replace(url=target.url, meta={**request.meta, "hops": hops})
    follow.meta.pop("download_slot", None)
    for name in _BELONGS_TO_ONE_ADDRESS:
        follow.headers.pop(name, None)
    return follow


def stays_declared(source: Address, target: Address, page: Page) -> None:
    """Raises `Refused` for a redirect of `page` that leads off the hosts it declares."""
    if not declared(source, target, page):
        raise Refused(Why.REDIRECTED_OFF, f"redirected to {shown(target.url)}, which the page does not declare")


def declared(source: Address, target: Address, page: Page) -> bool:
    """Whether a redirect of `page` from `source` to `target` stays where the page says it lives."""
    if source.scheme == "https" and target.scheme == "http":
        return False
    if target.host in page.hosts or f"{target.host}:{target.port}" in page.hosts:
        return True
    own = parse(page.url)
    return target.host == own.host and target.port in (own.port, source.port, PORTS[target.scheme])
