"""The store: opened by a URL, or told in one sentence why not; readers do not write, writers wait their turn."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from pipeline.types import Page
from storage.address import sqlite_url
from storage.engine import Store
from storage.errors import Busy, NotOurs, Unreachable
from storage.record import record
from storage.tables import pages
from tests.postgres import Postgres
from tests.storage.desk import Desk, day, event, rate, sheet

COUNT = """
import sys
from pathlib import Path
from sqlalchemy import select, update
from storage.engine import Store
from storage.tables import pages
store = Store.open(sys.argv[1], Path(sys.argv[2]))
for _ in range(int(sys.argv[3])):
    with store.write() as c:
        found = c.scalar(select(pages.c.failures).with_for_update())
        c.execute(update(pages).values(failures=found + 1))
store.close()
"""


def run_at_once(script: str, *arguments: str, times: int = 2) -> None:
    """The same script in several processes; all must end well."""
    command = [sys.executable, "-W", "error", "-c", script, *arguments]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(times)]
    for process in running:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors


@pytest.mark.parametrize("name", ["50% off", "%20", "a b", "价格?#", "100%41"])
def test_a_path_may_have_any_character(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    store = Store.open(sqlite_url(folder / f"{name}.sqlite3"), folder)
    Desk(store).sees(1, sheet(small="0.30"))
    store.close()
    assert (folder / f"{name}.sqlite3").exists()


@pytest.mark.postgres
def test_a_percent_sign_in_the_password_is_understood(postgres: Postgres, tmp_path: Path) -> None:
    name = postgres.create()
    url = f"postgresql://postgres:p%25w%40rd@/{name}?host={str(postgres.folder).replace('/', '%2F')}"
    store = Store.open(url, tmp_path)
    Desk(store).sees(1, sheet(small="0.30"))
    store.close()
    postgres.drop(name)


@pytest.mark.postgres
@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_name_of_postgresql_is_understood(postgres: Postgres, tmp_path: Path, scheme: str) -> None:
    name = postgres.create()
    Store.open(postgres.url(name).replace("postgresql", scheme, 1), tmp_path).close()
    postgres.drop(name)


def test_a_new_folder_is_made_for_the_data(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/a/b/pricewire.sqlite3", tmp_path / "c" / "d")
    Desk(store).sees(1, sheet(small="0.30"))
    store.close()
    assert (tmp_path / "c" / "d" / "bodies").is_dir()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://nobody:s3cret@127.0.0.1:1/none", "cannot be opened: .*refused"),
        ("postgresql://postgres@/none?host=/nowhere/at/all", "cannot be opened"),
        ("mysql://localhost/x", "expected sqlite:///FILE or postgresql://"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("not a url", "cannot be read"),
    ],
)
def test_a_database_that_cannot_be_had_is_told_in_one_sentence(tmp_path: Path, url: str, told: str) -> None:
    with pytest.raises(Unreachable, match=told) as raised:
        Store.open(url, tmp_path)
    assert "\n" not in str(raised.value)
    assert "s3cret" not in str(raised.value)


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """A program that is started so that all may read what it makes."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_to_all")
def test_what_holds_addresses_of_people_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    data, database = tmp_path / "data", tmp_path / "elsewhere" / "wire.sqlite3"
    store = Store.open(sqlite_url(database), data)
    with store.write() as c:
        c.execute(text("SELECT 1"))
        made = [data, data / "bodies", database.parent, *database.parent.iterdir()]
        assert {path.name: oct(path.stat().st_mode & 0o777) for path in made} == {
            **dict.fromkeys(("data", "bodies", "elsewhere"), "0o700"),
            **dict.fromkeys(("wire.sqlite3", "wire.sqlite3-wal", "wire.sqlite3-shm"), "0o600"),
        }
    store.close()


def test_the_mode_of_what_is_there_is_its_owners_choice(tmp_path: Path) -> None:
    data, database = tmp_path / "data", tmp_path / "data" / "wire.sqlite3"
    data.mkdir()
    database.touch()
    data.chmod(0o750)
    database.chmod(0o640)
    Store.open(sqlite_url(database), data).close()
    assert (data.stat().st_mode & 0o777, database.stat().st_mode & 0o777) == (0o750, 0o640)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unreachable, match="cannot be made: Not a directory"):
        Store.open(f"sqlite:///{tmp_path}/x.sqlite3", tmp_path / "file" / "data")


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear reader, " * 500)
    with pytest.raises(NotOurs, match="no database of this program"):
        Store.open(f"sqlite:///{file}", tmp_path)
    assert file.read_text() == "Dear reader, " * 500


