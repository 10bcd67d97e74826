"""The logs → how many rows of each sort they hold, counted on from where the last count ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, literal, select

from storage.tables import article_fetches, fetches, wire

_LOGS: Mapping[str, tuple[Any, ColumnElement[str]]] = {
    "wire": (wire.c.seq, wire.c.action),
    "fetches": (fetches.c.seq, fetches.c.outcome),
    "article_fetches": (article_fetches.c.seq, case((article_fetches.c.why.is_(None), "read"), else_="failed")),
}


class Tally:
    """The counts of one process; the first one reads the logs whole, each further one what was added since."""

    def __init__(self) -> None:
        self._counted: dict[str, tuple[int, Counter[str]]] = {log: (0, Counter()) for log in _LOGS}
        self._lock = Lock()

    def count(self, c: Connection) -> dict[str, dict[str, int]]:
        """Log → sort → rows: lines of the wire by action, fetches of pages and of articles by outcome."""
        with self._lock:
            for log in _LOGS:
                self._count_on(c, log)
            return {log: dict(sorted(found.items())) for log, (_, found) in self._counted.items()}

    def _count_on(self, c: Connection, log: str) -> None:
        seq, sort = _LOGS[log]
        after, found = self._counted[log]
        last = c.scalar(select(func.max(seq))) or 0
        asked = select(sort.label("sort"), func.count().label("rows")).where(seq > after, seq <= literal(last))
        found.update({row.sort: row.rows for row in c.execute(asked.group_by(sort))})
        self._counted[log] = (last, found)
