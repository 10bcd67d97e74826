"""The numbers of two claims → whether they agree, say nothing of each other, or speak against each other."""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum
from typing import Final

from pipeline.stories.told import Figures

ROUNDING: Final = Decimal("1.5")
"""Points of percent that rounding explains: 97 said of 97.5."""
ROUGHLY: Final = Decimal(5)
"""Points of percent that "about" and "almost doubled" explain."""
OVER: Final = Decimal(10)
"""Points of percent that "over" leaves room for: nobody says "over 7 %" of 55."""
BLEND: Final = Decimal(4)
"""A price without a meter may be a blend of input and output, up to so many times the input price."""


class Agreement(IntEnum):
    """How the figures of two claims stand."""

    CONTRADICTION = 0
    """Another number for the same meter."""
    DISPUTE = 1
    """Another number where at least one of them names no meter."""
    SILENCE = 2
    """Nothing to compare."""
    FREE = 3
    """Both say free, and no number."""
    AGREEMENT = 4
    """The same number."""
    TWICE = 5
    """The same number before and after."""


def agreement(one: Figures, two: Figures) -> Agreement:
    """How two claims about the same thing stand by their figures."""
    if one.free and two.free:
        return Agreement.FREE
    by_price = _by_price(one, two)
    by_percent = _by_percent(one, two)
    if Agreement.CONTRADICTION in (by_price, by_percent):
        return Agreement.CONTRADICTION
    if by_price >= Agreement.AGREEMENT:
        return by_price
    if by_percent is Agreement.AGREEMENT and by_price is not Agreement.DISPUTE:
        return by_percent
    return min(by_price, by_percent)


def crossed(one: Figures, two: Figures) -> bool:
    """Whether two claims give the very same price to two meters: one of the articles has mixed them up."""
    if one.price is None or two.price is None or not one.meter or not two.meter:
        return False
    return one.meter != two.meter and one.price == two.price and _same_money(one, two)


def _by_price(one: Figures, two: Figures) -> Agreement:
    if one.price is None or two.price is None or not _same_meter(one, two) or not _same_money(one, two):
        return Agreement.SILENCE
    if _same(one.price, two.price):
        twice = one.old is not None and two.old is not None and _same(one.old, two.old)
        return Agreement.TWICE if twice else Agreement.AGREEMENT
    if _other_scope(one, two):
        return Agreement.SILENCE
    if one.meter and two.meter:
        return Agreement.CONTRADICTION
    low, high = sorted((one.price, two.price))
    return Agreement.SILENCE if high <= low * BLEND else Agreement.DISPUTE


def _by_percent(one: Figures, two: Figures) -> Agreement:
    if one.percent is None or two.percent is None or one.against != two.against or not _same_meter(one, two):
        return Agreement.SILENCE
    if abs(one.percent - two.percent) <= (ROUGHLY if one.rough or two.rough else ROUNDING):
        return Agreement.AGREEMENT
    if _other_scope(one, two):
        return Agreement.SILENCE
    if one.bound or two.bound:
        return Agreement.SILENCE if _within(one, two) and _within(two, one) else Agreement.DISPUTE
    sure = one.meter and two.meter and not (one.rough or two.rough)
    return Agreement.CONTRADICTION if sure else Agreement.DISPUTE


def _within(bounded: Figures, other: Figures) -> bool:
    """Whether "up to 99 %" or "over 50 %" allows the other figure."""
    assert bounded.percent is not None and other.percent is not None
    if bounded.bound == "max":
        return other.percent <= bounded.percent + ROUNDING
    return bounded.bound != "min" or -ROUNDING <= other.percent - bounded.percent <= OVER


def _same_meter(one: Figures, two: Figures) -> bool:
    return one.meter is None or two.meter is None or one.meter == two.meter


def _same_money(one: Figures, two: Figures) -> bool:
    """One currency and unit, as far as both are said."""
    currencies, units = {one.currency, two.currency} - {None}, {one.unit, two.unit} - {""}
    return len(currencies) < 2 and len(units) < 2


def _other_scope(one: Figures, two: Figures) -> bool:
    """Both name their conditions, and not in the same words: no contradiction follows."""
    return bool(one.scope and two.scope and one.scope != two.scope)


def _same(one: Decimal, two: Decimal) -> bool:
    """Equal but for what rounding to two digits does."""
    return one == two or abs(one - two) * 200 <= max(abs(one), abs(two))
