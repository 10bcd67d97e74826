"""What the database answers, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pipeline.types import (
    Capture,
    Change,
    Event,
    EventState,
    Health,
    PageKind,
    Rate,
    State,
    Terms,
    Why,
)
from storage.bodies import Bodies


class Recorded(StrEnum):
    """What became of a capture that was to be recorded."""

    CHANGED = "changed"
    """Recorded; the body is another one than the last capture's."""
    UNCHANGED = "unchanged"
    """Recorded; the same body as the last capture's."""
    UNHEALTHY = "unhealthy"
    """Recorded as a failure to read: the last good sheet stands."""
    ALREADY = "already"
    """This very capture was recorded before; nothing was written."""
    OUT_OF_ORDER = "out_of_order"
    """The page has a capture as late or later; nothing was written."""
    STALE = "stale"
    """The page has moved on since `seen` was gathered; nothing was written. Gather and decide again."""


@dataclass(frozen=True, slots=True)
class PageStatus:
    """How a page fares: three dates, so that silence is never taken for "no change"."""

    id: str
    vendor: str
    url: str
    kind: PageKind
    last_checked_at: datetime | None
    """The last fetch, however it ended."""
    last_changed_at: datetime | None
    """The last time that what is believed of its rates changed, the first sight included."""
    last_failed_at: datetime | None
    why: Why | None
    """Why the last fetch failed; None where it did not."""
    detail: str
    failures: int
    """In a row; 0 after a good fetch."""
    health: Health | None
    """Of the last capture; None before the first."""
    rates: int
    """Rates believed."""
    next_due_at: datetime | None
    """None: due at once, or nothing is scheduled yet."""
    retired: bool
    """No longer declared in the catalogue; kept for its history."""
    due_why: str = ""
    """Why it is due then, in a few words."""


@dataclass(frozen=True, slots=True)
class PriceRow:
    """What a page asked for one rate over a span of time, as believed over another."""

    vendor: str
    page: str
    model: str
    model_id: str | None
    maker: str | None
    meter: str
    terms: Terms
    state: State
    unit_price: Decimal | None
    list_price: Decimal | None
    currency: str | None
    per: Decimal
    unit: str
    printed: str
    locator: str
    capture_sha256: str
    """The bytes that first said so; `locator` is a place in them."""
    valid_from: datetime
    valid_to: datetime | None
    known_from: datetime
    known_to: datetime | None

    @property
    def per_million(self) -> Decimal | None:
        """The price of 1,000,000 tokens; None where the unit is not tokens or there is no number."""
        return self.rate.per_million

    @property
    def rate(self) -> Rate:
        """The rate by itself, as its page printed it."""
        return Rate(
            self.model,
            self.meter,
            self.terms,
            self.state,
            self.unit_price,
            self.currency,
            self.per,
            self.unit,
            self.list_price,
            self.printed,
            self.locator,
            self.model_id,
        )


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """One capture, its body left where it lies."""

    seq: int
    """Rises with the order of recording."""
    page: str
    url: str
    fetched_at: datetime
    status: int
    media_type: str
    charset: str | None
    headers: tuple[tuple[str, str], ...]
    rendered: bool
    sha256: str
    attachments: tuple[tuple[str, str], ...]
    """(address, sha256) of each."""

    def load(self, bodies: Bodies) -> Capture:
        """With its bytes. Raises `BodyMissing` or `BodyDamaged`."""
        return Capture(
            page=self.page,
            url=self.url,
            fetched_at=self.fetched_at,
            status=self.status,
            body=bodies.get(self.sha256),
            sha256=self.sha256,
            media_type=self.media_type,
            charset=self.charset,
            headers=self.headers,
            rendered=self.rendered,
            attachments=tuple((address, bodies.get(sha)) for address, sha in self.attachments),
        )


class Action(StrEnum):
    """What happened to an event on the wire."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    RETRACTED = "retracted"


class DeliveryState(StrEnum):
    """What became of something owed to a subscriber."""

    OWED = "owed"
    """To be sent, or tried again."""
    SENT = "sent"
    REFUSED = "refused"
    """The other side said no for good."""
    DROPPED = "dropped"
    """Taken back before it was told, or owed to one who is paused."""


@dataclass(frozen=True, slots=True)
class WireEntry:
    """One line of the publication log, with the event as it stands now."""

    seq: int
    """Rises with the order of commit: whoever has read up to N has missed nothing before N."""
    event_id: str
    at: datetime
    action: Action
    event: Event


@dataclass(frozen=True, slots=True)
class RulingRow:
    """One ruling on an event; the first is the one it began with."""

    event_id: str
    at: datetime
    state: EventState
    rule: str
    reason: str
    witness: str | None
    replacement: Event | None
    """For a correction: the event as it should have been."""


@dataclass(frozen=True, slots=True)
class FetchRow:
    """How one fetch ended."""

    page: str
    url: str
    fetched_at: datetime
    outcome: str
    """changed, unchanged or failed."""
    status: int | None
    why: Why | None
    detail: str


@dataclass(frozen=True, slots=True)
class DroppedRow:
    """A change that was judged to be none."""

    page: str
    at: datetime
    change: Change
    rule: str
    reason: str
    witness: str | None
