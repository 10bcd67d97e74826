"""Pages: what is declared, how each fares, when each is due."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.types import EventState, Health, Page, PageKind, Sheet, Validators, Why
from storage.answers import Recorded
from storage.engine import Store
from storage.errors import UnknownPage
from storage.fetches import fetches
from storage.pages import add_page, declare_pages, due_pages, page_status, schedule_page, validators_of
from tests.storage.desk import ACME, Desk, day, event, rate, sheet

OTHER = Page("other/limits", "other", "https://other.example/limits", PageKind.LIMITS)
HEADERS = (("ETag", '"a1"'), ("Last-Modified", "Tue, 21 May 2024 02:00:00 GMT"))


def due(store: Store, number: float, limit: int = 10) -> list[str]:
    with store.read() as c:
        return [status.id for status in due_pages(c, day(number), limit)]


def validators(store: Store) -> dict[str, Validators]:
    with store.read() as c:
        return validators_of(c, [ACME.id, "never/declared"])


def test_a_page_no_longer_declared_is_retired_not_deleted(store: Store) -> None:
    with store.write() as c:
        declare_pages(c, [ACME, OTHER])
        declare_pages(c, [replace(ACME, url="https://acme.example/new")])
    with store.read() as c:
        assert [(page.id, page.url, page.retired) for page in page_status(c)] == [
            (ACME.id, "https://acme.example/new", False),
            (OTHER.id, OTHER.url, True),
        ]
    assert due(store, 1) == [ACME.id]


def test_a_page_declared_again_is_watched_again_with_its_history(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    with desk.store.write() as c:
        declare_pages(c, [OTHER])
        declare_pages(c, [OTHER, ACME])
    assert not desk.status().retired
    assert desk.status().last_checked_at == day(1)


def test_a_page_added_retires_no_other(desk: Desk) -> None:
    with desk.store.write() as c:
        add_page(c, OTHER)
    assert due(desk.store, 1) == [ACME.id, OTHER.id]


def test_status_can_be_asked_for_one_vendor(desk: Desk) -> None:
    with desk.store.write() as c:
        add_page(c, OTHER)
        assert [page.id for page in page_status(c, "other")] == [OTHER.id]


def test_checked_changed_and_failed_are_three_dates(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    desk.sees(2, sheet(small="0.20"))
    desk.sees(3, sheet(small="0.20"))
    desk.is_told_unchanged(4)
    desk.fails(5)
    status = desk.status()
    assert (status.last_changed_at, status.last_failed_at, status.last_checked_at) == (day(2), day(5), day(5))
    assert (status.why, status.detail, status.health, status.rates) == (Why.TIMEOUT, "no answer in 30 s", Health.OK, 1)


def test_failures_are_counted_in_a_row_and_a_good_fetch_ends_them(desk: Desk) -> None:
    desk.fails(1)
    desk.fails(2, Why.SERVER_ERROR)
    assert (desk.status().failures, desk.status().why) == (2, Why.SERVER_ERROR)
    desk.is_told_unchanged(3)
    assert (desk.status().failures, desk.status().why, desk.status().last_failed_at) == (0, None, day(2))


def test_the_same_failure_told_twice_is_one_failure(desk: Desk) -> None:
    assert desk.fails(1)
    assert not desk.fails(1)
    assert desk.status().failures == 1


def test_an_older_failure_does_not_turn_the_status_back(desk: Desk) -> None:
    desk.sees(5, sheet(small="0.30"))
    desk.fails(4)
    assert (desk.status().last_checked_at, desk.status().failures) == (day(5), 0)


def test_an_unhealthy_page_is_a_failure_that_leaves_the_last_sheet_standing(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    outcome = desk.sees(2, Sheet(health=Health.HALF_GONE, health_detail="1 of 40 rates"), body=b"half")
    assert outcome is Recorded.UNHEALTHY
    status = desk.status()
    assert (status.health, status.why, status.failures) == (Health.HALF_GONE, Why.UNREADABLE, 1)
    assert status.detail == "half_gone: 1 of 40 rates"
    assert desk.gathers().believed is not None
    assert desk.price(3, 3) == "0.30"


def test_every_fetch_ends_as_a_row(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    desk.sees(2, sheet(small="0.30"))
    desk.is_told_unchanged(3)
    desk.fails(4, Why.DNS)
    desk.sees(5, Sheet(health=Health.LOGIN), body=b"who are you")
    with desk.store.read() as c:
        rows = [(row.fetched_at, row.outcome, row.why) for row in fetches(c, ACME.id)]
    assert rows == [
        (day(5), "failed", Why.UNREADABLE),
        (day(4), "failed", Why.DNS),
        (day(3), "unchanged", None),
        (day(2), "unchanged", None),
        (day(1), "changed", None),
    ]


def test_due_is_never_looked_at_first_then_the_longest_overdue(desk: Desk) -> None:
    pages = [replace(OTHER, id=f"other/{name}") for name in ("new", "late", "later", "ahead")]
    with desk.store.write() as c:
        declare_pages(c, pages)
        for name, number in (("late", 3), ("later", 2), ("ahead", 9)):
            schedule_page(c, f"other/{name}", day(number))
    assert due(desk.store, 5) == ["other/new", "other/later", "other/late"]
    assert due(desk.store, 5, limit=2) == ["other/new", "other/later"]
    assert due(desk.store, 3) == ["other/new", "other/later", "other/late"]


def test_scheduling_an_unknown_page_is_told(desk: Desk) -> None:
    with pytest.raises(UnknownPage, match="nobody/nowhere"), desk.store.write() as c:
        schedule_page(c, "nobody/nowhere", day(1))


def test_a_page_read_well_gives_its_validators(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"), headers=HEADERS)
    assert validators(desk.store) == {ACME.id: Validators('"a1"', "Tue, 21 May 2024 02:00:00 GMT")}
    desk.fails(2)
    assert ACME.id in validators(desk.store)


def test_a_bot_wall_gives_no_validators_so_that_no_304_confirms_it(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"), headers=HEADERS)
    desk.sees(2, Sheet(health=Health.CHALLENGE), body=b"are you human", headers=HEADERS)
    assert validators(desk.store) == {}


def test_a_page_with_a_held_event_is_fetched_whole_for_its_second_look(desk: Desk) -> None:
    held = event("e1", rate("small"), rate("small", "300"), day(1), state=EventState.HELD)
    desk.sees(1, sheet(small="0.30"), held, headers=HEADERS)
    assert validators(desk.store) == {}
