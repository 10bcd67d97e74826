"""Which pages are watched, how each fares, and when it is looked at next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, or_, select, update

from pipeline.types import EventKind, Health, Page, PageKind, Validators, Why
from storage.answers import PageStatus
from storage.errors import UnknownPage
from storage.events import HELD
from storage.tables import events, pages
from storage.upserts import insert_new, upsert

WAR_LASTS = timedelta(days=3)


def declare_pages(c: Connection, declared: Iterable[Page]) -> None:
    """The whole catalogue: new pages are added, known ones updated, pages no longer in it retired, none deleted."""
    rows = [_row(page) for page in declared]
    c.execute(update(pages).where(pages.c.retired.is_(False)).values(retired=True))
    upsert(c, pages, rows)


def add_place(c: Connection, page: Page) -> None:
    """A page that is only spoken of, never looked at; one that is declared stays as it is."""
    insert_new(c, pages, _row(page) | {"retired": True})


def add_page(c: Connection, page: Page) -> None:
    """One page more, or known already; the others stay as they are."""
    upsert(c, pages, [_row(page)])


def page_status(c: Connection, vendor: str | None = None) -> list[PageStatus]:
    """Every page ever declared, by id; those of one vendor where it is given."""
    asked = select(pages).order_by(pages.c.id)
    if vendor is not None:
        asked = asked.where(pages.c.vendor == vendor)
    return _statuses(c, asked)


def due_pages(c: Connection, now: datetime, limit: int) -> list[PageStatus]:
    """The pages that should be looked at by now, the longest overdue first, never looked at before all."""
    due = or_(pages.c.next_due_at.is_(None), pages.c.next_due_at <= now)
    asked = select(pages).where(pages.c.retired.is_(False), due)
    return _statuses(c, asked.order_by(pages.c.next_due_at.nulls_first(), pages.c.id).limit(limit))


@dataclass(frozen=True, slots=True)
class Timing:
    """What the timetable asks of a page."""

    due_at: datetime | None
    failures: int
    """In a row."""
    wakes_at: datetime | None
    """When what the page says means something else: a scheduled day, a promotion's end."""
    changed_at: datetime | None = None
    """The last time that what is believed of it changed."""
    changes: int = 0
    """How often it did, the first sight included; counted up to 2."""
    war: bool = False
    """Whether a price war was told within days."""


def timing_of(c: Connection, page_id: str, now: datetime | None = None) -> Timing:
    """What the timetable asks of a page, wars as of `now` where given. Raises `UnknownPage`."""
    asked = select(pages.c.next_due_at, pages.c.failures, pages.c.wakes_at, pages.c.last_changed_at)
    row = c.execute(asked.where(pages.c.id == page_id)).one_or_none()
    if row is None:
        raise UnknownPage(f"no page {page_id!r} is declared")
    told = select(events.c.id).where(events.c.page == page_id).limit(1)
    changes = 0 if row.last_changed_at is None else 1 + (c.execute(told).first() is not None)
    return Timing(row.next_due_at, row.failures, row.wakes_at, row.last_changed_at, changes, _war(c, now))


def _war(c: Connection, now: datetime | None) -> bool:
    if now is None:
        return False
    lately = (events.c.kind == EventKind.PRICE_WAR.value, events.c.observed_at > now - WAR_LASTS)
    return c.execute(select(events.c.id).where(*lately, events.c.observed_at <= now).limit(1)).first() is not None


def schedule_page(c: Connection, page_id: str, next_due_at: datetime | None, why: str = "") -> None:
    """When the page is due next; None: at once. Raises `UnknownPage`."""
    values = {"next_due_at": next_due_at, "due_why": why}
    done = c.execute(update(pages).where(pages.c.id == page_id).values(values))
    if done.rowcount == 0:
        raise UnknownPage(f"no page {page_id!r} is declared")


def hasten(
    c: Connection, vendors: Iterable[str], kinds: Iterable[PageKind], at: datetime, apart: timedelta
) -> list[str]:
    """Pages of these vendors are due at `at`, but not sooner than `apart` after their last look; one that is due sooner
    stays so. Returns the ids of those that were hastened."""
    watched = (pages.c.vendor.in_(sorted(set(vendors))), pages.c.kind.in_(sorted(kind.value for kind in kinds)))
    asked = select(pages.c.id, pages.c.last_checked_at, pages.c.next_due_at).order_by(pages.c.id)
    soon = [
        {"page": row.id, "soon": max(at, row.last_checked_at + apart) if row.last_checked_at else at}
        for row in c.execute(asked.where(*watched, pages.c.retired.is_(False), pages.c.next_due_at > at))
        if row.last_checked_at is None or row.last_checked_at + apart < row.next_due_at
    ]
    if soon:
        sooner = update(pages).where(pages.c.id == bindparam("page"))
        c.execute(sooner.values(next_due_at=bindparam("soon"), due_why="the news tells of a price there"), soon)
    return [one["page"] for one in soon]


def locked_page(c: Connection, page_id: str) -> Row[*tuple[Any, ...]]:
    """The page's row, with the page kept from other writers until the commit; what whoever changes anything that is
    kept of a page asks for first. (SQLite has one writer anyway.) Raises `UnknownPage`."""
    row = c.execute(select(pages).where(pages.c.id == page_id).with_for_update()).one_or_none()
    if row is None:
        raise UnknownPage(f"no page {page_id!r} is declared")
    return row


def validators_of(c: Connection, page_ids: Sequence[str], now: datetime | None = None) -> dict[str, Validators]:
    """What a conditional request for each page sends; a page without any is left out.

    Only those of a capture that was read well, so that a 304 confirms what is believed; and none while an event of the
    page is held, since a second look needs the bytes, nor where by `now` the page means something else than it did.
    """
    held = select(events.c.id).where(events.c.page == pages.c.id, HELD).exists()
    asked = select(pages.c.id, pages.c.etag, pages.c.last_modified).where(pages.c.id.in_(page_ids), ~held)
    if now is not None:
        asked = asked.where(or_(pages.c.wakes_at.is_(None), pages.c.wakes_at > now))
    return {
        row.id: Validators(etag=row.etag, last_modified=row.last_modified)
        for row in c.execute(asked)
        if row.etag or row.last_modified
    }


def _row(page: Page) -> dict[str, object]:
    return {"id": page.id, "vendor": page.vendor, "url": page.url, "kind": page.kind.value, "retired": False}


def _statuses(c: Connection, asked: Select[*tuple[Any, ...]]) -> list[PageStatus]:
    return [_status(row) for row in c.execute(asked)]


def _status(row: Row[*tuple[Any, ...]]) -> PageStatus:
    return PageStatus(
        id=row.id,
        vendor=row.vendor,
        url=row.url,
        kind=PageKind(row.kind),
        last_checked_at=row.last_checked_at,
        last_changed_at=row.last_changed_at,
        last_failed_at=row.last_failed_at,
        why=Why(row.why) if row.why else None,
        detail=row.detail,
        failures=row.failures,
        health=Health(row.health) if row.health else None,
        rates=row.rates,
        next_due_at=row.next_due_at,
        due_why=row.due_why,
        retired=row.retired,
    )
