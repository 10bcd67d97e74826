"""How a look ended → when the page is due next, and why then."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from pipeline.types import EventState, Page, PageKind
from schedules.look import Look
from storage.pages import Timing

SECOND_LOOK = timedelta(minutes=10)
"""A change that is newly held is looked at again this soon; one that waits for a witness, at the page's cadence."""
LONGEST_BACKOFF = timedelta(days=1)
JITTER = 0.1
"""Share of the cadence by which pages of one cadence are spread, so that they do not fall due together."""
LIVELY = timedelta(days=2)
"""A page that changed within this time is looked at twice as often."""
STILL = timedelta(days=60)
"""One that did not for this long, half as often."""
SOONEST = timedelta(minutes=15)
"""No page is hurried below this, or below its own cadence where that is shorter."""
LATEST = timedelta(days=1)
"""No page is slowed beyond this, or beyond its own cadence where that is longer."""


@dataclass(frozen=True, slots=True)
class Due:
    """When a page is looked at next."""

    at: datetime
    """UTC."""
    why: str
    """In a few words, for people."""


def next_due(look: Look, timing: Timing) -> Due:
    """When the page is looked at next: after its cadence, or on the day for which it announces something.

    The cadence counts from when the page was due, not from when the crawl got round to it, so it does not drift; after
    a longer gap (the machine slept) it counts from now, so that missed looks are not made up for. A look that would
    fall into the hours in which the host is left alone waits for their end.
    """
    due = _usual(look, timing)
    if look.outcome != "failed" and timing.wakes_at is not None and look.at < timing.wakes_at < due.at:
        due = Due(timing.wakes_at, "what it says means something else from then on")
    return _outside(due, look.page)


def _usual(look: Look, timing: Timing) -> Due:
    cadence = timedelta(seconds=look.page.cadence)
    if look.outcome == "failed":
        return _after_failure(look, cadence, timing.failures)
    if any(event.state is EventState.HELD for event in look.events):
        return Due(look.at + min(SECOND_LOOK, cadence), "a change is held and wants a second look")
    pace, why = _pace(look, timing, cadence)
    if timing.due_at is None:
        return Due(look.at + pace * (1 + JITTER * _share(look.page.id)), why)
    on_time = timing.due_at + pace
    return Due(on_time if on_time > look.at else look.at + pace, why)


def _pace(look: Look, timing: Timing, cadence: timedelta) -> tuple[timedelta, str]:
    """The cadence, quicker where something is going on, slower where nothing ever is."""
    declared = f"every {told(cadence)}"
    quicker, slower = max(cadence / 2, min(SOONEST, cadence)), min(cadence * 2, max(LATEST, cadence))
    if timing.war and look.page.kind in (PageKind.PRICING, PageKind.API) and quicker < cadence:
        return quicker, f"{declared}, quicker: a price war is on"
    since = timing.changed_at
    if since is not None and timing.changes > 1 and look.at - since < LIVELY and quicker < cadence:
        return quicker, f"{declared}, quicker: it changed lately"
    if since is not None and look.at - since > STILL and slower > cadence:
        return slower, f"{declared}, slower: it has not changed for {told(look.at - since)}"
    return cadence, declared


def _after_failure(look: Look, cadence: timedelta, failures: int) -> Due:
    """Twice as long after each failure, up to a day and never less often than that: no page is given up."""
    times: int = 2 ** min(max(failures - 1, 0), 16)
    wait = max(min(cadence * times, max(LONGEST_BACKOFF, cadence)), timedelta(seconds=look.retry_after or 0))
    asked = " as the site asks" if look.retry_after and wait == timedelta(seconds=look.retry_after) else ""
    return Due(look.at + wait, f"failed {failures} times in a row: again after {told(wait)}{asked}")


def _outside(due: Due, page: Page) -> Due:
    """Not within the hours in which the host is left alone."""
    if not page.quiet:
        return due
    begin, end = (time.fromisoformat(part) for part in page.quiet.split("-"))
    there = due.at.astimezone(ZoneInfo(page.hints.zone or "UTC"))
    now = there.time()
    within = begin <= now < end if begin <= end else now >= begin or now < end
    if not within:
        return due
    over = there.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    if over <= there:
        over += timedelta(days=1)
    spread = timedelta(minutes=30) * _share(page.id)
    return Due(over.astimezone(due.at.tzinfo) + spread, f"{due.why}; the host is left alone {page.quiet}")


def told(span: timedelta) -> str:
    """`15 min`, `6 h`, `3 d`."""
    minutes = int(span.total_seconds() // 60)
    for unit, size in (("d", 1440), ("h", 60)):
        if minutes >= size:
            return f"{minutes // size} {unit}"
    return f"{minutes} min"


def _share(page_id: str) -> float:
    """A number in 0…1 that is the page's own, the same in every run."""
    return int.from_bytes(hashlib.sha256(page_id.encode()).digest()[:4]) / 2**32
