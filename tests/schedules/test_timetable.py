from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pipeline.types import Channel, Hints, Page, PageKind, Why
from schedules.look import Look
from schedules.timetable import Due, next_due, told
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
        due = next_due(looked(at=due + timedelta(minutes=7)), timing(due)).at
    assert due == AT + 24 * HOUR


def test_a_machine_that_slept_makes_up_for_nothing() -> None:
    assert next_due(looked(), timing(AT - timedelta(days=3))).at == AT + HOUR


def test_pages_first_seen_together_do_not_fall_due_together() -> None:
    pages = [Page(f"acme/{n}", "acme", "https://acme.example/", cadence=3600) for n in range(50)]
    moments = {next_due(Look(page, AT, "first"), timing(None)).at for page in pages}
    assert len(moments) == 50
    assert all(AT + HOUR <= moment <= AT + 1.1 * HOUR for moment in moments)


def test_a_failing_page_is_asked_ever_less_often_but_never_given_up() -> None:
    waits = [next_due(looked("failed", why=Why.TIMEOUT), timing(AT, n)).at - AT for n in range(1, 40)]
    assert waits[:4] == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR]
    assert max(waits) == timedelta(days=1)


def test_a_site_that_says_when_to_come_back_is_obeyed() -> None:
    later = next_due(looked("failed", why=Why.TOO_MANY, retry_after=7200), timing(AT, 1))
    assert later.at == AT + 2 * HOUR


def test_a_page_is_looked_at_on_the_day_that_it_announces() -> None:
    day = AT + timedelta(minutes=20)
    assert next_due(looked(), timing(AT, wakes=day)).at == day
    assert next_due(looked(), timing(AT, wakes=AT + timedelta(days=9))).at == AT + HOUR


def test_a_newly_held_change_is_looked_at_soon_and_one_that_waits_for_a_witness_at_the_cadence(desk: Desk) -> None:
    page = desk.watches("acme", Channel.FIRST_PARTY)
    desk.shows(page, {"a": ("$1", "$2"), "b": ("$3", "$4")})
    new = desk.shows(page, {"a": ("$1000", "$2"), "b": ("$3", "$4")})
    assert next_due(new, timing(new.at)).at == new.at + timedelta(minutes=10)
    again = desk.shows(page, {"a": ("$1000", "$2"), "b": ("$3", "$4")}, after=timedelta(minutes=10))
    assert again.waiting == 1
    assert next_due(again, timing(again.at)).at == again.at + timedelta(seconds=page.cadence)


def test_a_page_that_changed_lately_is_looked_at_twice_as_often() -> None:
    lively = replace(timing(AT), changed_at=AT - HOUR, changes=2)
    assert next_due(looked(), lively) == Due(AT + HOUR / 2, "every 1 h, quicker: it changed lately")


def test_the_first_sight_of_a_page_is_no_change() -> None:
    assert next_due(looked(), replace(timing(AT), changed_at=AT - HOUR, changes=1)).at == AT + HOUR


def test_a_page_that_never_changes_is_looked_at_half_as_often_and_at_least_daily() -> None:
    still = replace(timing(AT), changed_at=AT - timedelta(days=90), changes=1)
    assert next_due(looked(), still).at == AT + 2 * HOUR
    daily = replace(PAGE, cadence=86_400)
    assert next_due(Look(daily, AT, "unchanged"), still).at == AT + timedelta(days=1)


def test_in_a_price_war_pages_of_prices_are_looked_at_twice_as_often() -> None:
    war = replace(timing(AT), war=True)
    assert next_due(looked(), war) == Due(AT + HOUR / 2, "every 1 h, quicker: a price war is on")
    news = replace(PAGE, kind=PageKind.NEWS)
    assert next_due(Look(news, AT, "unchanged"), war).at == AT + HOUR


def test_no_page_is_hurried_below_a_quarter_of_an_hour() -> None:
    quick = replace(PAGE, cadence=1200)
    war = replace(timing(AT), war=True)
    assert next_due(Look(quick, AT, "unchanged"), war).at == AT + timedelta(minutes=15)


def test_a_host_is_left_alone_in_its_quiet_hours() -> None:
    page = replace(PAGE, quiet="20:30-06:00", hints=Hints(zone="Asia/Shanghai"))
    due = next_due(Look(page, AT, "unchanged"), timing(AT))
    over = datetime(2026, 3, 1, 22, tzinfo=UTC)
    assert over <= due.at <= over + timedelta(minutes=30)
    assert "20:30-06:00" in due.why
    day = replace(PAGE, quiet="14:00-15:00")
    assert next_due(Look(day, AT, "unchanged"), timing(AT)).at == AT + HOUR


def test_what_is_told_of_a_span_is_short() -> None:
    spans = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(days=3), timedelta(minutes=150))
    assert [told(span) for span in spans] == ["15 min", "1 h", "6 h", "3 d", "2 h"]
