"""Rows of the rates into the list prices that a price map may tell, and how many it may not, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from pipeline.types import Rate, State
from storage.answers import PriceRow

Key = TypeVar("Key")
DOLLARS = "USD"


@dataclass(slots=True)
class LeftOut:
    """How many rates a map leaves out, by reason."""

    reasons: Counter[str] = field(default_factory=Counter)

    def told(self) -> str:
        """`currency=12, terms=3`; `none` where the map has every rate."""
        return ", ".join(f"{reason}={number}" for reason, number in sorted(self.reasons.items()) if number) or "none"


def list_price(rate: Rate) -> Decimal | None:
    """For `per` units, never a promotion's; 0 only for what is free; None where the page prints no number."""
    if rate.state is State.FREE:
        return Decimal(0)
    return rate.list_unit_price if rate.state is State.PRICED else None


def each(price: Decimal, per: Decimal) -> Decimal | None:
    """The price of one unit; None where it would have to be rounded."""
    one = price / per
    return one.normalize() + 0 if one * per == price else None


@dataclass(frozen=True, slots=True)
class Offered:
    """A list price in US dollars for one token."""

    row: PriceRow
    price: Decimal
    terms: Mapping[str, str]
    """Without those that every map takes for granted: the plan of those who pay; up to a bound, where the same price
    is told for beyond it."""


def in_dollars(rows: Iterable[PriceRow], left_out: LeftOut) -> list[Offered]:
    """The rows whose list price is in US dollars a token; the rest is counted."""
    priced = _priced(rows, left_out)
    beyond = {
        (_subject(row), bound[1:]) for row, _ in priced if (bound := dict(row.terms).get("context", ""))[:1] == ">"
    }
    return [Offered(row, price, _terms(row, beyond)) for row, price in priced]


def _terms(row: PriceRow, beyond: Container[tuple[Hashable, str]]) -> dict[str, str]:
    terms = {name: value for name, value in row.terms if (name, value) != ("plan", "paid")}
    bound = terms.get("context", "")
    if bound.startswith("<=") and (_subject(row), bound[2:]) in beyond:
        del terms["context"]
    return terms


def _subject(row: PriceRow) -> Hashable:
    """What a price beyond a bound and one up to it have in common."""
    return row.page, row.model, row.meter, tuple(pair for pair in row.terms if pair[0] != "context")


def _priced(rows: Iterable[PriceRow], left_out: LeftOut) -> list[tuple[PriceRow, Decimal]]:
    found = []
    for row in rows:
        price = list_price(row.rate)
        one = None if price is None else each(price, row.per)
        why = _why_left_out(row, price, one)
        if one is None or why:
            left_out.reasons[why] += 1
        else:
            found.append((row, one))
    return found


def _why_left_out(row: PriceRow, price: Decimal | None, one: Decimal | None) -> str:
    """Empty for a price in US dollars a token; what is free has no currency."""
    if price is None:
        return "unpriced"
    if price and row.currency != DOLLARS:
        return "currency"
    if row.unit != "token":
        return "unit"
    return "inexact" if one is None else ""


def undisputed(said: Iterable[tuple[Key, Decimal]], left_out: LeftOut) -> dict[Key, Decimal]:
    """One price for each key; where a vendor's pages contradict each other, none."""
    prices: dict[Key, set[Decimal]] = {}
    for key, price in said:
        prices.setdefault(key, set()).add(price)
    left_out.reasons["contradicted"] += sum(len(found) for found in prices.values() if len(found) > 1)
    return {key: found.pop() for key, found in prices.items() if len(found) == 1}


def short_name(row: PriceRow) -> str:
    """The model's own part of its id, which other tools know it by; else its printed name."""
    return row.model_id.partition("/")[2] if row.model_id and "/" in row.model_id else row.model
