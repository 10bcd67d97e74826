"""`pricewire prices`: what things cost on a day, as known on a day."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from pricewire.config import load
from pricewire.open import open_catalogue, open_store
from pricewire.options import Moment
from pricewire.output import format_option, shortest, write_rows
from pricewire.select import known_vendor
from storage.answers import PriceRow
from storage.prices import prices

COLUMNS = (
    "vendor", "model", "meter", "terms", "state", "unit_price", "currency", "per", "unit", "valid_from", "known_from",
)  # fmt: skip


@click.command(name="prices")
@click.option("--on", type=Moment(end_of_day=True), help="The day or time the prices held; now by default.")
@click.option("--known", type=Moment(end_of_day=True), help="As was believed on this day or time; now by default.")
@click.option("--vendor", help="Vendor id, such as alibaba.")
@click.option("--model", help="Model as printed, or its id maker/name.")
@click.option("--meter", help="What is counted: input, output, cache_read, …")
@format_option()
def command(
    on: datetime | None, known: datetime | None, vendor: str | None, model: str | None, meter: str | None, form: str
) -> None:
    """List prices: what did X cost on a day, and what was believed about it on another.

    \b
    Example:  pricewire prices --vendor alibaba --model qwen-long --on 2024-05-20 --known 2024-05-15
    """
    now = datetime.now(UTC)
    config = load()
    store = open_store(config)
    try:
        vendor = known_vendor(store, open_catalogue(config), vendor)
        with store.read() as c:
            found = prices(c, on or now, known or now, vendor, model, meter)
        write_rows((price_record(row) for row in found), form, COLUMNS, empty="No prices.")
    finally:
        store.close()


def price_record(row: PriceRow) -> dict[str, Any]:
    """One price with both its spans of time."""
    return {
        "vendor": row.vendor,
        "page": row.page,
        "model": row.model,
        "model_id": row.model_id,
        "maker": row.maker,
        "meter": row.meter,
        "terms": dict(row.terms),
        "state": row.state.value,
        "unit_price": row.unit_price,
        "list_price": row.list_price,
        "currency": row.currency,
        "per": row.per,
        "unit": row.unit,
        "per_million": shortest(row.per_million),
        "printed": row.printed,
        "locator": row.locator,
        "capture_sha256": row.capture_sha256,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "known_from": row.known_from,
        "known_to": row.known_to,
    }
