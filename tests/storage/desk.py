"""Someone who records what a page shows from day to day, so that a test says only what matters to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from pipeline.types import (
    Believed,
    Capture,
    Decision,
    Event,
    EventKind,
    EventState,
    Evidence,
    Failed,
    Gathered,
    Health,
    Page,
    Rate,
    Resolution,
    Sheet,
    Unchanged,
    Why,
)
from storage.answers import PageStatus, PriceRow, Recorded
from storage.engine import Store
from storage.events import events
from storage.gather import gather
from storage.pages import add_page, page_status
from storage.prices import prices
from storage.queries import EventQuery
from storage.record import record, record_fetch
from storage.wire import wire

ACME = Page("acme/pricing", "acme", "https://acme.example/pricing")
ALL = EventQuery(states=frozenset(EventState))
_KINDS = {True: EventKind.PRICE_CUT, False: EventKind.PRICE_RISE}


def day(number: float) -> datetime:
    return datetime(2024, 5, 1, tzinfo=UTC) + timedelta(days=number - 1)


def rate(model: str, price: str | None = "0.30", meter: str = "input", **other: Any) -> Rate:
    named: dict[str, Any] = {
        "currency": "USD",
        "per": Decimal(1_000_000),
        "printed": f"${price}",
        "model_id": f"acme/{model}",
    } | other
    return Rate(model, meter, unit_price=None if price is None else Decimal(price), **named)


def sheet(*rates: Rate, **prices: str) -> Sheet:
    """`sheet(small="0.30")`: one input rate a model."""
    return Sheet(rates=(*rates, *(rate(model, price) for model, price in prices.items())))


def capture(page: Page, at: datetime, body: bytes, **other: Any) -> Capture:
    return Capture(page.id, page.url, at, 200, body, sha256(body).hexdigest(), media_type="text/html", **other)


def event(event_id: str, old: Rate | None, new: Rate | None, at: datetime, page: Page = ACME, **other: Any) -> Event:
    """A change of one rate, published unless told otherwise."""
    named = new or old
    assert named is not None
    percent = None
    if old and new and old.unit_price and new.unit_price is not None:
        percent = (new.unit_price - old.unit_price) / old.unit_price * 100
    whole = Event(
        id=event_id,
        kind=_KINDS[percent is None or percent < 0],
        state=EventState.PUBLISHED,
        vendor=page.vendor,
        page=page.id,
        model=named.model,
        model_id=named.model_id,
        meter=named.meter,
        terms=named.terms,
        old=old,
        new=new,
        percent=percent,
        observed_at=at,
        effective_from=None,
        evidence=Evidence(None, None, sha256(b"after").hexdigest(), at, page.url),
        rule="plain",
        reason="the page says so",
    )
    return replace(whole, **other)


class Desk:
    def __init__(self, store: Store, page: Page = ACME) -> None:
        self.store = store
        self.page = page
        with store.write() as c:
            add_page(c, page)

    @classmethod
    def at(cls, store: Store, page: Page) -> Desk:
        """At a page that is declared already: nothing is written."""
        desk = cls.__new__(cls)
        desk.store, desk.page = store, page
        return desk

    def gathers(self) -> Gathered:
        with self.store.read() as c:
            return gather(c, self.page)

    def decision(
        self,
        number: float,
        shown: Sheet,
        *told: Event,
        body: bytes | None = None,
        resolutions: tuple[Resolution, ...] = (),
        looked_again: tuple[str, ...] = (),
        **other: Any,
    ) -> Decision:
        """All that a capture of a day changes; a healthy sheet is believed."""
        seen = capture(self.page, day(number), repr(shown).encode() if body is None else body, **other)
        belief = Believed(shown, "reader-1", seen.sha256, seen.fetched_at, "print")
        return Decision(
            capture=seen,
            sheet=shown,
            believed=belief if shown.health is Health.OK else None,
            events=told,
            resolutions=resolutions,
            looked_again=looked_again,
        )

    def records(self, decision: Decision, seen: Gathered | None = None) -> Recorded:
        self.store.bodies.put_capture(decision.capture)
        with self.store.write() as c:
            return record(c, decision, seen)

    def sees(self, number: float, shown: Sheet, *told: Event, **other: Any) -> Recorded:
        return self.records(self.decision(number, shown, *told, **other))

    def is_told_unchanged(self, number: float) -> bool:
        with self.store.write() as c:
            return record_fetch(c, Unchanged(self.page.id, self.page.url, day(number)))

    def fails(self, number: float, why: Why = Why.TIMEOUT, detail: str = "no answer in 30 s") -> bool:
        with self.store.write() as c:
            return record_fetch(c, Failed(self.page.id, self.page.url, day(number), why, detail))

    def status(self) -> PageStatus:
        with self.store.read() as c:
            return next(status for status in page_status(c) if status.id == self.page.id)

    def prices(self, on: float, known: float, **about: str) -> list[PriceRow]:
        with self.store.read() as c:
            return prices(c, day(on), day(known), **about)

    def price(self, on: float, known: float, **about: str) -> str | None:
        """The one price of the day; None where there is none."""
        found = self.prices(on, known, **about)
        assert len(found) <= 1, found
        return str(found[0].unit_price) if found else None

    def events(self, query: EventQuery = ALL) -> list[Event]:
        with self.store.read() as c:
            return events(c, query)

    def wire(self) -> list[tuple[str, str]]:
        with self.store.read() as c:
            return [(entry.event_id, entry.action.value) for entry in wire(c)]
