"""An engine for an SQLite file that loses no update and forgets nothing it has said."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from storage.private import private_file

BUSY_SECONDS = 30
"""How long a writer waits for another before it gives up."""


def sqlite_engine(address: URL) -> Engine:
    """Of a file that is made where there is none, readable by its owner alone."""
    private_file(Path(str(address.database)))
    arguments = {"isolation_level": None, "timeout": BUSY_SECONDS}
    engine = create_engine(address, connect_args=arguments, hide_parameters=True)  # readers' addresses: not for the log
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: SqliteConnection, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL, not NORMAL: after a power cut NORMAL may take back what the feed has told already.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -16000")


def _begin(connection: Connection) -> None:
    # The driver's own BEGIN takes the write lock only at the first write, after another may have written: an update
    # made from what was read before is lost without a word. So writers take the lock first, and readers cannot write.
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
