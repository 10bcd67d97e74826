"""One statement that adds rows or updates the ones that are there, in the words of either database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(c: Connection, table: Table[Any], rows: Sequence[dict[str, Any]]) -> None:
    """Add `rows`; where the primary key is there already, set the other columns that the rows name."""
    if not rows:
        return
    insert = postgresql.insert(table) if c.dialect.name == "postgresql" else sqlite.insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    c.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed), rows)
