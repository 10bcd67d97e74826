"""Turns printed dates, Chinese and English, into moments in UTC: with their zone, 24:00, and the year that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

CHINA: Final = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Moment:
    """A printed date: the time it begins, and the first moment that it no longer covers, both UTC.

    "2026-09-09 24:00" covers nothing: both are the same moment. "September 9" covers a day, "September 2026" a month.
    """

    begins: datetime
    ends: datetime
    printed: str
    start: int
    """Where it stands in the text."""
    end: int
    timed: bool
    """True where a time of day was printed."""


_MONTHS: Final = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH: Final = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATES: Final = re.compile(
    r"(?<![\d.])(?P<y1>20\d\d)\s?年\s?(?P<m1>\d{1,2})\s?月(?:\s?(?P<d1>\d{1,2})\s?[日号](?!元))?"
    r"|(?<![\d.年])(?P<m2>\d{1,2})\s?月\s?(?P<d2>\d{1,2})\s?[日号]"
    r"|(?<![\d./-])(?P<y3>20\d\d)(?P<s3>[-/.])(?P<m3>\d{1,2})(?P=s3)(?P<d3>\d{1,2})(?![\d/]|[-.]\d)"
    rf"|\b(?P<m4>{_MONTH})\.?\s(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[.,]\d|\s?%)(?:,?\s(?P<y4>20\d\d)\b)?"
    rf"|(?<![\d.])(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<m5>{_MONTH})\b\.?(?:,?\s(?P<y5>20\d\d)\b)?"
    rf"|\b(?P<m6>{_MONTH})\.?,?\s(?P<y6>20\d\d)\b"
)
_TIME: Final = re.compile(
    r"(?:T|\s{0,2}(?:[（(][^()（）\d]{1,12}[)）])?\s{0,2}(?:,|，|at|的)?\s{0,2}(?:凌晨|早上|上午|中午|下午|晚上|晚)?\s?)"
    r"(?P<h>2[0-4]|[01]?\d)(?:[:：](?P<min>[0-5]\d)(?:[:：][0-5]\d)?|\s?[时点](?P<half>半)?(?!\w*间))?\s?(?P<half_day>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_AFTERNOON: Final = re.compile("下午|晚")
_ZONE: Final = re.compile(
    r"\s{0,2}[（(,]?\s?"
    r"(?:(?P<utc>UTC|GMT)\s?(?:(?P<sign>[+＋−-])\s?(?P<zh>\d{1,2})(?:[:：]?(?P<zm>[0-5]\d))?)?"
    r"|(?P<iso>[+-][01]\d:?[0-5]\d)|(?P<z>Z\b)"
    r"|(?P<named>北京时间|东八区|中国标准时间|Beijing(?: time)?|China Standard Time"
    r"|SGT|JST|P[SD]?T\b|E[SD]T\b|ET\b|Pacific(?: time)?|Eastern(?: time)?))",
    re.IGNORECASE,
)
_ZONE_BEFORE: Final = re.compile(
    r"(?:(?P<named>北京时间|东八区|中国标准时间|Beijing time)"
    r"|(?P<utc>UTC|GMT)\s?(?:(?P<sign>[+＋−-])\s?(?P<zh>\d{1,2}))?)[\s:：,，)）的]{0,3}$",
    re.IGNORECASE,
)
_OFFSETS: Final = {"pst": -8, "pdt": -7, "est": -5, "edt": -4, "sgt": 8, "jst": 9}
_PLACES: Final = {
    "pt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles",
    "et": "America/New_York",
    "eastern": "America/New_York",
}
_HAN: Final = re.compile("[\u4e00-\u9fff]")


def moments(text: str, at: datetime | None = None, zone: str = "") -> list[Moment]:
    """All dates printed in `text`, in order.

    `at` is when the page was captured: a date without a year is the nearest one to it, and none at all without `at`.
    `zone` is the IANA zone meant where none is printed; without it a Chinese text means China's, any other UTC.
    """
    meant = _place(zone) or (CHINA if _HAN.search(text) else UTC)
    return list(_moments(text, at, meant))


def _moments(text: str, at: datetime | None, meant: tzinfo) -> Iterator[Moment]:
    after = 0
    for match in _DATES.finditer(text):
        if match.start() < after:
            continue
        found = _moment(text, match, at, meant)
        if found is not None:
            after = found.end
            yield found


def _moment(text: str, match: re.Match[str], at: datetime | None, meant: tzinfo) -> Moment | None:
    year, month, day = _parts(match)
    clock = _clock(text, match.end()) if day else None
    after = clock[2] if clock else match.end()
    zone, end = _zone(text, match.start(), after, meant)
    begins = _nearest(year, month, day or 1, zone, at)
    if begins is None:
        return None
    if clock is not None:
        begins += timedelta(hours=clock[0], minutes=clock[1])
        ends = begins
    elif day:
        ends = begins + timedelta(days=1)
    else:
        ends = (begins + timedelta(days=32)).replace(day=1)
    end = end if clock or end > after else match.end()
    return Moment(
        begins.astimezone(UTC),
        ends.astimezone(UTC),
        text[match.start() : end].strip(),
        match.start(),
        end,
        clock is not None,
    )


def _parts(match: re.Match[str]) -> tuple[int | None, int, int | None]:
    """(year, month, day) as printed; None for what is not."""
    said = {name: value for name, value in match.groupdict().items() if value is not None}
    form = next(name[1] for name in said if name[0] == "m")
    month = said[f"m{form}"]
    year, day = said.get(f"y{form}"), said.get(f"d{form}")
    number = int(month) if month.isdecimal() else _MONTHS[month.lower()[:3]]
    return int(year) if year else None, number, int(day) if day else None


def _nearest(year: int | None, month: int, day: int, zone: tzinfo, at: datetime | None) -> datetime | None:
    """Midnight of that day, in the year nearest to `at` where none is printed. None for the 31st of February."""
    if year is None and at is None:
        return None
    years = [year] if year is not None else [at.year + step for step in (-1, 0, 1)] if at is not None else []
    found = [day_ for each in years if (day_ := _day(each, month, day, zone)) is not None]
    if year is not None or at is None:
        return next(iter(found), None)
    return min(found, key=lambda day_: abs(day_ - at), default=None)


def _day(year: int, month: int, day: int, zone: tzinfo) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=zone)
    except ValueError:
        return None


def _clock(text: str, position: int) -> tuple[int, int, int] | None:
    """(hours, minutes, where it ends) of a time of day that follows; None where none does."""
    match = _TIME.match(text, position)
    if match is None or not (match["min"] or match["half_day"] or "时" in match[0] or "点" in match[0]):
        return None
    hours, minutes = int(match["h"]), int(match["min"] or 0) + (30 if match["half"] else 0)
    late = (match["half_day"] or "").lower().startswith("p") or _AFTERNOON.search(match[0])
    if late and hours < 12:
        hours += 12
    elif (match["half_day"] or "").lower().startswith("a") and hours == 12:
        hours = 0
    return hours, minutes, match.end()


def _zone(text: str, begin: int, position: int, meant: tzinfo) -> tuple[tzinfo, int]:
    """(the zone printed after or before a date, where the date ends), or the one that is meant."""
    after = _ZONE.match(text, position)
    if after is not None:
        closing = text[after.end() : after.end() + 1] in (")", "）") and "(" in after[0].replace("（", "(")
        zone = _printed_zone(after)
        return (zone, after.end() + closing) if zone else (meant, position)
    before = _ZONE_BEFORE.search(text, max(0, begin - 20), begin)
    return ((_printed_zone(before) or meant) if before else meant), position


def _printed_zone(match: re.Match[str]) -> tzinfo | None:
    said = match.groupdict()
    if said.get("named"):
        return _named(said["named"])
    if said.get("iso"):
        text = said["iso"].replace(":", "")
        return _offset(text[0], int(text[1:3]), int(text[3:]))
    if said.get("sign"):
        return _offset(said["sign"], int(said["zh"]), int(said.get("zm") or 0))
    return UTC


def _offset(sign: str, hours: int, minutes: int) -> tzinfo | None:
    if hours > 14:
        return None
    delta = timedelta(hours=hours, minutes=minutes)
    return timezone(-delta if sign in "-−" else delta)


def _named(name: str) -> tzinfo | None:
    word = name.lower().split()[0]
    if word in _OFFSETS:
        return timezone(timedelta(hours=_OFFSETS[word]))
    return _place(_PLACES[word]) if word in _PLACES else CHINA


def _place(name: str) -> tzinfo | None:
    """An IANA zone; None for no name, and on a machine without the database for all but China's."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return CHINA if name in ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Singapore") else None
