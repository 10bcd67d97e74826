"""A folder → a database in it that has its tables: they are made once in a process, which takes a while, and copied."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from storage.engine import Store


def a_store(folder: Path, name: str = "wire.sqlite3") -> Store:
    """The store in a folder; a database that is there already stays as it is."""
    file = folder / name
    return Store.open(f"sqlite:///{file}" if file.exists() else with_tables(file), folder)


def with_tables(file: Path) -> str:
    """The address of a new database with nothing in it."""
    shutil.copy(_migrated(), file)
    return f"sqlite:///{file}"


@cache
def _migrated() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="pw-db-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "migrated.sqlite3"
    Store.open(f"sqlite:///{file}", folder).close()
    return file
