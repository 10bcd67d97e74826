"""A folder with a test page → what is read there, and what should be, each rate on one line so that a difference shows.

The folder holds page.html, page.md or page.json; page.toml (url, media_type, at); and expected.json, written by hand
from what the page prints: `rates` with model, meter, terms, state and, where there is a number, unit_price, currency,
per, unit and (struck) list_price.
"""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.read import read
from pipeline.types import Page, Rate, State
from spiders.declarations import Catalogue


def page_of(folder: Path, catalogue: Catalogue) -> Page:
    """The page that the folder's page.toml names."""
    return catalogue.page_for(_about(folder)["url"])


def lines_read(folder: Path, catalogue: Catalogue) -> list[str]:
    """The rates that the reader finds on the page, with the hints of its declaration."""
    (file,) = (path for path in folder.iterdir() if path.stem == "page" and path.suffix != ".toml")
    about = _about(folder)
    hints = page_of(folder, catalogue).hints
    sheet = read(file.read_bytes(), url=about["url"], media_type=about["media_type"], hints=hints, at=about["at"])
    return sorted(map(_line_of, sheet.rates))


def lines_expected(folder: Path) -> list[str]:
    """The rates of expected.json."""
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return sorted(_line(**rate) for rate in expected["rates"])


def _about(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "page.toml").read_text(encoding="utf-8"))


def _line(
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
    words = [model, meter, *(f"{name}={terms[name]}" for name in sorted(terms)), state]
    if state == State.PRICED:
        words.append(f"{_plain(unit_price)} {currency} per {_plain(per)} {unit}")
    if list_price is not None:
        words.append(f"instead of {_plain(list_price)}")
    return " | ".join(words)


def _line_of(rate: Rate) -> str:
    if rate.state is not State.PRICED:
        return _line(rate.model, rate.meter, dict(rate.terms), rate.state)
    return _line(
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


def _plain(number: str | None) -> str:
    return "no number" if number is None else f"{Decimal(number).normalize():f}"
