"""How each page fares into lines that a reader understands: silence is never shown as "no change"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pipeline.types import PageKind, Vendor, Why
from publish.money import Lang
from publish.naming import vendor_name
from publish.plain import plain, web_link
from publish.site_words import AGO, COVERAGE, HEALTHS, PAGE_KINDS, WHYS
from storage.answers import PageStatus

MINUTE, HOUR, DAY = 60, 3_600, 86_400
NOTHING_HELD: Mapping[str, int] = {}


class Fare(StrEnum):
    """How a page fares."""

    WELL = "well"
    FAILING = "failing"
    LATE = "late"
    """Read well the last time, but that is longer ago than it should be."""
    WAITING = "waiting"
    """Never looked at yet."""
    CLOSED = "closed"
    """The vendor is gone; the line says why it is still here."""


@dataclass(frozen=True, slots=True)
class Line:
    """One page in words."""

    page: str
    kind: str
    address: str | None
    fare: Fare
    fare_words: str
    checked: datetime | None
    checked_ago: str
    changed: datetime | None
    changed_ago: str
    failed: datetime | None
    failed_ago: str
    why: str
    """Why the last look failed or is missing, and what that means for the prices; empty where all is well."""
    rates: int
    held: int = 0
    """Changes that wait for a second look or a witness."""
    is_news: bool = False
    """Tells what others do: no price is read from it."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One vendor with its pages."""

    vendor: str
    name: str
    note: str
    lines: tuple[Line, ...]


def coverage(
    statuses: Iterable[PageStatus],
    vendors: Mapping[str, Vendor],
    now: datetime,
    lang: Lang,
    grace: timedelta,
    held: Mapping[str, int] = NOTHING_HELD,
) -> tuple[Covered, ...]:
    """Every vendor of the catalogue by name, with the pages still watched; those with a page in trouble first.

    A page may be overdue by `grace` before it is called late. `held` counts the held changes by page.
    """
    of_vendor: dict[str, list[Line]] = {vendor: [] for vendor in vendors}
    for status in statuses:
        if not status.retired:
            of_vendor.setdefault(status.vendor, []).append(_line(status, now, lang, grace, held.get(status.id, 0)))
    covered = [_covered(vendor, lines, vendors, lang) for vendor, lines in of_vendor.items()]
    return tuple(sorted(covered, key=_troubled_first))


def ago(at: datetime | None, now: datetime, lang: Lang) -> str:
    """`5 min ago`, `3 小时前`, after a month the day itself; `never` for None."""
    if at is None:
        return AGO["never"][lang]
    seconds = (now - at).total_seconds()
    if seconds > 30 * DAY:
        return f"{at:%Y-%m-%d}"
    for unit, length in (("day", DAY), ("hour", HOUR), ("minute", MINUTE)):
        if seconds >= length * (2 if unit == "day" else 1):
            return AGO[unit][lang].format(int(seconds // length))
    return AGO["now"][lang]


def _covered(vendor: str, lines: list[Line], vendors: Mapping[str, Vendor], lang: Lang) -> Covered:
    declared = vendors.get(vendor)
    closed = declared is not None and declared.status != "watched"
    note = COVERAGE["closed"][lang].format(note=plain(declared.note)) if declared and closed else ""
    return Covered(vendor, vendor_name(vendor, vendors, lang), note, tuple(lines))


def _troubled_first(covered: Covered) -> tuple[bool, str]:
    return not any(line.fare in (Fare.FAILING, Fare.LATE) for line in covered.lines), covered.name.casefold()


def _line(status: PageStatus, now: datetime, lang: Lang, grace: timedelta, held: int) -> Line:
    fare = _fare(status, now, grace)
    return Line(
        page=plain(status.id.partition("/")[2] or status.id, 80),
        kind=PAGE_KINDS[status.kind][lang],
        address=web_link(status.url),
        fare=fare,
        fare_words=COVERAGE[fare.value][lang],
        checked=status.last_checked_at,
        checked_ago=ago(status.last_checked_at, now, lang),
        changed=status.last_changed_at,
        changed_ago=_changed(status, now, lang),
        failed=status.last_failed_at,
        failed_ago=ago(status.last_failed_at, now, lang),
        why=_why(status, fare, now, lang),
        rates=status.rates,
        held=held,
        is_news=status.kind is PageKind.NEWS,
    )


def _changed(status: PageStatus, now: datetime, lang: Lang) -> str:
    if status.last_changed_at is None and status.kind is not PageKind.NEWS:
        return COVERAGE["no price"][lang]
    return ago(status.last_changed_at, now, lang)


def _fare(status: PageStatus, now: datetime, grace: timedelta) -> Fare:
    if status.last_checked_at is None:
        return Fare.WAITING
    if status.why is not None:
        return Fare.FAILING
    late = status.next_due_at is not None and now - status.next_due_at > grace
    return Fare.LATE if late else Fare.WELL


def _why(status: PageStatus, fare: Fare, now: datetime, lang: Lang) -> str:
    """`No answer in time; failures in a row: 3, the last 5 min ago. The last prices read stand; …`"""
    if fare not in (Fare.FAILING, Fare.LATE):
        return ""
    words = _late(status, now, lang) if fare is Fare.LATE else _failure(status, now, lang)
    if status.kind is PageKind.NEWS:
        return words + COVERAGE["news missing"][lang]
    return words + COVERAGE["stands" if status.rates else "unknown"][lang]


def _late(status: PageStatus, now: datetime, lang: Lang) -> str:
    return COVERAGE["overdue"][lang].format(due=ago(status.next_due_at, now, lang))


def _failure(status: PageStatus, now: datetime, lang: Lang) -> str:
    reason = WHYS[status.why][lang] if status.why else ""
    if status.why is Why.UNREADABLE and status.health in HEALTHS:
        reason = HEALTHS[status.health][lang]
    failed = ago(status.last_failed_at, now, lang)
    return COVERAGE["why"][lang].format(reason=reason, failures=status.failures, failed=failed)
