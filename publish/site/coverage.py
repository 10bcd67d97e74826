"""The coverage: for each page, when it was last checked, changed and failed, why, and what is held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection

from publish.coverage import Covered, Fare, coverage
from publish.news import fares
from publish.site.page import Page, Shown
from publish.site.visit import Visit
from publish.site.words.coverage import WORDS
from storage.listing import held_counts
from storage.pages import page_status


def gather(c: Connection, here: Visit) -> Shown:
    statuses, held = page_status(c), held_counts(c)
    grace = here.serving.settings.grace
    covered = coverage(statuses, here.vendors, here.now, here.lang, grace, held)
    return Shown(
        WORDS["title"][here.lang],
        {
            "fares": fares(statuses, here.now),
            "late": sum(line.fare is Fare.LATE for vendor in covered for line in vendor.lines),
            "held": sum(held.values()),
            "vendors": _with(covered, news=False),
            "sources": _with(covered, news=True),
        },
        description=WORDS["means"][here.lang],
    )


def _with(covered: Iterable[Covered], news: bool) -> list[Covered]:
    """The vendors with their pages of prices, or with those of news; one without any page stands among the first."""
    parted = [replace(one, lines=tuple(line for line in one.lines if line.is_news is news)) for one in covered]
    whole = {one.vendor for one in covered if not one.lines}
    return [one for one in parted if one.lines or (one.vendor in whole and not news)]


PAGE = Page("/coverage", "coverage.html", WORDS, gather)
