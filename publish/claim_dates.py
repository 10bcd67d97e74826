"""When a claim takes effect and when it ends into clauses: a day as a day, whatever hour that is elsewhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.dates import CHINA, Moment, moments
from pipeline.types import Claim, Vendor
from publish.claim_vocabulary import CLAUSES, DATES
from publish.money import Lang
from publish.plain import moment, plain
from publish.site.dates import MONTHS, day_words
from publish.titles import filled

TEXT_LIMIT = 60
_ANY_LEAP_YEAR = datetime(2024, 7, 1, tzinfo=UTC)
"""To read a day by that is printed without a year: it has all days."""
_YEAR = re.compile(r"20\d\d")
_HAN = re.compile("[\u4e00-\u9fff]")
_BEGINNING = re.compile(
    r"^(?:(?:starting|beginning|effective|from|as of|until|till|through|by)\b\W*|[自从至到])+", re.I
)
_LAST_MOMENT = re.compile(r"24\s?[:：时点]|23[:：]59")
_AT_ITS_EDGE = re.compile(rf"{_LAST_MOMENT.pattern}|(?<!\d)0?0[:：]00|(?<!\d)[0零]\s?[时点]")
"""Hours printed with a date that only say that its day begins, or ends."""
_MIDNIGHTS = (0, 16)
"""Hours UTC at which a day begins where most prices are printed: in UTC and in China."""


def date_clauses(claim: Claim, vendor: Vendor | None, lang: Lang) -> list[str]:
    """`, from 21 May 2024`, `, until 30 June`; what is no date, in quotes as it is printed."""
    return [*_from(claim, vendor, lang), *_until(claim, lang)]


def _from(claim: Claim, vendor: Vendor | None, lang: Lang) -> list[str]:
    printed = plain(claim.effective_printed, TEXT_LIMIT)
    when = _printed_words(printed, claim.effective, lang)
    if when is None and claim.effective is not None:
        when = _moment_words(claim.effective, printed, vendor, lang)
    if when is not None:
        return [filled(CLAUSES["from"][lang], {"when": when})]
    return [CLAUSES["from as said"][lang].format(when=printed)] if printed else []


def _until(claim: Claim, lang: Lang) -> list[str]:
    printed = plain(claim.ends_printed, TEXT_LIMIT)
    ends = _printed_words(printed, claim.ends, lang)
    if ends is None and not printed and claim.ends is not None:
        ends = _moment_words(claim.ends, printed, None, lang)
    if ends is None and (said := _BEGINNING.sub("", printed)):
        ends = DATES["quoted"][lang].format(said=said)
    return [filled(CLAUSES["until"][lang], {"ends": ends})] if ends else []


def _printed_words(printed: str, at: datetime | None, lang: Lang) -> str | None:
    """A printed day or month; with its year where that is known."""
    found = next(iter(moments(printed, at or _ANY_LEAP_YEAR)), None)
    if found is None:
        return None
    dated = at is not None or _YEAR.search(found.printed) is not None
    if found.timed and not _AT_ITS_EDGE.search(found.printed):
        return moment(found.begins) if dated else None
    return _date_words(_day_of(found), lang, dated=dated, whole=_is_a_month(found))


def _moment_words(at: datetime, printed: str, vendor: Vendor | None, lang: Lang) -> str:
    """The day where only that is meant: "即日起" of an article is its day where it was written, no hour of it."""
    if at.hour in _MIDNIGHTS and not (at.minute or at.second):
        return _date_words(_local_day(at), lang)
    if not printed:
        return moment(at)
    zone = CHINA if _HAN.search(printed) else ZoneInfo(vendor.zone) if vendor else UTC
    return _date_words(at.astimezone(zone), lang)


def _local_day(midnight: datetime) -> datetime:
    """The day that begins at a moment which is midnight somewhere, whether east or west of us."""
    return midnight.astimezone(UTC) + timedelta(hours=12)


def _day_of(found: Moment) -> datetime:
    """The day a printed date names; of "5月31日24:00" and "23:59" the day that ends so."""
    ends = found.timed and _LAST_MOMENT.search(found.printed)
    return _local_day(found.begins) - timedelta(days=1 if ends else 0)


def _is_a_month(found: Moment) -> bool:
    return found.ends - found.begins > timedelta(days=2)


def _date_words(day: datetime, lang: Lang, *, dated: bool = True, whole: bool = False) -> str:
    """`21 May 2024`, `2024年5月21日`; a month without its day, a day without its year where that is not known."""
    day = day.replace(tzinfo=UTC)
    if dated and not whole:
        return day_words(day, lang)
    form = "month" if whole else "day alone"
    month = MONTHS[day.month - 1] if lang == "en" else day.month
    return DATES[form][lang].format(year=day.year, month=month, day=day.day)
