"""The publication log: what was told, corrected and retracted, in the order in which it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.answers import Action, WireEntry
from storage.columns import Moment
from storage.events import event_from
from storage.queries import EventQuery
from storage.selection import conditions_of
from storage.tables import events, standings
from storage.tables import wire as table


def wire(c: Connection, after_seq: int = 0, limit: int = 100) -> list[WireEntry]:
    """The entries behind `after_seq`, oldest first, each with its event as it stands now."""
    asked = select(table.c.seq, table.c.event_id, table.c.at, table.c.action, events).join(
        events, events.c.id == table.c.event_id
    )
    rows = c.execute(asked.where(table.c.seq > after_seq).order_by(table.c.seq).limit(limit))
    return [WireEntry(row.seq, row.event_id, row.at, Action(row.action), event_from(row)) for row in rows]


def newest_wire_seq(c: Connection) -> int:
    """The seq of the last entry, 0 before the first: another one means that there is something new to tell."""
    return c.scalar(select(func.max(table.c.seq))) or 0


def told_lately(c: Connection, query: EventQuery, within: int, limit: int) -> list[WireEntry]:
    """Of the newest `within` lines, those about events of a query: the newest first, at most `limit`."""
    asked = select(table.c.seq, table.c.event_id, table.c.at, table.c.action, events).join(
        events, events.c.id == table.c.event_id
    )
    asked = asked.where(table.c.seq > newest_wire_seq(c) - within, *conditions_of(query))
    rows = c.execute(asked.order_by(table.c.seq.desc()).limit(limit))
    return [WireEntry(row.seq, row.event_id, row.at, Action(row.action), event_from(row)) for row in rows]


def last_told(c: Connection, event_ids: Sequence[str]) -> dict[str, tuple[datetime, int]]:
    """When something was last said of each event, and the seq of that line; one that never stood on the wire by itself
    is left out."""
    last = func.max(table.c.seq).label("seq")
    newest = select(last).where(table.c.event_id.in_(event_ids)).group_by(table.c.event_id).subquery()
    told = select(table.c.event_id, table.c.at, table.c.seq).join(newest, newest.c.seq == table.c.seq)
    return {row.event_id: (row.at, row.seq) for row in c.execute(told)}


def state_of_wire(c: Connection) -> tuple[int, datetime | None]:
    """Another one whenever something was told, corrected or retracted, or an event stands otherwise in the news."""
    seq = select(func.max(table.c.seq)).scalar_subquery()
    row = c.execute(select(seq, func.max(standings.c.at, type_=Moment()))).one()
    return row[0] or 0, row[1]
