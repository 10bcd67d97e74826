"""An entry of a news page into the page of its article, which no vendor file declares: fetched once, never watched."""

from __future__ import annotations

from dataclasses import replace

from pipeline.types import FeedEntry, Page, PageKind
from spiders.addresses import page_name
from spiders.guard import Refused, parse
from spiders.vendor_file import ARTICLES

_ONCE = 10 * 365 * 86_400


def article_page(entry: FeedEntry, page: Page) -> Page | None:
    """The page to be fetched for the whole article of an `entry` found on `page`; None where it has no address that
    may be asked.

    Its id, `press/…`, is the same for one address wherever that was found. It may redirect between its host with and
    without `www.`, and to the hosts that `page` declares. The crawl checks it like any other: robots.txt, the guard
    against private addresses on every hop, sizes and times.
    """
    try:
        address = parse(entry.url)
    except Refused:
        return None
    bare = address.host.removeprefix("www.")
    lang = entry.lang or page.lang
    return Page(
        id=f"{ARTICLES}/{page_name(address.url)}",
        vendor=ARTICLES,
        url=address.url,
        kind=PageKind.NEWS,
        cadence=_ONCE,
        lang=lang,
        hosts=tuple(dict.fromkeys([bare, f"www.{bare}", *page.hosts])),
        hints=replace(page.hints, charset=None, listing=None, lang=lang or None),
    )
