"""How the fetches of a page ended, and which of its changes were judged to be none."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from sqlalchemy import Connection, or_, select

from pipeline.types import Failed, Unchanged, Why
from storage.answers import DroppedRow, FetchRow
from storage.packing import change_of
from storage.tables import dropped
from storage.tables import fetches as table

NOT_MODIFIED = HTTPStatus.NOT_MODIFIED.value
"""The status of a fetch that said "unchanged" without a capture."""


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


def bare_fetches(c: Connection, page: str | None = None) -> Iterator[Unchanged | Failed]:
    """The fetches that brought no capture, by time: what a rebuild needs beside the captures."""
    asked = select(table).where(or_(table.c.status == NOT_MODIFIED, table.c.outcome == "failed"))
    asked = asked.where(or_(table.c.why.is_(None), table.c.why != Why.UNREADABLE.value))
    if page is not None:
        asked = asked.where(table.c.page == page)
    for row in c.execute(asked.order_by(table.c.fetched_at, table.c.seq).execution_options(yield_per=500)):
        if row.why is None:
            yield Unchanged(row.page, row.url, row.fetched_at)
        else:
            yield Failed(row.page, row.url, row.fetched_at, Why(row.why), row.detail, row.status)


def dropped_of(c: Connection, page: str, limit: int = 100) -> list[DroppedRow]:
    """The changes of a page that were dropped, with the reason of each, newest first."""
    asked = select(dropped).where(dropped.c.page == page).order_by(dropped.c.at.desc(), dropped.c.seq.desc())
    return [
        DroppedRow(row.page, row.at, change_of(row.change), row.rule, row.reason, row.witness)
        for row in c.execute(asked.limit(limit))
    ]
