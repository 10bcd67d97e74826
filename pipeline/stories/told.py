"""A claim of an article → the same thing made comparable: who, what, which way, how much, when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from pipeline.names import maker_of
from pipeline.stories.names import WORDS, Named, named, speaks_of_many, variant_after
from pipeline.types import MILLION, Claim, ClaimKind, Reported

HUNDRED: Final = Decimal(100)
_EXTENDED: Final = re.compile(WORDS["phases"]["extended"], re.IGNORECASE)
_ENDED: Final = re.compile(WORDS["phases"]["ended"], re.IGNORECASE)
_DAY: Final = re.compile(
    r"\d{1,2}\s*[月/.-]\s*\d{1,2}|\d{1,2}\s*[日号]|[A-Za-z]{3,9}\.?\s+\d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3}"
)
_MONTH: Final = re.compile(r"月|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|20\d\d-\d\d$", re.IGNORECASE)


class Family(StrEnum):
    """Which way a claim goes. Opposite ways are never one story."""

    DOWN = "down"
    FREE = "free"
    UP = "up"
    ENDED = "ended"
    LAUNCH = "launch"
    LIMIT = "limit"
    PLAN = "plan"
    RETIRED = "retired"


_FAMILIES: Final = {
    ClaimKind.PRICE_CUT: Family.DOWN,
    ClaimKind.PROMOTION: Family.DOWN,
    ClaimKind.BECAME_FREE: Family.FREE,
    ClaimKind.FREE_TIER_ADDED: Family.FREE,
    ClaimKind.PRICE_RISE: Family.UP,
    ClaimKind.FREE_ENDED: Family.ENDED,
    ClaimKind.FREE_TIER_REMOVED: Family.ENDED,
    ClaimKind.MODEL_LAUNCHED_WITH_PRICE: Family.LAUNCH,
    ClaimKind.MODEL_RETIRED: Family.RETIRED,
    ClaimKind.FREE_TIER_CHANGED: Family.LIMIT,
    ClaimKind.RATE_LIMIT_CHANGED: Family.LIMIT,
    ClaimKind.PLAN_CHANGED: Family.PLAN,
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a claim."""

    meter: str | None
    """None where the figure is not said to be of one meter only."""
    price: Decimal | None = None
    """The new one; of 1,000,000 tokens where it is of tokens."""
    old: Decimal | None = None
    currency: str | None = None
    unit: str = ""
    percent: Decimal | None = None
    """How much less or more, without a sign."""
    rough: bool = False
    """The percent is approximate, or a word: "about", "halve", "doubled"."""
    bound: str = ""
    """max or min."""
    against: str = ""
    """What the percent is measured against, where it is not the price itself."""
    free: bool = False
    scope: str = ""

    @property
    def any(self) -> bool:
        return self.price is not None or self.percent is not None or self.free


@dataclass(frozen=True, slots=True)
class Told:
    """One claim, ready to be compared. Equal ones say the same."""

    vendor: str
    maker: str | None
    name: Named
    family: Family
    extended: bool
    figures: Figures
    at: datetime | None
    """When it happens: the day it holds from, else when it was told; None for a recap that gives no day."""
    stated: bool
    """`at` is the day that the article prints."""
    whole_month: bool
    """`at` is only known to the month."""
    ends: datetime | None
    succeeds: bool
    """The change is against a predecessor, so that a launch may be told as a rise or a cut."""
    known: datetime = field(compare=False)
    """When the article told it."""
    reported: Reported = field(compare=False, repr=False)
    claim: Claim = field(compare=False, repr=False)

    @property
    def own(self) -> bool:
        """The vendor sets the price of its own model."""
        return self.maker is None or self.maker == self.vendor


def told(reported: Reported, claim: Claim) -> Told:
    """The claim of the article, made comparable."""
    at, stated = _when(reported, claim)
    return Told(
        vendor=claim.vendor,
        maker=maker_in(claim),
        name=name_of(claim),
        family=_family(claim),
        extended=_EXTENDED.search(claim.quote) is not None,
        figures=_figures(claim),
        at=at,
        stated=stated,
        whole_month=stated and _only_a_month(claim.effective_printed),
        ends=claim.ends,
        succeeds=bool(claim.successor_of),
        known=reported.at,
        reported=reported,
        claim=claim,
    )


def name_of(claim: Claim) -> Named:
    """The name, with what the quote adds to it."""
    name = named(claim.model, claim.model_id, claim.vendor)
    words = name.words | variant_after(claim.model, claim.quote)
    line = name.line or speaks_of_many(claim.model, claim.quote)
    return name if (words, line) == (name.words, name.line) else replace(name, words=words, line=line)


def maker_in(claim: Claim) -> str | None:
    """Who made what a claim speaks of, as far as it says."""
    return claim.maker or maker_of(claim.model_id)


def _family(claim: Claim) -> Family:
    """A promotion is a cut or a gift, and at its end neither; a cut to nothing is a gift."""
    gift = claim.free or (claim.new_price == 0 and not claim.is_delta)
    if gift and claim.kind in (ClaimKind.PROMOTION, ClaimKind.PRICE_CUT):
        return Family.FREE
    if claim.kind is not ClaimKind.PROMOTION:
        return _FAMILIES[claim.kind]
    bare = claim.new_price is None and claim.percent is None and claim.ratio is None
    return Family.ENDED if bare and not _EXTENDED.search(claim.quote) and _ENDED.search(claim.quote) else Family.DOWN


def _when(reported: Reported, claim: Claim) -> tuple[datetime | None, bool]:
    """(when it happens, whether the article prints it)."""
    if claim.effective is not None:
        return claim.effective, True
    if claim.recap:
        return None, False
    return reported.at, False


def _only_a_month(printed: str) -> bool:
    return _MONTH.search(printed) is not None and _DAY.search(printed) is None


def _figures(claim: Claim) -> Figures:
    percent, rough = _percent(claim)
    return Figures(
        meter=None if claim.meter in (None, "input_output") else claim.meter,
        price=None if claim.is_delta else _price(claim, claim.new_price),
        old=_price(claim, claim.old_price),
        currency=claim.currency,
        unit=claim.unit,
        percent=percent,
        rough=rough or claim.percent_bound == "approx",
        bound=claim.percent_bound if claim.percent_bound != "approx" else "",
        against=claim.percent_against,
        free=claim.free or claim.new_price == 0,
        scope=claim.scope,
    )


def _price(claim: Claim, price: Decimal | None) -> Decimal | None:
    if price is None or claim.unit != "token" or not claim.per:
        return price
    return price * MILLION / claim.per


def _percent(claim: Claim) -> tuple[Decimal | None, bool]:
    """(percent as printed, else from the ratio or the two prices; whether it is rough)."""
    if claim.percent is not None:
        return claim.percent, False
    if claim.ratio is not None:
        return abs(HUNDRED - claim.ratio * HUNDRED), True
    if claim.old_price and claim.new_price is not None and not claim.is_delta:
        return abs(claim.new_price - claim.old_price) / claim.old_price * HUNDRED, False
    return None, False
