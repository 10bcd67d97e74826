"""Turns rates that stand in for a list price for a time into promotions, with the end that their page prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from pipeline.blocks.types import Block, Card, Sentence, Table, Under
from pipeline.endings import Ending, endings
from pipeline.types import Promotion, Rate, State

_LIMITED: Final = re.compile(
    r"限时|限免|活动(?:价|期|截止)|limited[- ]time|promotion|free (?:until|through|till)|introductory"
    r"|for a limited time",
    re.IGNORECASE,
)
_OFFER: Final = re.compile(
    r"限时|优惠|活动|促销|特惠|折|限免|promo|discount|\boff\b|special|introductory|limited[- ]time|free\b",
    re.IGNORECASE,
)
_PRICE: Final = re.compile(r"[$¥￥€£]\s?\d|\d\s?元|~~")
_CELL: Final = re.compile(r"(?P<block>.+), row (?P<row>\d+), column (?P<column>\d+)")


def read_promotions(
    rates: Sequence[Rate], blocks: Sequence[Block], at: datetime | None = None, zone: str = ""
) -> tuple[Promotion, ...]:
    """One promotion for each rate with a list price beside it, or free for a time, or said to be one with an end.

    Its end is looked for in the rate's own text, then its row (other prices left out), then the notes and paragraphs
    of its table; two different ends at one place are none. `at`, `zone`: as for `dates.moments`.
    """
    places = {block.locator: block for block in blocks if not isinstance(block, Sentence)}
    return tuple(_promotion(rate, _end(rate, places, at, zone)) for rate in rates if _is_promotion(rate, at, zone))


def _is_promotion(rate: Rate, at: datetime | None, zone: str) -> bool:
    if rate.list_price is not None and rate.list_price != rate.unit_price:
        return True
    if not _LIMITED.search(rate.printed):
        return False
    return rate.state is State.FREE or (rate.state is State.PRICED and bool(endings(rate.printed, at, zone)))


def _promotion(rate: Rate, end: Ending | None) -> Promotion:
    return Promotion(
        model=rate.model,
        meter=rate.meter,
        terms=rate.terms,
        unit_price=Decimal(0) if rate.state is State.FREE else rate.unit_price,
        list_price=rate.list_price,
        currency=rate.currency,
        per=rate.per,
        unit=rate.unit,
        ends=end.at if end else None,
        ends_printed=end.printed if end else "",
        at_least=end.at_least if end else False,
        printed=rate.printed,
        locator=rate.locator,
    )


def _end(rate: Rate, places: dict[str, Table | Card], at: datetime | None, zone: str) -> Ending | None:
    """The end that the nearest text prints, unless it prints two."""
    for text in (rate.printed, *_texts(rate.locator, places)):
        found = {ending.at: ending for ending in endings(text, at, zone)}
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def _texts(locator: str, places: dict[str, Table | Card]) -> Iterator[str]:
    """What may say when the offer at a place ends, the nearest first."""
    cell = _CELL.fullmatch(locator)
    block = places.get(cell["block"] if cell else locator.partition(", value ")[0])
    if block is None:
        return
    if cell is not None and isinstance(block, Table):
        row = next((row for row in block.rows if row and row[0].row == int(cell["row"])), ())
        yield from (text.text for text in row if text.column == int(cell["column"]))
        yield "\n".join(text.text for text in row if not _PRICE.search(text.text))
    if isinstance(block, Card):
        yield "\n".join(f"{label} {value}" for label, value in block.pairs)
    yield "\n".join(note for note in block.footnotes if _OFFER.search(note))
    yield _around(block.under)


def _around(under: Under) -> str:
    return "\n".join(text for text in (under.caption, *under.before) if _OFFER.search(text))
