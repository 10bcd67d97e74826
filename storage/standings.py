"""How events stand against the news: corroborated, waiting, told by the page only, or claimed by the news alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from pipeline.types import Event, EventStanding
from storage.events import event_from
from storage.news_answers import Standing
from storage.owing import owe_standing
from storage.tables import events
from storage.tables import standings as table
from storage.upserts import upsert

_CHUNK = 500


def standings_of(c: Connection, event_ids: Sequence[str]) -> dict[str, Standing]:
    """How each event stands; one that nothing is asked of is left out."""
    found: dict[str, Standing] = {}
    for start in range(0, len(event_ids), _CHUNK):
        asked = select(table).where(table.c.event_id.in_(event_ids[start : start + _CHUNK]))
        found |= {row.event_id: _standing(row) for row in c.execute(asked)}
    return found


def set_standings(c: Connection, found: Sequence[Standing]) -> None:
    """How these events stand from now on; one that the news bears out is owed to those who wait for that."""
    upsert(c, table, [_row(one) for one in found])
    since: dict[datetime, dict[str, EventStanding]] = {}
    for one in found:
        since.setdefault(one.at, {})[one.event_id] = one.standing
    for at, stand in since.items():
        owe_standing(c, stand, at)


def events_waiting(c: Connection, now: datetime, limit: int) -> list[tuple[Event, datetime]]:
    """Events that still wait for the news though their window has ended, with its end, the longest over first."""
    over = (table.c.standing == EventStanding.WAITING.value, table.c.until <= now)
    asked = select(events, table.c.until).join(table, table.c.event_id == events.c.id).where(*over)
    return [
        (event_from(row), row.until) for row in c.execute(asked.order_by(table.c.until, table.c.event_id).limit(limit))
    ]


def _row(one: Standing) -> dict[str, Any]:
    return {
        "event_id": one.event_id,
        "standing": one.standing.value,
        "until": one.until,
        "lag": one.lag,
        "at": one.at,
    }


def _standing(row: Row[*tuple[Any, ...]]) -> Standing:
    return Standing(row.event_id, EventStanding(row.standing), row.until, row.lag, row.at)
