"""Pages → orders to the crawler, and each answer taken in as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection

from pipeline.types import Channel, Failed, Fetch, Page, Why
from schedules.articles import errands, give_up, take_in_article
from schedules.consequences import consequences
from schedules.corroborate import close_windows
from schedules.look import FAULTS, Look, Then, take_in
from schedules.news import TELLING
from schedules.timetable import next_due
from spiders.crawler import Crawler
from spiders.declarations import Catalogue
from spiders.orders import Order
from storage.engine import Store
from storage.errors import StorageError
from storage.pages import page_status, schedule_page, timing_of, validators_of

OWN_WORD = frozenset({Channel.FIRST_PARTY, Channel.CLOUD, Channel.HOST})
"""Channels whose page is their own word on what they ask; resellers and registries print other vendors' prices."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def crawl(
    store: Store,
    catalogue: Catalogue,
    crawler: Crawler,
    pages: Sequence[Page],
    *,
    now: Callable[[], datetime] = utc_now,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Look]:
    """Fetch `pages` and take each answer in, then the articles that they point at; yields one look each, as they come,
    dated by the crawler's clock. At last, the windows that have ended are closed.

    Ends when `stop` says so, with nothing recorded of the answers that were still to come.
    """
    by_id = {page.id: page for page in pages}
    follows = consequences(catalogue)

    def then(c: Connection, look: Look) -> Look:
        _reschedule(c, look)
        return follows(c, look)

    for fetch in crawler.fetch(orders(store, pages, now())):
        if stop():
            return
        page = by_id[fetch.page]
        try:
            yield take_in(store, page, fetch, own_word=own_word(catalogue, page), then=then)
        except FAULTS as error:
            yield _not_taken_in(store, page, fetch, error, then)
    yield from crawl_articles(store, catalogue, crawler, pages, now=now, stop=stop)
    close_windows(store, catalogue, now())


def crawl_articles(
    store: Store,
    catalogue: Catalogue,
    crawler: Crawler,
    pages: Sequence[Page],
    *,
    now: Callable[[], datetime] = utc_now,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Look]:
    """Fetch the articles that these pages point at and that are owed by now; of many, the rest follows next time."""
    sent = errands(store, [page for page in pages if page.kind in TELLING], now())
    if not sent:
        return
    by_id = {errand.page.id: errand for errand in sent}
    follows = consequences(catalogue)
    for fetch in crawler.fetch([Order(errand.page) for errand in sent]):
        if stop():
            return
        errand = by_id[fetch.page]
        try:
            yield take_in_article(store, errand, fetch, then=follows)
        except FAULTS as error:
            yield give_up(store, errand, fetch, _told_of(error))


def orders(store: Store, pages: Sequence[Page], now: datetime) -> list[Order]:
    """Conditional requests, where an unchanged page has nothing new to tell."""
    with store.read() as c:
        validators = validators_of(c, [page.id for page in pages], now)
    return [Order(page, validators.get(page.id)) for page in pages]


def wanted(store: Store, pages: Sequence[Page]) -> list[Page]:
    """The pages without other doors to a document whose first door does not fail: one move, told once."""
    if not any(page.fallback_for for page in pages):
        return list(pages)
    with store.read() as c:
        failing = {status.id for status in page_status(c) if status.failures}
    return [page for page in pages if page.fallback_for is None or page.fallback_for in failing]


def own_word(catalogue: Catalogue, page: Page) -> bool:
    """Whether the page is its vendor's own word on its own prices; never for a vendor that nobody declared."""
    return any(vendor.id == page.vendor and vendor.channel in OWN_WORD for vendor in catalogue.vendors)


def _not_taken_in(store: Store, page: Page, fetch: Fetch, error: Exception, then: Then) -> Look:
    """One page that cannot be read or recorded is a row with its reason, and stops no other. Raises what went wrong
    where not even that can be recorded."""
    failed = Failed(page.id, fetch.url, fetch.fetched_at, Why.CRASHED, _told_of(error))
    try:
        return take_in(store, page, failed, then=then)
    except (StorageError, OSError):
        raise error from None


def _told_of(error: Exception) -> str:
    return f"the answer could not be taken in: {type(error).__name__}: {error}"[:300]


def _reschedule(c: Connection, look: Look) -> None:
    due = next_due(look, timing_of(c, look.page.id, look.at))
    schedule_page(c, look.page.id, due.at, due.why)
