"""Two claims → how surely they tell the same thing."""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum
from typing import Final

from pipeline.stories.figures import Agreement, agreement
from pipeline.stories.names import Kinship, kinship
from pipeline.stories.timing import AT_ONCE, NEVER, SOON, WINDOW, apart, same_end
from pipeline.stories.told import Family, Told


class Tie(IntEnum):
    """How two claims are tied, from what keeps a story from having both to the surest."""

    AGAINST = -1
    """They contradict each other: never in one story."""
    NONE = 0
    """Nothing joins them."""
    VAGUE = 1
    """Company, way and time; the name of one of them covers the other's."""
    MODEL = 2
    """The same model the same way in the same days, no figure in common."""
    FIGURE = 3
    """A number in common, under names that may be one."""
    BOTH = 4
    """The same model and the same number."""


_PRICED: Final = frozenset({Family.DOWN, Family.UP, Family.LAUNCH, Family.PLAN})
"""A new price may be told as a cut, a rise, a launch or a plan: told by the very same number, it is one thing."""
_GRANTED: Final = frozenset({Family.LIMIT, Family.PLAN})
_OPPOSITE: Final = tuple({one, two} for one in (Family.DOWN, Family.FREE) for two in (Family.UP, Family.ENDED))


def tie(one: Told, two: Told) -> Tie:
    """How surely two claims tell the same thing."""
    if not _same_seller(one, two):
        return Tie.NONE
    names = kinship(one.name, two.name)
    figures = agreement(one.figures, two.figures)
    if names is Kinship.STRANGE and figures is not Agreement.TWICE:
        return Tie.NONE
    between = apart(one, two)
    if _opposed(one, two) or not same_end(one, two) or between == NEVER:
        return Tie.AGAINST if names is Kinship.SAME else Tie.NONE
    if between > WINDOW:
        return Tie.NONE
    if not _akin(one, two, figures):
        return Tie.NONE
    return _of(one, two, names, figures, between)


def _of(one: Told, two: Told, names: Kinship, figures: Agreement, between: timedelta) -> Tie:
    """The tie of two claims that go the same way within the window."""
    if figures is Agreement.CONTRADICTION or (figures is Agreement.DISPUTE and not _sloppy(one, two, between)):
        return Tie.AGAINST if names >= Kinship.NEAR else Tie.NONE
    if figures >= Agreement.AGREEMENT:
        return _by_number(one, two, names, figures, between)
    if names is Kinship.SAME and not one.name.whole:
        return Tie.BOTH if figures is Agreement.FREE else Tie.MODEL
    vague = names is Kinship.SAME or names is Kinship.COVERS or (names is Kinship.NEAR and figures < Agreement.FREE)
    recalls = (one.at is None or two.at is None) and figures is not Agreement.FREE
    return Tie.VAGUE if vague and between <= AT_ONCE and not recalls else Tie.NONE


def _by_number(one: Told, two: Told, names: Kinship, figures: Agreement, between: timedelta) -> Tie:
    """The tie of two claims that have a number in common."""
    if names is Kinship.SAME:
        return Tie.BOTH
    if names >= Kinship.NEAR:
        return Tie.FIGURE
    granted = one.family in _GRANTED and two.family in _GRANTED
    return Tie.FIGURE if figures is Agreement.TWICE and granted and between <= SOON else Tie.NONE


def _same_seller(one: Told, two: Told) -> bool:
    """One vendor, or a reseller in the one and the maker in the other."""
    return one.vendor == two.vendor or one.vendor == two.maker or two.vendor == one.maker


def _opposed(one: Told, two: Told) -> bool:
    return {one.family, two.family} in _OPPOSITE or one.extended is not two.extended


def _akin(one: Told, two: Told, figures: Agreement) -> bool:
    """Whether two families can be tellings of one thing. A reseller's price is the maker's only by the same number."""
    if one.vendor != two.vendor and figures < Agreement.AGREEMENT:
        return False
    if one.family is two.family:
        return True
    if {one.family, two.family} <= _PRICED:
        succeeds = Family.LAUNCH in (one.family, two.family) and (one.succeeds or two.succeeds)
        return succeeds or _same_price(one, two, figures)
    if {one.family, two.family} == {Family.UP, Family.ENDED}:
        return one.stated and two.stated
    return {one.family, two.family} == _GRANTED and figures >= Agreement.AGREEMENT


def _same_price(one: Told, two: Told, figures: Agreement) -> bool:
    return figures >= Agreement.AGREEMENT and one.figures.price is not None and two.figures.price is not None


def _sloppy(one: Told, two: Told, between: timedelta) -> bool:
    """Whether two disputing figures may be two tellings of one move. A maker does not move one price twice in a week;
    on a market place that happens every day."""
    return one.own and two.own and between <= SOON
