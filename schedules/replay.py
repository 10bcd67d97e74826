"""Archives → each recorded answer taken in at its time, by the same spiders, pipeline and storage as a crawl."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.types import Fetch, Page
from schedules.articles import errand_for, take_in_article
from schedules.consequences import consequences
from schedules.corroborate import close_windows
from schedules.crawl import own_word
from schedules.look import Look, Then, take_in
from schedules.news import article_id_at
from spiders.crawler import Crawler
from spiders.declarations import Catalogue
from storage.articles import known_articles
from storage.engine import Store
from storage.pages import add_page


def replay(store: Store, catalogue: Catalogue, crawler: Crawler, archives: Sequence[Path]) -> Iterator[Look]:
    """Take in the answers of `archives` in the order in which they were given; yields one look an answer. What a news
    page pointed at before is taken in as its article, and each window is closed at its end.

    Memory stays flat: an answer is read from its archive when the one before has been recorded.
    """
    pages: dict[str, Page] = {}
    follows = consequences(catalogue)

    def page_for(url: str) -> Page:
        page = catalogue.page_for(url)
        pages[page.id] = page
        return page

    declared = {page.id for page in catalogue.pages}
    known: set[str] = set()
    for fetch in crawler.replay(archives, page_for):
        close_windows(store, catalogue, fetch.fetched_at)
        page = pages[fetch.page]
        if page.id not in declared and (look := _article(store, catalogue, page, fetch, follows)) is not None:
            yield look
            continue
        if page.id not in known:
            with store.write() as c:
                add_page(c, page)
            known.add(page.id)
        yield take_in(store, page, fetch, own_word=own_word(catalogue, page), then=follows)


def _article(store: Store, catalogue: Catalogue, page: Page, fetch: Fetch, follows: Then) -> Look | None:
    """The look at an article that a news page pointed at; None where none did."""
    errand = errand_for(store, catalogue.pages, page.url)
    if errand is not None:
        return take_in_article(store, errand, fetch, then=follows)
    with store.read() as c:
        known = known_articles(c, [article_id_at(page.url)])
    return Look(page, fetch.fetched_at, "skipped", detail="an article that is read already") if known else None
