"""The publication log: what was told, corrected and retracted, in the order in which it was."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.answers import Action, WireEntry
from storage.events import event_from
from storage.tables import events
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


def newest_wire_at(c: Connection) -> datetime | None:
    """The latest time in the log. An entry of a replay may bear an earlier one: to know of news, ask for the seq."""
    return c.scalar(select(table.c.at).order_by(table.c.at.desc()).limit(1))
