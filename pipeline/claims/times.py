"""The dates of a sentence → when its claim takes effect and when it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from pipeline.claims.english_words import DATA, either, pattern
from pipeline.claims.passage import Passage
from pipeline.dates import Moment, moments
from pipeline.types import Claim, ClaimKind

_TIMES: Final = DATA["times"]
_UNTIL: Final = pattern(_TIMES["until"], after=rf"\W{{0,2}}(?:(?:{either(_TIMES['until_then'])})\s+)?$")
_OPEN_END: Final = re.compile(r"\b(?:until|till)\s+(?P<until>[^.,;()\n]{3,60})", re.IGNORECASE)
_SOON: Final = pattern(_TIMES["soon"], r"\b", r"\b")
_HOLDS_FROM: Final = pattern(
    _TIMES["holds_from"], after=rf"\W{{0,3}}(?:(?:{either(_TIMES['holds_from_then'])})\W{{1,2}}){{0,4}}$"
)
_OF_ALL_THIS: Final = pattern(_TIMES["of_all_this"])
_OF_PRICES: Final = pattern(_TIMES["begins"])
_SUM: Final = re.compile(r"[$€£¥₹₩]\s?\d|\d\s?%")
_DATED: Final = (ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE, ClaimKind.FREE_ENDED, ClaimKind.PLAN_CHANGED)


@dataclass(frozen=True, slots=True)
class Times:
    """When a price begins, and the first moment at which it no longer holds; as printed where no date follows."""

    effective: datetime | None = None
    effective_printed: str = ""
    ends: datetime | None = None
    ends_printed: str = ""


def times_in(passage: Passage, start: int, end: int) -> Times:
    """The dates in a span; one without a year is the one nearest to when the article was published."""
    part, lowered = passage.plain[start:end], passage.lowered[start:end]
    effective, ends = None, None
    for moment in moments(part, passage.article.published):
        if _UNTIL.search(lowered, max(0, moment.start - 40), moment.start):
            ends = ends or moment
        else:
            effective = effective or moment
    soon, until = _SOON.search(lowered), _OPEN_END.search(part)
    return Times(
        effective.begins if effective else None,
        effective.printed if effective else soon[0] if soon else "",
        ends.ends if ends else None,
        ends.printed if ends else until["until"].strip() if until else "",
    )


def with_day_beside(passage: Passage, claim: Claim) -> Claim:
    """The claim with the day from which the sentence before or behind says that all this holds, where it names none."""
    if claim.kind not in _DATED or claim.effective or claim.effective_printed or claim.recap:
        return claim
    at = next((at for at, (start, end) in enumerate(passage.sentences) if start <= claim.start < end), None)
    if at is None:
        return claim
    for beside, says in ((at - 1, _OF_PRICES), (at + 1, _OF_ALL_THIS)):
        day = _day_of(passage, at, beside, says)
        if day is not None:
            return replace(claim, effective=day.begins, effective_printed=day.printed)
    return claim


def _day_of(passage: Passage, at: int, beside: int, says: re.Pattern[str]) -> Moment | None:
    """The day a sentence beside names as the beginning; none where it prints sums of its own, or heads a section."""
    if not 0 <= beside < len(passage.sentences):
        return None
    start, end = passage.sentences[beside]
    one, two = sorted((passage.sentences[at], passage.sentences[beside]))
    if start in passage.headlines or "\n\n" in passage.plain[one[1] : two[0]]:
        return None
    lowered = passage.lowered[start:end]
    if not says.search(lowered) or _SUM.search(lowered):
        return None
    found = moments(passage.plain[start:end], passage.article.published)
    return next((day for day in found if _HOLDS_FROM.search(lowered, max(0, day.start - 60), day.start)), None)
