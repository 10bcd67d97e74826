"""What a news page has pointed at before, and what of it is still to be fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from pipeline.types import FeedEntry
from storage.news_answers import EntryRow, Gate, Owed
from storage.packing import entry_of, entry_text
from storage.tables import entries as table
from storage.upserts import upsert

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Noted:
    """How far an entry comes that a page shows for the first time, or edited."""

    entry: FeedEntry
    gate: Gate
    first_at: datetime
    article: str | None = None


def seen_entries(c: Connection, page: str, ids: Sequence[str]) -> dict[str, EntryRow]:
    """Those of the entries that the page has shown before, by id."""
    found: dict[str, EntryRow] = {}
    for start in range(0, len(ids), _CHUNK):
        asked = select(table).where(table.c.page == page, table.c.entry.in_(ids[start : start + _CHUNK]))
        found |= {row.entry: _entry(row) for row in c.execute(asked)}
    return found


def is_first_sight(c: Connection, page: str) -> bool:
    """Whether the page has never shown an entry."""
    return c.execute(select(table.c.entry).where(table.c.page == page).limit(1)).first() is None


def digest_of(entry: FeedEntry) -> str:
    """Another one under the same id is an edit: of address, title or text, and nothing that a page makes anew daily."""
    return sha256("\x1f".join((entry.url, entry.title, entry.text)).encode("utf-8", "replace")).hexdigest()


def record_entries(c: Connection, page: str, noted: Sequence[Noted], at: datetime) -> None:
    """Entries that are new or edited; the articles of those that are owed are due at once."""
    upsert(c, table, [_row(page, one, at) for one in noted])


def owed_articles(c: Connection, now: datetime, limit: int, pages: Iterable[str] | None = None) -> list[Owed]:
    """The entries whose articles should be asked for by now, the longest owed first; of some pages where given."""
    asked = select(table).where(table.c.gate == Gate.OWED.value, table.c.due_at <= now)
    if pages is not None:
        asked = asked.where(table.c.page.in_(sorted(pages)))
    rows = c.execute(asked.order_by(table.c.due_at, table.c.page, table.c.entry).limit(limit))
    return [_owed(row) for row in rows]


def owed_entry(c: Connection, page: str, entry_id: str) -> Owed | None:
    """The entry whose article is still owed; None where it is not."""
    this = (table.c.page == page, table.c.entry == entry_id, table.c.gate == Gate.OWED.value)
    row = c.execute(select(table).where(*this)).one_or_none()
    return None if row is None else _owed(row)


def owed_at(c: Connection, url: str) -> Owed | None:
    """The entry first seen of those that owe the article at this address; None where none does."""
    this = (table.c.gate == Gate.OWED.value, table.c.url == url)
    row = c.execute(select(table).where(*this).order_by(table.c.first_at, table.c.page).limit(1)).one_or_none()
    return None if row is None else _owed(row)


def is_owed(c: Connection, page: str, entry: FeedEntry) -> bool:
    """Whether this very version of the entry still waits for its article."""
    asked = select(table.c.gate).where(
        table.c.page == page, table.c.entry == entry.id, table.c.digest == digest_of(entry)
    )
    return c.scalar(asked) == Gate.OWED.value


def settle_entry(c: Connection, page: str, entry: FeedEntry, gate: Gate, article: str | None) -> None:
    """The article is read, or given up; for every page that owes it."""
    this = (table.c.page == page) & (table.c.entry == entry.id)
    same = (table.c.gate == Gate.OWED.value) & (table.c.url == entry.url)
    settled = {"gate": gate.value, "article": article, "due_at": None, "fact": None}
    c.execute(update(table).where(or_(this, same)).values(**settled))


def try_again(c: Connection, page: str, entry_id: str, at: datetime) -> None:
    """The article did not come; it is asked for once more from `at` on."""
    this = (table.c.page == page, table.c.entry == entry_id)
    c.execute(update(table).where(*this).values(due_at=at, tries=table.c.tries + 1))


def _row(page: str, noted: Noted, at: datetime) -> dict[str, Any]:
    entry, owed = noted.entry, noted.gate is Gate.OWED
    return {
        "page": page,
        "entry": entry.id,
        "digest": digest_of(entry),
        "url": entry.url,
        "title": entry.title,
        "first_at": noted.first_at,
        "last_at": at,
        "gate": noted.gate.value,
        "tries": 0,
        "due_at": at if owed else None,
        "article": noted.article,
        "fact": entry_text(entry) if owed else None,
    }


def _owed(row: Row[*tuple[Any, ...]]) -> Owed:
    return Owed(row.page, entry_of(row.fact), row.first_at, row.tries)


def _entry(row: Row[*tuple[Any, ...]]) -> EntryRow:
    return EntryRow(
        page=row.page,
        entry=row.entry,
        digest=row.digest,
        url=row.url,
        title=row.title,
        first_at=row.first_at,
        last_at=row.last_at,
        gate=Gate(row.gate),
        tries=row.tries,
        article=row.article,
    )
