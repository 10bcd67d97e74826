"""Archives → each recorded answer taken in at its time, by the same spiders, pipeline and storage as a crawl."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.types import Page
from schedules.consequences import consequences
from schedules.crawl import own_word
from schedules.look import Look, take_in
from spiders.crawler import Crawler
from spiders.declarations import Catalogue
from storage.engine import Store
from storage.pages import add_page


def replay(store: Store, catalogue: Catalogue, crawler: Crawler, archives: Sequence[Path]) -> Iterator[Look]:
    """Take in the answers of `archives` in the order in which they were given; yields one look an answer.

    Memory stays flat: an answer is read from its archive when the one before has been recorded.
    """
    pages: dict[str, Page] = {}
    follows = consequences(catalogue)

    def page_for(url: str) -> Page:
        page = catalogue.page_for(url)
        pages[page.id] = page
        return page

    known: set[str] = set()
    for fetch in crawler.replay(archives, page_for):
        page = pages[fetch.page]
        if page.id not in known:
            with store.write() as c:
                add_page(c, page)
            known.add(page.id)
        yield take_in(store, page, fetch, own_word=own_word(catalogue, page), then=follows)
