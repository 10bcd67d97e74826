"""Numbers in tables that are no prices: limits, speeds, sizes, what was asked before, what others ask, examples."""

from __future__ import annotations

import pytest

from pipeline.read import read
from tests.pipeline.said import lines, read_lines, table

RATES = ["wren-1 | input | 1 USD / 1M token", "wren-1 | output | 4 USD / 1M token"]


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Requests / min", "30"), ("Tokens per second", "120"), ("Context (tokens)", "128,000"), ("VRAM (GB)", "24"),
        ("Downloads per month", "2,300,000"), ("Frames per second", "24"), ("Output tokens per second", "83.4"),
        ("Images per $1", "$370"), ("Input tokens", "1000"), ("每分钟请求数", "60"), ("每秒帧数", "24"),
        ("Average price per 1M tokens", "$9"), ("竞品价格", "$9"), ("Est. monthly cost", "$120"),
    ],
)  # fmt: skip
def test_a_bare_number_or_an_estimate_beside_prices_is_no_price(header: str, cell: str) -> None:
    assert read_lines(table(f"Model | {header} | Input | Output", f"wren-1 | {cell} | $1/M | $4/M")) == RATES


def test_limits_of_plans_are_no_prices() -> None:
    page = table(
        "Feature | Basic | Premium",
        "Monthly price | $9 | $29",
        "Messages per day | 20 | 500",
        "Images per month | 50 | 1000",
    )
    assert read_lines(page) == [
        "Basic | subscription | 9 USD / month | billing=monthly",
        "Premium | subscription | 29 USD / month | billing=monthly",
    ]


def test_an_old_price_is_the_list_price_of_the_one_now() -> None:
    page = table("Model | Input | Output | Old price (in / out)", "wren-1 | $1/M | $4/M | $2/M / $8/M")
    assert read_lines(page) == [
        "wren-1 | input | 1 USD (list 2) / 1M token",
        "wren-1 | output | 4 USD (list 8) / 1M token",
    ]


def test_beside_our_price_another_is_somebody_elses() -> None:
    page = table("Model | Our price (input/1M) | Market price (input/1M)", "wren-1 | $1 | $3")
    assert read_lines(page) == RATES[:1]


@pytest.mark.parametrize("heading", ["Example costs", "Compare with competitors", "费用估算", "Usage scenarios"])
def test_a_table_of_examples_or_of_others_prices_gives_no_rates(heading: str) -> None:
    page = table("Model | Input | Output", "wren-1 | $1/M | $4/M", before=f"<h2>{heading}</h2>")
    assert read_lines(page) == []


def test_a_price_that_nobody_asks_for_tokens_is_refused() -> None:
    sheet = read(table("Model | Input | Output", "wren-1 | $1/M | $4 per token").encode(), media_type="text/html")
    assert (lines(sheet), sheet.refused) == (RATES[:1], ("table 1, row 2, column 3: $4 per token",))
