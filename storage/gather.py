"""All that is needed to decide about the next capture of a page, in one read."""

from __future__ import annotations

from sqlalchemy import Connection, select

from pipeline.types import Believed, Gathered, Held, Page
from storage.events import HELD, event_from
from storage.packing import unpack_sheet
from storage.tables import believed, captures, events


def gather(c: Connection, page: Page) -> Gathered:
    """What is believed of the page, what is held on it, and its last capture; all empty for a page never seen."""
    last = c.execute(
        select(captures.c.sha256, captures.c.fetched_at)
        .where(captures.c.page == page.id)
        .order_by(captures.c.fetched_at.desc())
        .limit(1)
    ).one_or_none()
    return Gathered(
        page=page,
        believed=_believed(c, page.id),
        held=_held(c, page.id),
        last_sha256=last.sha256 if last else None,
        last_at=last.fetched_at if last else None,
    )


def _believed(c: Connection, page: str) -> Believed | None:
    row = c.execute(select(believed).where(believed.c.page == page)).one_or_none()
    if row is None:
        return None
    return Believed(
        sheet=unpack_sheet(row.sheet),
        reader=row.reader,
        capture_sha256=row.capture_sha256,
        fetched_at=row.fetched_at,
        fingerprint=row.fingerprint,
    )


def _held(c: Connection, page: str) -> tuple[Held, ...]:
    asked = select(events).where(events.c.page == page, HELD)
    rows = c.execute(asked.order_by(events.c.observed_at, events.c.id))
    return tuple(Held(event=event_from(row), first_seen=row.observed_at, looks=row.looks) for row in rows)
