"""How the pages fare → what the operator has to be told: what is wrong, what still is, what is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.types import Why

TOO_OFTEN = 5
"""A page that failed so many times in a row is told."""
AGAIN = timedelta(days=7)
"""What is still wrong is told again."""
INTERVALS = 2
"""A page that is late by so many of its intervals is overdue."""
MOST_NAMED = 5
_NETWORK = frozenset({Why.DNS, Why.CONNECTION, Why.TIMEOUT})
OVERDUE, FAILING, OFFLINE = "overdue", "failing", "offline"


@dataclass(frozen=True, slots=True)
class Fared:
    """How one page fares."""

    page: str
    cadence: timedelta
    due_at: datetime | None
    failures: int = 0
    """In a row."""
    why: Why | None = None
    """Of the last one."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """What the operator was told, as long as it holds."""

    since: datetime
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something to be told now."""

    key: str
    text: str
    """The first line says it all."""
    over: bool = False
    """It was wrong and is no longer."""


def late_by(fared: Fared, now: datetime) -> timedelta:
    """How long the page is overdue, two of its intervals after it was due; zero where it is not."""
    if fared.due_at is None:
        return timedelta()
    return max(now - fared.due_at - INTERVALS * fared.cadence, timedelta())


def overdue(pages: Iterable[Fared], now: datetime) -> list[Fared]:
    """The pages that nobody looks at though it is long time, the latest first."""
    late = [page for page in pages if late_by(page, now)]
    return sorted(late, key=lambda page: (-late_by(page, now), page.page))


def alarms(pages: Sequence[Fared], raised: Mapping[str, Raised], now: datetime) -> list[Alarm]:
    """What is to be told now: what is newly wrong, what has been for a week since it was last told, what is over."""
    wrong = _wrong(pages, now)
    told = [
        Alarm(key, text if key not in raised else f"{text}\nSo since {raised[key].since:%Y-%m-%d %H:%M} UTC.")
        for key, text in wrong.items()
        if key not in raised or now - raised[key].told_at >= AGAIN
    ]
    return told + [Alarm(key, _over(key, raised[key]), over=True) for key in raised if key not in wrong]


def _wrong(pages: Sequence[Fared], now: datetime) -> dict[str, str]:
    """By key. While our own network is away no page is blamed for it."""
    late = overdue(pages, now)
    found = {OVERDUE: _overdue(late)} if late else {}
    away = [page for page in pages if page.failures and page.why in _NETWORK]
    if len(pages) > 2 and len(away) > 0.8 * len(pages):
        first = away[0]
        text = f"Nearly no page answers: {len(away)} of {len(pages)}\nThe last of {first.page}: {first.detail}"
        return found | {OFFLINE: text}
    failing = [page for page in pages if page.failures >= TOO_OFTEN]
    return found | {f"{FAILING} {page.page}": _failing(page) for page in failing}


def _overdue(late: Sequence[Fared]) -> str:
    some = "1 page is" if len(late) == 1 else f"{len(late)} pages are"
    named = [f"{page.page} was due at {page.due_at:%Y-%m-%d %H:%M} UTC" for page in late[:MOST_NAMED]]
    return "\n".join([f"{some} overdue: is the scheduler running?", *named])


def _failing(page: Fared) -> str:
    why = f" ({page.why})" if page.why else ""
    return f"{page.page} failed {page.failures} times in a row{why}\n{page.detail}".rstrip()


def _over(key: str, raised: Raised) -> str:
    since = f"{raised.since:%Y-%m-%d %H:%M} UTC"
    if key == OVERDUE:
        return f"No page is overdue any more\nSome were since {since}."
    if key == OFFLINE:
        return f"Pages answer again\nNearly none did since {since}."
    return f"{key.partition(' ')[2]} is read again\nIt failed since {since}."
