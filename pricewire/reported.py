"""A query of the news → the claims and stories on record, in plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.types import ClaimKind, ClaimState
from pricewire.config import load
from pricewire.open import open_catalogue, open_store
from pricewire.options import Moment, one_of, options
from pricewire.select import known_vendor

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.engine import Store
    from storage.news_answers import ClaimRow, StoryRow
    from storage.news_queries import NewsQuery
    from storage.queries import Cursor

PAGE = 500
IN_A_TABLE = 50
QUERY = options(
    click.option("--vendor", help="Claims about this vendor's prices."),
    click.option("--model", help="Model as printed, or its id maker/name."),
    click.option("--kind", "kinds", multiple=True, type=one_of(ClaimKind), help="Kind of claim; may be repeated."),
    click.option("--state", "states", multiple=True, type=one_of(ClaimState), help="How the claim stands; repeatable."),
    click.option("--since", type=Moment(), help="Told at or after this day or time."),
    click.option("--until", type=Moment(), help="Told before this day or time."),
    click.option("--text", help="Occurs in the title, the site, the models or the quotes."),
    click.option("--limit", type=click.IntRange(1), default=None, help="At most so many; 50 in a table, else all."),
)
"""What narrows the news on record; of no use where files are given."""

Row = TypeVar("Row", "ClaimRow", "StoryRow")


def refuse_both(asked: dict[str, Any]) -> None:
    """Files are read whole: an option that narrows what is on record says that something else was meant."""
    if given := [name.removesuffix("s") for name, value in asked.items() if value]:
        told = ", ".join(f"--{name}" for name in sorted(given))
        raise click.UsageError(f"{told}: narrows what is on record, which FILES are not. Give one or the other.")


def on_record(
    ask: Callable[[Connection, NewsQuery, Cursor | None, int], list[Row]], form: str, asked: dict[str, Any]
) -> Iterator[Row]:
    """What the database answers, newest first, fetched page by page so that memory stays flat."""
    limit = asked.pop("limit") or (IN_A_TABLE if form == "table" else None)
    config = load()
    catalogue, store = open_catalogue(config), open_store(config)
    try:
        vendor = known_vendor(store, catalogue, asked.pop("vendor"))
        yield from _pages(store, ask, _query(vendor=vendor, **asked), limit)
    finally:
        store.close()


def _pages(
    store: Store,
    ask: Callable[[Connection, NewsQuery, Cursor | None, int], list[Row]],
    query: NewsQuery,
    limit: int | None,
) -> Iterator[Row]:
    after, left = None, limit
    while left is None or left > 0:
        size = PAGE if left is None else min(PAGE, left)
        with store.read() as c:
            rows = ask(c, query, after, size)
        yield from rows
        if len(rows) < size:
            return
        after, left = rows[-1].cursor, None if left is None else left - len(rows)


def _query(
    *,
    vendor: str | None,
    model: str | None,
    kinds: tuple[str, ...],
    states: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    text: str | None,
) -> NewsQuery:
    from storage.news_queries import NewsQuery

    return NewsQuery(
        vendor=vendor,
        model=model,
        kinds=frozenset(map(ClaimKind, kinds)),
        states=frozenset(map(ClaimState, states)),
        since=since,
        until=until,
        text=text,
    )
