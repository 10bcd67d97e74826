"""Two claims → whether the ways they go can be tellings of one thing."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from pipeline.stories.echo import echoed
from pipeline.stories.figures import Agreement, agreement
from pipeline.stories.names import Kinship
from pipeline.stories.timing import AT_ONCE
from pipeline.stories.told import Family, Told

_PRICED: Final = frozenset({Family.DOWN, Family.UP, Family.LAUNCH, Family.PLAN})
"""A new price may be told as a cut, a rise, a launch or a plan: told by the very same number, it is one thing."""
_GRANTED: Final = frozenset({Family.LIMIT, Family.PLAN})
_OPPOSITE: Final = tuple({one, two} for one in (Family.DOWN, Family.FREE) for two in (Family.UP, Family.ENDED))
_NEIGHBOURS: Final = tuple(
    frozenset(pair)
    for pair in (
        (Family.PLAN, Family.UP),
        (Family.PLAN, Family.DOWN),
        (Family.PLAN, Family.LIMIT),
        (Family.FREE, Family.LIMIT),
        (Family.LAUNCH, Family.UP),
        (Family.LAUNCH, Family.DOWN),
        (Family.LAUNCH, Family.FREE),
    )
)
"""Two words for one thing, where the name, the days and who tells it leave no other."""


def opposed(one: Told, two: Told) -> bool:
    """Whether what the one tells undoes what the other tells; a promotion's start and its extension are two things."""
    return {one.family, two.family} in _OPPOSITE or one.extended is not two.extended


def granted(one: Told, two: Told) -> bool:
    """Both are of what one may use."""
    return one.family in _GRANTED and two.family in _GRANTED


def akin(one: Told, two: Told, names: Kinship, figures: Agreement, between: timedelta) -> bool:
    """Whether two ways can be tellings of one thing. A reseller's price is the maker's only by the same number, or in
    the same words."""
    if one.vendor != two.vendor and figures < Agreement.AGREEMENT:
        return names is Kinship.SAME and not one.name.whole and between <= AT_ONCE and echoed(one, two)
    if one.family is two.family:
        return True
    if _by_figures(one, two, figures):
        return True
    return figures >= Agreement.SILENCE and between <= AT_ONCE and _neighbours(one, two, names)


def _by_figures(one: Told, two: Told, figures: Agreement) -> bool:
    """Two ways that the figures, or a predecessor, show to be one."""
    if {one.family, two.family} <= _PRICED:
        succeeds = Family.LAUNCH in (one.family, two.family) and (one.succeeds or two.succeeds)
        return succeeds or same_price(one, two)
    return granted(one, two) and figures >= Agreement.AGREEMENT


def _neighbours(one: Told, two: Told, names: Kinship) -> bool:
    """Two ways that are told for each other: of one model within days, or of one company on the day that both print."""
    if frozenset({one.family, two.family}) not in _NEIGHBOURS:
        return False
    if one.stated and two.stated and names >= Kinship.COVERS:
        return True
    if names not in (Kinship.NEAR, Kinship.SAME) or one.at is None or two.at is None:
        return False
    return one.own and two.own and (not one.name.whole or _same_plans(one, two) or echoed(one, two))


def _same_plans(one: Told, two: Told) -> bool:
    """Both are of what a company asks a month."""
    return one.figures.meter == two.figures.meter == "subscription"


def same_price(one: Told, two: Told) -> bool:
    """Whether two claims agree and both give a price, not only a percent."""
    priced = one.figures.price is not None and two.figures.price is not None
    return priced and agreement(one.figures, two.figures) >= Agreement.AGREEMENT
