"""A table that lost its lines (one value a line, or columns between blanks) → the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.amounts import amounts
from pipeline.blocks.lines import Line
from pipeline.blocks.spans import Raw, grid
from pipeline.blocks.types import Table
from pipeline.labels import label_of
from pipeline.quotes import state_of
from pipeline.types import State

MOST_COLUMNS = 12
MOST_NAMES = 3
LONGEST_HEADER = 60
LONGEST_DIRECTION = 16
_OPTIONAL = ("cache_read", "cache_write")
LONGEST_ROW = 160


@lru_cache(maxsize=8192)
def is_price(text: str) -> bool:
    """True for a line that is one price and nothing else."""
    if len(text) > 60 or not any(char.isdigit() for char in text):
        return False
    quotes = amounts(text).quotes
    return (
        len(quotes) == 1
        and quotes[0].value is not None
        and not quotes[0].label
        and (not quotes[0].note or quotes[0].note[0] == "(")
    )


@lru_cache(maxsize=8192)
def is_pair(text: str) -> bool:
    """True for a line that is the price of input and that of output: "$0.56 input, $1.68 output"."""
    if len(text) > 60 or not any(char.isdigit() for char in text):
        return False
    quotes = amounts(text).quotes
    said = [label_of(f"{quote.label} {quote.note}".strip()) for quote in quotes if quote.value is not None]
    alone = all(len(label.text) <= LONGEST_DIRECTION and not label.terms for label in said)
    return len(quotes) == 2 and alone and [label.meter for label in said] == ["input", "output"]


def is_value(text: str) -> bool:
    """True for a price, or what a cell says in place of one."""
    return is_price(text) or is_pair(text) or state_of(text)[0]


def _begins(text: str) -> bool:
    """True for what may be the first value of a table: a price, or that it is free."""
    return is_price(text) or state_of(text)[1] is State.FREE


def line_tables(lines: Sequence[Line]) -> list[tuple[int, int, Table, list[str]]]:
    """The tables in a stretch of lines: (first line, line after the last, table, rows that did not fit)."""
    found = []
    at = 0
    while at < len(lines):
        made = _spaced(lines, at) or (_tall(lines, at) if _begins(lines[at].text) else None)
        if made:
            found.append(made)
            at = made[1]
        else:
            at += 1
    return found


def _table(lines: Sequence[Line], start: int, rows: list[list[str]], before: int) -> Table:
    raw = [[Raw(text, number == 0) for text in row] for number, row in enumerate(rows)]
    nearest = tuple(line.text for line in lines[max(0, start - 12) : start])
    under = replace(lines[start].under, before=nearest)
    first, last = lines[start].sentence.locator, lines[min(before, len(lines)) - 1].sentence.locator
    return Table(grid(raw), 1, under, locator=f"{first} to {last}")


# -- one value a line --------------------------------------------------------------------------------------------------


def _tall(lines: Sequence[Line], first_price: int) -> tuple[int, int, Table, list[str]] | None:
    """The table whose first price stands on this line: as many header lines as each row has values."""
    best: tuple[int, int, int] | None = None  # rows × columns, columns, names
    for columns in range(2, MOST_COLUMNS + 1):
        for names in range(1, min(MOST_NAMES, columns - 1) + 1):
            start = first_price - names - columns
            header = [line.text for line in lines[max(start, 0) : start + columns]]
            if start < 0 or not _is_header(header, names):
                continue
            rows = _count_rows(lines, first_price - names, header, names)
            if rows and (best is None or rows * columns > best[0]):
                best = (rows * columns, columns, names)
    return _rows_of(lines, first_price, best[1], best[2]) if best else None


def _is_header(texts: Sequence[str], names: int) -> bool:
    if any(len(text) > LONGEST_HEADER or is_value(text) for text in texts):
        return False
    if label_of(texts[0]).column not in ("model", "name"):
        return False
    says = [bool(label.meter or label.price or label.unit or label.currency) for label in map(label_of, texts)]
    return not any(says[1:names]) and says[names] and says[names:] == sorted(says[names:], reverse=True)


def _values(header: Sequence[str]) -> int:
    """How many of the columns are of prices."""
    return sum(bool(label.meter or label.price or label.unit or label.currency) for label in map(label_of, header[1:]))


def _count_rows(lines: Sequence[Line], at: int, header: Sequence[str], names: int) -> int:
    rows = 0
    while row := _row_at(lines, at, header, names):
        rows += 1
        at += row[1]
    return rows


def _row_at(lines: Sequence[Line], at: int, header: Sequence[str], names: int) -> tuple[list[str], int] | None:
    """(cells, lines) of the row that begins here: a whole one, or one that lacks just the prices of cached tokens."""
    columns, values = len(header), _values(header)
    texts = [line.text for line in lines[at : at + columns]]
    if len(texts) == columns and _is_row(texts, names, values):
        return texts, columns
    cached = [place for place, text in enumerate(header) if place >= names and label_of(text).meter in _OPTIONAL]
    short = texts[: columns - len(cached)]
    for place in cached:
        short.insert(place, "")
    fits = cached and len(cached) < values and len(short) == columns and _is_row(short, names, values)
    return (short, columns - len(cached)) if fits else None


def _is_row(texts: Sequence[str], names: int, values: int) -> bool:
    """Names first, then values; words may come last where the header has a column for them ("Details")."""
    if is_value(texts[0]) or len(texts[0]) > 120 or not all(len(text) <= 120 for text in texts):
        return False
    if any(is_price(text) for text in texts[:names]):
        return False
    return all(map(is_value, texts[names : names + values])) and not any(map(is_price, texts[names + values :]))


def _rows_of(lines: Sequence[Line], first_price: int, columns: int, names: int) -> tuple[int, int, Table, list[str]]:
    start = first_price - names - columns
    header = [line.text for line in lines[start : start + columns]]
    rows, refused = [header], []
    at = first_price - names
    first = _row_at(lines, at, header, names)
    closing = first[0][-1] if first and not is_value(first[0][-1]) else None
    while at < len(lines):
        row = _row_at(lines, at, header, names)
        if row and (closing is None or row[0][-1] == closing):
            rows.append(row[0])
            at += row[1]
            continue
        end = _closing(lines, at, columns, closing)
        if end is None:
            break
        refused.append(" | ".join(line.text for line in lines[at:end]))
        at = end
    return start, at, _table(lines, start, rows, at), refused


def _closing(lines: Sequence[Line], at: int, columns: int, closing: str | None) -> int | None:
    """Where a row that lost cells ends: after the word that ends every row."""
    if closing is None:
        return None
    for end in range(at + 1, min(at + columns, len(lines))):
        if lines[end].text == closing and any(is_price(line.text) for line in lines[at:end]):
            return end + 1
    return None


# -- columns between blanks --------------------------------------------------------------------------------------------


def _spaced(lines: Sequence[Line], at: int) -> tuple[int, int, Table, list[str]] | None:
    text = lines[at].text
    if text.isascii() or len(text) > LONGEST_ROW or " " not in text:
        return None
    header = text.split()
    if not 2 <= len(header) <= 6 or not all(any("\u4e00" <= char <= "\u9fff" for char in word) for word in header):
        return None
    prices = _priced_at_end(header)
    if not prices or any(map(is_value, header)):
        return None
    rows = [header]
    end = at + 1
    while end < len(lines):
        row = _spaced_row(lines[end].text, len(header), prices)
        if row is None:
            break
        rows.append(row)
        end += 1
    return (at, end, _table(lines, at, rows, end), []) if len(rows) > 1 else None


def _priced_at_end(header: Sequence[str]) -> int:
    """How many of the last columns are of prices: the last one, and those before it that are headed by a condition."""
    last = label_of(header[-1])
    if last.price or last.meter:
        return 1
    conditions = [label.is_condition for label in map(label_of, header)]
    count = next((at for at, is_one in enumerate(reversed(conditions)) if not is_one), 0)
    return count if count > 1 else 0


def _spaced_row(text: str, columns: int, prices: int) -> list[str] | None:
    """The prices are the last words; of too many words, the ones before them are one name."""
    words = text.split()
    if len(text) > LONGEST_ROW or len(words) < columns:
        return None
    head, values = words[:-prices], words[-prices:]
    if prices == 1:
        if not amounts(values[0]).quotes:
            return None
    elif not all(map(is_value, values)) or not any(map(_begins, values)):
        return None
    names = columns - prices
    return [*head[: names - 1], " ".join(head[names - 1 :]), *values]
