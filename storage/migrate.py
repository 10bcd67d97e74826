"""A database of any age brought to the tables of today, all of it or nothing, with a copy of an SQLite file made first.

A new step: `alembic -c storage/migrations/alembic.ini -x url=sqlite:///FILE revision --autogenerate -m "what it does"`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from storage.errors import NotOurs, TooNew

MIGRATIONS = Path(__file__).parent / "migrations"

_LOCK = 0x70726963
"""An advisory lock's number: of two programs that open a PostgreSQL database at once, one migrates, one waits."""


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring the database to a revision, the newest one by default; a down step where it is an older one.

    Raises `TooNew` where the program does not know the database's revision, `NotOurs` where it holds other tables.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Tables are rebuilt by copy, drop and rename; with keys enforced the drop would take other rows along.
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.rollback()
        try:
            with connection.begin():
                _migrate(connection, to)
        finally:
            connection.invalidate()


def revision_of(connection: Connection) -> str | None:
    """The database's revision; None where it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


def _migrate(connection: Connection, to: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    script = ScriptDirectory(str(MIGRATIONS))
    wanted = script.get_current_head() if to == "head" else to
    found = revision_of(connection)
    if found == wanted:
        return
    _check(connection, script, found)
    if found is not None and connection.dialect.name == "sqlite":
        _back_up(Path(str(connection.engine.url.database)), found)
    config = _config(connection)
    if to == "head" or found is None or _is_older(script, found, to):
        command.upgrade(config, to)
    else:
        command.downgrade(config, to)


def _check(connection: Connection, script: ScriptDirectory, found: str | None) -> None:
    known = {step.revision for step in script.walk_revisions()}
    shown = connection.engine.url.render_as_string(hide_password=True)
    if found is not None and found not in known:
        raise TooNew(f"the database {shown} is at revision {found}, which this program does not know: use a newer one")
    if found is None and "events" in inspect(connection).get_table_names():
        raise NotOurs(f"the database {shown} holds tables of something else: give this program one of its own")


def _is_older(script: ScriptDirectory, found: str, to: str) -> bool:
    if to == "base":
        return False
    return found in {step.revision for step in script.iterate_revisions(to, "base")}


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _back_up(file: Path, revision: str) -> None:
    """A whole copy beside the file, named after the revision it has; the write lock is held meanwhile."""
    copy = file.with_name(f"{file.name}.{revision}.backup")
    temporary = copy.with_suffix(".tmp")
    temporary.unlink(missing_ok=True)
    source, target = sqlite3.connect(file), sqlite3.connect(temporary)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    temporary.replace(copy)
