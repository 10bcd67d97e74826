"""A claim and what is known beside it → whether its figures add up, and what the headline leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from pipeline.corroborate.figures import RATIO_POINT, comparable, last_place, size_agrees, size_said
from pipeline.corroborate.kinds import way_said
from pipeline.match import list_per_unit
from pipeline.small_print import Around, Beside, Note, flagship_share, notes_beside
from pipeline.types import MILLION, Claim, ClaimKind, Rate, State

FOUR_PLACES = Decimal("0.0001")


class Sums(StrEnum):
    """Whether a printed size fits the prices."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    BASELINE_UNKNOWN = "baseline_unknown"
    """Against "the industry", or against a price that nobody prints and we do not know."""
    NOTHING_TO_CHECK = "nothing_to_check"
    """No size is printed."""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A claim, reckoned up."""

    verdict: Sums
    said: Decimal | None = None
    """The printed size in percent, without a sign; for "a quarter of the price", 75."""
    computed: Decimal | None = None
    """(new − old) ÷ old × 100, without a sign, to four places."""
    old: Decimal | None = None
    """The old price in the claim's own unit and currency: printed, or from our history."""
    exact_old: Decimal | None = None
    """The old price with which what is said would be exact: 0.0005 less 97 % needs 0.0167."""
    implied: tuple[Decimal, Decimal] | None = None
    """The baselines that would round to what is said, from and to; never asserted."""
    candidates: tuple[Rate, ...] = ()
    """Known rates of other vendors that lie in `implied`; shown, never asserted."""
    flagship_share: Decimal | None = None
    """Of the rates that were cut, the share that flagship models have: 0 is bait. None where it is no cut, or the
    vendor's flagships are not known."""
    notes: tuple[Note, ...] = ()


NOTHING_AROUND = Around()


def arithmetic(claim: Claim, around: Around = NOTHING_AROUND) -> Arithmetic:
    """Reckon up a claim. A size fits where it differs by less than one in its last printed place, so that rounding up,
    rounding down and cutting off all pass: 97 % said of 97.5 %."""
    said, new = _said(claim), _new_price(claim, around)
    old, from_history = _old_price(claim, around)
    computed = None if new is None or not old else (new - old) / old * 100
    unknown = said is not None and computed is None
    implied = _implied(claim, new) if unknown else None
    return Arithmetic(
        verdict=_verdict(claim, said, computed),
        said=said,
        computed=None if computed is None else abs(computed).quantize(FOUR_PLACES),
        old=old,
        exact_old=None if said is None or new is None else _exact_old(claim, new),
        implied=implied,
        candidates=_candidates(claim, around.market, implied),
        flagship_share=flagship_share(claim, around) if _way(claim) < 0 else None,
        notes=(*_notes_on_figures(claim, old if from_history else None), *notes_beside(claim, around)),
    )


def _verdict(claim: Claim, said: Decimal | None, computed: Decimal | None) -> Sums:
    if said is None:
        return Sums.NOTHING_TO_CHECK
    if computed is None:
        return Sums.BASELINE_UNKNOWN
    way = _way(claim)
    fits = size_agrees(replace(claim, percent_against=""), computed) and computed * way >= 0
    return Sums.CONSISTENT if fits else Sums.INCONSISTENT


def _said(claim: Claim) -> Decimal | None:
    return size_said(replace(claim, percent_against=""))


def _way(claim: Claim) -> int:
    """A promotion goes down; of a launch, below or above others, the size alone is compared."""
    return -1 if claim.kind is ClaimKind.PROMOTION else way_said(claim)


def _new_price(claim: Claim, around: Around) -> Decimal | None:
    if claim.free or claim.kind is ClaimKind.BECAME_FREE:
        return Decimal(0)
    if claim.is_delta and claim.new_price is not None:
        old = _old_price(claim, around)[0]
        return None if old is None else old + claim.new_price * (_way(claim) or -1)
    return claim.new_price if claim.new_price is not None else _in_its_unit(claim, around.known_new)


def _old_price(claim: Claim, around: Around) -> tuple[Decimal | None, bool]:
    """(old price, whether it is from our history). Our history knows nothing of others' prices."""
    if claim.old_price is not None:
        return claim.old_price, False
    if claim.percent_against or claim.successor_of:
        return None, False
    known = _in_its_unit(claim, around.known_old)
    return known, known is not None


def _in_its_unit(claim: Claim, rate: Rate | None) -> Decimal | None:
    """The list price of a rate for as many units as the claim's prices are for; beside no price, of a million tokens.

    None beside a price of which the claim does not print the unit.
    """
    if not claim.unit and (claim.new_price is not None or claim.old_price is not None):
        return None
    if rate is None or rate.state is not State.PRICED or not comparable(claim, rate):
        return None
    one = list_per_unit(rate)
    per = claim.per if claim.unit else MILLION if rate.unit == "token" else Decimal(1)
    return None if one is None else one * per


def _exact_old(claim: Claim, new: Decimal) -> Decimal | None:
    return _before(new, _ratio(claim, Decimal(0)))


def _implied(claim: Claim, new: Decimal | None) -> tuple[Decimal, Decimal] | None:
    """(least, greatest) baseline from which the move would round to what is said; a bound implies none."""
    if new is None or claim.percent_bound in ("max", "min"):
        return None
    place = RATIO_POINT * 100 if claim.percent is None else last_place(claim.percent)
    low, high = sorted((_ratio(claim, -place), _ratio(claim, place)))
    ends = _before(new, high), _before(new, low)
    return (ends[0], ends[1]) if ends[0] is not None and ends[1] is not None else None


def _ratio(claim: Claim, points: Decimal) -> Decimal:
    """New ÷ old as said, with the printed size off by so many percentage points."""
    if claim.percent is None:
        return (claim.ratio or Decimal(0)) + points / 100
    said = abs(claim.percent) + points
    return 1 + said / 100 if claim.kind is ClaimKind.PRICE_RISE else 1 - said / 100


def _before(new: Decimal, ratio: Decimal) -> Decimal | None:
    return None if ratio <= 0 or not new else new / ratio


def _candidates(claim: Claim, market: tuple[Rate, ...], implied: tuple[Decimal, Decimal] | None) -> tuple[Rate, ...]:
    """Known rates of others from which the claim would round to what it says, nearest to the exact one first."""
    if implied is None or claim.percent_against not in ("market", "competitor"):
        return ()
    exact = _exact_old(claim, claim.new_price or Decimal(0)) or Decimal(0)
    known = [(price, rate) for rate in market if claim.unit and (price := _in_its_unit(claim, rate)) is not None]
    inside = [(abs(price - exact), rate.model, rate) for price, rate in known if implied[0] < price < implied[1]]
    return tuple(rate for _, _, rate in sorted(inside, key=lambda one: one[:2]))


def _notes_on_figures(claim: Claim, from_history: Decimal | None) -> Iterator[Note]:
    if claim.percent_bound == "max" and claim.percent is not None:
        yield Note(Beside.PERCENT_IS_MAX, {"percent": f"{claim.percent:f}"})
    if from_history is not None:
        yield Note(Beside.OLD_FROM_HISTORY, {"old": f"{from_history.normalize():f}"})
