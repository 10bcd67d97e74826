"""What is kept beside a version is thrown away by the write that changes it, and by nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from storage.engine import Store
from storage.pages import add_page
from storage.version import Version
from tests.storage.desk import ACME


def test_a_write_of_this_process_is_known_at_once(store: Store) -> None:
    version = Version(store.engine, lambda: 1.0)
    before = version.now()
    with store.write() as c:
        add_page(c, ACME)
    assert version.now() != before


def test_reading_changes_nothing(store: Store) -> None:
    version = Version(store.engine, lambda: 1.0)
    before = version.now()
    with store.read() as c:
        c.execute(text("SELECT 1"))
    assert version.now() == before == version.now()


def test_a_write_that_is_taken_back_changes_nothing(store: Store) -> None:
    version = Version(store.engine, lambda: 1.0)
    before = version.now()
    with pytest.raises(RuntimeError), store.write() as c:
        add_page(c, ACME)
        raise RuntimeError
    assert version.now() == before


def test_a_write_of_another_process_is_known_at_once_or_within_a_second(store: Store, url: str) -> None:
    seconds = [10.0]
    version = Version(store.engine, lambda: seconds[0])
    before = version.now()
    if url.startswith("sqlite"):
        other = sqlite3.connect(url.removeprefix("sqlite:///"))
        other.execute("UPDATE leases SET holder = 'x'")
        other.execute("INSERT INTO leases VALUES ('a', 'b', '2026')")
        other.commit()
        other.close()
    else:
        with psycopg.connect(url) as connection:
            connection.execute("INSERT INTO leases VALUES ('a', 'b', now())")
        seconds[0] += 1
    assert version.now() != before


def test_a_version_before_the_commit_is_not_one_after_it(store: Store) -> None:
    version = Version(store.engine, lambda: 1.0)
    with store.write() as c:
        add_page(c, ACME)
        within = version.now()
    assert version.now() != within


def test_without_its_database_no_version_is_like_another(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/wire.sqlite3", tmp_path)
    version = Version(store.engine)
    assert version.now() == version.now()
    store.close()
    for file in tmp_path.glob("wire.sqlite3*"):
        file.unlink()
    (tmp_path / "wire.sqlite3").mkdir()
    assert version.now() != version.now()
