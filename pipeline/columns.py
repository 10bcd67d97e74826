"""A column of a grid: what its header says and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.labels import Label
from pipeline.units import Unit


@dataclass(slots=True)
class Column:
    """One column of a grid whose header is understood."""

    index: int
    label: Label
    priced: bool = False
    usual_unit: Unit | None = None
    """The unit that its cells print most often: it holds for a cell that prints none."""
    former: bool = False
    """It holds the prices before the ones in another column."""
    turned: bool = False
    """It was a header row: the grid has been turned over."""

    @property
    def role(self) -> str | None:
        return self.label.column
