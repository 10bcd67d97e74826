"""Sheets said in few words, for the tests of what is made of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pipeline.decide import decide
from pipeline.types import (
    Believed,
    Capture,
    Decision,
    Event,
    EventState,
    Gathered,
    Held,
    Page,
    Rate,
    Sheet,
    State,
    Witness,
    terms_of,
)

START = datetime(2026, 3, 1, tzinfo=UTC)


def rate(model: str, price: str | None = "1.00", meter: str = "input", **more: object) -> Rate:
    """A rate in dollars for a million tokens, unless told otherwise; `price` "free" or None for no number."""
    terms = terms_of({k: str(v) for k, v in dict(more.pop("terms", {})).items()})  # type: ignore[call-overload]
    state = more.pop("state", State.FREE if price == "free" else State.PRICED if price else State.CONTACT_SALES)
    number = Decimal(0) if price == "free" else Decimal(price) if price else None
    fields = {"currency": "USD", "per": Decimal(1_000_000), "unit": "token", **more}
    return Rate(model, meter, terms, state, number, **fields)  # type: ignore[arg-type]


def sheet(*rates: Rate, **more: object) -> Sheet:
    return Sheet(rates=rates, **more)  # type: ignore[arg-type]


@dataclass
class Watch:
    """One page watched over time without a database: believes, holds and remembers as the store would."""

    own_word: bool = True
    page: Page = field(default_factory=lambda: Page("acme/pricing", "acme", "https://acme.example/pricing"))
    at: datetime = START
    believed: Believed | None = None
    held: list[Held] = field(default_factory=list)
    events: dict[str, Event] = field(default_factory=dict)
    states: dict[str, EventState] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    unhealthy_since: datetime | None = None
    witnesses: tuple[Witness, ...] = ()
    under: dict[str, str] = field(default_factory=dict)
    """Events told under a headline."""

    def hears(self, *witnesses: Witness) -> None:
        """What other pages say from now on."""
        self.witnesses = witnesses

    def sees(self, *rates: Rate, after: timedelta = timedelta(days=1), **more: object) -> Decision:
        """The page shows these rates, `after` the last look."""
        self.at += after
        shown = sheet(*rates, **more)
        body = repr(shown).encode()
        capture = Capture(self.page.id, self.page.url, self.at, 200, body, hashlib.sha256(body).hexdigest())
        decision = decide(self._gathered(), capture, shown, reader="1")
        self._record(decision)
        return decision

    def told(self) -> list[str]:
        """The lines that stand on the wire, in order: kind, model and meter."""
        return [
            f"{e.kind} {e.model} {e.meter or ''}".strip()
            for e in self.events.values()
            if self.states[e.id] is EventState.PUBLISHED and e.id not in self.under
        ]

    def state_of(self, kind: str) -> list[EventState]:
        return [self.states[e.id] for e in self.events.values() if e.kind == kind]

    def _gathered(self) -> Gathered:
        recent = tuple(
            e for e in self.events.values() if self.states[e.id] in (EventState.PUBLISHED, EventState.CORRECTED)
        )
        return Gathered(
            self.page,
            self.believed,
            tuple(self.held),
            recent=recent,
            unhealthy_since=self.unhealthy_since,
            witnesses=self.witnesses,
            own_word=self.own_word,
        )

    def _record(self, decision: Decision) -> None:
        healthy = decision.sheet.health == "ok"
        self.unhealthy_since = None if healthy else self.unhealthy_since or self.at
        self.believed = decision.believed or self.believed
        for resolution in decision.resolutions:
            self.states[resolution.event_id] = resolution.state
            self.rules[resolution.event_id] = resolution.rule
            if resolution.headline:
                self.under[resolution.event_id] = resolution.headline
            self.held = [h for h in self.held if h.event.id != resolution.event_id]
        again = set(decision.looked_again)
        self.held = [Held(h.event, h.first_seen, h.looks + (h.event.id in again)) for h in self.held]
        for event in decision.events:
            self.events[event.id] = event
            self.states[event.id] = event.state
            self.rules[event.id] = event.rule
            if event.headline:
                self.under[event.id] = event.headline
            if event.state is EventState.HELD:
                self.held.append(Held(event, event.observed_at, 0))
