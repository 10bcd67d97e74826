"""Prices in words are exact, in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.types import Rate, State
from publish.money import Lang, digits, money, per_words, price, size, span
from tests.publish.events_of import dollars, unpriced, yuan


@pytest.mark.parametrize(
    ("amount", "currency", "en", "zh"),
    [
        ("0.6", "USD", "$0.60", "0.60 美元"),
        ("0.60", "USD", "$0.60", "0.60 美元"),
        ("5", "USD", "$5", "5 美元"),
        ("5.00", "USD", "$5", "5 美元"),
        ("2.5", "USD", "$2.50", "2.50 美元"),
        ("0.125", "USD", "$0.125", "0.125 美元"),
        ("0.0000145", "USD", "$0.0000145", "0.0000145 美元"),
        ("0.000000000000000001", "USD", "$0.000000000000000001", "0.000000000000000001 美元"),
        ("0.8", "CNY", "¥0.8", "0.8 元"),
        ("0.0005", "CNY", "¥0.0005", "0.0005 元"),
        ("12.50", "CNY", "¥12.5", "12.5 元"),
        ("12000", "CNY", "¥12,000", "12,000 元"),
        ("1E+3", "EUR", "€1,000", "1,000 欧元"),
        ("30", "JPY", "JP¥30", "30 日元"),
        ("3", "ZCU", "3 ZCU", "3 ZCU"),
        ("3", None, "3", "3"),
        ("-0.5", "USD", "-$0.50", "-0.50 美元"),
    ],
)
def test_an_amount_is_written_as_people_write_its_currency(amount: str, currency: str | None, en: str, zh: str) -> None:
    assert money(Decimal(amount), currency, "en") == en
    assert money(Decimal(amount), currency, "zh") == zh


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**9, places=18))
def test_no_price_is_ever_rounded(amount: Decimal) -> None:
    for currency in ("USD", "CNY", "ZCU"):
        assert Decimal(digits(amount, currency).replace(",", "")) == amount


@pytest.mark.parametrize(
    ("per", "unit", "en", "zh"),
    [
        ("1000000", "token", "1M tokens", "百万 tokens"),
        ("1000", "token", "1K tokens", "千 tokens"),
        ("10000", "token", "10,000 tokens", "万 tokens"),
        ("1", "token", "token", "token"),
        ("500000", "token", "500,000 tokens", "500,000 tokens"),
        ("10000", "character", "10,000 characters", "万字符"),
        ("1", "image", "image", "张"),
        ("1000", "image", "1,000 images", "千张"),
        ("100", "image", "100 images", "100 张"),
        ("1", "gb_day", "GB per day", "GB·天"),
        ("1000000", "token_hour", "1M tokens per hour", "百万 tokens·小时"),
        ("1", "seat_month", "seat per month", "席位·月"),
        ("1", "gpu_hour", "GPU hour", "GPU·小时"),
        ("1", "blue_moon", "blue moon", "blue moon"),
    ],
)
def test_a_unit_is_named_in_both_languages(per: str, unit: str, en: str, zh: str) -> None:
    assert per_words(Decimal(per), unit, "en") == en
    assert per_words(Decimal(per), unit, "zh") == zh


def test_a_rate_is_said_with_its_unit() -> None:
    assert price(dollars("0.60"), "en") == "$0.60 per 1M tokens"
    assert price(yuan("0.0005"), "zh") == "0.0005 元/千 tokens"
    image = Rate("seedream", "image", unit_price=Decimal("0.2"), currency="CNY", unit="image")
    assert price(image, "zh") == "0.2 元/张"
    assert price(image, "en") == "¥0.2 per image"


def test_a_price_for_one_token_is_said_for_a_million() -> None:
    assert price(dollars("0.00000027", per="1"), "en") == "$0.27 per 1M tokens"
    image = Rate("m", "image", unit_price=Decimal("0.00000025"), currency="USD", unit="image_token")
    assert price(image, "zh") == "0.25 美元/百万图片 tokens"


@pytest.mark.parametrize("state", [state for state in State if state is not State.PRICED])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_state_without_a_number_is_never_said_as_zero(state: State, lang: Lang) -> None:
    words = price(unpriced(state), lang)
    assert words
    assert not any(char.isdigit() for char in words)


def test_a_priced_rate_without_a_number_is_said_as_not_stated() -> None:
    assert price(Rate("m", "input"), "en") == "not stated"


def test_two_prices_name_their_unit_once() -> None:
    assert span(dollars("0.66"), dollars("0.60"), "en") == "$0.66 → $0.60 per 1M tokens"
    assert span(dollars("0.66"), dollars("0.60"), "zh") == "0.66 → 0.60 美元/百万 tokens"
    assert span(yuan("0.02"), yuan("0.0005"), "en") == "¥0.02 → ¥0.0005 per 1K tokens"


def test_two_prices_of_different_size_are_brought_to_one_unit_exactly() -> None:
    assert span(yuan("0.004"), yuan("4", per="1000000"), "en") == "¥4 → ¥4 per 1M tokens"
    assert span(dollars("0.00000027", per="1"), dollars("0.3"), "en") == "$0.27 → $0.30 per 1M tokens"


def test_two_prices_that_cannot_be_compared_keep_their_own_words() -> None:
    image = Rate("m", "image", unit_price=Decimal(2), currency="USD", unit="image")
    assert span(dollars("1"), image, "en") == "$1 per 1M tokens → $2 per image"
    assert span(dollars("1"), unpriced(State.FREE), "en") == "$1 per 1M tokens → free"
    assert span(yuan("1"), dollars("2", per="1000"), "zh") == "1 元 → 2 美元/千 tokens"


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        ("-9.0909", "9 %"),
        ("-97.5", "97.5 %"),
        ("-99.3333", "99.3 %"),
        ("-99.96", "99.96 %"),
        ("0.04", "0.04 %"),
        ("900", "900 %"),
        ("1234.5", "1,234.5 %"),
        ("-50", "50 %"),
    ],
)
def test_a_move_has_a_size_that_is_never_rounded_to_all_or_nothing(percent: str, words: str) -> None:
    assert size(Decimal(percent), "en") == words
    assert size(Decimal(percent), "zh") == words.replace(" ", "")
