"""The date of a document stands for its content."""

from __future__ import annotations

from datetime import timedelta

from publish.made import Made
from tests.publish.events_of import AT


def test_what_is_made_twice_in_one_second_has_two_dates() -> None:
    made = Made(10)
    dates = [made.again("feed", AT + timedelta(milliseconds=number)) for number in range(3)]
    assert dates == [AT, AT + timedelta(seconds=1), AT + timedelta(seconds=2)]
    assert made.again("feed", AT + timedelta(hours=1)) == AT + timedelta(hours=1)


def test_a_clock_that_goes_back_takes_no_date_back() -> None:
    made = Made(10)
    made.again("feed", AT)
    assert made.again("feed", AT - timedelta(hours=1)) > AT


def test_what_is_about_something_else_has_its_own_date() -> None:
    made = Made(10)
    assert made.again("feed", AT) == made.again("other", AT) == AT


def test_no_more_dates_are_kept_than_allowed() -> None:
    made = Made(2)
    for about in ("first", "second", "third"):
        made.again(about, AT)
    assert made.again("first", AT) == AT
    assert made.again("third", AT) > AT


def test_what_says_the_same_keeps_its_date() -> None:
    made = Made(10)
    first = made.again("feed", AT, "a")
    later = AT + timedelta(hours=1)
    assert made.again("feed", later, "a") == first
    assert made.again("feed", later, "b") == later
    assert made.again("feed", later + timedelta(hours=1), "a") == later + timedelta(hours=1)
