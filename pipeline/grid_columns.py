"""The headers and cells of a grid → what each of its columns holds, and in what unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.amounts import amounts
from pipeline.around import Around
from pipeline.blocks.clean import one_line
from pipeline.columns import Column
from pipeline.grid_shape import Grid, has_price
from pipeline.labels import Label, label_of
from pipeline.no_prices import OURS, are_counts, is_former, is_no_price
from pipeline.offers import TOKEN_METERS
from pipeline.quotes import state_of
from pipeline.units import Unit

DIRECTIONS = ("input", "output", "input_output")


def understand_columns(grid: Grid, around: Around) -> None:
    """Finds out what each column holds; the page's declared words first."""
    for index, header in enumerate(grid.headers):
        label = label_of(header)
        declared = around.hints.meters.get(one_line(header))
        if declared:
            label = replace(label, meter=declared, column=None, price=True)
        column = Column(index, label, turned=grid.transposed and index < grid.heads)
        grid.columns.append(column)
    texts = [[row[index].text for row in grid.rows if row[index].text] for index in range(len(grid.headers))]
    money = any(map(_prints_money, texts))
    for column, held in zip(grid.columns, texts, strict=True):
        column.priced = _is_priced(column.label, held) and not are_counts(column.label, held, money)
    if not any(column.priced for column in grid.columns):
        _price_conditions(grid, texts)
    elif not grid.transposed:
        for column, held in zip(grid.columns, texts, strict=True):  # all free, or to be asked for, beside prices
            column.priced = column.priced or (column.label.meter in TOKEN_METERS and held != [] and _all_states(held))
    _leave_out_other_prices(grid.columns)
    for column, held in zip(grid.columns, texts, strict=True):
        column.usual_unit = _usual_unit(held) if column.priced else None
    if not grid.transposed:
        _lend_unit(grid.columns)


def _lend_unit(columns: Sequence[Column]) -> None:
    """A price of tokens whose column states no unit is in that of the input and output beside it, if both state one."""
    directed = [column for column in columns if column.priced and column.label.meter in DIRECTIONS]
    units = {column.label.unit for column in directed}
    if len(directed) < 2 or len(units) != 1 or None in units:
        return
    for column in columns:
        if column.priced and column.label.meter in ("cache_read", "cache_write") and column.label.unit is None:
            column.usual_unit = column.usual_unit or directed[0].label.unit


def _price_conditions(grid: Grid, texts: Sequence[Sequence[str]]) -> None:
    """Columns headed by a condition ("Singapore") are of prices where each row says of what, in which currency."""
    rows_say = any(label.meter and label.currency and label.unit for held in texts for label in map(label_of, held))
    for column, held in zip(grid.columns, texts, strict=True) if rows_say else ():
        label = column.label
        column.priced = bool(label.terms and not label.column and held) and all(has_price(text, True) for text in held)


def _prints_money(texts: Sequence[str]) -> bool:
    return sum(any(quote.currency for quote in amounts(text).quotes) for text in texts) * 2 > len(texts)


def _leave_out_other_prices(columns: Sequence[Column]) -> None:
    """Beside "our price" any other is somebody else's; beside a price now, an old one is no price."""
    priced = [column for column in columns if column.priced]
    ours = [column for column in priced if OURS.search(column.label.text)]
    for column in priced:
        if ours and column not in ours and column.label.price:
            column.priced = False
    now = [column for column in priced if column.priced and not is_former(column.label)]
    for column in priced if now else ():
        column.former = is_former(column.label)


def _is_priced(label: Label, texts: Sequence[str]) -> bool:
    if not texts or label.column in ("limit", "allowance", "unit") or is_no_price(label.text):
        return False
    strong = sum(has_price(text, False) and not state_of(text)[0] for text in texts)
    money = sum(any(quote.currency for quote in amounts(text, False).quotes) for text in texts)
    stated = sum(has_price(text, True) for text in texts)
    named = bool(
        (label.meter and label.column not in ("model", "name"))
        or label.price
        or label.currency
        or (label.unit and label.column is None)
    )
    if label.column == "skip" and not all(map(_is_bare_price, texts)):
        return False
    if label.column in ("skip", "ceiling", "band", "region", "modality", "window", "resolution", "quality", "version"):
        return money * 2 > len(texts)
    if named and (stated or any(amounts(text, True).refused for text in texts)):
        return True
    if (label.price or label.currency) and label.column not in ("model", "name"):
        return _all_states(texts)
    if label.is_condition and all(has_price(text, True) or state_of(text)[0] for text in texts) and stated:
        return True
    sure = strong * 2 > sum(1 for text in texts if not state_of(text)[0]) and strong > 0
    return sure and label.column not in ("model",)


def _is_bare_price(text: str) -> bool:
    """True if hardly a word stands beside the prices of a text, as there would in a remark."""
    return all(len(quote.label) + len(quote.note) <= 20 for quote in amounts(text).quotes)


def _all_states(texts: Sequence[str]) -> bool:
    """True if each cell says a word in place of a price, and not all of them that there is none."""
    said = [state_of(text) for text in texts]
    return all(found for found, _ in said) and any(state for _, state in said)


def _usual_unit(texts: Sequence[str]) -> Unit | None:
    units = Counter(quote.unit for text in texts for quote in amounts(text, True).quotes if quote.value)
    unit, count = units.most_common(1)[0] if units else (None, 0)
    return unit if count * 2 > sum(units.values()) else None
