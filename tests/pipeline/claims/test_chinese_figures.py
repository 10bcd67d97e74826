"""Figures as Chinese spells them → their values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.claims.chinese_figures import chinese_figures, number

NUMBERS = [
    ("25", "25"),
    ("1,000", "1000"),
    ("十", "10"),
    ("二十五", "25"),
    ("两百万", "2000000"),
    ("三千五百", "3500"),
    ("百万", "1000000"),
]


@pytest.mark.parametrize(("printed", "value"), NUMBERS)
def test_numbers_in_words_are_numbers(printed: str, value: str) -> None:
    assert number(printed) == Decimal(value)


RATIOS = [
    ("2.5 折", "0.25"), ("五折", "0.5"), ("88 折", "0.88"), ("七五折", "0.75"), ("半价", "0.5"), ("三分之二", "0.6667"),
    ("1/4", "0.25"), ("5 倍", "5"), ("上调一倍", "2"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "value"), RATIOS)
def test_ratios_are_what_is_left_of_the_price(printed: str, value: str) -> None:
    assert [figure.value for figure in chinese_figures(printed) if figure.kind == "ratio"] == [Decimal(value)]


@pytest.mark.parametrize("text", ["折叠屏", "打折", "2026/5", "降 9 成本"])
def test_what_looks_like_a_ratio_is_none(text: str) -> None:
    assert [figure for figure in chinese_figures(text) if figure.kind in ("ratio", "percent")] == []


def test_tenths_off_are_percents() -> None:
    assert [(figure.kind, figure.value) for figure in chinese_figures("价格降了 9 成")] == [("percent", Decimal(90))]


MONEY = [
    ("三百万tokens只需两元", "2", "CNY", "3000000"), ("0.8厘/千tokens", "0.0008", "CNY", "1000"),
    ("只要 0.2 刀", "0.2", "USD", "1"),
    ("每百万 tokens 1.5   美元", "1.5", "USD", "1000000"), ("五毛", "0.5", "CNY", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "currency", "per"), MONEY)
def test_amounts_in_words_have_a_currency_and_the_tokens_they_are_for(
    text: str, value: str, currency: str, per: str
) -> None:
    (figure,) = (figure for figure in chinese_figures(text) if figure.kind == "money")
    assert (figure.value, figure.currency, figure.per) == (Decimal(value), currency, Decimal(per))