def test_a_folder_in_place_of_the_database_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="cannot be opened"):
        Store.open(f"sqlite:///{tmp_path}", tmp_path)


@pytest.mark.postgres
def test_a_database_that_goes_away_is_told_in_one_sentence(postgres: Postgres, tmp_path: Path) -> None:
    name = postgres.create()
    store = Store.open(postgres.url(name), tmp_path)
    postgres.drop(name)
    with pytest.raises(Unreachable, match="does not exist"), store.read():
        pass
    store.close()


@pytest.mark.postgres
def test_a_database_that_was_restarted_is_reached_again(postgres: Postgres, tmp_path: Path) -> None:
    name = postgres.create()
    store = Store.open(postgres.url(name), tmp_path)
    desk = Desk(store)
    postgres.disconnect_all(name)
    assert desk.status().failures == 0
    store.close()
    postgres.drop(name)


def test_a_writer_that_waits_too_long_is_told_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.sqlite.BUSY_SECONDS", 0.1)
    store = Store.open(sqlite_url(tmp_path / "busy.sqlite3"), tmp_path)
    with store.write(), pytest.raises(Busy, match="another program is writing"), store.write():
        pass
    store.close()


def test_a_reader_cannot_write(desk: Desk) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"), desk.store.read() as c:
        c.execute(update(pages).values(failures=9))
    assert desk.status().failures == 0
    assert desk.fails(1)


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(desk: Desk) -> None:
    with desk.store.read() as c:
        before = c.scalar(select(pages.c.failures))
        desk.fails(1)
        assert c.scalar(select(pages.c.failures)) == before == 0
    assert desk.status().failures == 1


def test_a_block_that_raises_leaves_nothing(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError), desk.store.write() as c:
        c.execute(update(pages).values(failures=9))
        raise ZeroDivisionError
    assert desk.status().failures == 0


def test_keys_are_enforced(desk: Desk) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"), desk.store.write() as c:
        c.execute(
            text(
                "INSERT INTO fetches (page, url, fetched_at, outcome, detail) VALUES ('x', 'u', '2024-05-01', 'c', '')"
            )
        )


def test_two_programs_that_write_at_once_lose_no_update(desk: Desk, url: str, tmp_path: Path) -> None:
    run_at_once(COUNT, url, str(tmp_path), "100")
    assert desk.status().failures == 200


@pytest.fixture
def full_url(tmp_path: Path) -> Iterator[str]:
    url = f"sqlite:///{tmp_path}/wal.sqlite3"
    Store.open(url, tmp_path).close()
    yield url


def test_sqlite_forgets_nothing_it_has_said(full_url: str, tmp_path: Path) -> None:
    store = Store.open(full_url, tmp_path)
    with store.write() as c:
        kept = {name: c.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")}
        assert c.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    store.close()
    assert kept == {"journal_mode": "wal", "synchronous": 2}


def test_a_reader_of_the_wire_misses_nothing_that_commits_late(desk: Desk) -> None:
    """Two writers, and the first to write is slow to commit: no line may come to stand before one that was read."""
    other = Desk(desk.store, Page("other/pricing", "other", "https://other.example/"))
    written, may_commit = Event(), Event()

    def slow() -> None:
        with desk.store.write() as c:
            record(c, desk.decision(1, sheet(), event("slow", rate("m"), rate("m", "0.2"), day(1))))
            written.set()
            may_commit.wait(10)

    def quick() -> None:
        other.sees(1, sheet(), event("quick", rate("m"), rate("m", "0.2"), day(1), other.page))

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(slow)
        assert written.wait(10)
        second = pool.submit(quick)
        wait([second], timeout=0.3)
        read_meanwhile = desk.wire()
        may_commit.set()
        first.result(10)
        second.result(10)
    told = ["slow", "quick"]
    assert [event_id for event_id, _ in read_meanwhile] == told[: len(read_meanwhile)]
    assert [event_id for event_id, _ in desk.wire()] == told
