"""When a claim was told and for when it promises → between which times the page has to have shown it."""

from __future__ import annotations

from datetime import datetime, timedelta

from pipeline.types import Claim

WINDOW = timedelta(days=3)
"""So long before and after its telling, a change may be seen on the page and still be the one told of."""


def span_of(claim: Claim, told_at: datetime, window: timedelta = WINDOW) -> tuple[datetime | None, datetime]:
    """(from, until) between which an event must have been observed to be the one told of: `window` both ways of the
    telling, stretched to a promised day. A recap has no beginning (None) and ends at its telling."""
    if claim.recap:
        return None, told_at
    promised = claim.effective or told_at
    return min(told_at, promised) - window, max(told_at, promised) + window


def covers(claim: Claim, told_at: datetime, observed_at: datetime, window: timedelta = WINDOW) -> bool:
    """Whether what was observed then may be what the claim tells of."""
    begins, ends = span_of(claim, told_at, window)
    return (begins is None or begins <= observed_at) and observed_at <= ends


def spell(time: timedelta) -> str:
    """`35 s`, `12 min`, `4 h`, `3 days`, without a sign."""
    seconds = abs(round(time.total_seconds()))
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 7_200:
        return f"{round(seconds / 60)} min"
    return f"{round(seconds / 3_600)} h" if seconds < 172_800 else f"{round(seconds / 86_400)} days"
