"""The dates of a sentence → when its claim takes effect and when it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipeline.claims.english_words import DATA, either, pattern
from pipeline.claims.passage import Passage
from pipeline.dates import moments

_TIMES: Final = DATA["times"]
_UNTIL: Final = pattern(_TIMES["until"], after=rf"\W{{0,2}}(?:(?:{either(_TIMES['until_then'])})\s+)?$")
_OPEN_END: Final = re.compile(r"\b(?:until|till)\s+(?P<until>[^.,;()\n]{3,60})", re.IGNORECASE)
_SOON: Final = pattern(_TIMES["soon"], r"\b", r"\b")


@dataclass(frozen=True, slots=True)
class Times:
    """When a price begins and ends; as printed where no date follows."""

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
        ends.begins if ends else None,
        ends.printed if ends else until["until"].strip() if until else "",
    )
