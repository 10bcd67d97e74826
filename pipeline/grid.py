"""A table of prices → its rates."""

from __future__ import annotations

from pipeline.around import Around
from pipeline.blocks.types import Table
from pipeline.grid_columns import understand_columns
from pipeline.grid_shape import grids
from pipeline.no_prices import is_worked_example
from pipeline.rows import Found, read_rows


def read_table(table: Table, around: Around) -> Found:
    """The offers of a table; none if no column of it is one of prices."""
    found = Found()
    if is_worked_example(around.under):
        return found
    for grid in grids(table):
        understand_columns(grid, around)
        if any(column.priced for column in grid.columns):
            read_rows(grid, table, around, found)
    return found
