"""A file into the address of the embedded database in it; imports no database."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote


def sqlite_url(file: Path) -> str:
    """The address of an SQLite file, whatever characters its path has: in an address a bare `%41` would mean `A`."""
    return "sqlite:///" + quote(str(file))
