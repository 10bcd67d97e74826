"""`pricewire events`: a query → the events it finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import click

from pipeline.types import Event, EventKind, EventState, Rate, State
from pricewire.config import load
from pricewire.open import open_catalogue, open_store
from pricewire.options import Moment, Percentage, one_of, options
from pricewire.output import format_option, write_rows
from pricewire.records import event_record
from pricewire.select import basket_of, known_vendor
from storage.engine import Store
from storage.events import events
from storage.queries import TOLD, Cursor, Direction, EventQuery, Order

COLUMNS = ("observed_at", "vendor", "kind", "model", "meter", "terms", "from", "to", "percent", "state", "id")
PAGE = 500
QUERY = options(
    click.option("--basket", help="A saved query, as a feed's address has it: 'vendor=aliyun,deepseek&size=5'."),
    click.option("--vendor", help="Vendor id, such as deepseek."),
    click.option("--model", help="Model as printed, or its id maker/name."),
    click.option("--maker", help="Who trained the model."),
    click.option("--page", help="Page id, vendor/name."),
    click.option("--kind", "kinds", multiple=True, type=one_of(EventKind), help="Kind of event; may be repeated."),
    click.option("--direction", type=one_of(Direction), help="Cheaper (down) or dearer (up)."),
    click.option("--min-percent", type=Percentage(), help="Smallest size of a move, up or down."),
    click.option("--since", type=Moment(), help="Observed at or after this day or time."),
    click.option("--until", type=Moment(), help="Observed before this day or time."),
    click.option("--text", help="Words in the names, the printed prices or the reason."),
    click.option(
        "--state",
        "states",
        multiple=True,
        type=click.Choice([*(state.value for state in EventState), "all"]),
        help="State of the event; published and corrected ones by default; may be repeated.",
    ),
)


@click.command(name="events")
@QUERY
@click.option(
    "--members/--no-members",
    default=None,
    help="Also list the single moves that one headline event tells. By default only with --state all.",
)
@click.option("--limit", type=click.IntRange(1), default=None, help="At most so many; 50 in a table, else all.")
@click.option(
    "--newest-first/--oldest-first",
    "newest",
    default=None,
    help="Order by time of observation. By default newest first in a table or with --limit, else as a log.",
)
@format_option()
def command(members: bool | None, limit: int | None, newest: bool | None, form: str, **asked: Any) -> None:
    """List events: what changed, when, by how much, and in which state it is.

    \b
    Example:  pricewire events --vendor deepseek --kind price_cut --since 2026-01-01
              pricewire events --basket 'model=deepseek-v4-flash&direction=down&size=10'
              pricewire events --state all --format jsonl
    """
    config = load()
    basket = basket_of(asked.pop("basket") or "")
    store, catalogue = open_store(config), open_catalogue(config)
    asked["vendor"] = known_vendor(store, catalogue, asked["vendor"])
    query = replace(
        query_of(**asked),
        members="all" in asked["states"] if members is None else members,
        basket=basket.within(catalogue.vendors) if str(basket) else None,
    )
    if newest is None:
        newest = form == "table" or limit is not None
    order = Order.NEWEST_FIRST if newest else Order.OLDEST_FIRST
    most = limit or (50 if form == "table" else None)
    try:
        write_rows((_row(event) for event in found(store, query, order, most)), form, COLUMNS, empty="No events.")
    finally:
        store.close()


def query_of(
    *,
    vendor: str | None,
    model: str | None,
    maker: str | None,
    page: str | None,
    kinds: tuple[str, ...],
    direction: str | None,
    min_percent: Decimal | None,
    since: datetime | None,
    until: datetime | None,
    text: str | None,
    states: tuple[str, ...],
) -> EventQuery:
    """The words of the command line as a query of the store."""
    wanted = frozenset(EventState) if "all" in states else frozenset(map(EventState, states)) or TOLD
    return EventQuery(
        vendor=vendor,
        model=model,
        maker=maker,
        kinds=frozenset(map(EventKind, kinds)),
        direction=Direction(direction) if direction else None,
        min_percent=min_percent,
        since=since,
        until=until,
        states=wanted,
        text=text,
        page=page,
    )


def found(store: Store, query: EventQuery, order: Order, limit: int | None) -> Iterator[Event]:
    """The events of a query, fetched page by page so that memory stays flat."""
    after, left = None, limit
    while left is None or left > 0:
        size = PAGE if left is None else min(PAGE, left)
        with store.read() as c:
            page = events(c, query, after, size, order)
        yield from page
        if len(page) < size:
            return
        after, left = Cursor.after(page[-1]), None if left is None else left - len(page)


def _row(event: Event) -> dict[str, Any]:
    record = event_record(event)
    return record | {"from": _before(event), "to": _after(event)}


def _before(event: Event) -> str:
    if event.old is not None:
        return price_text(event.old)
    return event.detail.get("old") or event.detail.get("old_name") or event.detail.get("old_ends") or ""


def _after(event: Event) -> str:
    if event.new is not None:
        return price_text(event.new)
    parts = f"{len(event.parts)} {'rate' if len(event.parts) == 1 else 'rates'}" if event.parts else ""
    return event.detail.get("new") or event.detail.get("new_name") or event.detail.get("new_ends") or parts


def price_text(rate: Rate) -> str:
    """A rate in a narrow column: `0.8 CNY / 1M token`, `free`."""
    if rate.unit_price is None or rate.state is not State.PRICED:
        return rate.state.value.replace("_", " ")
    per = {Decimal(1): "", Decimal(1000): "1K ", Decimal(1_000_000): "1M "}.get(rate.per, f"{rate.per:f} ")
    return f"{rate.unit_price:f} {rate.currency or '?'} / {per}{rate.unit}"
