"""The history of a model's rates into charts of steps: one for each meter, currency and unit, a line for each offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from typing import Any

from pipeline.about import folded
from pipeline.types import MILLION, State, Vendor
from publish.money import NAMES_ZH, TOKENS, Lang, per_words
from publish.naming import meter_words, terms_words, vendor_name
from publish.plain import plain
from publish.site.offers import Offered, by_meter, offered
from publish.site.words.catalogue import MODEL
from publish.vocabulary import PHRASES
from storage.answers import PriceRow

MOST_LINES = 12
"""In one chart; the table beside it has all."""
_EXACT = Context(prec=40)
_Key = tuple[str, str, str]
"""Meter, currency and unit."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart with the table that says the same."""

    id: str
    title: str
    unit: str
    data: Mapping[str, Any]
    """For the script that draws it: numbers as text, times in seconds."""
    note: str
    """That not all lines are drawn; empty where they are."""
    rows: tuple[Offered, ...]

    @property
    def is_drawn(self) -> bool:
        return bool(self.data["series"])


def charts(rows: Iterable[PriceRow], vendors: Mapping[str, Vendor], now: datetime, lang: Lang) -> tuple[Chart, ...]:
    """By meter; rates of a meter that never had a number share one chart without a line."""
    grouped: dict[_Key, list[PriceRow]] = {}
    for row in sorted(rows, key=lambda row: (by_meter(row)[1:], row.vendor, row.model, row.valid_from)):
        grouped.setdefault((row.meter, row.currency or "", row.unit), []).append(row)
    _give_the_free_a_place(grouped)
    return tuple(
        _chart(number, key, group, vendors, now, lang) for number, (key, group) in enumerate(grouped.items(), start=1)
    )


def _give_the_free_a_place(grouped: dict[_Key, list[PriceRow]]) -> None:
    """Free, bundled or on request: without a currency. Such spans belong to the line that has one."""
    for key in [key for key in grouped if not key[1]]:
        other = next((one for one in grouped if one[0] == key[0] and one[1]), None)
        if other is not None:
            moved = grouped.pop(key)
            grouped[other] = sorted([*grouped[other], *moved], key=lambda row: (_line(row), row.valid_from))


def _chart(
    number: int, key: _Key, rows: list[PriceRow], vendors: Mapping[str, Vendor], now: datetime, lang: Lang
) -> Chart:
    meter, currency, unit = key
    lines: dict[tuple[str, ...], list[PriceRow]] = {}
    for row in rows:
        lines.setdefault(_line(row), []).append(row)
    numbered = [line for line in lines.values() if any(row.unit_price is not None for row in line)]
    models = len({folded(row.model) for row in rows}) > 1
    series = [_series(line, models, vendors, now, lang) for line in numbered[:MOST_LINES]]
    money = NAMES_ZH.get(currency, currency) if lang == "zh" else currency
    per = per_words(MILLION if unit in TOKENS else Decimal(1), unit, lang)
    note = MODEL["shown of"][lang].format(shown=MOST_LINES, all=len(numbered)) if len(numbered) > MOST_LINES else ""
    return Chart(
        id=f"chart-{number}",
        title=meter_words(meter, lang),
        unit=MODEL["per unit"][lang].format(currency=plain(money, 12), unit=per) if currency else "",
        data={"series": series, "until": _seconds(now), "time": MODEL["time"][lang]},
        note=note,
        rows=tuple(offered(row, vendors, lang) for row in rows),
    )


def _series(
    rows: list[PriceRow], with_model: bool, vendors: Mapping[str, Vendor], now: datetime, lang: Lang
) -> dict[str, Any]:
    first = rows[0]
    named = [vendor_name(first.vendor, vendors, lang), plain(first.model, 60) if with_model else ""]
    label = PHRASES["comma"][lang].join(filter(None, (*named, terms_words(first.terms, lang))))
    points: list[tuple[int, str | None]] = []
    for row in rows:
        if points and points[-1][0] == _seconds(row.valid_from):
            points.pop()
        points.append((_seconds(row.valid_from), _number(row)))
        points.append((_seconds(row.valid_to or now), None if row.valid_to else _number(row)))
    return {"label": label, "points": points}


def _line(row: PriceRow) -> tuple[str, ...]:
    return row.vendor, row.page, row.model, str(row.terms)


def _number(row: PriceRow) -> str | None:
    """For a million tokens, or for one of any other unit; free is 0, and what has no number has none."""
    if row.state is State.FREE:
        return "0"
    if row.unit_price is None or row.state is not State.PRICED:
        return None
    per = MILLION if row.unit in TOKENS else Decimal(1)
    return f"{_EXACT.normalize(_EXACT.divide(_EXACT.multiply(row.unit_price, per), row.per)):f}"


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
