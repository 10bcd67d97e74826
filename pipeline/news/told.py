"""When something was told, as it is printed ("2小时前", "昨天 18:20", "05/23", "May 23"), into a moment in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.dates import CHINA, moments

EARLIEST: Final = datetime(1995, 1, 1, tzinfo=UTC)
"""Nothing that is called news today was told before."""
AHEAD: Final = timedelta(days=2)
"""So far ahead of the fetch a date may be: zones that are not printed, clocks that go wrong."""
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_AGO: Final = re.compile(
    r"刚刚|just now"
    r"|(?P<n>\d{1,3}|an?|半)\s?(?:个)?\s?(?P<unit>秒钟?|分钟|小时|天|周|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|[mhdw])\s?(?:之?前|ago)",
    re.IGNORECASE,
)
_SECONDS: Final = {
    "秒": 1, "分": 60, "小": 3_600, "天": 86_400, "周": 604_800,
    "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800,
}  # fmt: skip
_DAY_WORD: Final = re.compile(
    r"(?P<word>今天|昨天|前天|today|yesterday)(?:\s?(?:at\s)?(?P<h>[01]?\d|2[0-3])[:：](?P<m>[0-5]\d))?", re.I
)
_BACK: Final = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}
_SHORT: Final = re.compile(
    r"(?<![A-Za-z\d./-])(?P<mo>0?[1-9]|1[0-2])[-/](?P<d>0?[1-9]|[12]\d|3[01])(?![A-Za-z\d./-])(?:\s{1,3}(?P<h>[01]?\d|2[0-3])[:：](?P<m>[0-5]\d))?"
)
"""Never with a point: "3.5" is a version."""
_MIDDLE: Final = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})/(20\d\d)(?![\d/.-])")
_CLOCK: Final = re.compile(r"(?<![\d:])(?P<h>[01]?\d|2[0-3])[:：](?P<m>[0-5]\d)(?:[:：][0-5]\d)?(?![\d:])")
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?\s?(?:Z|[+-]\d\d:?\d\d)?")


@dataclass(frozen=True, slots=True)
class Told:
    """A printed time of telling."""

    at: datetime
    """UTC; midnight of its zone where only the day is known."""
    start: int
    end: int
    day_only: bool = True
    year_inferred: bool = False
    """No year is printed: it is the last one in which that day was not yet to come when the page was fetched."""


def told(text: str, at: datetime | None, zone: str = "", *, relative: bool = True) -> Told | None:
    """The first time of telling that is printed in `text`; None for none, or one that cannot be.

    `at` is when the page was fetched. Without it there is no answer to "yesterday", nor to a day without a year.
    `relative` is off where "3 days ago" cannot be meant, as nobody would print it to stay.
    """
    found = _iso(text, zone) or (at and relative and _relative(text, at, zone)) or _dated(text, at, zone)
    found = found or _day_in_the_middle(text, zone) or (at and _short(text, at, zone)) or None
    return found if found and plausible(found.at, at) else None


def told_by_clock(text: str, at: datetime | None, zone: str = "") -> Told | None:
    """A bare "14:05" as the last time at which clocks showed it; for lists that print nothing else."""
    match = _CLOCK.search(text)
    if at is None or match is None:
        return None
    local = at.astimezone(place(zone, text))
    moment = local.replace(hour=int(match["h"]), minute=int(match["m"]), second=0, microsecond=0)
    if moment > local + timedelta(minutes=10):
        moment -= timedelta(days=1)
    return Told(moment.astimezone(UTC), match.start(), match.end(), day_only=False, year_inferred=True)


def plausible(when: datetime, at: datetime | None) -> bool:
    """Whether something can have been told at that time."""
    return EARLIEST <= when <= (at + AHEAD if at else datetime(2100, 1, 1, tzinfo=UTC))


def place(zone: str, text: str = "") -> tzinfo:
    """The zone that is meant: the declared one, else China's for a text in Chinese, else UTC."""
    try:
        if zone:
            return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        pass
    return CHINA if re.search("[\u4e00-\u9fff]", text) else UTC


def _iso(text: str, zone: str) -> Told | None:
    match = _ISO.search(text)
    if match is None:
        return None
    try:
        moment = datetime.fromisoformat(match[0].replace(" Z", "Z").replace(" +", "+").replace(" -", "-"))
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=place(zone, text))
    return Told(moment.astimezone(UTC), match.start(), match.end(), day_only=False)


def _relative(text: str, at: datetime, zone: str) -> Told | None:
    if match := _AGO.search(text):
        if match["n"] is None:
            return Told(at.astimezone(UTC), match.start(), match.end(), day_only=False)
        count = 0.5 if match["n"] == "半" else float(match["n"]) if match["n"].isdecimal() else 1.0
        span = timedelta(seconds=count * _SECONDS[match["unit"][0].lower()])
        return Told((at - span).astimezone(UTC), match.start(), match.end(), day_only=span >= timedelta(days=1))
    if match := _DAY_WORD.search(text):
        day = at.astimezone(place(zone, text)) - timedelta(days=_BACK[match["word"].lower()])
        moment = day.replace(hour=int(match["h"] or 0), minute=int(match["m"] or 0), second=0, microsecond=0)
        return Told(moment.astimezone(UTC), match.start(), match.end(), day_only=match["h"] is None)
    return None


def _dated(text: str, at: datetime | None, zone: str) -> Told | None:
    """A day with a month's name or in full; without a year it lies in the twelve months before the fetch."""
    around = at - timedelta(days=181) if at else None
    for moment in moments(text, around, zone):
        if moment.ends - moment.begins > timedelta(days=1):
            continue  # a month is not a day
        inferred = _YEAR.search(moment.printed) is None
        return Told(moment.begins, moment.start, moment.end, not moment.timed, inferred)
    return None


def _day_in_the_middle(text: str, zone: str) -> Told | None:
    """`09/13/2026` and `13/09/2026`, where the day can be no month; else nobody could tell which is which."""
    match = _MIDDLE.search(text)
    if match is None or (int(match[1]) > 12) == (int(match[2]) > 12):
        return None
    month, day = sorted((int(match[1]), int(match[2])))
    try:
        moment = datetime(int(match[3]), month, day, tzinfo=place(zone, text))
    except ValueError:
        return None
    return Told(moment.astimezone(UTC), match.start(), match.end())


def _short(text: str, at: datetime, zone: str) -> Told | None:
    """`05/23 14:05`."""
    match = _SHORT.search(text)
    if match is None or (match["h"] is None and len(match[0]) < len("05/23")):
        return None  # "3-5" is "three to five"
    month, day, hours, minutes = (int(match[name] or 0) for name in ("mo", "d", "h", "m"))
    where = place(zone, text)
    for year in (at.year + 1, at.year, at.year - 1):
        try:
            moment = datetime(year, month, day, hours, minutes, tzinfo=where)
        except ValueError:
            continue
        if moment <= at + timedelta(days=1):
            return Told(moment.astimezone(UTC), match.start(), match.end(), match["h"] is None, year_inferred=True)
    return None
