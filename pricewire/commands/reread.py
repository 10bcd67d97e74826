"""`pricewire reread`: what this reader would have said otherwise."""

from __future__ import annotations

import click

from pipeline.types import Rate
from pricewire.cli import Failure
from pricewire.config import load
from pricewire.open import open_catalogue, open_store
from pricewire.output import format_option, write_rows
from pricewire.select import selected

COLUMNS = ("page", "kind", "model", "meter", "terms", "before", "after")


@click.command(name="reread")
@click.argument("what", nargs=-1, metavar="[VENDOR|PAGE]…")
@click.option("--dry-run", is_flag=True, help="Show only; there is no other way, see below.")
@format_option()
def command(what: tuple[str, ...], dry_run: bool, form: str) -> None:
    """Read the stored captures again and show what this reader reads otherwise than what is believed.

    Nothing is written: a new reader takes effect by itself, in silence, when each page is looked at next.

    \b
    Example:  pricewire reread --dry-run deepseek
    """
    from schedules.reread import reread

    if not dry_run:
        raise Failure("a new reader takes effect by itself at the next look at a page; --dry-run shows what differs.")
    config = load()
    pages = selected(open_catalogue(config), what)
    store = open_store(config)
    try:
        read_again = list(reread(store, pages))
        if not read_again:
            raise Failure("expected a page that has been read before, found none among those asked for.")
        rows = [
            {
                "page": read.page.id,
                "kind": change.kind,
                "model": change.model,
                "meter": change.meter,
                "terms": dict(change.terms),
                "before": _text(change.old),
                "after": _text(change.new),
            }
            for read in read_again
            for change in read.changes
        ]
    finally:
        store.close()
    write_rows(rows, form, COLUMNS, empty="This reader reads the same.")


def _text(rate: Rate | None) -> str:
    if rate is None:
        return ""
    return rate.printed or f"{rate.unit_price} {rate.currency}"
