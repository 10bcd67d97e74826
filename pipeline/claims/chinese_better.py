"""A claim among all others → whether another says it with figures, or says more of the same price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.claims.chinese_alike import same_model
from pipeline.claims.chinese_said import CHANGES, ENDED, FAMILY, LIMITS, Said, bare, compares
from pipeline.claims.chinese_turns import heads
from pipeline.types import Claim, ClaimKind

_COMES_TO: Final = re.compile(r"折后|优惠后|(?:^|[，,])\s*(?:仅需|只需)")
_RANK: Final = (
    ClaimKind.MODEL_LAUNCHED_WITH_PRICE, ClaimKind.PROMOTION, ClaimKind.PLAN_CHANGED, ClaimKind.PRICE_CUT,
    ClaimKind.PRICE_RISE,
)  # fmt: skip
"""Of two kinds that claim the same price, the later says more."""


def said_better(said: Said, kept: Sequence[Said]) -> bool:
    """Whether another claim says it with figures, or says more of the same price."""
    others = [other for other in kept if other is not said and other.claim.vendor == said.claim.vendor]
    if said.rule.weak and not any(_priced_promotion(other.claim) for other in others):
        return True
    if _of_other_months(said, others):
        return True
    return any(_better(other, said) for other in others)


def _of_other_months(said: Said, others: Sequence[Said]) -> bool:
    """Whether other months' price counts: of a new plan that of the later ones, else the first's that is an offer."""
    terms = {other.term for other in others if other.claim.new_price is not None}
    if said.term == "first":
        return said.new_plan and "later" in terms
    if said.term != "later" or said.new_plan or "恢复" not in said.claim.quote:
        return False
    return any(each.term == "first" and each.claim.kind is ClaimKind.PROMOTION for each in others)


def _priced_promotion(claim: Claim) -> bool:
    """A new plan without a price of its own counts only beside one of these."""
    return claim.kind is ClaimKind.PROMOTION and (claim.new_price is not None or claim.ratio is not None)


def _better(other: Said, said: Said) -> bool:
    claim, rival = said.claim, other.claim
    same_family = FAMILY[rival.kind] == FAMILY[claim.kind]
    if compares(claim, rival) and rival.new_price is not None and rival.percent_against == "predecessor":
        return True
    if _worked_out(claim, rival) or _turned_into(said, other) or _summed_up(claim, rival):
        return True
    if claim.kind in LIMITS and claim.kind is rival.kind and same_model(claim, rival) and _vaguer(claim, rival):
        return True
    if claim.kind in ENDED and rival.kind not in ENDED:
        return False
    if _named_alone(said, other):
        return True
    if bare(claim) and not bare(rival):
        settled = claim.kind is ClaimKind.PLAN_CHANGED and rival.kind is not ClaimKind.PROMOTION
        return same_family or (settled and (_of_one(said, other) or heads(said, other)))
    if bare(claim) and claim.kind is ClaimKind.PLAN_CHANGED and rival.kind in (*CHANGES, *ENDED):
        return _of_one(said, other)
    if claim.new_price is not None and claim.new_price == rival.new_price and claim.currency == rival.currency:
        return claim.kind in _RANK and rival.kind in _RANK and _RANK.index(rival.kind) > _RANK.index(claim.kind)
    return False


def _named_alone(said: Said, other: Said) -> bool:
    """Whether a title says of a family, "文心大模型", what the text says of its models by their names."""
    claim, rival = said.claim, other.claim
    if not said.title or other.title or not claim.free or claim.model_id is not None or rival.model_id is None:
        return False
    return claim.kind is rival.kind and claim.vendor == rival.vendor


def _turned_into(said: Said, other: Said) -> bool:
    """Whether a change without a price is what the prices of its sentence are about."""
    claim, rival = said.claim, other.claim
    if claim.new_price is not None or rival.new_price is None or claim.free:
        return False
    offered = claim.kind is ClaimKind.PROMOTION
    if offered and not _of_offers(said, other):
        return False
    told = claim.percent is None or claim.percent == rival.percent
    return (
        (claim.kind in (*CHANGES, ClaimKind.PROMOTION))
        and told
        and (bool(other.sentences & said.sentences) or (offered and same_model(claim, rival)))
        and rival.kind is claim.kind
        and claim.vendor == rival.vendor
    )


def _worked_out(claim: Claim, rival: Claim) -> bool:
    """Whether a percent without a price is how far the old and new price of another claim are apart."""
    if claim.percent is None or claim.new_price is not None or claim.percent_against:
        return False
    if not rival.old_price or rival.new_price is None or rival.kind is not claim.kind:
        return False
    return abs(abs(rival.new_price / rival.old_price - 1) * 100 - claim.percent) < 1


def _summed_up(claim: Claim, rival: Claim) -> bool:
    """Whether a percent only sums up the prices that are told: "降幅分别为 50% 和 40%"."""
    if claim.kind not in CHANGES or rival.kind is not claim.kind or rival.new_price is None:
        return False
    return claim.new_price is None and claim.meter is None and same_model(claim, rival)


def _of_offers(said: Said, other: Said) -> bool:
    """Whether an offer's price is what its ratio comes to: "五折优惠，折后价格为 2.1 元"."""
    told = (said.claim.ratio, said.claim.percent) == (other.claim.ratio, other.claim.percent)
    return told or _COMES_TO.search(other.claim.quote) is not None


def _vaguer(claim: Claim, rival: Claim) -> bool:
    """Whether a limit is only told as a ratio where the other tells what it was and is."""
    return claim.new_price is None and claim.percent is None and None not in (rival.new_price, rival.old_price)


def _of_one(one: Said, two: Said) -> bool:
    return same_model(one.claim, two.claim) or bool(one.sentences & two.sentences)
