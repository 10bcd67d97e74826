"""A text → the figures it prints, with unit, currency and bound."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.claims.figures import figures
from pipeline.claims.passage import passage_of
from pipeline.claims.printed import Figure
from pipeline.types import Article


def printed(text: str) -> list[Figure]:
    return list(figures(passage_of(Article("", text))))


def said(figure: Figure) -> str:
    unit = f"/{figure.per.normalize():f} {figure.unit}" if figure.unit else ""
    words = (figure.kind, f"{figure.value.normalize():f}", figure.currency, unit, figure.bound)
    return " ".join(word for word in words if word)


def brief(text: str) -> list[str]:
    return [said(each) for each in printed(text) if each.kind != "count"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$0.0145 per 1M tokens", ["money 0.0145 USD /1000000 token"]),
        ("to $5/m input", ["money 5 USD /1000000 token"]),
        ("7.5c/million tokens", ["money 0.075 USD /1000000 token"]),
        ("0.0008元/千tokens", ["money 0.0008 CNY /1000 token"]),
        ("每千tokens 0.02元", ["money 0.02 CNY /1000 token"]),
        ("€3 a month", ["money 3 EUR /1 month"]),
        ("$5/$25 per MTok", ["money 5 USD /1000000 token", "money 25 USD /1000000 token"]),
        ("from $0.20 to $0.40 per million tokens", ["money 0.2 USD /1000000 token", "money 0.4 USD /1000000 token"]),
        ("输入/输出 25/125 美元", ["money 25 USD", "money 125 USD"]),
        ("$40 billion", ["money 40000000000 USD"]),
        ("-$0.9 per million", ["money -0.9 USD /1000000 token"]),
        ("up to 97%", ["percent 97 max"]),
        (">50% lower", ["percent 50 min"]),
        ("about 40 percent", ["percent 40 approx"]),
        ("at half the price", ["ratio 0.5"]),
        ("nearly doubled", ["ratio 2 approx"]),
        ("4x the price", ["ratio 4"]),
        ("a quarter of the cost", ["ratio 0.25"]),
        ("at 0.5x credits", ["money 0.5 CREDIT"]),
        ("now free for all", ["free 0"]),
        ("at no extra cost", ["free 0"]),
    ],
)
def test_figures(text: str, found: list[str]) -> None:
    assert brief(text) == found


@pytest.mark.parametrize(
    "text", ["feel free to try", "free-form text", "ad-free", "royalty-free music", "it will free up memory", "freedom"]
)
def test_not_every_free_is_a_price(text: str) -> None:
    assert brief(text) == []


def test_cents_are_kept_as_printed_beside_the_amount() -> None:
    (figure,) = [each for each in printed("for 7.5c a call") if each.kind == "money"]
    assert (figure.value, figure.coin) == (Decimal("0.075"), Decimal("0.01"))


def test_counts_have_their_nouns() -> None:
    found = [(each.value, each.unit) for each in printed("from 1,000 to 100 daily requests") if each.kind == "count"]
    assert found == [(Decimal(1000), ""), (Decimal(100), "daily requests")]
