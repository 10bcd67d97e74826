"""How a look ended → when the page is due next."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from pipeline.types import EventState
from schedules.look import Look
from storage.pages import Timing

SECOND_LOOK = timedelta(minutes=10)
"""A change that is newly held is looked at again this soon; one that waits for a witness, at the page's cadence."""
LONGEST_BACKOFF = timedelta(days=1)
JITTER = 0.1
"""Share of the cadence by which pages of one cadence are spread, so that they do not fall due together."""


def next_due(look: Look, timing: Timing) -> datetime:
    """When the page is looked at next: after its cadence, or on the day for which it announces something.

    The cadence counts from when the page was due, not from when the crawl got round to it, so it does not drift; after
    a longer gap (the machine slept) it counts from now, so that missed looks are not made up for.
    """
    usual = _usual(look, timing.due_at, timing.failures)
    if look.outcome != "failed" and timing.wakes_at is not None and look.at < timing.wakes_at < usual:
        return timing.wakes_at
    return usual


def _usual(look: Look, was_due: datetime | None, failures: int) -> datetime:
    cadence = timedelta(seconds=look.page.cadence)
    if look.outcome == "failed":
        return look.at + _backoff(cadence, failures, look.retry_after)
    if any(event.state is EventState.HELD for event in look.events):
        return look.at + min(SECOND_LOOK, cadence)
    if was_due is None:
        return look.at + cadence * (1 + JITTER * _share(look.page.id))
    on_time = was_due + cadence
    return on_time if on_time > look.at else look.at + cadence


def _backoff(cadence: timedelta, failures: int, retry_after: int | None) -> timedelta:
    """Twice as long after each failure, up to a day and never less often than that: no page is given up."""
    times: int = 2 ** min(max(failures - 1, 0), 16)
    wait = min(cadence * times, max(LONGEST_BACKOFF, cadence))
    return max(wait, timedelta(seconds=retry_after or 0))


def _share(page_id: str) -> float:
    """A number in 0…1 that is the page's own, the same in every run."""
    return int.from_bytes(hashlib.sha256(page_id.encode()).digest()[:4]) / 2**32
