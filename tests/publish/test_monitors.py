"""What load balancers and monitors are told: ready or not and why, and the counts of the wire."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.types import EventKind, EventState, Why
from schedules.watchman import operator
from storage.deliveries import ALERT, owe_letter
from storage.pages import schedule_page
from storage.subscribers import add_subscriber
from tests.publish.events_of import dollars, event
from tests.publish.wire_room import DATABASE, PAGES, Room

HOUR = timedelta(hours=1)
BAIDU, DEEPSEEK, OPENAI = PAGES
CUT = event(EventKind.PRICE_CUT, dollars("0.66"), dollars("0.60"), id="cut")
HELD = event(EventKind.PRICE_CUT, dollars("2"), dollars("1"), id="held", state=EventState.HELD)


@pytest.fixture
def watched(room: Room) -> Room:
    """A wire whose catalogue has its pages, looked at every six hours and due in six."""
    for page in PAGES:
        room.vendors[page.vendor] = replace(room.vendors[page.vendor], pages=(page,))
        due(room, page.id, 6 * HOUR)
    return room


def due(room: Room, page: str, within: timedelta) -> None:
    with room.store.write() as c:
        schedule_page(c, page, room.now + within)


def counts(room: Room) -> dict[str, int]:
    lines = room.asks("/metrics").text.splitlines()
    return {name: int(value) for name, _, value in (line.rpartition(" ") for line in lines if not line.startswith("#"))}


def test_a_wire_whose_pages_are_looked_at_in_time_is_ready(watched: Room) -> None:
    got = watched.asks("/readyz")
    assert (got.status, json.loads(got.body), got.headers["Cache-Control"]) == (200, {"ready": True}, "no-store")
    watched.now += 18 * HOUR
    assert watched.asks("/readyz").status == 200


def test_a_page_late_by_two_of_its_intervals_is_named_and_makes_the_wire_not_ready(watched: Room) -> None:
    due(watched, BAIDU.id, 60 * HOUR)
    due(watched, OPENAI.id, 60 * HOUR)
    watched.now += 18 * HOUR + timedelta(seconds=1)
    got = watched.asks("/readyz")
    told = json.loads(got.body)
    assert (got.status, told["ready"], [page["page"] for page in told["pages"]]) == (503, False, [DEEPSEEK.id])
    assert told["reason"] == "pages 1 overdue by two of their intervals: is the scheduler running?"


def test_a_page_that_was_never_looked_at_counts_an_hour_after_the_start(watched: Room) -> None:
    with watched.store.write() as c:
        schedule_page(c, BAIDU.id, None)
    watched.now += HOUR
    assert watched.asks("/readyz").status == 200
    watched.now += timedelta(seconds=1)
    told = json.loads(watched.asks("/readyz").body)
    assert told["pages"] == [{"page": BAIDU.id, "due_at": None}]
    assert "1 never looked at since the start" in told["reason"]


def test_another_door_to_a_document_does_not_have_to_be_looked_at(watched: Room) -> None:
    watched.vendors["baidu"] = replace(watched.vendors["baidu"], pages=(replace(BAIDU, fallback_for=OPENAI.id),))
    with watched.store.write() as c:
        schedule_page(c, BAIDU.id, None)
    watched.now += 2 * HOUR
    assert watched.asks("/readyz").status == 200


def test_the_counts_follow_what_is_recorded(watched: Room) -> None:
    before = counts(watched)
    assert (before["pricewire_database_up"], before["pricewire_pages_watched"]) == (1, 3)
    watched.shows(DEEPSEEK, CUT, HELD)
    watched.fails(OPENAI, Why.BOT_WALL)
    with watched.store.write() as c:
        add_subscriber(c, operator("ops@wire.example"), watched.now)
        owe_letter(c, "operator", ALERT, watched.now, "It burns.")
    watched.now += 19 * HOUR
    told = counts(watched)
    assert told['pricewire_wire_lines_total{action="published"}'] == 1
    assert told["pricewire_events_held"] == 1
    assert (told["pricewire_pages_failing"], told["pricewire_pages_never_checked"]) == (1, 1)
    assert (told["pricewire_pages_overdue"], told["pricewire_oldest_overdue_seconds"]) == (3, 13 * 3600 + 120)
    assert told['pricewire_fetches_total{outcome="failed"}'] == 1
    assert (told["pricewire_deliveries_owed"], told["pricewire_oldest_delivery_due_seconds"]) == (1, 19 * 3600)
    watched.fails(OPENAI, Why.BOT_WALL)
    assert counts(watched)['pricewire_fetches_total{outcome="failed"}'] == 2


def test_every_count_is_told_as_prometheus_reads_it(watched: Room) -> None:
    got = watched.asks("/metrics")
    assert got.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    told = got.text.splitlines()
    named = [line.split()[2] for line in told if line.startswith("# TYPE ")]
    assert named == [line.split()[2] for line in told if line.startswith("# HELP ")]
    assert {line.split("{")[0].split()[0] for line in told if not line.startswith("#")} <= set(named)
    assert got.text.endswith("\n")


def test_without_its_database_the_wire_is_not_ready_and_says_so_in_a_count(watched: Room, tmp_path: Path) -> None:
    watched.store.close()
    for file in tmp_path.glob(f"{DATABASE}*"):
        file.unlink()
    (tmp_path / DATABASE).mkdir()
    got = watched.asks("/readyz")
    assert (got.status, json.loads(got.body)["reason"]) == (503, "the database does not answer")
    got = watched.asks("/metrics")
    assert (got.status, "pricewire_database_up 0" in got.text.splitlines()) == (200, True)
