"""One fetch of one page → read, judged and recorded: gather, decide, apply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from pipeline.apply import withhold
from pipeline.decide import decide
from pipeline.identify import change_of
from pipeline.lifecycle import as_of
from pipeline.read import READER, fingerprint, read_answer
from pipeline.types import (
    Capture,
    Decision,
    Event,
    EventState,
    Failed,
    Fetch,
    Gathered,
    Health,
    Page,
    PageKind,
    Resolution,
    Sheet,
    Unchanged,
    Why,
    Witness,
)
from schedules.news import TELLING, Printed, printed_by, read_news, record_news
from storage.answers import Recorded
from storage.captures import capture_of
from storage.engine import Store
from storage.errors import StorageError
from storage.gather import Glance, gather, glance
from storage.record import record, record_fetch
from storage.witnesses import news_witnesses, witnesses

FAULTS = (StorageError, OSError, ValueError, LookupError, ArithmeticError)
"""What one page or article may be at fault for without stopping another."""
TRIES = 5
"""How often a decision is made again because another process recorded the same page meanwhile."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one look at one page ended."""

    page: Page
    at: datetime
    outcome: str
    """first, changed, unchanged, failed or skipped (recorded before)."""
    why: Why | None = None
    detail: str = ""
    retry_after: int | None = None
    rates: int = 0
    events: tuple[Event, ...] = ()
    """New events, in the state they begin in."""
    resolutions: tuple[Resolution, ...] = ()
    """What became of events that were there before."""
    waiting: int = 0
    """Held changes that want a second look."""
    articles: tuple[str, ...] = ()
    """Ids of the articles that claim something new."""

    @property
    def published(self) -> tuple[Event, ...]:
        """The new events that went on the wire at once."""
        return tuple(event for event in self.events if event.state is EventState.PUBLISHED)


Then = Callable[[Connection, Look], Look]
"""What else belongs into the transaction that records a look: what follows from its events, when the page is due."""


def nothing_else(c: Connection, look: Look) -> Look:
    """Nothing follows."""
    return look


def take_in(store: Store, page: Page, fetch: Fetch, *, own_word: bool = True, then: Then = nothing_else) -> Look:
    """Record how a fetch of `page` ended, with everything it changes, in one transaction."""
    if isinstance(fetch, Failed):
        look = Look(page, fetch.fetched_at, "failed", fetch.why, fetch.detail, fetch.retry_after)
        return _take_in_bare(store, fetch, look, then)
    if isinstance(fetch, Unchanged):
        return _take_in_bare(store, fetch, Look(page, fetch.fetched_at, "unchanged"), then)
    for _ in range(TRIES):
        taken = _take_in_capture(store, page, fetch, own_word, then)
        if taken is not None:
            return taken
    return Look(page, fetch.fetched_at, "skipped", detail="another process kept recording this page")


def _take_in_bare(store: Store, fetch: Unchanged | Failed, look: Look, then: Then) -> Look:
    with store.write() as c:
        record_fetch(c, fetch)
        return then(c, look)


def _take_in_capture(store: Store, page: Page, capture: Capture, own_word: bool, then: Then) -> Look | None:
    printed = printed_by(page, capture)
    print_of_it = _fingerprint(page, capture, printed)
    with store.read() as c:
        seen = glance(c, page.id)
    if _says_the_same(seen, print_of_it, capture.fetched_at):
        same = Unchanged(page.id, capture.url, capture.fetched_at)
        return _take_in_bare(store, same, Look(page, capture.fetched_at, "unchanged"), then)
    with store.read() as c:
        gathered = replace(gather(c, page), own_word=own_word)
    if gathered.last_at is not None and capture.fetched_at <= gathered.last_at:
        return Look(page, capture.fetched_at, "skipped", detail="a capture as late or later is recorded already")
    gathered = _as_this_reader_reads(store, gathered)
    sheet = read_capture(page, capture, printed)
    decision = decide(gathered, capture, sheet, reader=READER, fingerprint=print_of_it)
    if _holds(decision):
        gathered = replace(gathered, witnesses=_witnesses(store, gathered, decision))
        decision = decide(gathered, capture, sheet, reader=READER, fingerprint=print_of_it)
    news = read_news(store, page, capture, printed)
    store.bodies.put(capture.body, like=gathered.last_sha256)
    for _, body in capture.attachments:
        store.bodies.put(body, like=None)
    with store.write() as c:
        recorded = record(c, decision, seen=gathered)
        if recorded is Recorded.STALE:
            return None
        look = _told(page, gathered, decision, recorded)
        if look.outcome != "skipped":
            look = replace(look, articles=record_news(c, page, news, capture.fetched_at))
        return then(c, look)


