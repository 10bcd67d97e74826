"""The rows of a grid → their offers, and what looks like a price in them but was not understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.amounts import amounts
from pipeline.around import Around
from pipeline.beside import Beside
from pipeline.blocks.clean import one_line
from pipeline.blocks.types import Cell, Table
from pipeline.columns import Column
from pipeline.grid_columns import DIRECTIONS
from pipeline.grid_names import Named, name_column, name_columns, name_of
from pipeline.grid_shape import Grid, Row, is_section, states_price
from pipeline.labels import Label, label_of
from pipeline.offers import Offer, offer
from pipeline.pairs import over_each
from pipeline.row_prices import in_both, in_one_unit, same_again, with_former_prices, with_promotions
from pipeline.types import State


@dataclass(slots=True)
class Found:
    """What a table gave."""

    offers: list[Offer] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    nameless: bool = False
    """It states prices, and nothing on it or over it names what they are the prices of."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """A grid whose columns are understood, and what the reading of each of its rows asks for."""

    grid: Grid
    table: Table
    names: Sequence[Column]
    varying: Mapping[str, frozenset[int]]
    found: Found

    def place(self, cell: Cell) -> str:
        return f"{self.table.locator}, row {cell.row}, column {cell.column}"

    def refuse(self, cell: Cell, text: str) -> None:
        self.found.refused.append(f"{self.place(cell)}: {one_line(text)[:120]}")


def read_rows(grid: Grid, table: Table, around: Around, found: Found) -> None:
    """Adds the offers of all rows to `found`."""
    names = name_columns(grid)
    rows = _Rows(grid, table, names, _varying(grid, names), found)
    section = model = ""
    for row in grid.rows:
        if is_section(row) and not states_price(row):
            section, model = row[0].text, ""
            continue
        model = _read_row(rows, row, around.inside(section) if section else around, model) or model


def _read_row(rows: _Rows, row: Row, around: Around, above: str) -> str:
    """Adds the row's offers to what was found; returns the name of its model, for rows below that leave it out."""
    grid, names = rows.grid, rows.names
    name = name_column(grid, row, names, around)
    model = row[name.index].text if name else ""
    if above and not grid.transposed and names and not row[names[0].index].text and names[0].role == "model":
        name, model = names[0], above
    if not model and not around.model:
        rows.found.nameless = True
        _refuse_unnamed(rows, row)
        return ""
    named = name_of(model, grid)
    beside = _beside(grid, row, name, named, rows.varying.get(model, frozenset()))
    made = _read_cells(rows, row, named.model, beside, around)
    rows.found.offers.extend(with_promotions(with_former_prices(in_one_unit(made))))
    return model


def _read_cells(rows: _Rows, row: Row, model: str, beside: Beside, around: Around) -> list[tuple[Column, Offer]]:
    """The offers of a row with their columns; what a cell over several columns says, it says once."""
    made: list[tuple[Column, Offer]] = []
    lowest = max(cell.row for cell in row)
    for column in rows.grid.columns:
        cell = row[column.index]
        for each in _read_cell(rows, cell, column, model, beside, around) if column.priced and cell.text else ():
            known = same_again(each, made, cell.row == lowest) if cell.spanned else None
            if known is None:
                made.append((column, each))
            else:
                made[known] = (made[known][0], in_both(made[known][1], each))
    return made


def _refuse_unnamed(rows: _Rows, row: Row) -> None:
    """Keeps the first price of a row that nothing names."""
    cells = (row[column.index] for column in rows.grid.columns if column.priced)
    priced = (cell for cell in cells if any(quote.currency for quote in amounts(cell.text, True).quotes))
    if first := next(priced, None):
        rows.refuse(first, first.text)


def _varying(grid: Grid, names: Sequence[Column]) -> dict[str, frozenset[int]]:
    """Model → the columns without prices in which its rows differ."""
    texts: dict[str, dict[int, set[str]]] = {}
    model = ""
    for row in grid.rows if names else ():
        model = row[names[0].index].text or model
        for column in grid.columns:
            if not column.priced:
                texts.setdefault(model, {}).setdefault(column.index, set()).add(row[column.index].text)
    return {
        model: frozenset(index for index, held in columns.items() if len(held) > 1) for model, columns in texts.items()
    }


def _beside(grid: Grid, row: Row, name: Column | None, named: Named, varying: frozenset[int]) -> Beside:
    """The row's other cells; the direction and the unit that its name or its one labelled price states are of them."""
    cells = [
        (column, row[column.index].text)
        for column in grid.columns
        if not column.priced and column is not name and row[column.index].text
    ]
    if name and not name.turned and name.label.text:
        cells.append((replace(name, index=-1), name.label.text))  # "GPU type" tells what its cells are
    direction = named.direction or _stated_direction(grid, row)
    if direction:
        cells.append((Column(-1, Label(column="meter")), direction))
    if named.unit:
        cells.append((Column(-1, Label(column="unit")), named.unit))
    return Beside(tuple(cells), varying)


def _stated_direction(grid: Grid, row: Row) -> str:
    """ "输出" of a row in which one price is labelled so and the others are of service classes."""
    if not any(column.priced and column.label.terms and not column.label.meter for column in grid.columns):
        return ""
    quotes = [
        quote for column in grid.columns if column.priced for quote in amounts(row[column.index].text, True).quotes
    ]
    labels = {quote.label for quote in quotes if label_of(quote.label).meter in DIRECTIONS}
    return labels.pop() if len(labels) == 1 else ""


def _read_cell(rows: _Rows, cell: Cell, column: Column, model: str, beside: Beside, around: Around) -> list[Offer]:
    """The offers of one cell; what is not understood is refused."""
    read = amounts(cell.text, True)
    under = over_each(column, read.quotes, around, _prices_both(rows.grid))
    if read.refused or under is None:
        rows.refuse(cell, read.refused or cell.text)
    offers: list[Offer] = []
    for quote, over in zip(read.quotes, under or (), strict=False):
        made = offer(quote, over, model, beside, around, rows.place(cell)) if quote.state is not None else []
        offers.extend(made)
        if not made and quote.state is State.PRICED:
            rows.refuse(cell, quote.printed)
    return offers


def _prices_both(grid: Grid) -> bool:
    """True if input and output have columns of their own."""
    return {"input", "output"} <= {column.label.meter for column in grid.columns if column.priced}
