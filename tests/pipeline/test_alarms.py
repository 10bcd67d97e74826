"""What the operator has to be told, and how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pipeline.alarms import AGAIN, TOO_OFTEN, Fared, Raised, alarms, overdue
from pipeline.types import Why

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FINE = Fared("acme/pricing", HOUR, NOW + HOUR)
BROKEN = replace(FINE, page="beta/pricing", failures=TOO_OFTEN, why=Why.LOGIN, detail="asks for a password")
PAGES = [FINE, BROKEN, replace(FINE, page="gamma/pricing")]


def _told(pages: list[Fared], raised: dict[str, Raised] | None = None, now: datetime = NOW) -> dict[str, str]:
    return {alarm.key: alarm.text for alarm in alarms(pages, raised or {}, now)}


def test_where_nothing_is_wrong_nothing_is_told() -> None:
    assert _told([FINE]) == {}


def test_a_page_is_overdue_two_of_its_intervals_after_it_was_due() -> None:
    late = replace(FINE, due_at=NOW - 2 * HOUR)
    assert overdue([late], NOW) == []
    assert overdue([late], NOW + timedelta(seconds=1)) == [late]


def test_many_overdue_pages_are_one_alarm() -> None:
    late = [replace(FINE, page=f"acme/{n}", due_at=NOW - timedelta(days=n + 1)) for n in range(20)]
    told = _told(late)
    assert list(told) == ["overdue"]
    assert told["overdue"].startswith("20 pages are overdue: is the scheduler running?\nacme/19")


def test_a_page_that_keeps_failing_is_told_once_with_its_reason() -> None:
    assert _told(PAGES) == {
        "failing beta/pricing": "beta/pricing failed 5 times in a row (login)\nasks for a password",
    }
    known = {"failing beta/pricing": Raised(NOW, NOW)}
    assert _told(PAGES, known, NOW + timedelta(minutes=1)) == {}


def test_one_failure_is_no_alarm() -> None:
    assert _told([FINE, replace(BROKEN, failures=TOO_OFTEN - 1)]) == {}


def test_what_is_still_wrong_is_told_again_after_a_week_with_its_beginning() -> None:
    known = {"failing beta/pricing": Raised(NOW - 2 * AGAIN, NOW - AGAIN)}
    assert _told(PAGES, known)["failing beta/pricing"].endswith("So since 2026-02-15 12:00 UTC.")


def test_its_end_is_told_too() -> None:
    known = {"failing acme/pricing": Raised(NOW - HOUR, NOW - HOUR)}
    (over,) = alarms([FINE], known, NOW)
    assert over.over
    assert over.text == "acme/pricing is read again\nIt failed since 2026-03-01 11:00 UTC."


def test_no_page_is_blamed_for_our_own_network() -> None:
    pages = [replace(BROKEN, page=f"acme/{n}", why=Why.DNS, detail="no such host") for n in range(10)]
    assert list(_told(pages)) == ["offline"]


def test_a_page_that_was_never_scheduled_is_not_overdue() -> None:
    assert overdue([replace(FINE, due_at=None)], NOW) == []
