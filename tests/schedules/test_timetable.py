from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipeline.types import Channel, Page, Why
from schedules.look import Look
from schedules.timetable import next_due
from storage.pages import Timing
from tests.schedules.conftest import Desk

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PAGE = Page("acme/pricing", "acme", "https://acme.example/pricing", cadence=3600)


def looked(outcome: str = "unchanged", at: datetime = AT, **more: object) -> Look:
    return Look(PAGE, at, outcome, **more)  # type: ignore[arg-type]


def timing(due: datetime | None, failures: int = 0, wakes: datetime | None = None) -> Timing:
    return Timing(due, failures, wakes)


def test_the_cadence_counts_from_when_the_page_was_due_so_it_does_not_drift() -> None:
    due = AT
    for _ in range(24):
        due = next_due(looked(at=due + timedelta(minutes=7)), timing(due))
    assert due == AT + 24 * HOUR


def test_a_machine_that_slept_makes_up_for_nothing() -> None:
    assert next_due(looked(), timing(AT - timedelta(days=3))) == AT + HOUR


def test_pages_first_seen_together_do_not_fall_due_together() -> None:
    pages = [Page(f"acme/{n}", "acme", "https://acme.example/", cadence=3600) for n in range(50)]
    moments = {next_due(Look(page, AT, "first"), timing(None)) for page in pages}
    assert len(moments) == 50
    assert all(AT + HOUR <= moment <= AT + 1.1 * HOUR for moment in moments)


def test_a_failing_page_is_asked_ever_less_often_but_never_given_up() -> None:
    waits = [next_due(looked("failed", why=Why.TIMEOUT), timing(AT, n)) - AT for n in range(1, 40)]
    assert waits[:4] == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR]
    assert max(waits) == timedelta(days=1)


def test_a_site_that_says_when_to_come_back_is_obeyed() -> None:
    later = next_due(looked("failed", why=Why.TOO_MANY, retry_after=7200), timing(AT, 1))
    assert later == AT + 2 * HOUR


def test_a_page_is_looked_at_on_the_day_that_it_announces() -> None:
    day = AT + timedelta(minutes=20)
    assert next_due(looked(), timing(AT, wakes=day)) == day
    assert next_due(looked(), timing(AT, wakes=AT + timedelta(days=9))) == AT + HOUR


def test_a_newly_held_change_is_looked_at_soon_and_one_that_waits_for_a_witness_at_the_cadence(desk: Desk) -> None:
    page = desk.watches("acme", Channel.FIRST_PARTY)
    desk.shows(page, {"a": ("$1", "$2"), "b": ("$3", "$4")})
    new = desk.shows(page, {"a": ("$1000", "$2"), "b": ("$3", "$4")})
    assert next_due(new, timing(new.at)) == new.at + timedelta(minutes=10)
    again = desk.shows(page, {"a": ("$1000", "$2"), "b": ("$3", "$4")}, after=timedelta(minutes=10))
    assert again.waiting == 1
    assert next_due(again, timing(again.at)) == again.at + timedelta(seconds=page.cadence)
