"""Pages → orders to the crawler, and each answer taken in as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection

from pipeline.types import Channel, Failed, Fetch, Page, Why
from schedules.aftermath import aftermath
from schedules.look import Look, Then, take_in
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
    """Fetch `pages` and take each answer in; yields one look a page, as they come, dated by the crawler's clock.

    Ends when `stop` says so, with nothing recorded of the answers that were still to come.
    """
    by_id = {page.id: page for page in pages}
    follows = aftermath(catalogue)

    def then(c: Connection, look: Look) -> Look:
        _reschedule(c, look)
        return follows(c, look)

    for fetch in crawler.fetch(orders(store, pages, now())):
        if stop():
            return
        page = by_id[fetch.page]
        try:
            yield take_in(store, page, fetch, own_word=own_word(catalogue, page), then=then)
        except (StorageError, OSError, ValueError, LookupError, ArithmeticError) as error:
            yield _not_taken_in(store, page, fetch, error, then)


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
    detail = f"the answer could not be taken in: {type(error).__name__}: {error}"[:300]
    failed = Failed(page.id, fetch.url, fetch.fetched_at, Why.CRASHED, detail)
    try:
        return take_in(store, page, failed, then=then)
    except (StorageError, OSError):
        raise error from None


def _reschedule(c: Connection, look: Look) -> None:
    schedule_page(c, look.page.id, next_due(look, timing_of(c, look.page.id)))
