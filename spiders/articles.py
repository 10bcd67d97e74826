"""An entry of a news page into the page of its article, which no vendor file declares: fetched once, watched never."""

from __future__ import annotations

from dataclasses import replace

from pipeline.types import FeedEntry, Page, PageKind, Rendering
from spiders.addresses import page_name
from spiders.guard import Refused, parse

PRESS = "press"
"""The vendor under which articles are fetched."""
ONCE = 315_360_000
"""Seconds; ten years: an article is not looked at again."""


def article_page(entry: FeedEntry, page: Page) -> Page | None:
    """The page to be fetched for the whole article; None where the entry has no address that may be asked.

    The id is `press/…`, the same for one address wherever it was found. Only http and https are asked, and every hop
    is under the crawl's guard like any other; the names behind the address are checked when they are resolved.
    """
    try:
        url = parse(entry.url).url
    except Refused:
        return None
    if not url.startswith(("http://", "https://")):
        return None
    return Page(
        id=f"{PRESS}/{page_name(url)}",
        vendor=PRESS,
        url=url,
        kind=PageKind.NEWS,
        rendering=Rendering.STATIC,
        cadence=ONCE,
        lang=entry.lang or page.lang,
        hosts=page.hosts,
        hints=replace(page.hints, charset=None, listing=None, lang=entry.lang or page.lang or None),
    )
