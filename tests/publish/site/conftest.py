from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publish.site.town import fill
from tests.publish.wire_room import DATABASE, Room, a_room


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Room]:
    """A wire on which something of everything has happened, for tests that only read."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copy(migrated, folder / DATABASE)
    with a_room(folder) as made:
        fill(made)
        yield made
