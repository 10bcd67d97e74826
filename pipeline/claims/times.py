"""The dates of a sentence → when its claim takes effect and when it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipeline.dates import moments

_UNTIL: Final = re.compile(
    r"(?:\buntil|\btill|\bthrough|\bending|\bends?(?: on)?|\bexpires?(?: on)?|\bto|\bby|–|—|-|valid (?:to|until))\W{0,2}(?:the end of |at least |at |midnight |on )?$",
    re.IGNORECASE,
)
_OPEN_END: Final = re.compile(r"\b(?:until|till)\s+(?P<until>[^.,;()\n]{3,60})", re.IGNORECASE)
_SOON: Final = re.compile(
    r"\b(?:effective immediately|starting (?:today|now|tomorrow|next week|next month)|from (?:today|tomorrow|now on)|(?:as of|beginning) (?:today|now)|today|tomorrow|next (?:week|month))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Times:
    """When a price begins and ends; as printed where no date follows."""

    effective: datetime | None = None
    effective_printed: str = ""
    ends: datetime | None = None
    ends_printed: str = ""


def times_in(text: str, start: int, end: int, published: datetime | None) -> Times:
    """The dates in text[start:end]; one without a year is the one nearest to when the article was published."""
    part = text[start:end]
    effective, ends = None, None
    for moment in moments(part, published):
        if _UNTIL.search(part[: moment.start]):
            ends = ends or moment
        else:
            effective = effective or moment
    soon, until = _SOON.search(part), _OPEN_END.search(part)
    return Times(
        effective.begins if effective else None,
        effective.printed if effective else soon[0] if soon else "",
        ends.begins if ends else None,
        ends.printed if ends else until["until"].strip() if until else "",
    )
