"""The captures in the order of their time, for whoever derives everything again from the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, literal, select, tuple_

from storage.answers import StoredCapture
from storage.columns import Moment
from storage.packing import pairs_of_text
from storage.tables import article_fetches, articles, believed, events
from storage.tables import captures as table

_BATCH = 500


def captures(c: Connection, page: str | None = None, since: datetime | None = None) -> Iterator[StoredCapture]:
    """Every capture by time, of one page or since a moment where given; read in batches, however many there are."""
    asked = select(table).order_by(table.c.fetched_at, table.c.seq).limit(_BATCH)
    if page is not None:
        asked = asked.where(table.c.page == page)
    if since is not None:
        asked = asked.where(table.c.fetched_at >= since)
    batch = [_stored(row) for row in c.execute(asked)]
    while batch:
        yield from batch
        last = tuple_(literal(batch[-1].fetched_at, Moment()), literal(batch[-1].seq))
        batch = [_stored(row) for row in c.execute(asked.where(tuple_(table.c.fetched_at, table.c.seq) > last))]


def capture_of(c: Connection, page: str, sha: str, at: datetime | None = None) -> StoredCapture | None:
    """The first capture of a page with this body, or the one of a time where given: what an event's evidence names."""
    asked = select(table).where(table.c.page == page, table.c.sha256 == sha).order_by(table.c.fetched_at).limit(1)
    if at is not None:
        asked = asked.where(table.c.fetched_at == at)
    row = c.execute(asked).one_or_none()
    return None if row is None else _stored(row)


def bodies_in_use(c: Connection) -> set[str]:
    """The sha256 of every body that a row speaks of; what `Bodies.prune` must keep."""
    spoken = (
        table.c.sha256, believed.c.capture_sha256, events.c.after_sha256, events.c.before_sha256,
        articles.c.sha256, articles.c.source_sha256, article_fetches.c.sha256,
    )  # fmt: skip
    used = {sha for column in spoken for sha in c.scalars(select(column).distinct()) if sha is not None}
    for text in c.scalars(select(table.c.attachments).where(table.c.attachments != "[]")):
        used |= {sha for _, sha in pairs_of_text(text)}
    return used


def _stored(row: Row[*tuple[Any, ...]]) -> StoredCapture:
    return StoredCapture(
        seq=row.seq,
        page=row.page,
        url=row.url,
        fetched_at=row.fetched_at,
        status=row.status,
        media_type=row.media_type,
        charset=row.charset,
        headers=pairs_of_text(row.headers),
        rendered=row.rendered,
        sha256=row.sha256,
        attachments=pairs_of_text(row.attachments),
    )
