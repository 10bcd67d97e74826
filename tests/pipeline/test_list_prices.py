"""The price before is the list price of the price now, however a cell puts the two beside each other."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pipeline.amounts import amounts
from pipeline.read import read

AT = datetime(2026, 11, 24, tzinfo=UTC)
PAGE = """<h1>Pricing</h1><table>
<tr><th>Model</th><th>Input / 1M tokens</th><th>Output / 1M tokens</th></tr>
<tr><td>lumen-2</td><td>{}</td><td>{}</td></tr><tr><td>lumen-1</td><td>{}</td><td>{}</td></tr></table>"""


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("$0.80 (was $1.00)", ""),
        ("$0.80 (was $1.00, until 31 December 2026)", "(until 31 December 2026)"),
        ("$0.80 (limited-time, regular price $1.00)", "(limited-time)"),
        ("$0.80 (regularly $1.00)", ""),
        ("$0.80 (launch offer, normally $1.00, ends soon)", "(launch offer, ends soon)"),
        ("¥0.8（原价 ¥1.0，限时至 2026-12-31）", "(限时至 2026-12-31)"),
        ("0.8 元（限时优惠，原价 1 元）", "(限时优惠)"),
        ("¥0.8 原价 ¥1", ""),
    ],
)
def test_what_it_cost_before_is_the_list_price(cell: str, note: str) -> None:
    (quote,) = amounts(cell.replace("（", "(").replace("）", ")")).quotes
    assert (quote.value, quote.list_value, quote.note) == (Decimal("0.80"), Decimal(1), note)


@pytest.mark.parametrize(
    "cell",
    [
        "$1.00 (was $0.80)",
        "$1.00 (was $0.80, from 1 December 2026)",
        "$0.80 (it was about $1.00 of work)",
        "$0.80 (was $1.00 per image)",
        "¥1 原价 ¥0.8",
    ],
)
def test_no_list_price_is_below_the_price_or_said_of_something_else(cell: str) -> None:
    assert amounts(cell).quotes[0].list_value is None


def test_a_price_for_a_time_is_a_promotion_with_its_end() -> None:
    cells = ("$0.80 (was $1.00, until Dec 31, 2026)", "$2.00", "$3.00", "$4.00")
    sheet = read(PAGE.format(*cells).encode(), media_type="text/html", at=AT)
    (promotion,) = sheet.promotions
    assert (promotion.model, promotion.unit_price, promotion.list_price) == ("lumen-2", Decimal("0.80"), Decimal(1))
    assert promotion.ends_printed == "until Dec 31, 2026"
