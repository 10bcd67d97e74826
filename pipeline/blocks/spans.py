"""Rows of cells with spans, as marked up → a grid in which every row has the same number of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.blocks.types import Cell

MAX_COLUMNS = 400
MAX_ROWS = 65_534
MAX_CELLS = 30_000


MAX_SENTENCES = 30_000


class TooLarge(Exception):
    """There is more of a page than is read: cells of a table, or sentences."""


@dataclass(slots=True)
class Raw:
    """A cell as marked up; `rows` and `columns` are its spans."""

    text: str
    header: bool = False
    rows: int = 1
    columns: int = 1


def grid(rows: Sequence[Sequence[Raw]]) -> tuple[tuple[Cell, ...], ...]:
    """Every span written out. Raises `TooLarge`.

    A span of rows ends with the table, however large it claims to be. Some editors write an empty placeholder under
    every place that a span covers (and the span as well): then every row has the same number of cells as it stands.
    """
    width = max((sum(cell.columns for cell in row) for row in rows), default=0)
    if min(width, MAX_COLUMNS) * len(rows) > MAX_CELLS:
        raise TooLarge(f"{len(rows)} rows of {width} cells; {MAX_CELLS} cells are the most that is read")
    with_placeholders = _with_placeholders(rows)
    hanging: dict[int, tuple[int, Cell]] = {}  # column → (rows it still reaches into, the cell)
    first = sum(cell.columns for cell in rows[0]) if rows else 0
    filled = [
        _place(raw, n, hanging, len(rows) - n, with_placeholders or _fills_places(raw, hanging, first))
        for n, raw in enumerate(rows, 1)
    ]
    widest = max((len(row) for row in filled), default=0)
    for number, row in enumerate(filled, 1):
        row.extend(Cell("", row=number, column=column + 1) for column in range(len(row), widest))
    return tuple(map(tuple, filled))


def _with_placeholders(rows: Sequence[Sequence[Raw]]) -> bool:
    """True if all rows have as many cells as the first though there are spans, and the covered cells are empty."""
    if len({len(row) for row in rows}) != 1 or not any(
        cell.rows > 1 or cell.columns > 1 for row in rows for cell in row
    ):
        return False
    covered: dict[int, int] = {}
    for row in rows:
        until = 0
        for column, cell in enumerate(row):
            if (covered.get(column, 0) or column < until) and cell.text:
                return False
            if column >= until and cell.columns > 1 and not covered.get(column):
                until = column + cell.columns
            covered[column] = (
                cell.rows - 1 if cell.rows > 1 and not covered.get(column) else max(covered.get(column, 0) - 1, 0)
            )
    return True


def _fills_places(raw: Sequence[Raw], hanging: dict[int, tuple[int, Cell]], width: int) -> bool:
    """True if this row alone has placeholders: as many cells as the table is wide, empty where a span reaches in."""
    return bool(hanging) and len(raw) == width and not any(raw[column].text for column in hanging if column < width)


def _place(
    raw: Sequence[Raw], number: int, hanging: dict[int, tuple[int, Cell]], rows_left: int, with_placeholders: bool
) -> list[Cell]:
    row: list[Cell] = []
    reach: tuple[int, str] = (0, "")  # a column span that placeholders follow: how many are to come, and its text
    for cell in raw:
        if with_placeholders:
            if len(row) in hanging:
                _take_one(row, hanging)
                continue
            if reach[0] and not cell.text:
                row.append(Cell(reach[1], cell.header, number, len(row) + 1, spanned=True))
                reach = (reach[0] - 1, reach[1])
                continue
            reach = (cell.columns - 1, cell.text)
        else:
            _take_hanging(row, hanging)
        for offset in range(1 if with_placeholders else min(cell.columns, MAX_COLUMNS - len(row))):
            placed = Cell(cell.text, cell.header, number, len(row) + 1, spanned=offset > 0)
            if cell.rows > 1 and rows_left:
                below = Cell(cell.text, cell.header, number, placed.column, spanned=True)
                hanging[len(row)] = (min(cell.rows - 1, rows_left), below)
            row.append(placed)
    _take_hanging(row, hanging)
    return row


def _take_hanging(row: list[Cell], hanging: dict[int, tuple[int, Cell]]) -> None:
    while len(row) in hanging:
        _take_one(row, hanging)


def _take_one(row: list[Cell], hanging: dict[int, tuple[int, Cell]]) -> None:
    column = len(row)
    left, cell = hanging[column]
    row.append(cell)
    if left > 1:
        hanging[column] = (left - 1, cell)
    else:
        del hanging[column]
