"""A claim's figures and an old and a new rate → whether they agree: prices exactly, sizes within their rounding."""

from __future__ import annotations

from decimal import Context, Decimal
from enum import StrEnum

from pipeline.match import list_per_unit, per_unit
from pipeline.types import Claim, ClaimKind, Rate, State

APPROXIMATELY = Decimal("2.5")
"""Percentage points by which "about 50 %" may miss."""
RATIO_POINT, RATIO_SHARE = Decimal("0.01"), Decimal("0.02")
"""A size in words ("halved", "a tenth", "doubled") fits within one percentage point, or a fiftieth of itself."""
_SIGNIFICANT = Context(prec=12)


class Figures(StrEnum):
    """How the figures of a claim stand to those of a change."""

    AGREE = "agree"
    DIFFER = "differ"
    SILENT = "silent"
    """Nothing can be compared: no figure printed, or another currency and no percentage."""


def price_agrees(claim: Claim, rate: Rate) -> bool | None:
    """Whether the rate asks, or lists, the claim's new price; None where the two cannot be compared."""
    if claim.free or claim.kind is ClaimKind.BECAME_FREE:
        return _is_free(rate)
    return _amount_agrees(claim.new_price, claim, rate)


def old_price_agrees(claim: Claim, rate: Rate) -> bool | None:
    """Whether the rate is the claim's old price; None where none is printed or it cannot be compared."""
    if claim.kind is ClaimKind.FREE_ENDED and claim.old_price is None:
        return _is_free(rate)
    return _amount_agrees(claim.old_price, claim, rate)


def delta_agrees(claim: Claim, old: Rate, new: Rate) -> bool | None:
    """Whether the price moved by as much as the claim says ("-$0.9 per million")."""
    if claim.new_price is None or not (comparable(claim, old) and comparable(claim, new)):
        return None
    said = amounts(claim.new_price, claim, new)
    return any(
        abs(after - before) in said
        for price in (list_per_unit, per_unit)
        if (before := price(old)) is not None and (after := price(new)) is not None
    )


def size_said(claim: Claim) -> Decimal | None:
    """The size of the claimed move of the price itself, in percent without a sign; None where none is printed."""
    if claim.percent_against:
        return None
    if claim.percent is not None:
        return abs(claim.percent)
    return None if claim.ratio is None else abs(1 - claim.ratio) * 100


def size_agrees(claim: Claim, computed: Decimal, *, strict: bool = False) -> bool | None:
    """Whether a move of `computed` percent, with its sign, rounds to what the claim prints; None where it prints none.

    "Up to" and "over" are bounds; with `strict` they have to be met.
    """
    said, moved = size_said(claim), abs(computed)
    if said is None:
        return None
    if claim.percent is None:
        ratio = claim.ratio or Decimal(0)
        return abs(1 + computed / 100 - ratio) <= max(RATIO_POINT, RATIO_SHARE * ratio)
    place = last_place(claim.percent)
    if claim.percent_bound == "approx":
        return abs(moved - said) <= max(APPROXIMATELY, place)
    if claim.percent_bound == "max" and not strict:
        return moved < said + place
    if claim.percent_bound == "min" and not strict:
        return moved > said - place
    return abs(moved - said) < place


def last_place(printed: Decimal) -> Decimal:
    """One in the last printed place, but no more than one percent: 97 → 1, 99.3 → 0.1, 50.00 → 0.01."""
    exponent = printed.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)


def sizes(old: Rate | None, new: Rate | None) -> tuple[Decimal, ...]:
    """The moves from one rate to the other in percent, signed: of the list price and of the price asked."""
    if old is None or new is None:
        return ()
    found = []
    for price in (list_per_unit, per_unit):
        before, after = price(old), price(new)
        if before and after is not None and before != after:
            found.append((after - before) / before * 100)
    return tuple(dict.fromkeys(found))


def amounts(said: Decimal, claim: Claim, rate: Rate) -> frozenset[Decimal]:
    """What `said` may be for one of the rate's unit: as its own unit says, else as the page prints or for a million."""
    pers = {claim.per} if claim.unit else {rate.per, Decimal(1_000_000) if rate.unit == "token" else rate.per}
    return frozenset(_SIGNIFICANT.divide(said, per) for per in pers)


def comparable(claim: Claim, rate: Rate) -> bool:
    """Whether the claim's prices and the rate are in one currency and unit; a claim that prints none is not refused."""
    if claim.currency is not None and rate.currency is not None and claim.currency != rate.currency:
        return False
    return not claim.unit or claim.unit == rate.unit


def _amount_agrees(said: Decimal | None, claim: Claim, rate: Rate) -> bool | None:
    if said is None:
        return None
    if rate.state is State.FREE:
        return said == 0
    if rate.state is not State.PRICED or not comparable(claim, rate):
        return None
    possible = amounts(said, claim, rate)
    return any(price(rate) in possible for price in (per_unit, list_per_unit))


def _is_free(rate: Rate) -> bool:
    return rate.state is State.FREE or (rate.unit_price is not None and rate.unit_price == 0)