def _fingerprint(page: Page, capture: Capture, printed: Printed) -> str:
    """Of all that the page is watched for: its prices, its entries, or both."""
    if page.kind is PageKind.NEWS:
        return printed.fingerprint
    prices = fingerprint(capture.body, media_type=capture.media_type, charset=capture.charset)
    return prices if page.kind not in TELLING or not prices else f"{prices} {printed.fingerprint}"


def _holds(decision: Decision) -> bool:
    return bool(decision.looked_again) or any(event.state is EventState.HELD for event in decision.events)


def _witnesses(store: Store, gathered: Gathered, decision: Decision) -> tuple[Witness, ...]:
    """What other pages and the news say of what this decision would hold."""
    again = [held.event for held in gathered.held if held.event.id in decision.looked_again]
    waiting = [*again, *(event for event in decision.events if event.state is EventState.HELD)]
    about, at = [change_of(event) for event in waiting], decision.capture.fetched_at
    with store.read() as c:
        return (*witnesses(c, gathered.page, about, at), *news_witnesses(c, gathered.page, about, at))


def read_capture(page: Page, capture: Capture, printed: Printed | None = None) -> Sheet:
    """Read a capture with its page's hints, for what a page of its kind is watched for; `printed`, where it was read
    already, is what it tells."""
    if page.kind is PageKind.NEWS:
        fault = (printed or printed_by(page, capture)).fault
        return Sheet(Health.REFUSED, fault) if fault else Sheet()
    return _of_kind(page.kind, read_answer(capture, page.hints))


def _of_kind(kind: PageKind, sheet: Sheet) -> Sheet:
    """A changelog tells of prices, old ones among them, and a page of limits repeats some: neither is a price list."""
    if kind in (PageKind.PRICING, PageKind.API) or sheet.health not in (Health.OK, Health.NO_RATES):
        return sheet
    if kind is PageKind.LIMITS:
        said = bool(sheet.limits or sheet.allowances)
        health, detail = (Health.OK, "") if said else (Health.NO_RATES, "no limits and no allowances were understood")
        return replace(sheet, health=health, health_detail=detail, rates=(), promotions=(), refused=())
    return Sheet(Health.OK, notices=sheet.notices, lang=sheet.lang)


def _says_the_same(seen: Glance, print_of_it: str, at: datetime) -> bool:
    """The price-bearing text is that of the last accepted capture and means the same, and nothing is held."""
    if not print_of_it or not seen.settled or (seen.reader, seen.fingerprint) != (READER, print_of_it):
        return False
    woken = seen.wakes_at is not None and seen.wakes_at <= at
    return not woken and (seen.last_checked_at is None or at > seen.last_checked_at)


def _as_this_reader_reads(store: Store, gathered: Gathered) -> Gathered:
    """A belief of an older reader is read again from its bytes: a new reader changes beliefs in silence, what the page
    changed meanwhile is still seen, and what is held stays held."""
    believed, page = gathered.believed, gathered.page
    if believed is None or believed.reader == READER:
        return gathered
    with store.read() as c:
        stored = capture_of(c, page.id, believed.capture_sha256)
    if stored is None:
        return replace(gathered, believed=None)
    sheet = as_of(read_capture(page, stored.load(store.bodies)), believed.fetched_at, page.hints.zone)
    if sheet.health is not Health.OK:
        return replace(gathered, believed=None)
    sheet = withhold(sheet, [change_of(held.event) for held in gathered.held])
    return replace(gathered, believed=replace(believed, sheet=sheet, reader=READER))


def _told(page: Page, gathered: Gathered, decision: Decision, recorded: Recorded) -> Look:
    at, sheet = decision.capture.fetched_at, decision.sheet
    if recorded in (Recorded.ALREADY, Recorded.OUT_OF_ORDER):
        return Look(page, at, "skipped", detail="recorded before")
    if sheet.health is not Health.OK:
        detail = f"{sheet.health}: {sheet.health_detail}" if sheet.health_detail else sheet.health.value
        return Look(page, at, "failed", Why.UNREADABLE, detail)
    waiting = len(decision.looked_again) + sum(event.state is EventState.HELD for event in decision.events)
    return Look(
        page,
        at,
        "first" if gathered.believed is None else recorded.value,
        rates=len(sheet.rates),
        events=decision.events,
        resolutions=decision.resolutions,
        waiting=waiting,
    )
