"""All that is needed to decide about the next capture of a page, in one read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from pipeline.corroborate.kinds import NOT_OF_A_PAGE
from pipeline.judge import SCHEDULES
from pipeline.types import Believed, Event, EventState, Gathered, Health, Held, Page, PutRight, Why
from storage.answers import Action
from storage.events import HELD, event_from
from storage.packing import event_of, unpack_sheet
from storage.queries import TOLD
from storage.tables import believed, captures, events, fetches, pages, wire

NEVER_BELIEVED = sorted(kind.value for kind in NOT_OF_A_PAGE | SCHEDULES)
"""Kinds whose rates are quoted: no page's belief has them from the event."""
RECENT = timedelta(days=4)
"""How far back told events are gathered: the time in which a price that flips back is a flap, and some more."""


@dataclass(frozen=True, slots=True)
class Glance:
    """Enough to know whether a capture can have anything new to say."""

    reader: str | None
    """Of the last accepted sheet; None for a page never accepted."""
    fingerprint: str
    settled: bool
    """The last capture was read well, and nothing is held on the page."""
    last_checked_at: datetime | None
    wakes_at: datetime | None


def glance(c: Connection, page_id: str) -> Glance:
    """A look at the page's row; a page never declared has nothing settled."""
    held = select(events.c.id).where(events.c.page == page_id, HELD).exists()
    asked = (
        select(pages, believed.c.reader, believed.c.fingerprint, held.label("held"))
        .join(believed, believed.c.page == pages.c.id, isouter=True)
        .where(pages.c.id == page_id)
    )
    row = c.execute(asked).one_or_none()
    if row is None:
        return Glance(None, "", False, None, None)
    settled = row.health == Health.OK.value and not row.held
    return Glance(row.reader, row.fingerprint or "", settled, row.last_checked_at, row.wakes_at)


def gather(c: Connection, page: Page) -> Gathered:
    """What is believed of the page, what is held on it, and its last capture; all empty for a page never seen."""
    last = c.execute(
        select(captures.c.sha256, captures.c.fetched_at)
        .where(captures.c.page == page.id)
        .order_by(captures.c.fetched_at.desc())
        .limit(1)
    ).one_or_none()
    belief = _believed(c, page.id)
    return Gathered(
        page=page,
        believed=belief,
        held=_held(c, page.id),
        last_sha256=last.sha256 if last else None,
        last_at=last.fetched_at if last else None,
        recent=_recent(c, page.id, last.fetched_at) if last else (),
        unhealthy_since=_unhealthy_since(c, page.id),
        put_right=_put_right(c, page.id, belief.fetched_at) if belief else (),
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


def _recent(c: Connection, page: str, last_at: datetime) -> tuple[Event, ...]:
    """Events of the page that the wire stands by, seen within days of its last capture."""
    told = events.c.state.in_([state.value for state in TOLD])
    asked = select(events).where(events.c.page == page, told, events.c.observed_at >= last_at - RECENT)
    return tuple(event_from(row) for row in c.execute(asked.order_by(events.c.observed_at, events.c.id)))


def _put_right(c: Connection, page: str, since: datetime) -> tuple[PutRight, ...]:
    """Events of the page that were taken back or corrected after `since`, by when; asked of the wire, which knows what
    was said lately."""
    last = func.max(wire.c.at).label("put_right_at")
    anew = wire.c.action.in_([Action.CORRECTED.value, Action.RETRACTED.value])
    lines = select(wire.c.event_id, last).where(wire.c.at > since, anew).group_by(wire.c.event_id).subquery()
    asked = select(events, lines.c.put_right_at).join(lines, lines.c.event_id == events.c.id)
    of_page = asked.where(events.c.page == page, events.c.kind.not_in(NEVER_BELIEVED))
    return tuple(one for row in c.execute(of_page.order_by("put_right_at", events.c.id)) for one in _righted(row))


def _righted(row: Row[*tuple[Any, ...]]) -> Iterator[PutRight]:
    """One that was corrected before it was taken back was told in two ways."""
    right = None if row.state == EventState.RETRACTED.value else event_of(row.correction)
    told = [event_of(row.fact)] + ([event_of(row.correction)] if row.correction and right is None else [])
    yield from (PutRight(one, row.put_right_at, row.reason, right) for one in told)


def _unhealthy_since(c: Connection, page: str) -> datetime | None:
    """The first of the captures since the last good one that could not be read; None where the last one could."""
    good = select(fetches.c.fetched_at).where(fetches.c.page == page, fetches.c.outcome != "failed")
    since = c.scalar(good.order_by(fetches.c.fetched_at.desc()).limit(1))
    bad = [fetches.c.page == page, fetches.c.why == Why.UNREADABLE.value]
    if since is not None:
        bad.append(fetches.c.fetched_at > since)
    return c.scalar(select(func.min(fetches.c.fetched_at)).where(*bad))
