"""`pricewire schedule`: what is looked at when, and why then."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from pricewire.config import load
from pricewire.open import open_catalogue, open_store
from pricewire.output import format_option, write_rows
from pricewire.select import known_vendor

COLUMNS = ("due", "in", "page", "why", "last_checked", "failures")


@click.command(name="schedule")
@click.option("--vendor", help="Pages of this vendor only.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many, the next first.")
@format_option()
def command(vendor: str | None, limit: int, form: str) -> None:
    """List what is due when, and why then.

    \b
    Example:  pricewire schedule --vendor deepseek
    """
    from schedules.timetable import told
    from storage.pages import page_status

    config = load()
    catalogue = open_catalogue(config)
    declared = {page.id for page in catalogue.pages}
    store = open_store(config)
    try:
        vendor = known_vendor(store, catalogue, vendor)
        with store.read() as c:
            found = [one for one in page_status(c, vendor) if one.id in declared and not one.retired]
    finally:
        store.close()
    now = datetime.now(UTC)
    longest_ago = datetime.min.replace(tzinfo=UTC)
    found.sort(key=lambda one: (one.next_due_at or longest_ago, one.id))
    rows = [
        {
            "due": one.next_due_at,
            "in": "now" if one.next_due_at is None or one.next_due_at <= now else told(one.next_due_at - now),
            "page": one.id,
            "why": one.due_why or ("never looked at" if one.last_checked_at is None else ""),
            "last_checked": one.last_checked_at,
            "failures": one.failures,
        }
        for one in found[:limit]
    ]
    write_rows(rows, form, COLUMNS, empty="Nothing is watched yet: `pricewire up` or `pricewire crawl` begins.")
