"""An engine for an SQLite file that loses no update and forgets nothing it has said."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import SQLITE_BUSY, OperationalError
from sqlite3 import Connection as SqliteConnection
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from storage.private import private_file

BUSY_SECONDS = 30
"""How long a writer waits for another before it gives up."""
PRIMARY = 0xFF
"""The part of an error's number that tells its kind; the rest tells one from another."""


def sqlite_engine(address: URL) -> Engine:
    """Of a file that is made where there is none, readable by its owner alone."""
    private_file(Path(str(address.database)))
    arguments = {"isolation_level": None, "timeout": BUSY_SECONDS}
    engine = create_engine(address, connect_args=arguments, hide_parameters=True)  # readers' addresses: not for the log
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: SqliteConnection, _record: Any) -> None:
    _into_wal(connection)
    # FULL, not NORMAL: after a power cut NORMAL may take back what the feed has told already.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -16000")


def _into_wal(connection: SqliteConnection) -> None:
    """Where two programs open a new database at once, SQLite refuses the switch to one of them without waiting."""
    end = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except OperationalError as error:
            if error.sqlite_errorcode & PRIMARY != SQLITE_BUSY or monotonic() > end:
                raise
            sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    # The driver's own BEGIN takes the write lock only at the first write, after another may have written: an update
    # made from what was read before is lost without a word. So writers take the lock first, and readers cannot write.
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
