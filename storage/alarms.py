"""How the declared pages fare, and what the operator was told is wrong, as long as it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from pipeline.alarms import Alarm, Fared, Raised
from pipeline.types import Page
from storage.answers import PageStatus
from storage.tables import alarms as table
from storage.upserts import insert_into


def fared(statuses: Iterable[PageStatus], pages: Iterable[Page]) -> list[Fared]:
    """How the declared pages fare; other doors to a document are not looked at as long as the first one answers."""
    declared = {page.id: page for page in pages if page.fallback_for is None}
    return [
        Fared(
            page=status.id,
            cadence=timedelta(seconds=declared[status.id].cadence),
            due_at=status.next_due_at,
            failures=status.failures,
            why=status.why,
            detail=status.detail,
        )
        for status in statuses
        if not status.retired and status.id in declared
    ]


def raised(c: Connection) -> dict[str, Raised]:
    """By key."""
    return {row.key: Raised(row.since, row.told_at) for row in c.execute(select(table))}


def record_alarms(c: Connection, told: Iterable[Alarm], now: datetime) -> None:
    """These were told; what is over is forgotten."""
    for alarm in told:
        if alarm.over:
            c.execute(delete(table).where(table.c.key == alarm.key))
            continue
        row = insert_into(c, table).values(key=alarm.key, since=now, told_at=now)
        c.execute(row.on_conflict_do_update(index_elements=["key"], set_={"told_at": now}))
