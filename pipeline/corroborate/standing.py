"""A claim and what the pages show, or an event and what the news say → how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.types import Claim, ClaimState, Event, EventStanding, Rate

WINDOW = timedelta(days=3)
"""So long before and after its telling, a change may be seen on the page and still be the one told of."""


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
    """The page's price that confirms or contradicts it, where no event does."""


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


def span_of(claim: Claim, told_at: datetime, window: timedelta = WINDOW) -> tuple[datetime | None, datetime]:
    """(from, until) between which an event must have been observed to be the one told of: `window` both ways of the
    telling, stretched to a promised day. A recap has no beginning (None) and ends at its telling."""
    raise NotImplementedError


def standing(
    claim: Claim,
    told_at: datetime,
    events: Iterable[Event],
    shown: Iterable[Shown],
    now: datetime,
    window: timedelta = WINDOW,
) -> ClaimStanding:
    """How `claim` stands at `now`. `events` and `shown` may be all of the vendor's: what is not about it is left out.

    Only published and corrected events count. A contradiction may turn into a confirmation within the window.
    """
    raise NotImplementedError


def event_standing(event: Event, told: Iterable[Told], now: datetime, window: timedelta = WINDOW) -> EventNews:
    """How `event` stands at `now`; `told` may be all claims of the vendor. An event from the news alone is `claimed`."""
    raise NotImplementedError
