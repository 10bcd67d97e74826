"""The manual's answers are the same on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from publish.api.document import examples
from tests.postgres import NoPostgres, running_postgres
from tests.publish.api.counter import Counter
from tests.publish.api.manual import answers, the_manual


@pytest.fixture
def on_postgres(tmp_path: Path) -> Iterator[Counter]:
    try:
        with running_postgres() as server, the_manual(tmp_path, server.url(server.create())) as counter:
            yield counter
    except NoPostgres as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {missing}")


@pytest.mark.postgres
def test_the_answers_are_the_same_on_postgresql(on_postgres: Counter) -> None:
    assert on_postgres.walks("/prices", limit="1") == on_postgres.lists("/prices")
    assert on_postgres.walks("/history", limit="1") == on_postgres.lists("/history")
    for cursor in ("0-0-0", "99999999999999999-99999999999999999-999999999999999999"):
        assert on_postgres.lists("/prices", cursor=cursor, on="9999-12-31", known="0001-01-01") == []
    assert on_postgres.asks("/models?cursor=00").status == 200
    assert answers(on_postgres) == examples()
