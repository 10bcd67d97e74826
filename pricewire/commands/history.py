"""`pricewire history`: every span of a model's prices."""

from __future__ import annotations

import click

from pricewire.commands.prices import price_record
from pricewire.config import load
from pricewire.open import open_catalogue, open_store
from pricewire.output import format_option, write_rows
from pricewire.select import known_vendor
from storage.prices import history

COLUMNS = (
    "vendor",
    "model",
    "meter",
    "terms",
    "state",
    "unit_price",
    "currency",
    "per",
    "unit",
    "valid_from",
    "valid_to",
)


@click.command(name="history")
@click.argument("model")
@click.option("--vendor", help="Only this vendor's prices.")
@click.option("--meter", help="What is counted: input, output, cache_read, …")
@format_option()
def command(model: str, vendor: str | None, meter: str | None, form: str) -> None:
    """List every price that MODEL (as printed, or its id maker/name) ever had, each with the time it held.

    \b
    Example:  pricewire history qwen-long --vendor alibaba
    """
    config = load()
    store = open_store(config)
    try:
        vendor = known_vendor(store, open_catalogue(config), vendor)
        with store.read() as c:
            found = history(c, model, vendor, meter)
        found.sort(key=lambda row: (row.vendor, row.model, row.meter, row.terms, row.valid_from))
        write_rows((price_record(row) for row in found), form, COLUMNS, empty="No such model.")
    finally:
        store.close()
