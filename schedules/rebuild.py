"""Stored captures → all events again, derived from the bytes into a fresh database."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge
from pathlib import Path

from pipeline.corroborate.kinds import NOT_OF_A_PAGE
from pipeline.identify import change_of
from pipeline.put_right import told_again
from pipeline.types import Event, EventState, Failed, Page, PutRight, Unchanged, Why
from schedules.articles import Errand, give_up, take_in_article
from schedules.consequences import consequences
from schedules.corroborate import close_windows
from schedules.crawl import own_word
from schedules.look import Look, Then, take_in
from spiders.articles import article_page
from spiders.declarations import Catalogue
from storage.address import sqlite_url
from storage.answers import RulingRow, StoredCapture
from storage.article_fetches import ArticleFetch, article_fetches
from storage.captures import captures
from storage.claims import last_settled_at
from storage.corrections import BY_HAND, correct, rulings_by_hand, rulings_of
from storage.engine import Store
from storage.entries import owed_entry
from storage.errors import NotCorrectable, UnknownEvent
from storage.events import event, events, original
from storage.fetches import bare_fetches
from storage.pages import add_page, declare_pages
from storage.queries import Cursor, EventQuery, Order

EVERYTHING = EventQuery(states=frozenset(EventState))
PAGE = 500


@dataclass(frozen=True, slots=True)
class Verified:
    """What deriving one event again from the stored bytes came to."""

    stored: Event
    derived: Event | None
    hand: RulingRow | None = None
    """What a person ruled of it last."""
    again: Event | None = None
    """What the page was seen to say of it after that, where it went on saying the same."""

    @property
    def holds(self) -> bool:
        """The bytes give the event, with everything that was recorded of it."""
        return self.stored == self.derived


def rebuild(store: Store, catalogue: Catalogue, into: Store, page: str | None = None) -> Iterator[Look]:
    """Take in every recorded look (at one page) again, in the order of their times, into the empty store `into`: with
    the articles that news pages pointed at, and each window closed at its end.

    `into` shares the bodies of `store`. What people took back or corrected is no part of the bytes and is carried over
    at its time. The same bytes at the same times, and the same hands, give the same events, byte for byte.
    """
    known: dict[str, Page] = {}
    follows = consequences(catalogue)
    if page is None:
        with into.write() as target:
            declare_pages(target, catalogue.pages)
    with store.read() as c, store.read() as other, store.read() as third:
        told = article_fetches(third) if page is None else ()
        hands = list(rulings_by_hand(c, page))
        for seen in merge(captures(c, page), bare_fetches(other, page), told, hands, key=_moment):
            close_windows(into, catalogue, _moment(seen))
            if isinstance(seen, RulingRow):
                _put_right(into, seen)
                continue
            watched = known.get(seen.page)
            if watched is None:
                watched = known[seen.page] = _page(catalogue, seen.page, seen.url)
                with into.write() as target:
                    add_page(target, watched)
            if isinstance(seen, ArticleFetch):
                yield from _article(into, watched, seen, follows)
                continue
            fetch = seen.load(store.bodies) if isinstance(seen, StoredCapture) else seen
            yield take_in(into, watched, fetch, own_word=own_word(catalogue, watched), then=follows)
        if (last := last_settled_at(c)) is not None and page is None:
            close_windows(into, catalogue, last)


def _moment(seen: StoredCapture | Unchanged | Failed | ArticleFetch | RulingRow) -> datetime:
    return seen.at if isinstance(seen, RulingRow) else seen.fetched_at


def _put_right(into: Store, hand: RulingRow) -> None:
    """What a person ruled, ruled again; nothing where the bytes do not give what it is about."""
    with into.write() as c, suppress(UnknownEvent, NotCorrectable):
        correct(c, hand.event_id, hand.state, hand.reason, hand.at, hand.replacement, hand.rule, hand.witness)


def _article(into: Store, source: Page, seen: ArticleFetch, follows: Then) -> Iterator[Look]:
    """An article that is owed again, as its news page was taken in again; nothing for one that is not."""
    with into.read() as c:
        owed = owed_entry(c, source.id, seen.entry)
    page = article_page(owed.entry, source) if owed else None
    if owed is None or page is None:
        return
    fetch = seen.load(page.id, into.bodies)
    errand = Errand(source, page, owed)
    if isinstance(fetch, Failed) and fetch.why is Why.UNREADABLE:
        yield give_up(into, errand, fetch, fetch.detail)
    else:
        yield take_in_article(into, errand, fetch, then=follows)


def _page(catalogue: Catalogue, page_id: str, url: str) -> Page:
    """The page under the id that it was recorded with, declared or not any more."""
    declared = next((page for page in catalogue.pages if page.id == page_id), None)
    return replace(declared or catalogue.page_for(url), id=page_id, vendor=page_id.partition("/")[0], url=url)


def verify(store: Store, catalogue: Catalogue, event_id: str) -> Verified:
    """Derive an event again from the stored captures of its page. Raises LookupError where there is no such event."""
    with store.read() as c:
        stored = event(c, event_id)
    if stored is None:
        raise LookupError(
            f"event {event_id}: expected the id of a recorded event, found none; `pricewire events` lists them"
        )
    with tempfile.TemporaryDirectory() as folder:
        again = beside(store, sqlite_url(Path(folder) / "again.db"))
        try:
            for _ in rebuild(store, catalogue, again, None if _rests_on_others(stored) else stored.page):
                pass
            with again.read() as c:
                derived = event(c, event_id)
            return Verified(stored, derived, *_since_put_right(store, stored))
        finally:
            again.close()


def _since_put_right(store: Store, stored: Event) -> tuple[RulingRow | None, Event | None]:
    """(what a person ruled of the event last, the event with which its page says the same again)."""
    with store.read() as c:
        hand = next((one for one in reversed(rulings_of(c, stored.id)) if one.rule == BY_HAND), None)
        told = original(c, stored.id)
        if hand is None or told is None:
            return None, None
        said = (PutRight(told, hand.at, hand.reason, hand.replacement),)
        after = EventQuery(page=stored.page, since=hand.at, states=frozenset(EventState))
        later = events(c, after, limit=PAGE, order=Order.OLDEST_FIRST)
    return hand, next((one for one in later if told_again(change_of(one), said)), None)


def _rests_on_others(event: Event) -> bool:
    """More pages than its own went into the event, or articles."""
    return event.kind in NOT_OF_A_PAGE or event.rule == "witnessed"


def beside(store: Store, url: str) -> Store:
    """A store at `url` that keeps its bodies where `store` has them."""
    return Store.open(url, store.bodies.folder.parent)


def differences(one: Store, other: Store) -> Iterator[tuple[Event | None, Event | None]]:
    """The events that are not the same in both, side by side."""
    right = {event.id: event for event in all_events(other)}
    for left in all_events(one):
        if left != right.pop(left.id, None):
            with other.read() as c:
                yield left, event(c, left.id)
    yield from ((None, event) for event in right.values())


def all_events(store: Store) -> Iterator[Event]:
    """Every event in every state, in the order of observation."""
    after = None
    while True:
        with store.read() as c:
            page = events(c, EVERYTHING, after, PAGE, Order.OLDEST_FIRST)
        yield from page
        if len(page) < PAGE:
            return
        after = Cursor.after(page[-1])
