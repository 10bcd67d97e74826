"""Every watched vendor with prices has a test page of our own making, and the reader reads it whole.

A folder tests/pages/<vendor>/ holds page.html, page.md or page.json; page.toml (url, media_type, at); expected.json,
written by hand from what the page prints: `rates` with model, meter, terms, state and, where there is a number,
unit_price, currency, per, unit and (struck) list_price.
"""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.read import read
from pipeline.types import Page, PageKind, Rate, Sheet, State
from spiders.declarations import packaged_catalogue

PAGES = Path(__file__).with_name("pages")
CATALOGUE = packaged_catalogue()

NOT_YET: dict[str, str] = {
    "alibaba": "a column named 模式 is kept as printed instead of being understood as thinking on, off or both",
    "anthropic": "a remark in brackets after a model's name is taken for a part of the name",
    "baidu": "the column of campaign prices beside the list prices is not read",
    "bedrock": "(batch) in two headers of four is taken for all four; the region in the paragraph above is not read",
    "cerebras": "a badge glued to a model's name is taken for a part of the name",
    "cohere": "cards are not read",
    "fireworks": "two prices with their meters in one cell are crossed; a table of GPU hours is not read",
    "google": "of two models the second loses its plan, where both tiers have one price each",
    "groq": "two prices with their meters in one cell are crossed",
    "midjourney": "an annual price is taken for a monthly one",
    "modelmesh": "cards are not read",
    "novita": "/Mt is not understood",
    "openai": "short and long context as a header over headers is not understood",
    "perplexity": "citation tokens are not known as a meter",
    "tinfoil": "a cell that spans input and output is read as two rates",
    "together": "a table made of list items is not read",
    "venice": "a column of context limits is taken for the unit of the price",
    "vertex": "text output with a remark in brackets is taken for input",
    "volcengine": "^^, the row span of Markdown at this vendor, is taken for a model's name",
}
"""Vendor → why its page is not read whole yet. An entry that has become wrong fails the test."""


def vendors_with_prices() -> set[str]:
    priced = (PageKind.PRICING, PageKind.API)
    return {page.vendor for page in CATALOGUE.pages if page.kind in priced}


def folders() -> list[str]:
    return sorted(folder.name for folder in PAGES.iterdir() if folder.is_dir())


def page_of(vendor: str) -> Page:
    return CATALOGUE.page_for(about(vendor)["url"])


def about(vendor: str) -> dict[str, Any]:
    return tomllib.loads((PAGES / vendor / "page.toml").read_text(encoding="utf-8"))


def sheet_of(vendor: str) -> Sheet:
    (body,) = (path for path in (PAGES / vendor).iterdir() if path.stem == "page" and path.suffix != ".toml")
    facts, page = about(vendor), page_of(vendor)
    media_type = facts["media_type"]
    return read(body.read_bytes(), url=facts["url"], media_type=media_type, hints=page.hints, at=facts["at"])


def expected_of(vendor: str) -> list[str]:
    expected = json.loads((PAGES / vendor / "expected.json").read_text(encoding="utf-8"))
    return sorted(line(**rate) for rate in expected["rates"])


def line(
    model: str,
    meter: str,
    terms: dict[str, str],
    state: str,
    unit_price: str | None = None,
    currency: str | None = None,
    per: str | None = None,
    unit: str | None = None,
    list_price: str | None = None,
) -> str:
    """A rate on one line, so that a difference is read at a glance."""
    words = [model, meter, *(f"{name}={terms[name]}" for name in sorted(terms)), state]
    if unit_price is not None and per is not None:
        words.append(f"{plain(unit_price)} {currency} per {plain(per)} {unit}")
    if list_price is not None:
        words.append(f"instead of {plain(list_price)}")
    return " | ".join(words)


def plain(number: str) -> str:
    return f"{Decimal(number).normalize():f}"


def line_of(rate: Rate) -> str:
    if rate.state is not State.PRICED:
        return line(rate.model, rate.meter, dict(rate.terms), rate.state)
    return line(
        model=rate.model,
        meter=rate.meter,
        terms=dict(rate.terms),
        state=rate.state,
        unit_price=str(rate.unit_price),
        currency=rate.currency,
        per=str(rate.per),
        unit=rate.unit,
        list_price=None if rate.list_price is None else str(rate.list_price),
    )


def test_every_vendor_with_prices_has_a_test_page() -> None:
    assert vendors_with_prices() - set(folders()) == set()


def test_every_test_page_is_of_a_declared_page_of_its_vendor() -> None:
    declared = {page.id for page in CATALOGUE.pages}
    assert [vendor for vendor in folders() if page_of(vendor).vendor != vendor] == []
    assert [vendor for vendor in folders() if page_of(vendor).id not in declared] == []


@pytest.mark.parametrize("vendor", folders())
def test_the_page_is_read_whole_and_nothing_is_read_into_it(vendor: str, request: pytest.FixtureRequest) -> None:
    if vendor in NOT_YET:
        request.applymarker(pytest.mark.xfail(reason=NOT_YET[vendor], strict=True))
    assert sorted(map(line_of, sheet_of(vendor).rates)) == expected_of(vendor)


def test_no_page_is_waited_for_that_is_not_there() -> None:
    assert set(NOT_YET) - set(folders()) == set()
