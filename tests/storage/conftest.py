"""Every test of the storage runs against both databases, each time in one that is migrated and empty."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from storage.engine import Store
from storage.subscription_tables import metadata
from tests.databases import with_tables
from tests.postgres import NoPostgres, Postgres, running_postgres
from tests.storage.desk import Desk

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for the session; none is a failure where CI=true, and a skip that says so elsewhere."""
    try:
        with running_postgres() as server:
            yield server
    except NoPostgres as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {missing}")


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database that the tests of a session share, one after the other."""
    url = postgres.url(postgres.create())
    Store.open(url, tmp_path_factory.mktemp("data")).close()
    return url


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/pricewire.sqlite3"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        name = server.create()
        yield server.url(name)
        server.drop(name)


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database with nothing in it."""
    if request.param == "sqlite":
        yield with_tables(tmp_path / "pricewire.sqlite3")
    else:
        yield _emptied(request.getfixturevalue("postgres_url"))


def _emptied(url: str) -> str:
    """Emptied, not made anew: a fresh database costs 0.2 s, a few hundred tests that is a minute."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("; ".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)))
    return url


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(url, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    """Someone who records what the page acme/pricing shows from day to day."""
    return Desk(store)
