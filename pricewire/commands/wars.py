"""`pricewire wars`: price wars, with who moved first and who followed."""

from __future__ import annotations

from datetime import datetime

import click

from pipeline.bursts import Burst
from pricewire.config import load
from pricewire.open import open_catalogue, open_store
from pricewire.options import Moment
from pricewire.output import format_option, shortest, write_rows

COLUMNS = ("war", "direction", "vendor", "at", "hours_after_first", "deepest", "became_free", "models")


@click.command(name="wars")
@click.option("--since", type=Moment(), help="Moves observed at or after this day or time.")
@format_option()
def command(since: datetime | None, form: str) -> None:
    """List price wars: several vendors moving the same way within days, the first mover first.

    \b
    Example:  pricewire wars --since 2024-05-01
    """
    from schedules.aftermath import wars

    config = load()
    catalogue = open_catalogue(config)
    store = open_store(config)
    try:
        with store.read() as c:
            found = wars(c, catalogue, since)
    finally:
        store.close()
    rows = [row for number, war in enumerate(found, 1) for row in _rows(number, war)]
    write_rows(rows, form, COLUMNS, empty="No price wars.")


def _rows(number: int, war: Burst) -> list[dict[str, object]]:
    return [
        {
            "war": number,
            "direction": war.direction,
            "vendor": move.vendor,
            "at": move.at,
            "hours_after_first": move.hours_after_first,
            "deepest": shortest(move.deepest),
            "became_free": move.became_free,
            "models": list(move.models),
            "events": list(move.events),
            "untouched": [f"{vendor} {model}" for vendor, model in war.untouched if vendor == move.vendor],
        }
        for move in war.moves
    ]
