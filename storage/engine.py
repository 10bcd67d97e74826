"""A database address and a folder, opened, migrated, and ready to be asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from storage.bodies import Bodies
from storage.errors import Busy, NotOurs, Unreachable
from storage.migrate import migrate
from storage.postgres import postgres_engine
from storage.private import private_folder
from storage.sqlite import sqlite_engine


class Store:
    """The database and the bodies. All that is asked or written goes through a connection inside a transaction:

    with store.read() as c: ...    one unchanging view; writing through it fails
    with store.write() as c: ...   all of it or nothing; on SQLite one writer at a time, others wait
    """

    def __init__(self, engine: Engine, bodies: Bodies) -> None:
        self.engine = engine
        self.bodies = bodies

    @classmethod
    def open(cls, url: str, data: Path) -> Store:
        """The store at a database URL (`sqlite:///FILE` or `postgresql://…`) with its bodies in `data`/bodies.

        Creates the folder and the database with its tables where they are not there yet, for nobody else to read, and
        migrates older ones, after copying an SQLite file beside itself. Raises a `StorageError` whose message is one
        sentence.
        """
        engine = open_engine(url)
        bodies = Bodies(private_folder(private_folder(data) / "bodies"))
        with _told(engine.url):
            migrate(engine)
        return cls(engine, bodies)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the database and cannot write."""
        with self._transaction(writes=False) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is committed at the end of the block, and leaves nothing where the block raises."""
        with self._transaction(writes=True) as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _transaction(self, writes: bool) -> Iterator[Connection]:
        with _told(self.engine.url):
            connection = self.engine.connect()
        with connection.execution_options(writes=writes):
            with _told(self.engine.url):
                transaction = connection.begin()
            with transaction:
                yield connection


def open_engine(url: str) -> Engine:
    """An engine for a database URL, nothing migrated; the folder of an SQLite file is made where there is none."""
    address = _address(url)
    if address.get_backend_name() == "postgresql":
        return postgres_engine(address)
    private_folder(Path(str(address.database)).parent)
    return sqlite_engine(address)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        raise Unreachable("the database URL cannot be read: expected sqlite:///FILE or postgresql://…") from None
    if address.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() != "sqlite":
        raise Unreachable(f"the database URL names {address.drivername}: expected sqlite:///FILE or postgresql://…")
    if not address.database or address.database == ":memory:":
        raise Unreachable("the database URL names no file: expected sqlite:///FILE")
    return address


@contextmanager
def _told(address: URL) -> Iterator[None]:
    """A driver's error while opening, in one sentence and without the password."""
    try:
        yield
    except DBAPIError as error:
        cause = " ".join(str(error.orig).split())
        shown = address.render_as_string(hide_password=True)
        if "not a database" in cause or "malformed" in cause:
            raise NotOurs(f"{shown} is no database of this program: {cause}") from error
        if "database is locked" in cause:
            raise Busy(f"the database {shown} is busy: another program is writing and does not end") from error
        raise Unreachable(f"the database {shown} cannot be opened: {cause}") from error
