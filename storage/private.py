"""A path under which people's addresses are kept → a folder or a file that its owner alone can read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from storage.errors import Unreachable

_OTHERS = stat.S_IROTH | stat.S_IWOTH | stat.S_IXOTH


def private_folder(path: Path) -> Path:
    """The folder, made with mode 0700 where there is none; one that is there stays as it is. Raises `Unreachable`."""
    try:
        path.mkdir(0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unreachable(f"the folder {path} cannot be made: {error.strerror}") from error
    return path


def private_file(path: Path) -> None:
    """An empty file with mode 0600 where there is none, whatever the umask is. What a driver then adds beside it (the
    journals of SQLite) has the same mode. Nothing is raised: who opens the file says what is wrong with it."""
    try:
        # Never one that is there: to close it would take away the locks that SQLite holds on it in this process.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError:
        return


def is_seen_by_others(path: Path) -> bool:
    """Whether other users of this machine may look into the folder or file; not whether one above it keeps them out."""
    try:
        return bool(path.stat().st_mode & _OTHERS)
    except OSError:
        return False
