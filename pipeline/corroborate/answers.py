"""What the join is asked with, and what it answers, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.types import Claim, ClaimState, EventStanding, Rate


@dataclass(frozen=True, slots=True)
class Shown:
    """A rate as a watched page shows it now."""

    vendor: str
    page: str
    rate: Rate
    since: datetime
    """When the page was first seen to show this price."""
    seen_at: datetime
    """When the page was last looked at and read."""
    capture_sha256: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A claim, when it was told, and the caller's own name for it (article id and index, a story id)."""

    claim: Claim
    at: datetime
    """UTC; `Reported.at`."""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class ClaimStanding:
    """How a claim stands against the pages."""

    state: ClaimState
    rule: str
    """seen, price_stands, another_price, old_price_stands, opposite, cancelled, still_listed, nothing_to_check,
    no_event, unwatched, window."""
    reason: str
    """One English sentence with the figures that decided."""
    until: datetime
    """The end of its window: a state that is still `waiting` is to be asked for again then."""
    events: tuple[str, ...] = ()
    """Ids of the events that confirm or contradict it, best first."""
    lag: timedelta | None = None
    """Told at − observed at of the first of those that fit best: positive where the page was first."""
    shown: Shown | None = None
    """The page's price that confirms or contradicts it, where one does."""


@dataclass(frozen=True, slots=True)
class EventNews:
    """How an event stands against the news."""

    standing: EventStanding
    reason: str
    until: datetime
    """The end of its window."""
    refs: tuple[str, ...] = ()
    """`Told.ref` of the claims that tell of it, first told first."""
    lag: timedelta | None = None
    """First told at − observed at: positive where the page was first."""
