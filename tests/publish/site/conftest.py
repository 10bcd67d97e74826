from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.publish.site.town import fill
from tests.publish.wire_room import Room, a_room


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A wire on which something of everything has happened, for tests that only read."""
    with a_room(tmp_path_factory.mktemp("town")) as made:
        fill(made)
        yield made
