"""A price → what the rest of the text says of it: that it fell or rose, is an offer, or is above the predecessor's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from pipeline.claims.chinese_alike import same_model
from pipeline.claims.chinese_said import CHANGES, Said, bare, compares
from pipeline.types import Claim, ClaimKind

_TURNING: Final = {
    ClaimKind.PRICE_CUT: ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE: ClaimKind.PRICE_RISE,
    ClaimKind.FREE_ENDED: ClaimKind.FREE_ENDED, ClaimKind.FREE_TIER_REMOVED: ClaimKind.FREE_ENDED,
}  # fmt: skip
"""What makes of the price that is told with it the price after that."""
_PRICED: Final = (*CHANGES, ClaimKind.MODEL_LAUNCHED_WITH_PRICE)
_NUMBERED: Final = re.compile(r"\d")
"""What one model of a family has in its name."""
_LIST: Final = 12
"""Sentences of a list behind a colon."""


def turned(said: Said, kept: Sequence[Said]) -> Claim:
    """A price whose sentence also says that it fell or rose is no launch: "降价 80%，输入 2 美元、输出 8 美元"."""
    claim = said.claim
    if claim.kind is not ClaimKind.MODEL_LAUNCHED_WITH_PRICE or claim.new_price is None:
        return claim
    for other in kept:
        if _offers(other, said):
            return replace(claim, kind=ClaimKind.PROMOTION, percent=other.claim.percent, ratio=other.claim.ratio)
        if _is_the_change_of(other, said):
            return replace(
                claim, kind=_TURNING[other.claim.kind], percent=claim.percent or _percent_of_all(other.claim)
            )
    return claim


def against_predecessor(said: Said, kept: Sequence[Said]) -> Claim:
    """A price with how much more or less it is than the predecessor's, where its sentence says that too."""
    claim = said.claim
    if claim.kind not in _PRICED or claim.new_price is None or claim.percent is not None:
        return claim
    for other in kept:
        if compares(other.claim, claim) and other.sentences & said.sentences:
            told = other.claim
            return replace(claim, percent=told.percent, percent_against="predecessor", successor_of=told.successor_of)
    return claim


def _offers(other: Said, said: Said) -> bool:
    """Whether the price is what a rebate comes to, told in the same sentence: "限时三折，低至 0.9 元"."""
    offer, price = other.claim, said.claim
    if offer.kind is not ClaimKind.PROMOTION or offer.new_price is not None or offer.vendor != price.vendor:
        return False
    reduced = offer.ratio is not None or offer.percent is not None
    return reduced and not offer.percent_against and bool(other.sentences & said.sentences)


def _is_the_change_of(other: Said, said: Said) -> bool:
    change = other.claim
    if change.kind not in _TURNING or change.vendor != said.claim.vendor or change.percent_against:
        return False
    headed = heads(other, said) or _leads(other, said) or _titled(other, said)
    near = bool(other.sentences & said.sentences)
    if not (headed or near or (said.adjusted and other.sentence < said.sentence)):
        return False
    return bare(change) or headed or not said.named or same_model(change, said.claim)


def heads(said: Said, other: Said) -> bool:
    """Whether one ends with a colon and the other is in the list behind it."""
    return said.colon and 0 < other.sentence - said.sentence <= _LIST


def _leads(other: Said, said: Said) -> bool:
    """Whether one ends with a colon and the other stands in its sentence: "价格减半：A 为 5 元，B 为 1 元"."""
    return other.leads and bool(other.sentences & said.sentences)


def _titled(other: Said, said: Said) -> bool:
    """Whether the title only says that prices move: those that the text then prints are what they became."""
    if not other.title or other.launched or not bare(other.claim) or said.claim.percent_against:
        return False
    return not _NUMBERED.search(said.claim.model) or same_model(other.claim, said.claim)


def _percent_of_all(change: Claim) -> Decimal | None:
    """The percent of a change that names no price and no meter."""
    return change.percent if change.new_price is None and change.meter is None else None
