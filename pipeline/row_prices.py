"""The prices of one row → each once, with the one that it stands in for as its list price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.columns import Column
from pipeline.offers import Offer
from pipeline.types import Terms


def same_again(one: Offer, made: Sequence[tuple[Column, Offer]], over: bool) -> int | None:
    """Where the same has been said: a cell `over` several columns says it once, whatever each of them adds to it."""
    rate = one.rate
    for place, (_, each) in enumerate(made):
        alike = (each.rate.model, each.rate.meter, each.rate.printed) == (rate.model, rate.meter, rate.printed)
        if alike and (each.rate.terms == rate.terms or (over and each.rate.unit_price == rate.unit_price)):
            return place
    return None


def in_both(one: Offer, other: Offer) -> Offer:
    """The first, under no more than the conditions that hold for both."""
    terms = tuple(term for term in one.rate.terms if term in other.rate.terms)
    return replace(one, header="", rate=replace(one.rate, terms=terms))


def in_one_unit(made: Sequence[tuple[Column, Offer]]) -> list[tuple[Column, Offer]]:
    """The same price for a thousand and for a million tokens is one price: the first counts."""
    units: dict[object, Decimal] = {}
    return [
        (column, each)
        for column, each in made
        if each.rate.per_million is None
        or units.setdefault((_key(each), each.rate.per_million), each.rate.per) == each.rate.per
    ]


def with_former_prices(made: Sequence[tuple[Column, Offer]]) -> list[tuple[Column, Offer]]:
    """A price in a column of old prices is the list price of the one beside it, and no rate of its own."""
    before = {_key(each): each.rate.unit_price for column, each in made if column.former}
    counts = Counter(_key(each) for column, each in made if column.former)
    kept: list[tuple[Column, Offer]] = []
    for column, each in made:
        if not column.former:
            price = before.get(_key(each)) if counts[_key(each)] == 1 else None
            if price and each.rate.list_price is None and price != each.rate.unit_price:
                each = replace(each, rate=replace(each.rate, list_price=price))
            kept.append((column, each))
    return kept


def _key(one: Offer) -> tuple[str, str, Terms]:
    return one.rate.model, one.rate.meter, one.rate.terms


def with_promotions(made: Sequence[tuple[Column, Offer]]) -> list[Offer]:
    """A price in a column of promotions stands in for the one beside it, which becomes its list price."""
    promoted = {_key(each): each for column, each in made if column.label.promotes}
    kept: list[Offer] = []
    replaced: set[int] = set()
    for column, each in made:
        instead = promoted.get(_key(each)) if not column.label.promotes else None
        if instead and instead.rate.unit_price != each.rate.unit_price:
            kept.append(replace(instead, rate=replace(instead.rate, list_price=each.rate.unit_price)))
            replaced.add(id(instead))
        elif not column.label.promotes:
            kept.append(each)
    return kept + [each for column, each in made if column.label.promotes and id(each) not in replaced]
