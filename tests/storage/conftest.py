"""Every test of the storage runs against both databases, each time in a fresh one made from a migrated template."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.engine import Store
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
def postgres_template(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    name = postgres.create()
    Store.open(postgres.url(name), tmp_path_factory.mktemp("data")).close()
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("data") / "template.sqlite3"
    Store.open(f"sqlite:///{file}", file.parent).close()
    return file


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
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "pricewire.sqlite3")
        yield f"sqlite:///{tmp_path}/pricewire.sqlite3"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        name = server.create(request.getfixturevalue("postgres_template"))
        yield server.url(name)
        server.drop(name)


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(url, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    """Someone who records what the page acme/pricing shows from day to day."""
    return Desk(store)
