"""When something owed to a reader is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.basket import Basket
from pipeline.subscriptions import LONGEST_RETRY, Cadence, Subscriber, retry_at, send_at

READER = Subscriber("r", "mail", "r@readers.example", Basket())
BERLIN = replace(READER, cadence=Cadence.DAILY, zone="Europe/Berlin", hour=8)
ZONES = ["UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia"]
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_who_wants_it_at_once_is_told_at_once() -> None:
    assert send_at(READER, _at("2026-03-01T10:17")) == _at("2026-03-01T10:17")


def test_a_daily_digest_goes_at_the_readers_hour_in_summer_and_winter() -> None:
    assert send_at(BERLIN, _at("2026-01-10T10:00")) == _at("2026-01-11T07:00")
    assert send_at(BERLIN, _at("2026-07-10T05:59")) == _at("2026-07-10T06:00")


def test_what_is_owed_at_the_very_hour_goes_with_the_next_digest() -> None:
    assert send_at(BERLIN, _at("2026-07-10T06:00")) == _at("2026-07-11T06:00")


def test_a_digest_over_the_change_of_clocks_keeps_its_hour() -> None:
    assert send_at(BERLIN, _at("2026-03-28T12:00")) == _at("2026-03-29T06:00")


def test_a_weekly_digest_goes_on_its_day() -> None:
    friday = replace(BERLIN, cadence=Cadence.WEEKLY, zone="Asia/Shanghai", weekday=4, hour=9)
    assert send_at(friday, _at("2026-11-24T00:00")) == _at("2026-11-27T01:00")
    assert send_at(friday, _at("2026-11-27T01:00")) == _at("2026-12-04T01:00")


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises((LookupError, ValueError)):
        send_at(replace(BERLIN, zone="Mars/Olympus"), _at("2026-01-01T00:00"))


@given(MOMENTS, st.sampled_from(ZONES), st.integers(0, 23), st.integers(0, 6), st.sampled_from(Cadence))
def test_a_digest_is_later_than_what_it_tells_and_not_by_more_than_its_period(
    at: datetime, zone: str, hour: int, weekday: int, cadence: Cadence
) -> None:
    reader = replace(READER, cadence=cadence, zone=zone, hour=hour, weekday=weekday)
    due = send_at(reader, at)
    longest = {Cadence.AT_ONCE: 0, Cadence.DAILY: 1, Cadence.WEEKLY: 7}[cadence]
    assert at <= due <= at + timedelta(days=longest, hours=1)
    if cadence is not Cadence.AT_ONCE:
        assert due > at
        # An hour that the clocks leave out is an hour later.
        assert due.astimezone(ZoneInfo(zone)).hour in (hour, (hour + 1) % 24)


@given(st.integers(1, 10_000), MOMENTS)
def test_a_retry_is_never_given_up_and_never_far(tries: int, now: datetime) -> None:
    assert timedelta() < retry_at(tries, now) - now <= LONGEST_RETRY
