"""Turns "through November 21", "活动截止 2026-09-09 24:00" into the first moment at which it no longer surely holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipeline.dates import Moment, moments

_INCLUSIVE: Final = re.compile(
    r"(?:\b(?P<least>at least )?(?:valid )?(?:through|thru|to)(?: and including)?"
    r"|(?:活动|优惠)?截止(?:日期|时间)?(?:至|到)?|截至|有效期(?:至|到)|(?:持续|延长|延续|优惠|活动)(?:至|到)|[至到])"
    r"\s?[:：]?\s?(?:the end of\s|北京时间\s?[:：]?\s?)?$",
    re.IGNORECASE,
)
_EXCLUSIVE: Final = re.compile(
    r"\b(?P<least>at least )?(?:until|till|before|ends?(?: on)?|expires?(?: on)?|by)\s?:?\s?$", re.IGNORECASE
)
_AFTERWARDS: Final = re.compile(r"^\s?(?:截止|结束|到期|止(?!血)|之?前)")
_LEAST_ZH: Final = re.compile(r"至少[^。；;]{0,12}$")


@dataclass(frozen=True, slots=True)
class Ending:
    """An end as it was printed."""

    at: datetime
    """UTC."""
    printed: str
    at_least: bool
    """True where it may go on after that."""


def endings(text: str, at: datetime | None = None, zone: str = "") -> list[Ending]:
    """All ends that a text prints, in order; dates that are no ends are none. `at`, `zone`: as for `dates.moments`."""
    return [ending for moment in moments(text, at, zone) if (ending := _ending(text, moment)) is not None]


def _ending(text: str, moment: Moment) -> Ending | None:
    before = text[max(0, moment.start - 40) : moment.start]
    for sign, end in ((_INCLUSIVE, moment.ends), (_EXCLUSIVE, moment.begins)):
        match = sign.search(before)
        if match is not None:
            least = bool(match.groupdict().get("least")) or bool(_LEAST_ZH.search(before))
            return Ending(end, (match[0].lstrip() + text[moment.start : moment.end]).strip(), least)
    after = _AFTERWARDS.match(text[moment.end : moment.end + 6])
    if after is None:
        return None
    end = moment.begins if after[0].strip().endswith("前") else moment.ends
    return Ending(end, text[moment.start : moment.end + after.end()].strip(), bool(_LEAST_ZH.search(before)))
