from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.engine import Store
from tests.publish.wire_room import DATABASE, Room, a_room


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with tables and nothing in them, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / DATABASE
    Store.open(f"sqlite:///{file}", file.parent).close()
    return file


@pytest.fixture
def room(tmp_path: Path, migrated: Path) -> Iterator[Room]:
    """A wire with three pages and nothing told yet."""
    shutil.copy(migrated, tmp_path / DATABASE)
    with a_room(tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def quiet_room(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Room]:
    """The same for all tests that only ask."""
    folder = tmp_path_factory.mktemp("quiet")
    shutil.copy(migrated, folder / DATABASE)
    with a_room(folder) as made:
        yield made
