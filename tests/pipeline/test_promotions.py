"""A promotion is a rate that stands in for another for a time, with the end that is printed for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.endings import endings
from pipeline.promotions import read_promotions
from pipeline.types import Rate, State
from tests.pipeline.pages_in_words import table

AT = datetime(2026, 11, 24, tzinfo=UTC)
CUT = Rate(
    "glm-9",
    "input",
    unit_price=Decimal(2),
    list_price=Decimal(4),
    currency="CNY",
    per=Decimal(1_000_000),
    printed="~~4元~~ 2元",
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "end", "at_least"),
    [
        ("promotional through November 21, 2026", "2026-11-22T00:00", False),
        ("discounted at least through November 21, 2026", "2026-11-22T00:00", True),
        ("half price until December 1", "2026-12-01T00:00", False),
        ("活动截止 2026-09-09 24:00 UTC+8", "2026-09-09T16:00", False),
        ("活动截止时间：2026年12月9日 23:59", "2026-12-09T15:59", False),
        ("优惠至12月31日", "2026-12-31T16:00", False),
        ("优惠期至北京时间 2026-12-08 24:00", "2026-12-08T16:00", False),
        ("12月31日截止", "2026-12-31T16:00", False),
        ("12月31日前有效", "2026-12-30T16:00", False),
        ("优惠至少持续至12月31日", "2026-12-31T16:00", True),
        ("2026年7月6日至7月20日期间限时免费", "2026-07-20T16:00", False),
        ("Offer ends on Dec 5 at 12:00 UTC", "2026-12-05T12:00", False),
    ],
)
def test_an_end_is_the_first_moment_at_which_it_may_be_over(text: str, end: str, at_least: bool) -> None:
    (found,) = endings(text, AT)
    assert (found.at, found.at_least) == (utc(end), at_least)
    assert found.printed in text


@pytest.mark.parametrize(
    "text", ["from November 21, 2026", "自2026年9月9日起", "Updated 2026-09-09", "2026年9月9日发布", "through 5 models"]
)
def test_a_date_that_ends_nothing_is_no_end(text: str) -> None:
    assert endings(text, AT) == []


def test_a_struck_price_is_a_promotion_beside_its_list_price() -> None:
    (found,) = read_promotions([CUT], (), AT)
    assert (found.unit_price, found.list_price, found.ends, found.printed) == (2, 4, None, "~~4元~~ 2元")


def test_an_ordinary_rate_is_none() -> None:
    plain = replace(CUT, list_price=None)
    free = replace(plain, state=State.FREE, unit_price=Decimal(0), printed="免费")
    assert read_promotions([plain, free, replace(CUT, list_price=Decimal(2))], (), AT) == ()


@pytest.mark.parametrize("printed", ["限时免费", "¥0.0(限免)", "Limited-time Free", "Free until Dec 1"])
def test_what_is_free_for_a_time_is_a_promotion(printed: str) -> None:
    free = replace(CUT, state=State.FREE, unit_price=Decimal(0), list_price=None, printed=printed)
    (found,) = read_promotions([free], (), AT)
    assert (found.unit_price, found.list_price) == (0, None)


def test_the_end_is_printed_in_the_price_itself() -> None:
    (found,) = read_promotions([replace(CUT, printed="2元 原价4元 活动截止 2026-12-09 24:00")], (), AT)
    assert (found.ends, found.ends_printed) == (utc("2026-12-09T16:00"), "活动截止 2026-12-09 24:00")


def test_the_end_is_printed_in_the_row() -> None:
    blocks = table(
        "模型 | 输入 | 说明", "glm-9 | ~~4元~~ 2元 | 优惠至 2026-12-09", "glm-8 | ~~4元~~ 2元 | 优惠至 2026-12-20"
    )
    (found,) = read_promotions([replace(CUT, locator="table 1, row 2, column 2")], blocks, AT)
    assert found.ends == utc("2026-12-09T16:00")


def test_the_end_is_printed_above_the_table() -> None:
    blocks = table("模型 | 输入", "glm-9 | ~~4元~~ 2元", above="限时优惠活动截止 2026-12-09 24:00（UTC+8）")
    (found,) = read_promotions([replace(CUT, locator="table 1, row 2, column 2")], blocks, AT)
    assert found.ends == utc("2026-12-09T16:00")


def test_the_end_of_another_price_in_the_row_is_not_its_own() -> None:
    blocks = table("模型 | 输入 | 输出", "glm-9 | ~~4元~~ 2元 活动截止 2026-12-09 24:00 | ~~8元~~ 4元")
    (found,) = read_promotions([replace(CUT, locator="table 1, row 2, column 3")], blocks, AT)
    assert found.ends is None


def test_a_price_that_calls_itself_promotional_and_says_until_when_is_one() -> None:
    printed = "$5 / MTok (promotional pricing through November 30, 2026)"
    (found,) = read_promotions([replace(CUT, list_price=None, printed=printed)], (), AT)
    assert (found.unit_price, found.list_price, found.ends) == (2, None, utc("2026-12-01T00:00"))


def test_two_ends_at_one_place_are_none() -> None:
    (found,) = read_promotions([replace(CUT, printed="2元至12月1日，3元至12月9日")], (), AT)
    assert (found.ends, found.ends_printed) == (None, "")


@given(
    st.text(
        alphabet=st.sampled_from("活动截止至前until through 2026-09年月日 24:00UTC+8Nov at least") | st.characters(),
        max_size=80,
    )
)
def test_no_text_brings_it_down(text: str) -> None:
    for found in endings(text, AT):
        assert found.at.tzinfo is UTC
