"""How the fetches of a page ended, and which of its changes were judged to be none."""

from __future__ import annotations

from sqlalchemy import Connection, select

from pipeline.types import Why
from storage.answers import DroppedRow, FetchRow
from storage.packing import change_of
from storage.tables import dropped
from storage.tables import fetches as table


def fetches(c: Connection, page: str, limit: int = 20) -> list[FetchRow]:
    """The last fetches of a page, newest first."""
    asked = select(table).where(table.c.page == page).order_by(table.c.fetched_at.desc(), table.c.seq.desc())
    return [
        FetchRow(
            page=row.page,
            url=row.url,
            fetched_at=row.fetched_at,
            outcome=row.outcome,
            status=row.status,
            why=Why(row.why) if row.why else None,
            detail=row.detail,
        )
        for row in c.execute(asked.limit(limit))
    ]


def dropped_of(c: Connection, page: str, limit: int = 100) -> list[DroppedRow]:
    """The changes of a page that were dropped, with the reason of each, newest first."""
    asked = select(dropped).where(dropped.c.page == page).order_by(dropped.c.at.desc(), dropped.c.seq.desc())
    return [
        DroppedRow(row.page, row.at, change_of(row.change), row.rule, row.reason, row.witness)
        for row in c.execute(asked.limit(limit))
    ]
