"""Several prices of one text ("$3 / $15") → what stands over each: "input / output" is over the one and the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.amounts import Quote
from pipeline.around import TOKEN_UNITS, Around
from pipeline.columns import Column
from pipeline.labels import Label, label_of

_CACHED = ("cache_read", "cache_write")


def over_each(column: Column, quotes: Sequence[Quote], around: Around) -> list[Column] | None:
    """The column of each price; None if there are several of the same kind and nothing says which is which."""
    note = quotes[-1].note.strip(" /|()") if quotes else ""
    said = label_of(note).meter == "input_output"
    pair = [quote for quote in quotes if not _is_cached(quote)]
    plain = len(pair) > 1 and len({quote.unit_text for quote in pair}) == 1
    plain = plain and not any(quote.label or quote.note.strip(" /|") for quote in pair[:-1])
    plain = plain and not pair[-1].label and (not pair[-1].note.strip(" /|") or said)
    if not plain or len({quote.currency for quote in pair}) == len(pair):
        return [column] * len(quotes)
    if len(pair) != 2 or not (said or _is_both(column.label, pair[-1], around)):
        return None
    meters = {id(quote): meter for quote, meter in zip(pair, ("input", "output"), strict=True)}
    return [_priced_as(column, meters.get(id(quote))) for quote in quotes]


def _is_cached(quote: Quote) -> bool:
    return label_of(quote.label or quote.note).meter in _CACHED


def _priced_as(column: Column, meter: str | None) -> Column:
    return replace(column, label=replace(column.label, meter=meter)) if meter else column


def _is_both(over: Label, quote: Quote, around: Around) -> bool:
    """True under "input / output", and where nothing is said of two prices of tokens: they come in that order."""
    if over.meter is not None:
        return over.meter == "input_output"
    if any(label.meter == "input_output" for label in around.labels):
        return True
    return quote.unit is not None and quote.unit.name in TOKEN_UNITS and not over.terms and not around.meter
