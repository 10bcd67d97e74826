"""The neutral form of a page, whatever it was written in: tables, cards and sentences, in the page's order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Under:
    """What a block stands under: the words around it that say what it is about."""

    headings: tuple[str, ...] = ()
    """Outermost first."""
    modes: tuple[str, ...] = ()
    """Labels of the tabs or panes it is in, outermost first ("Batch", "中国内地"); also of hidden panes."""
    caption: str = ""
    before: tuple[str, ...] = ()
    """The paragraphs between the last heading (or block) and this one, in order."""
    above: tuple[str, ...] = ()
    """Paragraphs further up in the same sections, the nearest last."""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid. Crossed-out text stands in it as `~~text~~`, a footnote mark as `[1]`, a break as newline."""

    text: str
    header: bool = False
    """Marked up as a header (th, role=columnheader, above a Markdown rule)."""
    row: int = 0
    """Where the cell begins in the source, counted from 1, spans and placeholders included."""
    column: int = 0
    spanned: bool = False
    """True where it is only here because a cell above or to the left spans this place."""


@dataclass(frozen=True, slots=True)
class Table:
    """A grid after row and column spans: every row has the same number of cells."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0
    """How many rows at the top are marked up as headers; 0 where the markup does not say."""
    under: Under = field(default_factory=Under)
    footnotes: tuple[str, ...] = ()
    """Sentences after the table that belong to it ("[1] …", "* …", "注：…"), in order."""
    locator: str = ""
    """"table 3": rows and columns of cells are counted within it."""


@dataclass(frozen=True, slots=True)
class Card:
    """A heading with labelled values: ("Input", "$3 / MTok"). A label is "" where the value stands alone."""

    title: str
    pairs: tuple[tuple[str, str], ...]
    under: Under = field(default_factory=Under)
    footnotes: tuple[str, ...] = ()
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A paragraph, list item or line of running text."""

    text: str
    under: Under = field(default_factory=Under)
    locator: str = ""
    path: tuple[int, ...] = ()
    """Where it stands in the tree, as the number of each element within its parent; () where there is no tree."""


Block = Table | Card | Sentence


@dataclass(frozen=True, slots=True)
class Document:
    """A page in neutral form."""

    blocks: tuple[Block, ...] = ()
    title: str = ""
    lang: str = ""
    truncated: str = ""
    """Why not all of it was taken, "" where all of it was."""
    refused: tuple[str, ...] = ()
    """Rows of a table without lines that did not fit it."""

    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))

    def cards(self) -> Iterator[Card]:
        return (block for block in self.blocks if isinstance(block, Card))

    def sentences(self) -> Iterator[Sentence]:
        return (block for block in self.blocks if isinstance(block, Sentence))
