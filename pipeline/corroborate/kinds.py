"""What a claim says happened and what a change shows → whether that is the same kind of thing."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from pipeline.diff import kind_of_move
from pipeline.match import per_unit
from pipeline.types import Change, Claim, ClaimKind, EventKind, Rate, State

C, E = ClaimKind, EventKind

PROMOTIONS = frozenset({E.PROMOTION_STARTED, E.PROMOTION_CHANGED, E.PROMOTION_ENDED})
ARRIVALS = frozenset({E.MODEL_ADDED, E.RATE_ADDED})
MOVES = frozenset({E.PRICE_CUT, E.PRICE_RISE, E.BECAME_FREE, E.FREE_ENDED})
LIMITS = frozenset({E.LIMIT_TIGHTENED, E.LIMIT_LOOSENED})
ALLOWANCES = frozenset({E.ALLOWANCE_ADDED, E.ALLOWANCE_CHANGED, E.ALLOWANCE_REMOVED})
NOT_OF_A_PAGE = frozenset({E.ANNOUNCED, E.PAGE_CONTRADICTS_CLAIM, E.RESELLER_GAP, E.PRICE_WAR})
"""Made of news or of other events: no claim is true because of them."""
PRICES = frozenset(
    {C.PRICE_CUT, C.PRICE_RISE, C.BECAME_FREE, C.FREE_ENDED, C.PROMOTION, C.MODEL_LAUNCHED_WITH_PRICE, C.PLAN_CHANGED}
)
"""Claims of what a rate is from now on."""
DOWN = frozenset({C.PRICE_CUT, C.BECAME_FREE})
UP = frozenset({C.PRICE_RISE, C.FREE_ENDED})

FITS: dict[ClaimKind, frozenset[EventKind]] = {
    C.PRICE_CUT: frozenset({E.PRICE_CUT}),
    C.PRICE_RISE: frozenset({E.PRICE_RISE}),
    C.BECAME_FREE: frozenset({E.BECAME_FREE}),
    C.FREE_ENDED: frozenset({E.FREE_ENDED}),
    C.PROMOTION: frozenset({E.PRICE_CUT, E.BECAME_FREE, E.ALLOWANCE_ADDED}),
    C.MODEL_LAUNCHED_WITH_PRICE: ARRIVALS,
    C.MODEL_RETIRED: frozenset({E.MODEL_REMOVED, E.RATE_REMOVED}),
    C.FREE_TIER_ADDED: frozenset({E.ALLOWANCE_ADDED, E.BECAME_FREE}),
    C.FREE_TIER_CHANGED: frozenset({E.ALLOWANCE_CHANGED}) | LIMITS,
    C.FREE_TIER_REMOVED: frozenset({E.ALLOWANCE_REMOVED, E.FREE_ENDED}),
    C.RATE_LIMIT_CHANGED: LIMITS,
    C.PLAN_CHANGED: MOVES | LIMITS | ALLOWANCES | {E.TERMS_CHANGED},
}


class Fit(Enum):
    """Whether a change is of the claimed kind."""

    NO = "no"
    BY_FIGURE = "by figure"
    """Only where the price is the very one: a price that the page had not listed before, or a move told as a launch."""
    YES = "yes"


def fit(claim: Claim, change: Change) -> Fit:
    """Whether what the claim says happened is what the change shows."""
    kind = happened(change)
    if kind in PROMOTIONS:
        return _fit_of_promotion(claim, change)
    if kind in FITS[claim.kind]:
        return Fit.YES
    if claim.kind in PRICES | {C.FREE_TIER_ADDED} and kind in ARRIVALS:
        return Fit.BY_FIGURE
    of_another = claim.kind is C.MODEL_LAUNCHED_WITH_PRICE or claim.successor_of or claim.percent_against
    return Fit.BY_FIGURE if of_another and kind in MOVES else Fit.NO


def happened(change: Change) -> EventKind:
    """The move itself, for a change that schedules it or says that it is in force."""
    if change.kind not in (E.SCHEDULED, E.EFFECTIVE):
        return change.kind
    if change.old is None or change.new is None:
        return E.RATE_ADDED
    return kind_of_move(change.old, change.new) or change.kind


def way(change: Change) -> int:
    """-1 where the price asked fell, 1 where it rose, 0 where neither can be said."""
    kind = happened(change)
    if kind in (E.BECAME_FREE, E.PRICE_CUT):
        return -1
    if kind in (E.FREE_ENDED, E.PRICE_RISE):
        return 1
    if kind not in PROMOTIONS or change.old is None or change.new is None:
        return 0
    before, after = _asked(change.old), _asked(change.new)
    if before is None or after is None or before == after:
        return 0
    return -1 if after < before else 1


def way_said(claim: Claim) -> int:
    """-1 for a claim of a price that falls, 1 of one that rises, 0 of neither."""
    return -1 if claim.kind in DOWN else 1 if claim.kind in UP else 0


def _fit_of_promotion(claim: Claim, change: Change) -> Fit:
    """News call a promotion a cut, and its end a rise."""
    if claim.kind is C.PROMOTION:
        return Fit.YES
    said = way_said(claim)
    return Fit.YES if said and said == way(change) else Fit.NO


def _asked(rate: Rate) -> Decimal | None:
    return Decimal(0) if rate.state is State.FREE else per_unit(rate)
