"""A database of any age brought to the tables of today, all of it or nothing, with a copy of an SQLite file made first.

A new step: `alembic -c storage/migrations/alembic.ini -x url=sqlite:///FILE revision --autogenerate -m "what it does"`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from storage.errors import NotOurs, TooNew
from storage.private import private_file
from storage.subscription_tables import metadata

MIGRATIONS = Path(__file__).parent / "migrations"

_LOCK = 0x70726963
"""An advisory lock's number: of two programs that open a PostgreSQL database at once, one migrates, one waits."""


def migrate(engine: Engine) -> None:
    """Bring the database to the newest revision; a database that has it is only read.

    Raises `TooNew` where the program does not know the database's revision, `NotOurs` where it holds other tables.
    """
    with engine.connect().execution_options(writes=False) as connection, connection.begin():
        if revision_of(connection) == _steps().get_current_head():
            return
    with _alone(engine) as connection:
        found = revision_of(connection)
        _check(connection, found)
        if found != _steps().get_current_head():
            _back_up(connection, found)
            command.upgrade(_config(connection), "head")


def migrate_down(engine: Engine, to: str) -> None:
    """Take the database back to an older revision, `base` for none; what only newer tables can keep is lost."""
    with _alone(engine) as connection:
        _back_up(connection, revision_of(connection))
        command.downgrade(_config(connection), to)


def revision_of(connection: Connection) -> str | None:
    """The database's revision; None where it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction during which nobody else migrates, on a connection that is thrown away after it."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Tables are rebuilt by copy, drop and rename; with keys enforced the drop would take other rows along.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
        try:
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
                yield connection
        finally:
            connection.invalidate()


@cache
def _steps() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _check(connection: Connection, found: str | None) -> None:
    known = {step.revision for step in _steps().walk_revisions()}
    shown = connection.engine.url.render_as_string(hide_password=True)
    if found is not None and found not in known:
        raise TooNew(f"the database {shown} is at revision {found}, which this program does not know: use a newer one")
    if found is None and metadata.tables.keys() & set(inspect(connection).get_table_names()):
        raise NotOurs(f"the database {shown} holds tables of something else: give this program one of its own")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _back_up(connection: Connection, revision: str | None) -> None:
    """A whole copy beside an SQLite file, named after the revision it has; the write lock is held meanwhile."""
    if revision is None or connection.dialect.name != "sqlite":
        return
    file = Path(str(connection.engine.url.database))
    copy = file.with_name(f"{file.name}.{revision}.backup")
    temporary = file.with_name(f"{copy.name}.tmp")
    temporary.unlink(missing_ok=True)
    private_file(temporary)
    source, target = sqlite3.connect(file), sqlite3.connect(temporary)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    temporary.replace(copy)
