from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.pricewire.conftest import shell, site
from tests.security.whole import OTHER_TOKEN, TOKEN, Whole, furnish, the_whole

__all__ = ["shell", "site"]


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """For tests that only ask, or are refused."""
    folder = tmp_path_factory.mktemp("whole")
    with the_whole(folder, write_tokens=f"{TOKEN},{OTHER_TOKEN}") as made:
        furnish(made)
        yield made
