"""Pairs the rates of two sheets: which old rate and which new rate are the same rate.

A rate's key is its model, meter, terms, currency and unit. Keys are tried from strict to loose, and each rate is paired
once: so casing, row order or a re-worded condition never look like a price that went and another that came.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache

from pipeline.types import Rate, State, Terms

Key = Callable[[Rate], Hashable]

_SIGNIFICANT = Context(prec=12)
"""Digits in which prices differ; JSON prices computed in binary carry noise behind them (0.00000025000000000000005)."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """The outcome of pairing two sheets' rates. A rate that is equal on both sides is in none of the three."""

    moved: tuple[tuple[Rate, Rate], ...]
    """Same rate, another price, state or list price."""
    gone: tuple[Rate, ...]
    came: tuple[Rate, ...]
    rekeyed: tuple[tuple[Rate, Rate], ...] = ()
    """Same price under terms that were re-worded, gained or lost."""


@lru_cache(maxsize=65_536)
def folded(name: str) -> str:
    """A printed name without what printing varies: case, width, dashes, spaces."""
    return re.sub(r"[\s_\-‐-―·]+", "-", unicodedata.normalize("NFKC", name).casefold()).strip("-")


def per_unit(rate: Rate) -> Decimal | None:
    """The price asked for one unit: 4 元/百万 and 0.004 元/千 are the same."""
    return None if rate.unit_price is None else _SIGNIFICANT.divide(rate.unit_price, rate.per)


def list_per_unit(rate: Rate) -> Decimal | None:
    """The list price of one unit, struck or not."""
    price = rate.list_unit_price
    return None if price is None else _SIGNIFICANT.divide(price, rate.per)


def price_of(rate: Rate) -> tuple[State, Decimal | None, Decimal | None]:
    """What a reader would call the price; equal for rates that only print it otherwise."""
    return rate.state, per_unit(rate), list_per_unit(rate)


def pair(old: Sequence[Rate], new: Sequence[Rate]) -> Pairing:
    """Pair the rates of two sheets, each rate once; the order of rows decides nothing where keys are unique."""
    left, right = (sorted(rates, key=_canonical) for rates in _without_equal(old, new))
    moved: list[tuple[Rate, Rate]] = []
    rekeyed: list[tuple[Rate, Rate]] = []
    for key in (_strict, _loose, _without_unit, _by_condition):
        left, right = _pair_by(key, left, right, moved)
    left, right = _pair_terms(left, right, moved, rekeyed)
    return Pairing(
        tuple(sorted((p for p in moved if price_of(p[0]) != price_of(p[1])), key=_place)),
        tuple(left),
        tuple(right),
        tuple(rekeyed),
    )


def _canonical(rate: Rate) -> tuple[str, str, Terms, str, Decimal, str]:
    """An order that the page's rows have no part in, so that a choice between equals is always the same one."""
    return rate.model, rate.meter, rate.terms, rate.state, per_unit(rate) or Decimal(-1), rate.locator


def _strict(rate: Rate) -> Hashable:
    return rate.model, rate.meter, rate.terms, rate.currency, rate.unit


def _loose(rate: Rate) -> Hashable:
    return folded(rate.model), rate.meter, _folded_terms(rate), rate.currency, rate.unit


def _without_unit(rate: Rate) -> Hashable:
    """A free or unpriced rate often prints neither currency nor unit."""
    return folded(rate.model), rate.meter, _folded_terms(rate)


SOFT = frozenset({"version", "section", "column", "status"})
"""Terms that say where a rate stands or which build is served, not under which condition it holds."""


def _by_condition(rate: Rate) -> Hashable:
    """A new build under the same name, or a heading that was re-worded, is the same rate."""
    hard = tuple((name, folded(value)) for name, value in rate.terms if name not in SOFT)
    return folded(rate.model), rate.meter, hard, rate.currency, rate.unit


def _folded_terms(rate: Rate) -> Hashable:
    return tuple((name, folded(value)) for name, value in rate.terms)


