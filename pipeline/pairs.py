"""Several prices of one text ("$3 / $15") → what stands over each: "input / output" is over the one and the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.around import TOKEN_UNITS, Around
from pipeline.columns import Column
from pipeline.labels import Label, label_of
from pipeline.quotes import Quote, state_of
from pipeline.units import Unit, unit_of

_CACHED = ("cache_read", "cache_write")
_PER_OR_PER = re.compile(r"\bper\s+([^/()]{1,20}?)\s*/\s*per\s+([^/()]{1,20})", re.IGNORECASE)
_HALF = re.compile(r"[/|]\s*(\S.{0,15})$")
"""What stands in place of a second price: "$0.13 / n.a."."""


def over_each(column: Column, quotes: Sequence[Quote], around: Around, both: bool = False) -> list[Column] | None:
    """The column of each price; None if there are several of the same kind and nothing says which is which.

    `both`: other columns have the prices of input and of output, so that a pair under "Batch" is of both as well.
    """
    if len(quotes) == 1 and (half := _HALF.match(quotes[0].note)):
        return _of_half(column, half[1], "input")
    if len(quotes) == 1 and quotes[0].label and state_of(quotes[0].label)[0]:
        return _of_half(column, quotes[0].label, "output")
    if units := _alternatives(column.label.text):
        alike = len(quotes) == 2 and not any(quote.unit for quote in quotes)
        return [_counted_in(column, unit) for unit in units] if alike else None
    note = quotes[-1].note.strip(" /|()") if quotes else ""
    said = label_of(note).meter == "input_output"
    pair = [quote for quote in quotes if not _is_cached(quote)]
    plain = len(pair) > 1 and len({quote.unit_text for quote in pair}) == 1
    plain = plain and not any(quote.label or quote.note.strip(" /|") for quote in pair[:-1])
    plain = plain and not pair[-1].label and (not pair[-1].note.strip(" /|") or said)
    if not plain or len({quote.currency for quote in pair}) == len(pair):
        return [column] * len(quotes)
    batched = both and {name for name, _ in column.label.terms} == {"service_class"} and column.label.meter is None
    if len(pair) != 2 or not (said or batched or _is_both(column.label, pair[-1], around)):
        return None
    meters = {id(quote): meter for quote, meter in zip(pair, ("input", "output"), strict=True)}
    return [_priced_as(column, meters.get(id(quote))) for quote in quotes]


def _of_half(column: Column, other: str, meter: str) -> list[Column] | None:
    """The column of a price that has no other half; None where the other half is not understood."""
    if column.label.meter != "input_output" or (label_of(other).meter and not state_of(other)[0]):
        return [column]
    said, state = state_of(other)
    return [_priced_as(column, meter)] if said and state is None else None


def _alternatives(header: str) -> tuple[Unit, Unit] | None:
    """The units of "Input (per min / per M tok)", of which the first price is in one and the second in the other."""
    named = _PER_OR_PER.search(header)
    one, other = (unit_of(named[1]), unit_of(named[2])) if named else (None, None)
    return (one, other) if one and other and one.name != other.name else None


def _counted_in(column: Column, unit: Unit) -> Column:
    return replace(column, label=replace(column.label, unit=unit), usual_unit=None)


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
