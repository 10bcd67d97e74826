"""Models that went and models that came on one page → those that are one model under a new name.

Likeness of names alone never makes a rename: the prices must be the same, meter for meter, of one candidate.
"""

from __future__ import annotations

import re
from collections.abc import Hashable

from pipeline.match import folded, per_unit
from pipeline.types import Change, EventKind, Rate, State


def renames(gone: list[list[Rate]], came: list[list[Rate]]) -> tuple[list[Change], list[list[Rate]], list[list[Rate]]]:
    """(renames, models that really came, models that really went); each model is a list of its rates."""
    by_prices: dict[Hashable, list[list[Rate]]] = {}
    for rates in gone:
        if any(rate.state is State.PRICED for rate in rates):
            by_prices.setdefault(_prices(rates), []).append(rates)
    changes, new = [], []
    taken: set[int] = set()
    for rates in came:
        likely = [g for g in by_prices.get(_prices(rates), []) if _close(g[0].model, rates[0].model)]
        if len(likely) == 1 and id(likely[0]) not in taken:
            taken.add(id(likely[0]))
            changes.append(_renamed(likely[0], rates))
        else:
            new.append(rates)
    return changes, new, [rates for rates in gone if id(rates) not in taken]


def _prices(rates: list[Rate]) -> Hashable:
    return frozenset((rate.meter, rate.terms, rate.state, per_unit(rate), rate.currency) for rate in rates)


def _close(one: str, other: str) -> bool:
    """Most of the words of the shorter name are in the longer one, the vendor's prefix left out of account."""
    left, right = _words(one), _words(other)
    if not left or not right:
        return False
    return len(left & right) * 3 >= min(len(left), len(right)) * 2


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+|\d+", folded(name.rsplit("/", 1)[-1])))


def _renamed(old: list[Rate], new: list[Rate]) -> Change:
    detail = {"old_name": old[0].model, "new_name": new[0].model}
    return Change(EventKind.MODEL_RENAMED, new[0].model, model_id=new[0].model_id, detail=detail)
