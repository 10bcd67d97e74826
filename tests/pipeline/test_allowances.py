"""What is given away, with its amount, how often, for how long and to whom."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.allowances import read_allowances
from pipeline.blocks.types import Block, Sentence, Under
from pipeline.types import Allowance
from tests.pipeline.pages_in_words import markdown, table

AT = datetime(2026, 11, 24, tzinfo=UTC)


def only(blocks: tuple[Block, ...]) -> Allowance:
    (allowance,) = read_allowances(blocks, AT)
    return allowance


@pytest.mark.parametrize(
    ("cell", "kind", "amount", "unit", "period"),
    [
        ("100万tokens 领取方式:自动发放。 有效期:180天", "limited_time", 1_000_000, "token", "180 days"),
        ("各100万Token", "trial_credit", 1_000_000, "token", None),
        ("每月 500 次", "recurring", 500, "request", "month"),
        ("新用户 1,000 张，有效期 3 个月", "new_user", 1_000, "image", "3 months"),
        ("50万字符(永久)", "permanent", 500_000, "character", None),
        ("10小时，有效期至2026年12月31日", "limited_time", 10, "hour", None),
    ],
)
def test_a_column_of_free_quotas_is_read(cell: str, kind: str, amount: int, unit: str, period: str | None) -> None:
    found = only(table("模型名 | 输入价格 | 免费额度", f"qwen9-turbo | 3元 | {cell}"))
    assert (found.model, found.kind, found.amount, found.unit, found.period) == (
        "qwen9-turbo",
        kind,
        amount,
        unit,
        period,
    )
    assert found.printed == cell
    assert found.locator == "table 1, row 2, column 3"


def test_the_header_may_say_for_how_long_and_for_whom() -> None:
    found = only(
        table("模型 | 新人免费额度(注) 有效期：自开通之日起90天内".replace(" 有", "<br>有"), "qwen9-max | 100万 Token")
    )
    assert (found.kind, found.amount, found.period) == ("new_user", 1_000_000, "90 days")


def test_an_end_is_the_first_moment_after_it() -> None:
    found = only(table("模型 | 免费额度", "glm-9 | 100万tokens，截止 2026-12-31 24:00"))
    assert found.ends == datetime(2026, 12, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kind", "amount", "unit", "period", "who"),
    [
        ("Each organization receives 50 free hours of usage per day.", "recurring", 50, "hour", "day", "organization"),
        ("Get started with $5 in free credits!", "trial_credit", 5, "USD", None, None),
        ("New users receive $1 of free API credits.", "new_user", 1, "USD", None, "new user"),
        ("The first 1,000 pages are free every month.", "recurring", 1_000, "page", "month", None),
        ("$0.10 / GB-day after 1 GB free per account per month", "recurring", 1, "gigabyte", "month", "account"),
        ("Storage: $0.10 / GB per day (1 GB free)", "permanent", 1, "gigabyte", None, None),
        ("1,500 RPD (free), then $35 / 1,000 prompts", "recurring", 1_500, "request", "day", None),
        ("新用户注册即送 2000万 tokens，有效期30天。", "new_user", 20_000_000, "token", "30 days", "new user"),
        ("每天免费调用100次，超出按量计费", "recurring", 100, "request", "day", None),
        ("搜索插件每月提供2万次免费额度。", "recurring", 20_000, "request", "month", None),
        ("每位用户每月赠送 50 万 tokens", "recurring", 500_000, "token", "month", "每位用户"),
    ],
)
def test_a_sentence_that_gives_something_away(
    text: str, kind: str, amount: int, unit: str, period: str | None, who: str | None
) -> None:
    found = only(markdown(text))
    assert (found.kind, found.amount, found.unit, found.period, found.who) == (kind, amount, unit, period, who)


@pytest.mark.parametrize(
    "text",
    [
        "Are there free tiers or trials?",
        "Feel free to contact us about 100 requests.",
        "充值100元送10元",
        "首次购买赠送100万tokens",
        "最高赠送 1000 元",
        "GLM-9-Flash 免费",
        "Free of charge",
        "限时免费，原价 3 元",
        "$3 / 1M tokens, error-free for 100 hours",
        "Spend $100, get 20 free credits",
    ],
)
def test_a_sentence_that_gives_nothing_away(text: str) -> None:
    assert read_allowances(markdown(text), AT) == ()


@pytest.mark.parametrize(
    ("cell", "amount", "unit", "period"),
    [
        ("50 req/day", 50, "request", "day"),
        ("1M tokens/mo", 1_000_000, "token", "month"),
        ("Up to 500 RPD", 500, "request", "day"),
    ],
)
def test_a_column_of_free_tiers_says_how_often(cell: str, amount: int, unit: str, period: str) -> None:
    found = only(
        table("Model | Input | Free tier", f"gpt-9 | $3 | {cell}", "gpt-9-mini | $1 | Free of charge", "gpt-8 | $1 | -")
    )
    assert (found.kind, found.amount, found.unit, found.period) == ("recurring", amount, unit, period)


def test_two_amounts_in_one_cell_are_not_guessed_between() -> None:
    assert read_allowances(table("模型 | 免费额度", "glm-9 | 输入100万tokens 或 50次"), AT) == ()


def test_the_heading_lends_its_model() -> None:
    found = only(markdown("## Gemini 9 Flash", "", "Free of charge, up to 500 RPD"))
    assert (found.model, found.amount, found.period) == ("Gemini 9 Flash", 500, "day")


@given(
    st.text(alphabet=st.sampled_from("免费赠送每月天100万tokens次$freehours per day") | st.characters(), max_size=120)
)
def test_no_text_brings_it_down(text: str) -> None:
    read_allowances((Sentence(text, Under()),), AT)
