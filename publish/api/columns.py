"""The shape of a row into the columns of a table, and a row into their values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    """An exact one, as text: no table format in use keeps every `Decimal` as it is."""
    WHOLE = "whole"
    FLAG = "flag"
    MOMENT = "moment"
    JSON = "json"
    """What is itself a list or an object."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    """`old_unit_price` for the field `unit_price` of the field `old`."""
    kind: Kind
    path: tuple[str, ...]


@lru_cache
def columns_of(shape: type[BaseModel]) -> tuple[Column, ...]:
    """Of a shape and of the shapes in it, in their order."""
    return tuple(_columns(shape, ()))


def rows_of(columns: Iterable[Column], rows: Iterable[BaseModel]) -> Iterator[list[Any]]:
    """The values of each row, column by column; None where there is none."""
    columns = tuple(columns)
    for row in rows:
        yield [_value(row, column.path) for column in columns]


_KINDS: dict[type, Kind] = {
    bool: Kind.FLAG,
    int: Kind.WHOLE,
    Decimal: Kind.NUMBER,
    datetime: Kind.MOMENT,
}


def _columns(shape: type[BaseModel], above: tuple[str, ...]) -> Iterator[Column]:
    for name, field in shape.model_fields.items():
        path = (*above, name)
        kind = _bare(field.annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _columns(kind, path)
        elif get_origin(kind) in (list, dict):
            yield Column("_".join(path), Kind.JSON, path)
        else:
            yield Column("_".join(path), _KINDS.get(kind, Kind.TEXT), path)


def _bare(annotation: Any) -> Any:
    """`X` of `X | None`, and of `Annotated[X, …]`."""
    if get_origin(annotation) in (Union, UnionType):
        return _bare(next(arg for arg in get_args(annotation) if arg is not type(None)))
    if hasattr(annotation, "__metadata__"):
        return _bare(annotation.__origin__)
    return annotation


def _value(row: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if row is None:
            return None
        row = getattr(row, name)
    return row
