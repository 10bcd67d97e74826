"""Hours of the day as they are written ("09:00-12:00", "weekdays:14:00-18:00", "16:30:00Z-00:30:00Z") into the minutes
of a week, so that two of them can be laid over each other.

A week is an `int` of 10,080 bits, a bit for each minute from Monday 00:00 UTC on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

DAY = 24 * 60
MINUTES = 7 * DAY
ALWAYS = (1 << MINUTES) - 1
_DAYS = {"": range(7), "weekdays": range(5), "weekends": range(5, 7)}
_SPAN = re.compile(
    r"(?:(weekdays|weekends):)?([01]?\d|2[0-4])(?::([0-5]\d))?-([01]?\d|2[0-4])(?::([0-5]\d))?", re.ASCII
)
_CLOCK = r"([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?"
_PRINTED = re.compile(rf"{_CLOCK}Z?\s*[-–~]\s*{_CLOCK}Z?(?:\s*(?:UTC|GMT))?([+-]\d{{1,2}}(?::?\d\d)?)?", re.ASCII)


def span(text: str) -> str:
    """One span in its only form: `9-12` → `09:00-12:00`. Raises `ValueError`."""
    days, first, last = _parts(text)
    return f"{days}:{_clock(first)}-{_clock(last)}" if days else f"{_clock(first)}-{_clock(last)}"


def week_of(spans: Iterable[str], zone: str, at: datetime) -> int:
    """The minutes of a week that lie in any of the spans, as the clocks of an IANA zone go at `at`.

    A span past midnight belongs to the day on which it begins. Raises `ValueError` for one that cannot be.
    """
    week = 0
    for text in spans:
        days, first, last = _parts(text)
        week |= _minutes(_DAYS[days], first, last)
    return _turned(week, _ahead(zone, at))


def printed_week(text: str, zone: str, at: datetime) -> int | None:
    """The minutes of the window that a page prints, in the zone it names, else in the vendor's; None where it prints no
    hours but a name."""
    match = _PRINTED.fullmatch(text.strip())
    if match is None:
        return None
    first, last = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    if max(first, last) > DAY:
        return None
    said = "Z" in text or "UTC" in text or "GMT" in text
    return _turned(_minutes(range(7), first, last), _offset(match[5]) if said else _ahead(zone, at))


def working_days(spans: Iterable[str]) -> int:
    """Of a week, those on which one of the spans begins; all seven where there is none. Raises `ValueError`."""
    return len({day for text in spans for day in _DAYS[_parts(text)[0]]}) or 7


def share(part: int, whole: int) -> Fraction:
    """How much of the minutes of `whole` lies in `part`."""
    return Fraction((part & whole).bit_count(), whole.bit_count() or 1)


def _parts(text: str) -> tuple[str, int, int]:
    match = _SPAN.fullmatch(text.strip().lower())
    if match is None:
        raise ValueError(f"hours: a span such as 09:00-18:00 was expected: {text!r}")
    first, last = int(match[2]) * 60 + int(match[3] or 0), int(match[4]) * 60 + int(match[5] or 0)
    if first == last or first >= DAY or last > DAY:
        raise ValueError(f"hours: a span within a day was expected: {text!r}")
    return match[1] or "", first, last


def _minutes(days: Iterable[int], first: int, last: int) -> int:
    length = (last - first) % DAY or DAY
    return _wrapped(sum(((1 << length) - 1) << (day * DAY + first) for day in days))


def _wrapped(week: int) -> int:
    """What goes beyond Sunday night lies on Monday morning."""
    return (week & ALWAYS) | (week >> MINUTES)


def _turned(week: int, ahead: int) -> int:
    """From the clocks of a zone that is so many minutes ahead of UTC to UTC."""
    back = ahead % MINUTES
    return ((week >> back) | (week << (MINUTES - back))) & ALWAYS


def _ahead(zone: str, at: datetime) -> int:
    offset = at.astimezone(ZoneInfo(zone or "UTC")).utcoffset() or timedelta()
    return int(offset.total_seconds()) // 60


def _offset(text: str | None) -> int:
    """`+8`, `+08:00`, `-5` in minutes."""
    if not text:
        return 0
    hours, minutes = int(text[1:3].rstrip(":")), int(text[-2:]) if len(text) > 3 else 0
    return (hours * 60 + minutes) * (-1 if text[0] == "-" else 1)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
