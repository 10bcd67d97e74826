"""When something was told, as sites print it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.news.told import told, told_by_clock

AT = datetime(2026, 3, 4, 6, 30, tzinfo=UTC)
"""14:30 in China."""
CHINA = "Asia/Shanghai"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone", "when"),
    [
        ("2026-03-01T10:00:00Z", "", "2026-03-01 10:00"),
        ("2026-03-01T10:00:00.123+08:00", "", "2026-03-01 02:00:00.123"),
        ("2026-03-01 10:00:00", CHINA, "2026-03-01 02:00"),
        ("发布于 2026年3月1日 10:00", "", "2026-03-01 02:00"),
        ("Mar 1, 2026", "", "2026-03-01"),
        ("1 March 2026", "", "2026-03-01"),
        ("刚刚", CHINA, "2026-03-04 06:30"),
        ("15分钟前", CHINA, "2026-03-04 06:15"),
        ("2小时前", CHINA, "2026-03-04 04:30"),
        ("半小时前", CHINA, "2026-03-04 06:00"),
        ("3 hours ago", "", "2026-03-04 03:30"),
        ("an hour ago", "", "2026-03-04 05:30"),
        ("2h ago", "", "2026-03-04 04:30"),
        ("今天 09:12", CHINA, "2026-03-04 01:12"),
        ("昨天 21:40", CHINA, "2026-03-03 13:40"),
        ("yesterday at 21:40", "", "2026-03-03 21:40"),
        ("前天", CHINA, "2026-03-01 16:00"),
    ],
)
def test_a_printed_time_is_a_moment(text: str, zone: str, when: str) -> None:
    found = told(text, AT, zone)
    assert found is not None and (found.at, found.year_inferred) == (moment(when), False)


@pytest.mark.parametrize(
    ("text", "zone", "when"),
    [
        ("03/03 18:20", CHINA, "2026-03-03 10:20"),
        ("12-28 08:00", CHINA, "2025-12-28 00:00"),
        ("更新于03/03", CHINA, "2026-03-02 16:00"),
        ("3月3日", CHINA, "2026-03-02 16:00"),
        ("11月20日 18:00", CHINA, "2025-11-20 10:00"),
        ("Dec 28", "", "2025-12-28"),
    ],
)
def test_a_day_without_a_year_is_the_last_one_before_the_fetch_and_says_so(text: str, zone: str, when: str) -> None:
    found = told(text, AT, zone)
    assert found is not None and (found.at, found.year_inferred) == (moment(when), True)


@pytest.mark.parametrize("text", ["3月3日", "03/03 18:20", "昨天", "2小时前", "Dec 28"])
def test_nothing_is_guessed_without_a_fetch(text: str) -> None:
    assert told(text, None) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "GPT-4.1",
        "2026年3月",
        "March 2026",
        "price 3.5/15",
        "Claude 3.5 发布",
        "3-5 倍",
        "V3.1",
        "24/7",
        "2099-01-01",
        "1970-01-01T00:00:00Z",
        "31 February 2026",
    ],
)
def test_what_is_no_day_or_cannot_be_is_none(text: str) -> None:
    assert told(text, AT) is None


def test_a_bare_clock_is_the_last_time_it_showed_that() -> None:
    found = [told_by_clock(text, AT, CHINA) for text in ("14:05", "14:31", "23:50")]
    assert [each and each.at for each in found] == [
        moment("2026-03-04 06:05"),
        moment("2026-03-04 06:31"),
        moment("2026-03-03 15:50"),
    ]


def test_what_nobody_prints_to_stay_can_be_left_out() -> None:
    assert told("Updated 3 days ago", AT, relative=False) is None
