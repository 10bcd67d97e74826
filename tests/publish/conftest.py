from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publish.wire_room import Room, a_room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A wire with three pages and nothing told yet."""
    with a_room(tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def quiet_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The same for all tests that only ask."""
    with a_room(tmp_path_factory.mktemp("quiet")) as made:
        yield made
