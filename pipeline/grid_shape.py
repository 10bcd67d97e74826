"""A table → its grid: the header rows apart, turned over where the models stand across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.amounts import amounts
from pipeline.blocks.types import Cell, Table
from pipeline.columns import Column
from pipeline.labels import Label, label_of
from pipeline.quotes import state_of
from pipeline.units import unit_of

Row = tuple[Cell, ...]


@dataclass(slots=True)
class Grid:
    """A table with its header rows apart, models down the rows."""

    headers: list[str]
    rows: list[Row]
    columns: list[Column] = field(default_factory=list)
    heads: int = 0
    """Header rows of a grid that has been turned over: its first columns now."""
    transposed: bool = False


def grids(table: Table) -> Iterator[Grid]:
    rows = [row for row in table.rows if any(cell.text for cell in row)]
    if len(rows) < 1:
        return
    marked = min(table.header_rows, len(rows)) if table.header_rows < len(rows) else 0
    heads = marked or _header_rows(rows)
    heads = next((n for n in range(1, heads) if is_section(rows[n])), heads)
    while heads and heads < len(rows) - 1 and _is_second_header(rows[heads]):
        heads += 1
    grid = Grid(_headers(rows[:heads], len(rows[0])), rows[heads:])
    if grid.rows:
        yield _transposed(_with_sections(rows, heads), heads) if _models_across(grid) else grid


def is_section(row: Row) -> bool:
    """True for a row of one text over the whole width, which heads the rows below it."""
    return len(row) > 1 and all(cell.text for cell in row) and len({cell.text for cell in row}) == 1


def _with_sections(rows: Sequence[Row], heads: int) -> list[Row]:
    """Rows headed by a section take its condition into their own label; the section's row goes."""
    found, section = list(rows[:heads]), ""
    for row in rows[heads:]:
        if is_section(row) and label_of(row[0].text).terms:
            section = row[0].text
        else:
            first = replace(row[0], text=f"{section}\n{row[0].text}") if section and row[0].text else row[0]
            found.append((first, *row[1:]))
    return found


def _header_rows(rows: Sequence[Row]) -> int:
    """How many rows at the top hold no price; a second one counts where the first spans into it or over it."""
    if states_price(rows[0]):
        return 0
    heads = 1
    while heads < min(len(rows) - 1, 3) and not states_price(rows[heads], bare=True):
        spans_down = any(cell.spanned and cell.row < rows[heads][-1].row for cell in rows[heads][:1])
        spans_over = any(cell.spanned and cell.row == rows[heads - 1][0].row for cell in rows[heads - 1])
        if not (spans_down or spans_over) or not any(label_of(cell.text).says for cell in rows[heads]):
            break
        heads += 1
    return heads


def _is_second_header(row: Row) -> bool:
    """True for a row that names meters and no model: where spans are lost, it is the lower half of the header."""
    labels = [label_of(cell.text) for cell in row if cell.text]
    return not row[0].text and len(labels) > 1 and all(label.meter and len(label.text) <= 40 for label in labels)


def states_price(row: Row, bare: bool = False) -> bool:
    return any(has_price(cell.text, bare) for cell in row if cell.text)


def has_price(text: str, bare: bool) -> bool:
    """True if a text states a price in figures, or that it is free."""
    if len(text) > 600:
        return False
    return any(quote.value is not None for quote in amounts(text, bare).quotes)


def _headers(rows: Sequence[Row], width: int) -> list[str]:
    """The header of each column: the texts over it, top down, each once."""
    headers = []
    for column in range(width):
        texts: list[str] = []
        for row in rows:
            text = row[column].text
            if text and text not in texts:
                texts.append(text)
        headers.append("\n".join(texts))
    return headers


def _models_across(grid: Grid) -> bool:
    """True if the columns are models (or plans) and the rows are what is counted."""
    priced_rows = [row for row in grid.rows if states_price(row[1:]) and not states_price(row[:1])]
    if not priced_rows or len(grid.headers) < 2:
        return False
    if any(header != grid.headers[0] and label_of(header).column == "model" for header in grid.headers[1:]):
        return False  # models stand below, in a column of their own
    priced_columns = [n for n in range(1, len(grid.headers)) if any(has_price(row[n].text, False) for row in grid.rows)]
    over = [tells(label_of(grid.headers[n])) for n in priced_columns if grid.headers[n]]
    if not over or sum(over) * 2 >= len(over):
        return False
    aside = [label_of(header).column in ("allowance", "limit") for header in grid.headers]
    beside = [tells(label_of(_row_label(row, aside))) for row in priced_rows]
    rows_are_named = label_of(grid.headers[0]).column == "name"
    return sum(beside) * 2 >= len(beside) + rows_are_named


def tells(label: Label) -> bool:
    """True if a text says what the prices under it (or beside it) are of; the name of a plan does not."""
    names = {name for name, _ in label.terms}
    if label.meter or label.price or names & {"resolution", "duration", "valid", "service_class"}:
        return True
    if label.unit and "plan" not in names:
        return bool(label.currency) or unit_of(label.text) is not None
    return False


def _row_label(row: Row, aside: Sequence[bool]) -> str:
    """The texts at the head of a row, up to its first price; what is free and what is the most is left aside."""
    texts: list[str] = []
    for cell, is_aside in zip(row, aside, strict=True):
        if is_aside:
            continue
        if texts and has_price(cell.text, True):
            break
        if cell.text and cell.text not in texts:
            texts.append(cell.text)
    return "\n".join(texts[:3])


def _transposed(rows: Sequence[Row], heads: int) -> Grid:
    """The same grid turned over: what was at the head of each row is now over each column."""
    labels = 1
    body = rows[heads:]
    while labels < len(rows[0]) - 1 and not _holds_values([row[labels].text for row in body]):
        labels += 1
    turned = [tuple(row[n] for row in rows) for n in range(len(rows[0]))]
    headers = _headers(turned[:labels], len(rows))
    return Grid(headers, turned[labels:], heads=max(heads, 1), transposed=True)


def _holds_values(texts: Sequence[str]) -> bool:
    """True for a column of prices, or of words that stand in place of prices."""
    if any(has_price(text, False) for text in texts):
        return True
    return sum(state_of(text)[0] for text in texts if text) * 2 > sum(1 for text in texts if text)
