"""How the pages fare into what `/health` says of the wire as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from publish.news import Fares


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


def health(fares: Fares, overdue_seconds: int) -> Health:
    """A page may be late by `overdue_seconds` before the wire is called degraded."""
    bad = fares.failing or fares.overdue_seconds > overdue_seconds
    return Health("degraded" if bad else "ok", fares)
