"""What a Chinese clause says → a claim with the rule that found it, the sentence, and what stands about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.claims.chinese_cues import Rule
from pipeline.types import Claim, ClaimKind

FAMILY: Final = {
    ClaimKind.PRICE_CUT: "down", ClaimKind.BECAME_FREE: "down", ClaimKind.PROMOTION: "down",
    ClaimKind.FREE_TIER_ADDED: "down",
    ClaimKind.PRICE_RISE: "up", ClaimKind.FREE_ENDED: "up", ClaimKind.FREE_TIER_REMOVED: "up",
    ClaimKind.FREE_TIER_CHANGED: "limit", ClaimKind.RATE_LIMIT_CHANGED: "limit",
    ClaimKind.MODEL_LAUNCHED_WITH_PRICE: "launch", ClaimKind.PLAN_CHANGED: "plan", ClaimKind.MODEL_RETIRED: "retired",
}  # fmt: skip
CHANGES: Final = (ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE)
ENDED: Final = (ClaimKind.FREE_ENDED, ClaimKind.FREE_TIER_REMOVED)
LIMITS: Final = (ClaimKind.FREE_TIER_CHANGED, ClaimKind.RATE_LIMIT_CHANGED)
FIGURES: Final = ("new_price", "old_price", "percent", "ratio")


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as one clause makes it."""

    claim: Claim
    rule: Rule
    sentence: int
    term: str
    """first where the clause tells the price of a plan's first months, later where that of the others."""
    colon: bool
    """It ends with a colon: the lines that follow are what it speaks of."""
    named: bool
    """The clause itself names what it is about."""
    leads: bool = False
    """Its clause ends with a colon."""
    title: bool = False
    """The title says it."""
    launched: bool = False
    """The title says that something comes out."""
    new_plan: bool = False
    """The article says that a plan comes out."""
    adjusted: bool = False
    """Its sentence says that the price is what it became: "调整后"."""
    also_in: frozenset[int] = frozenset()
    """Numbers of the other sentences that make the same claim."""

    @property
    def sentences(self) -> frozenset[int]:
        """Numbers of all sentences that make the claim."""
        return self.also_in | {self.sentence}


def bare(claim: Claim) -> bool:
    """Whether it says no figure, nor that something is free."""
    return not claim.free and all(getattr(claim, name) is None for name in FIGURES)


def compares(claim: Claim, price: Claim) -> bool:
    """Whether a claim only says how much dearer or cheaper than its predecessor what the price is of is."""
    return claim.percent_against == "predecessor" and claim.new_price is None and claim.vendor == price.vendor
