"""How the pages fare into what `/health` and `/readyz` say of the wire as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pipeline.alarms import MOST_NAMED, Fared, overdue
from publish.news import Fares

BEGINNING = timedelta(hours=1)
"""So long after the start, a page that was never looked at may still have its turn to come."""


@dataclass(frozen=True, slots=True)
class Health:
    """`ok`, or `degraded` where a page could not be read at the last look or is long overdue."""

    status: str
    fares: Fares

    def told(self) -> dict[str, Any]:
        """As JSON has it. The names are a promise to monitors."""
        checked = self.fares.last_checked_at
        return {
            "status": self.status,
            "database": "ok",
            "pages": {
                "watched": self.fares.watched,
                "failing": self.fares.failing,
                "never_checked": self.fares.never_checked,
            },
            "last_check": None if checked is None else checked.isoformat(),
            "oldest_overdue_seconds": self.fares.overdue_seconds,
        }


def health(fares: Fares, grace: timedelta) -> Health:
    """A page may be late by `grace` before the wire is called degraded."""
    bad = fares.failing or timedelta(seconds=fares.overdue_seconds) > grace
    return Health("degraded" if bad else "ok", fares)


def ready(pages: Sequence[Fared], now: datetime, since: datetime) -> dict[str, Any]:
    """What `/readyz` says, `since` being when the program started; "ready" is true where no page is overdue."""
    never = [page for page in pages if page.due_at is None] if now - since > BEGINNING else []
    late = overdue(pages, now)
    if not late and not never:
        return {"ready": True}
    told = []
    if late:
        told.append(f"{len(late)} overdue by two of their intervals")
    if never:
        told.append(f"{len(never)} never looked at since the start")
    return {
        "ready": False,
        "reason": f"pages {' and '.join(told)}: is the scheduler running?",
        "pages": [
            {"page": page.page, "due_at": page.due_at.isoformat() if page.due_at else None}
            for page in [*late, *never][:MOST_NAMED]
        ],
    }
