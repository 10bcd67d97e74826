"""Migrations: from any age to today, all of it or nothing, with a copy made first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, select, text, update

from pipeline.basket import parse
from pipeline.subscriptions import Subscriber, SubscriberState
from storage.deliveries import ALERT, owe_letter, take
from storage.engine import Store, open_engine
from storage.errors import NotOurs, TooNew
from storage.migrate import MIGRATIONS, migrate, migrate_down, revision_of
from storage.subscribers import add_subscriber
from storage.subscription_tables import subscribers
from storage.tables import metadata, pages
from tests.storage.desk import ACME, Desk, day, sheet

STEPS = [step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]


@pytest.fixture
def opened(empty_url: str, tmp_path: Path) -> Iterator[Store]:
    store = Store.open(empty_url, tmp_path)
    yield store
    store.close()


def test_an_empty_database_gets_the_tables_that_are_declared(opened: Store) -> None:
    with opened.read() as c:
        assert revision_of(c) == STEPS[-1]
        found = set(inspect(c).get_table_names())
    assert found == {*metadata.tables, "alembic_version"}


def test_the_migrations_lead_to_exactly_the_declared_tables(opened: Store) -> None:
    with opened.write() as c:
        context = MigrationContext.configure(c, opts={"target_metadata": metadata, "render_as_batch": True})
        assert compare_metadata(context, metadata) == []


def test_opening_again_changes_nothing(opened: Store, empty_url: str, tmp_path: Path) -> None:
    desk = Desk(opened)
    desk.sees(1, sheet(small="0.30"))
    again = Store.open(empty_url, tmp_path)
    try:
        assert Desk(again).price(1, 1) == "0.30"
    finally:
        again.close()
    assert list(tmp_path.glob("*.backup")) == []


def test_every_step_can_be_taken_back_and_forth(opened: Store) -> None:
    for revision in [*STEPS[-2::-1], "base"]:
        migrate_down(opened.engine, revision)
        with opened.read() as c:
            assert revision_of(c) == (None if revision == "base" else revision)
    with opened.read() as c:
        assert set(inspect(c).get_table_names()) <= {"alembic_version"}
    migrate(opened.engine)
    with opened.read() as c:
        assert revision_of(c) == STEPS[-1]


def test_what_is_owed_to_readers_outlives_a_step_back_and_forth(opened: Store) -> None:
    reader = Subscriber("ann", "mail", "ann@readers.example", parse("vendor=acme"), state=SubscriberState.ACTIVE)
    with opened.write() as c:
        assert add_subscriber(c, reader, day(1))
        owe_letter(c, "ann", ALERT, day(2), "Look.")
        (begun,) = take(c, day(2))
        c.execute(update(subscribers).values(changed_at=day(2)))
    migrate_down(opened.engine, "0007")
    with opened.read() as c:
        assert c.execute(text("SELECT subscriber, message FROM deliveries")).all() == [("ann", begun.id)]
        assert {one["name"] for one in inspect(c).get_indexes("deliveries")} >= {"ix_deliveries_message"}
    migrate(opened.engine)
    with opened.write() as c:
        (again,) = take(c, day(2))
        assert (again.id, again.text, again.subscriber.changed_at) == (begun.id, "Look.", None)


def test_a_database_of_a_newer_program_is_refused_and_left_alone(opened: Store, empty_url: str, tmp_path: Path) -> None:
    with opened.write() as c:
        c.execute(text("UPDATE alembic_version SET version_num = 'tomorrow'"))
    with pytest.raises(TooNew, match="at revision tomorrow, which this program does not know"):
        Store.open(empty_url, tmp_path)
    with opened.read() as c:
        assert c.scalar(select(pages.c.id)) is None


def test_a_database_of_something_else_is_refused(empty_url: str, tmp_path: Path) -> None:
    engine = open_engine(empty_url)
    with engine.begin() as c:
        c.execute(text("CREATE TABLE events (id INTEGER)"))
    engine.dispose()
    with pytest.raises(NotOurs, match="tables of something else"):
        Store.open(empty_url, tmp_path)


def test_many_programs_that_open_a_new_database_at_once_all_find_it_whole(empty_url: str, tmp_path: Path) -> None:
    def opens(_: int) -> str | None:
        store = Store.open(empty_url, tmp_path)
        with store.read() as c:
            revision = revision_of(c)
        store.close()
        return revision

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(opens, range(4))) == [STEPS[-1]] * 4


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    opened: Store, monkeypatch: pytest.MonkeyPatch, empty_url: str, tmp_path: Path
) -> None:
    migrate_down(opened.engine, "base")

    def upgrade_and_fall(*args: object) -> None:
        real_upgrade(*args)  # type: ignore[arg-type]
        raise RuntimeError("the power goes")

    real_upgrade = command.upgrade
    monkeypatch.setattr(command, "upgrade", upgrade_and_fall)
    with pytest.raises(RuntimeError, match="power"):
        migrate(opened.engine)
    with opened.read() as c:
        assert set(inspect(c).get_table_names()) <= {"alembic_version"}
    monkeypatch.undo()
    Store.open(empty_url, tmp_path).close()


def test_an_sqlite_file_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    file = tmp_path / "pricewire.sqlite3"
    store = Store.open(f"sqlite:///{file}", tmp_path)
    with store.write() as c:
        c.execute(insert(pages), {"id": ACME.id, "vendor": "acme", "url": "u", "kind": "pricing"})
    migrate_down(store.engine, "base")
    store.close()
    backup = tmp_path / f"pricewire.sqlite3.{STEPS[-1]}.backup"
    assert backup.stat().st_mode & 0o077 == 0
    copy = sqlite3.connect(backup)
    try:
        assert copy.execute("SELECT id FROM pages").fetchall() == [(ACME.id,)]
    finally:
        copy.close()
    assert list(tmp_path.glob("*.tmp")) == []


def test_a_new_sqlite_file_has_nothing_to_copy(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path}/new.sqlite3", tmp_path).close()
    assert list(tmp_path.glob("*.backup")) == []
