"""The well-known shapes of documents, and which of them a document has."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any, Final

from pipeline.mappings.declared import MappingError
from pipeline.mappings.numbers import number_of
from pipeline.mappings.paths import Json, at_path, path_of, places, spellings

_SHAPES: Final = "shapes.toml"
_WRAPPINGS: Final = ("result", "results", "data", "payload", "response", "body")
_SAMPLE: Final = 50
"""Rows looked at to recognise a shape."""


@cache
def _shapes() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = tomllib.loads(files("pipeline.mappings").joinpath(_SHAPES).read_text("utf-8"))
    return data


@cache
def recognised() -> tuple[Mapping[str, Any], ...]:
    """The shapes with signs of their own, each laid over the one that it begins with."""
    return tuple(complete(shape) for shape in _shapes().values() if "signs" in shape)


def complete(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    """The mapping laid over the well-known shape it begins with, if it names one."""
    name = mapping.get("shape")
    if name is None:
        return mapping
    if name not in _shapes():
        raise MappingError(f"mapping.shape: one of {', '.join(_shapes())} was expected: {name!r}")
    shape = complete(_shapes()[name])
    merged = {**shape, **mapping}
    for table in ("meters", "suffixes", "variants"):
        merged[table] = {**shape.get(table, {}), **mapping.get(table, {})}
    return merged


def wrapped(document: Json) -> list[tuple[tuple[str, ...], Json]]:
    """What an answer holds under the words that say nothing of it, two deep at the most, with the path to it."""
    found: list[tuple[tuple[str, ...], Json]] = []
    for path, value in (first := _inside((), document)):
        found.extend(_inside(path, value))
    return first + found


def _inside(path: tuple[str, ...], value: Json) -> list[tuple[tuple[str, ...], Json]]:
    if not isinstance(value, dict):
        return []
    return [((*path, key), value[key]) for key in _WRAPPINGS if isinstance(value.get(key), dict | list)]


def under_path(shape: Mapping[str, Any], path: tuple[str, ...]) -> Mapping[str, Any]:
    """The same shape, of a document that stands at a path in another one."""
    if "document" in shape:
        inner = shape["document"]
        return {**shape, "document": {**inner, "path": ".".join((*path, inner["path"]))}}
    return {**shape, "rows": ".".join(filter(None, (*path, shape["rows"])))}


def has_signs(document: Json, shape: Mapping[str, Any]) -> bool:
    """Whether the document's own paths, and nearly all of its rows, look as the shape says."""
    signs = shape["signs"]
    if not all(at_path(document, path_of(path)) for path in signs.get("document", ())):
        return False
    if any(at_path(document, path_of(path)) != value for path, value in signs.get("equals", {}).items()):
        return False
    if "rows" not in shape:
        return True
    sample = _sample(document, shape)
    if not sample or not _nearly_all_fit(sample, signs):
        return False
    return all(_below(sample, path_of(path), Decimal(bound)) for path, bound in signs.get("below", {}).items())


def _sample(document: Json, shape: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = []
    skipped = shape.get("skip_models", ())
    for place in places(document, path_of(shape["rows"])):
        if place.keys[-1] not in skipped:
            rows.append(place.row)
        if len(rows) == _SAMPLE:
            break
    return rows


def _nearly_all_fit(rows: list[Mapping[str, Any]], signs: Mapping[str, Any]) -> bool:
    """Whether four rows of five fit; asks no further once too many do not."""
    strangers = (row for row in rows if not _row_fits(row, signs))
    return len(list(islice(strangers, len(rows) // 5 + 1))) * 5 <= len(rows)


def _row_fits(row: Mapping[str, Any], signs: Mapping[str, Any]) -> bool:
    return all(
        any(at_path(row, path_of(path)) is not None for path in spellings(paths)) for paths in signs.get("rows", ())
    )


def _below(rows: list[Mapping[str, Any]], path: tuple[str, ...], bound: Decimal) -> bool:
    """Whether nearly all prices there are under `bound`, so that a price a token is not taken for one a million."""
    numbers = [number for row in rows if (number := number_of(at_path(row, path), "USD")) is not None and number > 0]
    return bool(numbers) and sum(number < bound for number in numbers) >= 0.9 * len(numbers)
