"""The questions that can be asked of the events, and places in an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pipeline.about import Direction
from pipeline.basket import Basket
from pipeline.types import Event, EventKind, EventState
from storage.columns import moment_text, utc

__all__ = ["TOLD", "Cursor", "Direction", "EventQuery", "Order"]

TOLD = frozenset({EventState.PUBLISHED, EventState.CORRECTED})
"""The states of an event that the wire stands by."""


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Every field narrows; what is left out does not. An event that gathers others is found by any of its parts."""

    vendor: str | None = None
    model: str | None = None
    """As printed, or `maker/name`; upper and lower case are the same."""
    maker: str | None = None
    kinds: frozenset[EventKind] = frozenset()
    direction: Direction | None = None
    min_percent: Decimal | None = None
    """The size of the move, up or down; events without a percentage are left out."""
    since: datetime | None = None
    """Observed at or after."""
    until: datetime | None = None
    """Observed before."""
    states: frozenset[EventState] = TOLD
    text: str | None = None
    """Each of its words is in the names, the printed prices or the details; see `pipeline.search`."""
    page: str | None = None
    members: bool = True
    """Also those events that are told under a headline event."""
    basket: Basket | None = None
    """And all that the basket says, `Basket.within` a catalogue where it has channels or languages. With any basket,
    events from the news alone are left out unless it asks for them."""


class Order(StrEnum):
    NEWEST_FIRST = "newest_first"
    OLDEST_FIRST = "oldest_first"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two events of an answer."""

    observed_at: datetime
    id: str

    @classmethod
    def after(cls, event: Event) -> Cursor:
        """The place right behind this event: give it to the next call to go on."""
        return cls(event.observed_at, event.id)

    def __str__(self) -> str:
        return f"{moment_text(self.observed_at)}~{self.id}"

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """From `str(cursor)`. Raises `ValueError` on anything else."""
        moment, _, event_id = text.partition("~")
        try:
            observed_at = utc(datetime.fromisoformat(moment))
        except OverflowError as error:
            raise ValueError(f"not a cursor: {text!r}") from error
        if not event_id:
            raise ValueError(f"not a cursor: {text!r}")
        return cls(observed_at, event_id)
