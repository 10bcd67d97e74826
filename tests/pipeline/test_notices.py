"""Sentences that say when prices, offers or models change, with the time from which they hold."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.blocks.types import Sentence, Under
from pipeline.notices import read_notices
from tests.pipeline.pages_in_words import markdown, table

AT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "effective"),
    [
        ("自2026年12月1日起，GLM-9 输入价格调整为 5 元。", "2026-11-30T16:00"),
        ("新定价于北京时间 12 月 27 日 0 点生效", "2026-12-26T16:00"),
        ("Starting December 16, 2026, prices rise by 10%.", "2026-12-16T00:00"),
        ("New pricing is effective 2026-12-16 16:00 UTC.", "2026-12-16T16:00"),
        ("gpt-9 will be retired on March 5, 2027.", "2027-03-05T00:00"),
        ("gpt-9-old 将于北京时间 2026/12/24 23:59 弃用。", "2026-12-24T15:59"),
        ("The discount runs through December 9, 2026.", None),
        ("限时优惠截止 2026-12-09。", None),
    ],
)
def test_a_dated_sentence_about_prices_is_a_notice(text: str, effective: str | None) -> None:
    (notice,) = read_notices(markdown(text), AT)
    assert notice.text == text
    assert notice.effective == (datetime.fromisoformat(effective).replace(tzinfo=UTC) if effective else None)


@pytest.mark.parametrize(
    "text",
    [
        "Last updated December 9, 2026.",
        "Prices are in US dollars.",
        "gpt-9-2026-12-09 costs $3.",
        "We opened our office on December 9, 2026.",
        "价格以控制台为准",
        "© 2026 Acme. Pricing subject to change.",
    ],
)
def test_what_is_undated_or_about_something_else_is_none(text: str) -> None:
    assert read_notices(markdown(text), AT) == ()


def test_a_paragraph_is_taken_sentence_by_sentence_and_each_once() -> None:
    text = "We love you. Starting December 16, 2026, prices rise. Thank you."
    found = read_notices(markdown(text, "", text), AT)
    assert [notice.text for notice in found] == ["Starting December 16, 2026, prices rise."]


def test_a_cell_may_say_it_and_its_place_is_kept() -> None:
    (notice,) = read_notices(table("Model | Price", "gpt-9 | $2.50 per 1,000 requests starting June 16, 2026."), AT)
    assert notice.effective == datetime(2026, 6, 16, tzinfo=UTC)
    assert notice.locator == "table 1, row 2, column 2"


def test_the_vendors_zone_is_meant() -> None:
    (notice,) = read_notices(markdown("Prices change on December 16, 2026."), AT, "America/Los_Angeles")
    assert notice.effective == datetime(2026, 12, 16, 8, tzinfo=UTC)


@given(
    st.text(alphabet=st.sampled_from("价格自2026年12月9日起。 price on May 5, free!") | st.characters(), max_size=120)
)
def test_no_text_brings_it_down(text: str) -> None:
    read_notices((Sentence(text, Under()),), AT)
