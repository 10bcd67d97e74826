"""The bytes of a page and places in them into small tables with the places marked: what it printed, as it stood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.blocks import blocks_of
from pipeline.blocks.types import Card, Cell, Table
from pipeline.decode import decode
from publish.plain import plain
from storage.bodies import Bodies
from storage.errors import StorageError

LARGEST = 3_000_000
"""Bytes; a larger page is not read for a picture of a table."""
AROUND = 1
"""So many rows are shown before and after one that is marked."""
MOST_COLUMNS = 14
MOST_TABLES = 4
LONGEST = 120
_IN_TABLE = re.compile(r"(.+), row ([0-9]{1,6}), column ([0-9]{1,6})")
_IN_CARD = re.compile(r"(.+), value ([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a page, and what was read there."""

    locator: str
    printed: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a cell's text."""

    text: str
    is_struck: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell as it stood on the page."""

    pieces: tuple[Piece, ...]
    is_header: bool
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A table, or what of it is around the marks; None among the rows is where rows are left out."""

    title: str
    rows: tuple[tuple[Shown, ...] | None, ...]


@lru_cache(128)
def pictures(
    bodies: Bodies, sha256: str, media_type: str, charset: str | None, places: tuple[Place, ...]
) -> tuple[Picture, ...]:
    """Empty where no place can be found again with its text, or the bytes are not kept."""
    try:
        body = bodies.get(sha256)
    except StorageError:
        return ()
    if len(body) > LARGEST:
        return ()
    text, _ = decode(body, charset, media_type)
    return _pictures(text, media_type, places)


def _pictures(text: str, media_type: str, places: Iterable[Place]) -> tuple[Picture, ...]:
    """By the block that the places are in, in the order of the page."""
    document = blocks_of(text, media_type)
    wanted = list(places)
    drawn = (_table(block, wanted) for block in document.tables())
    cards = (_card(block, wanted) for block in document.cards())
    return tuple(picture for picture in (*drawn, *cards) if picture is not None)[:MOST_TABLES]


def _table(table: Table, places: Iterable[Place]) -> Picture | None:
    marks = {mark for place in places for mark in _cells(table, place)}
    if not marks:
        return None
    heads = max(table.header_rows, 1)
    near = {row + step for row, _ in marks for step in range(-AROUND, AROUND + 1)}
    kept = sorted(number for number in {*range(heads), *near} if 0 <= number < len(table.rows))
    rows: list[tuple[Shown, ...] | None] = []
    for before, number in zip([-1, *kept], kept, strict=False):
        if number > before + 1:
            rows.append(None)
        rows.append(_row(table.rows[number], number, marks, heads))
    if kept[-1] < len(table.rows) - 1:
        rows.append(None)
    return Picture(plain(table.under.caption or " › ".join(table.under.headings[-2:])), tuple(rows))


def _cells(table: Table, place: Place) -> list[tuple[int, int]]:
    """Where the place is among the rows; nowhere if its text is not what stands there."""
    found = _IN_TABLE.fullmatch(place.locator)
    if found is None or found[1] != table.locator:
        return []
    return [
        (number, column)
        for number, row in enumerate(table.rows)
        for column, cell in enumerate(row)
        if (cell.row, cell.column) == (int(found[2]), int(found[3])) and _says(cell.text, place.printed)
    ]


def _row(row: Sequence[Cell], number: int, marks: set[tuple[int, int]], heads: int) -> tuple[Shown, ...]:
    return tuple(
        Shown(_pieces(cell.text), cell.header or number < heads, (number, column) in marks)
        for column, cell in enumerate(row[:MOST_COLUMNS])
    )


def _card(card: Card, places: Iterable[Place]) -> Picture | None:
    marks = set()
    for place in places:
        found = _IN_CARD.fullmatch(place.locator)
        if found and found[1] == card.locator and 1 <= int(found[2]) <= len(card.pairs):
            number = int(found[2]) - 1
            if _says(card.pairs[number][1], place.printed):
                marks.add(number)
    if not marks:
        return None
    rows = tuple(
        (Shown(_pieces(label), True, False), Shown(_pieces(value), False, number in marks))
        for number, (label, value) in enumerate(card.pairs)
    )
    return Picture(plain(card.title), rows)


def _says(text: str, printed: str) -> bool:
    return not printed or _bare(printed) in _bare(text) or _bare(text) in _bare(printed)


def _bare(text: str) -> str:
    return "".join(plain(text, 2_000).replace("~~", "").split()).casefold()


def _pieces(text: str) -> tuple[Piece, ...]:
    """Crossed-out text stands in a cell as `~~text~~`."""
    parts = plain(text, LONGEST * 2).split("~~")
    return tuple(Piece(part, number % 2 == 1) for number, part in enumerate(parts) if part)
