"""What is decided about events, appended to their rulings and, where it is told, to the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from pipeline.types import EventState
from storage.answers import Action
from storage.owing import Line, owe
from storage.tables import events, rulings
from storage.tables import wire as table

_LOCK = 0x77697265
"""An advisory lock's number. Held from the first line until the commit, it makes the order of `seq` the order of
commits on PostgreSQL too: whoever has read up to N finds nothing below N later."""

_CHUNK = 500

ACTIONS = {
    EventState.PUBLISHED: Action.PUBLISHED,
    EventState.CORRECTED: Action.CORRECTED,
    EventState.RETRACTED: Action.RETRACTED,
}


def ruling_row(
    event_id: str,
    at: datetime,
    state: EventState,
    rule: str,
    reason: str,
    witness: str | None = None,
    replacement: str | None = None,
) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "at": at,
        "state": state.value,
        "rule": rule,
        "reason": reason,
        "witness": witness,
        "replacement": replacement,
    }


def append_rulings(c: Connection, rows: list[dict[str, Any]], at: datetime) -> None:
    """Append rulings, and a line to the wire for each that the wire has a word for and no headline tells; the line is
    owed to whoever asked for it."""
    if not rows:
        return
    c.execute(insert(rulings), rows)
    under = _under_headlines(c, [row["event_id"] for row in rows])
    told = [(row["event_id"], ACTIONS.get(EventState(row["state"]))) for row in rows if row["event_id"] not in under]
    lines = [{"event_id": event_id, "at": at, "action": action.value} for event_id, action in told if action]
    if lines:
        _close_to_others(c)
        written = c.scalars(insert(table).returning(table.c.seq, sort_by_parameter_order=True), lines)
        owe(c, [_line(seq, line) for seq, line in zip(written, lines, strict=True)])


def _line(seq: int, row: dict[str, Any]) -> Line:
    return Line(seq, row["event_id"], row["at"], Action(row["action"]))


def _under_headlines(c: Connection, ids: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(ids), _CHUNK):
        chunk = events.c.id.in_(ids[start : start + _CHUNK])
        found |= set(c.scalars(select(events.c.id).where(chunk, events.c.headline.is_not(None))))
    return found


def _close_to_others(c: Connection) -> None:
    if c.dialect.name == "postgresql":
        c.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
