"""Rows into a table: CSV, where no cell is a formula, or Parquet, where no number is rounded."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, TypeAdapter

from publish.api.columns import Column, Kind, columns_of, rows_of
from publish.api.problems import Refused
from publish.plain import plain
from storage.columns import moment_text

LONGEST_CELL = 32_000
"""Characters; a spreadsheet takes no more in a cell."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet takes for a formula, full width included."""

_JSON = TypeAdapter(Any)


def csv_table(shape: type[BaseModel], rows: Iterable[BaseModel]) -> bytes:
    """RFC 4180, UTF-8, a line of names first. Text that a spreadsheet would run gets a `'` before it."""
    columns = columns_of(shape)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([column.name for column in columns])
    for values in rows_of(columns, rows):
        writer.writerow([cell(column.kind, value) for column, value in zip(columns, values, strict=True)])
    return written.getvalue().encode("utf-8", "replace")


def cell(kind: Kind, value: Any) -> str:
    """One cell: numbers, times and flags as they are, text without control characters and never a formula."""
    if value is None:
        return ""
    if kind is Kind.NUMBER:
        return f"{value:f}"
    if kind is Kind.MOMENT:
        return moment_text(value)
    if kind is Kind.FLAG:
        return "true" if value else "false"
    if kind is Kind.WHOLE:
        return str(value)
    text = _text(_json(value) if kind is Kind.JSON else str(value))
    return f"'{text}" if text.startswith(FORMULA) else text


def _text(said: str) -> str:
    """Without what cannot be seen; most texts have nothing of it, which is told at once."""
    return said.strip() if said.isprintable() and len(said) <= LONGEST_CELL else plain(said, LONGEST_CELL)


def parquet_table(shape: type[BaseModel], rows: Iterable[BaseModel]) -> bytes:
    """Numbers as exact text, times as UTC in microseconds. Raises `Refused` (406) where nothing here writes Parquet."""
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError:
        sentence = "This server writes no Parquet: install pricewire[parquet] on it, or ask for JSON or CSV."
        raise Refused(HTTPStatus.NOT_ACCEPTABLE, sentence) from None
    types = {Kind.WHOLE: arrow.int64(), Kind.FLAG: arrow.bool_(), Kind.MOMENT: arrow.timestamp("us", "UTC")}
    columns = columns_of(shape)
    values = _by_column(columns, rows_of(columns, rows))
    arrays = [arrow.array(held, types.get(column.kind, arrow.string())) for column, held in values]
    written = io.BytesIO()
    parquet.write_table(arrow.Table.from_arrays(arrays, [column.name for column in columns]), written)
    return written.getvalue()


def _by_column(columns: Sequence[Column], rows: Iterable[list[Any]]) -> list[tuple[Column, list[Any]]]:
    held: list[tuple[Column, list[Any]]] = [(column, []) for column in columns]
    for row in rows:
        for (column, values), value in zip(held, row, strict=True):
            values.append(_kept(column.kind, value))
    return held


def _kept(kind: Kind, value: Any) -> Any:
    if value is None or kind in (Kind.WHOLE, Kind.FLAG, Kind.MOMENT):
        return value
    if kind is Kind.NUMBER:
        return f"{value:f}"
    return _json(value) if kind is Kind.JSON else str(value)


def _json(value: Any) -> str:
    if not value:  # most are, and to write them takes as long as the rest of a row
        return "{}" if isinstance(value, dict) else "[]"
    return json.dumps(_JSON.dump_python(value, mode="json"), ensure_ascii=False, separators=(",", ":"))
