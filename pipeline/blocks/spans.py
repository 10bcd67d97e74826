"""Rows of cells with spans, as marked up → a grid in which every row has the same number of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.blocks.types import Cell

MAX_COLUMNS = 400
MAX_ROWS = 65_534
MAX_CELLS = 200_000


class TooLarge(Exception):
    """The grid would have more than `MAX_CELLS` cells."""


@dataclass(slots=True)
class Raw:
    """A cell as marked up; `rows` and `columns` are its spans."""

    text: str
    header: bool = False
    rows: int = 1
    columns: int = 1


def grid(rows: Sequence[Sequence[Raw]]) -> tuple[tuple[Cell, ...], ...]:
    """Every span written out. Raises `TooLarge`.

    A span of rows ends with the table, however large it claims to be. Some editors write an empty placeholder cell
    under a spanning one (and the span as well): such a row is as wide as the table by itself, and the placeholder gives way.
    """
    width = min(MAX_COLUMNS, _width(rows))
    if width * len(rows) > MAX_CELLS:
        raise TooLarge(f"{len(rows)} rows of {width} cells; {MAX_CELLS} cells are the most that is read")
    hanging: dict[int, tuple[int, Cell]] = {}  # column → (rows it still reaches into, the cell)
    filled = []
    for number, raw in enumerate(rows, 1):
        placed = _place(raw, number, width, hanging, len(rows) - number)
        filled.append(placed)
    widest = max((len(row) for row in filled), default=0)
    return tuple(tuple(row + [Cell("", row=n, column=i + 1) for i in range(len(row), widest)]) for n, row in enumerate(filled, 1))


def _width(rows: Sequence[Sequence[Raw]]) -> int:
    """Of the first row that has the most columns among the first three: later rows may be too long through placeholders."""
    return max((sum(cell.columns for cell in row) for row in rows[:3]), default=0) or max(map(len, rows), default=0)


def _place(
    raw: Sequence[Raw], number: int, width: int, hanging: dict[int, tuple[int, Cell]], rows_left: int
) -> list[Cell]:
    in_place = bool(hanging) and sum(cell.columns for cell in raw) >= width and _gives_way(raw, hanging)
    row: list[Cell] = []
    for cell in raw:
        if not in_place:
            _take_hanging(row, hanging)
        for offset in range(min(cell.columns, MAX_COLUMNS - len(row))):
            column = len(row)
            if in_place and column in hanging and not cell.text:
                _take_one(row, hanging)
                continue
            placed = Cell(cell.text, cell.header, number, column + 1, spanned=offset > 0)
            row.append(placed)
            if cell.rows > 1 and rows_left:
                below = Cell(cell.text, cell.header, number, placed.column, spanned=True)
                hanging[column] = (min(cell.rows - 1, rows_left), below)
    _take_hanging(row, hanging)
    return row


def _gives_way(raw: Sequence[Raw], hanging: dict[int, tuple[int, Cell]]) -> bool:
    """True if every place that a span reaches into holds an empty cell of this row."""
    column = 0
    for cell in raw:
        if cell.text and any(place in hanging for place in range(column, column + cell.columns)):
            return False
        column += cell.columns
    return True


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
