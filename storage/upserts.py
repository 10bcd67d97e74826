"""Rows that are added, or left, or updated where they are there already, in the words of either database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(c: Connection, table: Table[Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add `rows`; where the primary key is there already, set the other columns that the rows name."""
    if not rows:
        return
    insert = insert_into(c, table)
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    c.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed), rows)


def insert_new(c: Connection, table: Table[Any], row: Mapping[str, Any]) -> bool:
    """Add `row`; False where one with the same key of any kind is there already, which is left as it is."""
    inserted = insert_into(c, table).values(row).on_conflict_do_nothing().returning(*table.primary_key)
    return c.execute(inserted).first() is not None


def insert_into(c: Connection, table: Table[Any]) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if c.dialect.name == "postgresql" else sqlite.insert(table)
