"""The events, asked for by what they are about, page by page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select

from pipeline.types import Event, EventState
from storage.packing import event_of
from storage.queries import TOLD, Cursor, EventQuery, Order
from storage.selection import HELD, answering
from storage.tables import events as table

__all__ = ["EVERYTHING", "HELD", "event", "event_from", "events", "members_of", "original"]

EVERYTHING = EventQuery()


def events(
    c: Connection,
    query: EventQuery = EVERYTHING,
    after: Cursor | None = None,
    limit: int = 50,
    order: Order = Order.NEWEST_FIRST,
) -> list[Event]:
    """The events of a query in the order of their observation, at most `limit`, those behind `after` where given.

    Each as it stands now: in its present state, with the rule and reason of its newest ruling, corrected where it was.
    """
    return [event_from(row) for row in answering(c, query, after, order, limit)]


def event(c: Connection, event_id: str) -> Event | None:
    """The event as it stands now; None where there is none of this id."""
    row = c.execute(select(table).where(table.c.id == event_id)).one_or_none()
    return None if row is None else event_from(row)


def members_of(c: Connection, headline_id: str) -> list[str]:
    """The ids of the events that a headline tells and that still stand."""
    told = table.c.state.in_([state.value for state in TOLD])
    return list(c.scalars(select(table.c.id).where(table.c.headline == headline_id, told).order_by(table.c.id)))


def original(c: Connection, event_id: str) -> Event | None:
    """The event as it was first recorded, whatever was ruled since."""
    fact = c.scalar(select(table.c.fact).where(table.c.id == event_id))
    return None if fact is None else event_of(fact)


def event_from(row: Row[*tuple[Any, ...]]) -> Event:
    """A row of the events' table as it stands now."""
    return replace(
        event_of(row.correction or row.fact),
        state=EventState(row.state),
        rule=row.rule,
        reason=row.reason,
        published_at=row.published_at,
        headline=row.headline,
    )
