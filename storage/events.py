"""The events, asked for by what they are about, page by page."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, literal, literal_column, select, true, tuple_

from pipeline.types import Event, EventState
from storage.columns import Moment
from storage.names import folded
from storage.packing import event_of
from storage.queries import TOLD, Cursor, EventQuery, Order
from storage.tables import events as table
from storage.tables import mentions

EVERYTHING = EventQuery()
MICRO = 1_000_000
"""Sizes are kept in millionths of a percent."""
HELD: ColumnElement[bool] = table.c.state == literal_column("'held'")
"""Written out, not bound, so that both databases see that the index on held events serves."""


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
    return [event_from(row) for row in c.execute(_asked(query, after, order).limit(limit))]


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


def _asked(query: EventQuery, after: Cursor | None, order: Order) -> Select[*tuple[Any, ...]]:
    asked = select(table).where(*_conditions(query))
    # Order and keyset go by the table that the index is on: the first mention where one narrows, else the events.
    keys: list[ColumnElement[Any]] = [table.c.observed_at, table.c.id]
    for role, name in (("maker", query.maker), ("model", query.model)):
        if name is not None:
            mention = mentions.alias(f"by_{role}")
            keys = [mention.c.observed_at, mention.c.event_id]
            asked = asked.join(mention, mention.c.event_id == table.c.id)
            asked = asked.where(mention.c.role == role, mention.c.name == folded(name))
    if after is not None:
        here = tuple_(*keys)
        place = tuple_(literal(after.observed_at, Moment()), literal(after.id))
        asked = asked.where(here < place if order is Order.NEWEST_FIRST else here > place)
    return asked.order_by(*(key.desc() if order is Order.NEWEST_FIRST else key.asc() for key in keys))


def _conditions(query: EventQuery) -> list[ColumnElement[bool]]:
    narrowed = [_states(query.states)]
    if query.vendor is not None:
        narrowed.append(table.c.vendor == query.vendor)
    if query.page is not None:
        narrowed.append(table.c.page == query.page)
    if not query.members:
        narrowed.append(table.c.headline.is_(None))
    if query.kinds:
        narrowed.append(table.c.kind.in_(sorted(kind.value for kind in query.kinds)))
    if query.direction is not None:
        narrowed.append(table.c.direction == query.direction.value)
    if query.min_percent is not None:
        narrowed.append(table.c.size >= int((query.min_percent * MICRO).to_integral_value(ROUND_CEILING)))
    if query.since is not None:
        narrowed.append(table.c.observed_at >= query.since)
    if query.until is not None:
        narrowed.append(table.c.observed_at < query.until)
    if query.text:
        narrowed.append(table.c.words.contains(folded(query.text), autoescape=True))
    return narrowed


def _states(states: frozenset[EventState]) -> ColumnElement[bool]:
    if states == {EventState.HELD}:
        return HELD
    if states >= set(EventState):
        return true()
    return table.c.state.in_(sorted(state.value for state in states))
