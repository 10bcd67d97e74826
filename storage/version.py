"""Whether anything was written since: a value to be kept beside what was made of the database, and compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from contextlib import suppress
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, event


class Version:
    """`now()` is another value once something was written, and costs no transaction.

    SQLite: at once, whoever wrote, this process or another. PostgreSQL: at once for what this process wrote through the
    same engine, within a second for what others wrote.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = monotonic) -> None:
        """`clock` in seconds."""
        self._ask = _of_file(engine) if engine.dialect.name == "sqlite" else _of_server(engine, clock)

    def now(self) -> Hashable:
        return self._ask()


def _of_file(engine: Engine) -> Callable[[], Hashable]:
    """SQLite counts for each connection the commits of all others: one that never writes sees them all."""
    kept: list[sqlite3.Connection] = []

    def close(_engine: Engine) -> None:
        while kept:
            kept.pop().close()

    def ask() -> Hashable:
        try:
            if not kept:
                kept.append(sqlite3.connect(str(engine.url.database), check_same_thread=False))
            return id(kept[0]), kept[0].execute("PRAGMA data_version").fetchone()[0]
        except sqlite3.Error:
            with suppress(sqlite3.Error):
                close(engine)
            return object()  # like no other: nothing that was kept is answered with

    event.listen(engine, "engine_disposed", close)
    return ask


def _of_server(engine: Engine, clock: Callable[[], float]) -> Callable[[], Hashable]:
    """What this process writes is counted once its connection comes back, which is after the commit."""
    written = [0]

    def commit(connection: Connection) -> None:
        if connection.get_execution_options().get("writes", True):
            connection.info["wrote"] = True

    def checkin(_connection: Any, record: Any) -> None:
        if record.info.pop("wrote", False):
            written[0] += 1

    event.listen(engine, "commit", commit)
    event.listen(engine, "checkin", checkin)
    return lambda: (written[0], int(clock()))
