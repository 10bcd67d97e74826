"""`pricewire crawl`: fetch pages now, and tell how each look ended."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import click

from pricewire.config import load
from pricewire.open import crawl_settings, open_catalogue, open_store
from pricewire.output import format_option, write_rows
from pricewire.select import selected

COLUMNS = ("page", "outcome", "rates", "events", "held", "why", "detail")


@click.command(name="crawl")
@click.argument("what", nargs=-1, metavar="[VENDOR|PAGE]…")
@format_option()
def command(what: tuple[str, ...], form: str) -> None:
    """Fetch the pages of vendors, or single pages (all of them when nothing is named), and record what changed.

    Exit code: 0 when every page answered, 3 when some failed, 1 when all failed.

    \b
    Example:  pricewire crawl deepseek openai/pricing
    """
    from pricewire.progress import progress
    from schedules.crawl import crawl, wanted
    from spiders.crawler import Crawler
    from storage.pages import declare_pages

    config = load()
    catalogue = open_catalogue(config)
    pages = selected(catalogue, what)
    store = open_store(config)
    rows: list[dict[str, Any]] = []
    try:
        with store.write() as c:
            declare_pages(c, catalogue.pages)
        pages = pages if what else tuple(wanted(store, pages))
        with Crawler(crawl_settings(config)) as crawler, progress("pages", len(pages)) as step:
            for look in crawl(store, catalogue, crawler, pages):
                rows.append(look_record(look))
                step(events=len(look.published))
    finally:
        store.close()
    write_rows(sorted(rows, key=lambda row: row["page"]), form, COLUMNS, empty="No pages.")
    sys.exit(_exit_code(Counter(row["outcome"] for row in rows)))


def look_record(look: Any) -> dict[str, Any]:
    """How one look ended, in plain values."""
    return {
        "page": look.page.id,
        "url": look.page.url,
        "at": look.at,
        "outcome": look.outcome,
        "rates": look.rates,
        "events": len(look.published),
        "held": look.waiting,
        "why": look.why,
        "detail": look.detail,
    }


def _exit_code(outcomes: Counter[str]) -> int:
    failed = outcomes["failed"]
    if not failed:
        return 0
    return 1 if failed == outcomes.total() else 3
