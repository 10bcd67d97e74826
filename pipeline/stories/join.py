"""Two claims → how surely they tell the same thing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from enum import IntEnum
from typing import Final

from pipeline.stories.echo import echoed, means
from pipeline.stories.figures import Agreement, agreement, crossed
from pipeline.stories.names import Kinship, kinship
from pipeline.stories.timing import AT_ONCE, NEVER, SOON, WINDOW, apart, same_end
from pipeline.stories.told import Told
from pipeline.stories.ways import akin, granted, opposed, same_price

ROUND: Final = Decimal(5)
"""Percents of such steps are told of many a change."""


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


def tie(one: Told, two: Told) -> Tie:
    """How surely two claims tell the same thing."""
    if not _same_seller(one, two):
        return Tie.NONE
    names = kinship(one.name, two.name)
    figures = agreement(one.figures, two.figures)
    if names is Kinship.STRANGE and figures is not Agreement.TWICE:
        return Tie.NONE
    between = apart(one, two)
    if opposed(one, two) or not same_end(one, two) or between == NEVER:
        return Tie.AGAINST if names is Kinship.SAME else Tie.NONE
    if between > WINDOW or not akin(one, two, names, figures, between):
        return Tie.NONE
    return _of(one, two, names, figures, between)


def _of(one: Told, two: Told, names: Kinship, figures: Agreement, between: timedelta) -> Tie:
    """The tie of two claims that go the same way within the window."""
    if names is Kinship.SAME and between <= AT_ONCE and crossed(one.figures, two.figures):
        return Tie.FIGURE
    sloppy = names is not Kinship.FAMILY and _sloppy(one, two, between)
    if figures is Agreement.CONTRADICTION or (figures is Agreement.DISPUTE and not sloppy):
        return Tie.AGAINST if names >= Kinship.NEAR else Tie.NONE
    if figures >= Agreement.AGREEMENT:
        return _by_number(one, two, names, figures, between)
    if names is Kinship.SAME and not one.name.whole:
        if figures is Agreement.FREE:
            return Tie.BOTH
        return Tie.MODEL if between <= SOON or not _other_meters(one, two) else Tie.NONE
    return Tie.VAGUE if between <= AT_ONCE and _vaguely(one, two, names, figures) else Tie.NONE


def _by_number(one: Told, two: Told, names: Kinship, figures: Agreement, between: timedelta) -> Tie:
    """The tie of two claims that have a number in common."""
    if names >= Kinship.COVERS and _recalls_at_large(one, two):
        return Tie.NONE
    if names is Kinship.SAME:
        return Tie.BOTH
    if names >= Kinship.NEAR:
        return Tie.FIGURE
    if figures is Agreement.TWICE and granted(one, two) and between <= SOON:
        return Tie.FIGURE
    return Tie.MODEL if between <= AT_ONCE and _one_for_the_other(one, two) else Tie.NONE


def _recalls_at_large(one: Told, two: Told) -> bool:
    """Whether a recap gives no more than a round percent of all that a company sells: it may mean many a cut."""
    if (one.at is None) is (two.at is None) or not (one.name.whole or two.name.whole):
        return False
    percents = (one.figures.percent, two.figures.percent)
    return not same_price(one, two) and any(percent is not None and percent % ROUND == 0 for percent in percents)


def _vaguely(one: Told, two: Told, names: Kinship, figures: Agreement) -> bool:
    """Whether two names may be one where no number says so."""
    if (one.at is None or two.at is None) and figures is not Agreement.FREE:
        return False
    if names is Kinship.NEAR:
        return figures < Agreement.FREE or _own(one, two)
    if names >= Kinship.COVERS:
        return _own(one, two) or echoed(one, two)
    return _one_for_the_other(one, two) and (figures is Agreement.FREE or echoed(one, two))


def _one_for_the_other(one: Told, two: Told) -> bool:
    """Whether one article means by a line's name the very model that the other names. A market place sells both."""
    return _own(one, two) and means(one, two)


def _own(one: Told, two: Told) -> bool:
    return one.own and two.own


def _same_seller(one: Told, two: Told) -> bool:
    """One vendor, or a reseller in the one and the maker in the other."""
    return one.vendor == two.vendor or one.vendor == two.maker or two.vendor == one.maker


def _other_meters(one: Told, two: Told) -> bool:
    """The one is said of the input alone, the other of the output alone."""
    return len({one.figures.meter, two.figures.meter} - {None}) == 2


def _sloppy(one: Told, two: Told, between: timedelta) -> bool:
    """Whether two disputing figures may be two tellings of one move. A maker does not move one price twice in a week;
    on a market place that happens every day."""
    return one.own and two.own and between <= SOON and (one.at is None) is (two.at is None)
