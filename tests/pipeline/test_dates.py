"""Dates as vendors print them, in the moment that they mean."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dates import moments

AT = datetime(2026, 11, 24, tzinfo=UTC)

DAYS = [  # printed, begins, ends
    ("through November 21, 2026", "2026-11-21T00:00", "2026-11-22T00:00"),
    ("from Nov. 21st 2026", "2026-11-21T00:00", "2026-11-22T00:00"),
    ("on 21 November 2026.", "2026-11-21T00:00", "2026-11-22T00:00"),
    ("from Sep 1", "2026-09-01T00:00", "2026-09-02T00:00"),
    ("until Sept. 30", "2026-09-30T00:00", "2026-10-01T00:00"),
    ("from January 5", "2027-01-05T00:00", "2027-01-06T00:00"),
    ("since 2026-11-01:", "2026-11-01T00:00", "2026-11-02T00:00"),
    ("2026/7/4", "2026-07-04T00:00", "2026-07-05T00:00"),
    ("in December 2026", "2026-12-01T00:00", "2027-01-01T00:00"),
    ("自2026年9月9日起", "2026-09-08T16:00", "2026-09-09T16:00"),
    ("2026 年 9 月 9 日生效", "2026-09-08T16:00", "2026-09-09T16:00"),
    ("11月30日截止", "2026-11-29T16:00", "2026-11-30T16:00"),
    ("将于1月5号调整", "2027-01-04T16:00", "2027-01-05T16:00"),
    ("2026年12月", "2026-11-30T16:00", "2026-12-31T16:00"),
    ("有效期至 2026.12.31", "2026-12-30T16:00", "2026-12-31T16:00"),
]
TIMES = [  # printed, moment
    ("活动截止 2026-09-09 24:00 UTC+8", "2026-09-09T16:00"),
    ("活动截止：2026-09-09 24:00（UTC+8）", "2026-09-09T16:00"),
    ("将于北京时间 2026/07/24 23:59 弃用", "2026-07-24T15:59"),
    ("2026年5月27日0点起", "2026-05-26T16:00"),
    ("12月5日 23:59 截止", "2026-12-05T15:59"),
    ("9 月 9 日下午3点", "2026-09-09T07:00"),
    ("9月9日晚8点半", "2026-09-09T12:30"),
    ("effective 2026-08-16 16:00 UTC", "2026-08-16T16:00"),
    ("2026-08-16T16:00:00Z", "2026-08-16T16:00"),
    ("2026-08-16T16:00+08:00", "2026-08-16T08:00"),
    ("August 16, 2026 at 4:30 pm PDT", "2026-08-16T23:30"),
    ("Aug 16, 2026, 12 a.m. ET", "2026-08-16T04:00"),
    ("Dec 16, 2026 9:00 AM Pacific time", "2026-12-16T17:00"),
    ("February 5, 2027 23:59 GMT-3", "2027-02-06T02:59"),
    ("UTC+8 2026-09-09 08:00", "2026-09-09T00:00"),
]
NONE = [
    "", "gpt-4o-mini", "version 3.5", "1/2", "24:00", "2026", "30 February 2026", "2026-13-01",
    "may 5 requests a second", "12.5% off", "$2.50", "20260909", "gpt-4o-2024-08-06-preview-2", "192.168.2026.1",
    "March", "13月40日",
    "March 3.5 million", "Sep 10%",
]  # fmt: skip


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("text", "begins", "ends"), DAYS)
def test_a_day_covers_the_day_where_it_was_printed(text: str, begins: str, ends: str) -> None:
    (found,) = moments(text, AT)
    assert (found.begins, found.ends, found.timed) == (utc(begins), utc(ends), False)


@pytest.mark.parametrize(("text", "moment"), TIMES)
def test_a_time_of_day_is_a_moment_in_its_printed_zone(text: str, moment: str) -> None:
    (found,) = moments(text, AT)
    assert (found.begins, found.ends, found.timed) == (utc(moment), utc(moment), True)
    assert text[found.start : found.end].strip() == found.printed


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_date_is_none(text: str) -> None:
    assert moments(text, AT) == []


def test_a_date_without_a_year_needs_a_capture_to_be_near_to() -> None:
    assert moments("until November 21") == []
    assert moments("until November 21", datetime(2031, 1, 3, tzinfo=UTC))[0].begins == utc("2030-11-21T00:00")
    assert moments("February 29", datetime(2028, 1, 1, tzinfo=UTC))[0].begins == utc("2028-02-29T00:00")


def test_the_vendors_zone_is_meant_where_none_is_printed() -> None:
    assert moments("2026-09-09", zone="America/New_York")[0].begins == utc("2026-09-09T04:00")
    assert moments("2026-09-09", zone="Asia/Shanghai")[0].begins == utc("2026-09-08T16:00")
    assert moments("2026-09-09", zone="No/Such")[0].begins == utc("2026-09-09T00:00")


def test_several_dates_come_in_order() -> None:
    found = moments("上调 50% 至 7 月 13 日，自 6 月 15 日起独立计算", datetime(2026, 6, 1, tzinfo=UTC))
    assert [moment.printed for moment in found] == ["7 月 13 日", "6 月 15 日"]


@pytest.mark.parametrize("piece", ["2026-", "1", "March ", "12 ", "2026年", "9月", "UTC ", " ", "("])
def test_a_long_text_takes_no_time(piece: str) -> None:
    start = time.process_time()
    moments(piece * (300_000 // len(piece)), AT)
    assert time.process_time() - start < 1.5


@given(
    st.text(
        alphabet=st.sampled_from("0123456789-/.年月日号时点 :TZUTC+MarchNov北京时间(),pm") | st.characters(),
        max_size=80,
    )
)
def test_no_text_brings_it_down(text: str) -> None:
    for found in moments(text, AT):
        assert found.begins <= found.ends
        assert found.begins.tzinfo is UTC
        assert 0 <= found.start < found.end <= len(text)