def _place(moved: tuple[Rate, Rate]) -> tuple[str, str, Terms]:
    return moved[1].model, moved[1].meter, moved[1].terms


def _without_equal(old: Sequence[Rate], new: Sequence[Rate]) -> tuple[list[Rate], list[Rate]]:
    """Both sides less the rates that stand unchanged on both, the bulk of any page."""
    waiting: dict[Hashable, list[Rate]] = {}
    for rate in old:
        waiting.setdefault((_strict(rate), rate.state, rate.unit_price, rate.per, rate.list_price), []).append(rate)
    right = []
    for rate in new:
        same = waiting.get((_strict(rate), rate.state, rate.unit_price, rate.per, rate.list_price))
        if same:
            same.pop()
        else:
            right.append(rate)
    return [rate for rates in waiting.values() for rate in rates], right


def _by(key: Key, rates: Iterable[Rate]) -> dict[Hashable, list[Rate]]:
    groups: dict[Hashable, list[Rate]] = {}
    for rate in rates:
        groups.setdefault(key(rate), []).append(rate)
    return groups


def _pair_by(
    key: Key, old: list[Rate], new: list[Rate], moved: list[tuple[Rate, Rate]]
) -> tuple[list[Rate], list[Rate]]:
    """Pair rates of one key: equal prices first, then by rising price, so that the order of rows does not matter."""
    groups = _by(key, old)
    came = _by(key, new)
    gone = [rate for k, rates in groups.items() if k not in came for rate in rates]
    left_over = []
    for k, right in came.items():
        left = groups.get(k, [])
        if key is _without_unit and not _one_is_unpriced(left, right):
            gone += left
            left_over += right
            continue
        pairs, left, right = _pair_group(left, right)
        moved += pairs
        gone += left
        left_over += right
    return gone, left_over


def _one_is_unpriced(left: list[Rate], right: list[Rate]) -> bool:
    """One rate on each side, of which at least one has no price, and so perhaps no unit."""
    return len(left) == len(right) == 1 and not (left[0].state is right[0].state is State.PRICED)


def _pair_group(left: list[Rate], right: list[Rate]) -> tuple[list[tuple[Rate, Rate]], list[Rate], list[Rate]]:
    pairs = []
    for rate in list(right):
        same = next((other for other in left if price_of(other) == price_of(rate)), None)
        if same is not None:
            pairs.append((same, rate))
            left = [other for other in left if other is not same]
            right = [other for other in right if other is not rate]
    if len(left) == len(right):
        return [*pairs, *zip(_rising(left), _rising(right), strict=True)], [], []
    return pairs, left, right


def _rising(rates: list[Rate]) -> list[Rate]:
    return sorted(rates, key=lambda rate: (per_unit(rate) or Decimal(-1), rate.locator))


def _pair_terms(
    old: list[Rate], new: list[Rate], moved: list[tuple[Rate, Rate]], rekeyed: list[tuple[Rate, Rate]]
) -> tuple[list[Rate], list[Rate]]:
    """Rates of one model and meter whose terms differ: the same price is the same rate, re-keyed in silence;
    one rate on each side, with terms of which one contains the other, is a price that moved."""

    def key(rate: Rate) -> Hashable:
        return folded(rate.model), rate.meter, rate.currency, rate.unit

    groups = _by(key, old)
    came = _by(key, new)
    gone = [rate for k, rates in groups.items() if k not in came for rate in rates]
    left_over = []
    for k, right in came.items():
        left = groups.get(k, [])
        for rate in list(right):
            same = next((other for other in left if price_of(other) == price_of(rate)), None)
            if same is not None:
                rekeyed.append((same, rate))
                left = [other for other in left if other is not same]
                right = [other for other in right if other is not rate]
        if len(left) == len(right) == 1 and _nested(left[0], right[0]):
            moved.append((left[0], right[0]))
        else:
            gone += left
            left_over += right
    return gone, left_over


def _nested(one: Rate, other: Rate) -> bool:
    return set(one.terms) <= set(other.terms) or set(other.terms) <= set(one.terms)
