from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from publish.api.settings import ApiSettings
from tests.databases import with_tables
from tests.publish.api.counter import Counter, Opened, a_counter

DATABASE = "pricewire.sqlite3"


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Opens an API with a migrated database, nothing seen yet."""
    return partial(a_counter, tmp_path, with_tables(tmp_path / DATABASE))


@pytest.fixture
def counter(opened: Opened) -> Iterator[Counter]:
    """An API with four pages; whoever holds the token may write."""
    with opened() as made:
        yield made


@pytest.fixture
def read_only(opened: Opened) -> Iterator[Counter]:
    """An API as it is before anything is set."""
    with opened(ApiSettings()) as made:
        yield made
