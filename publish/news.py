"""What was told last, and how the pages fare: the questions that feeds and pages ask the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from pipeline.types import Event, EventState, Vendor
from publish.asked import Asked
from publish.entry import Entry
from publish.money import Lang
from publish.wording import tell
from storage.answers import PageStatus
from storage.events import events
from storage.queries import EventQuery
from storage.wire import newest_wire_seq, wire

TOLD = frozenset({EventState.PUBLISHED, EventState.CORRECTED, EventState.RETRACTED})
"""What was once on the wire stays on it: a retraction must reach whoever read the mistake."""
RECENT = 500
"""So many of the newest lines of the wire are looked through for events observed long before they were told."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it stands, and when something was last said of it."""

    event: Event
    at: datetime


@dataclass(frozen=True, slots=True)
class Fares:
    """How the watched pages fare, in sum."""

    watched: int = 0
    failing: int = 0
    never_checked: int = 0
    last_checked_at: datetime | None = None
    overdue_seconds: int = 0
    """Of the page that is longest overdue; 0 where none is."""


def latest(c: Connection, asked: Asked) -> list[Told]:
    """The events asked for, last told or corrected first, at most `asked.limit`.

    An event that was held for days is observed long before it is told: by observation alone it would slip in below
    the end of a feed and never be seen. So the newest lines of the wire come first.
    """
    told = _from_the_wire(c, asked)
    query = EventQuery(vendor=asked.vendor, kinds=asked.kinds, states=TOLD, members=False)
    for event in events(c, query, limit=asked.limit):
        told.setdefault(event.id, Told(event, event.published_at or event.observed_at))
    # The sort is stable: what was told in one moment stays in the order in which it was.
    return sorted(told.values(), key=lambda one: one.at, reverse=True)[: asked.limit]


def entries(told: Iterable[Told], vendors: Mapping[str, Vendor], lang: Lang) -> tuple[Entry, ...]:
    """In words, in the same order."""
    return tuple(tell(one.event, vendors, lang, one.at) for one in told)


def fares(statuses: Iterable[PageStatus], now: datetime) -> Fares:
    """The sum of the pages that are still watched."""
    watched = [status for status in statuses if not status.retired]
    checked = [status.last_checked_at for status in watched if status.last_checked_at is not None]
    overdue = [(now - status.next_due_at).total_seconds() for status in watched if status.next_due_at is not None]
    return Fares(
        watched=len(watched),
        failing=sum(1 for status in watched if status.why is not None),
        never_checked=len(watched) - len(checked),
        last_checked_at=max(checked, default=None),
        overdue_seconds=max(0, int(max(overdue, default=0))),
    )


def _from_the_wire(c: Connection, asked: Asked) -> dict[str, Told]:
    lines = wire(c, max(0, newest_wire_seq(c) - RECENT), RECENT)
    fitting = (line for line in lines if _fits(line.event, asked))
    return {line.event_id: Told(line.event, line.at) for line in fitting}


def _fits(event: Event, asked: Asked) -> bool:
    return (
        event.state in TOLD and asked.vendor in (None, event.vendor) and (not asked.kinds or event.kind in asked.kinds)
    )
