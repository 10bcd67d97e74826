"""A table of a declaration, checked: what it must have, what it may, and nothing that nobody reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pipeline.mappings.numbers import number_of


class MappingError(ValueError):
    """The declared mapping itself cannot be used: `mapping.per: a positive number was expected: "x"`."""


def list_in(name: str, table: Mapping[str, Any]) -> list[Any]:
    found = table.get(name, [])
    if not isinstance(found, list):
        raise MappingError(f"mapping.told.{name}: a list was expected: {found!r}")
    return found


def table_in(name: str, found: Any) -> dict[str, Any]:
    """A table; what stands for a text in it, as one."""
    if not isinstance(found, Mapping):
        raise MappingError(f"mapping.{name}: a table was expected: {found!r}")
    return {str(key): value if isinstance(value, Mapping) else str(value) for key, value in found.items()}


def pattern_in(name: str, text: Any) -> re.Pattern[str]:
    try:
        return re.compile(str(text), re.IGNORECASE)
    except re.error:
        raise MappingError(f"mapping.told.{name}: a regular expression was expected: {text!r}") from None


def only_known(name: str, table: Any, known: frozenset[str], *, needed: str | None = None) -> None:
    """Whether a table of the declaration has what it needs and nothing that nobody reads."""
    if not isinstance(table, Mapping):
        raise MappingError(f"{name}: a table was expected: {table!r}")
    strange = sorted(map(str, table.keys() - known))
    if strange:
        raise MappingError(f"{name}: one of {', '.join(sorted(known))} was expected: {strange[0]!r}")
    if needed is not None and not isinstance(table.get(needed), str):
        raise MappingError(f"{name}: a text under {needed!r} was expected: {dict(table)!r}")


def positive(name: str, value: Any) -> Decimal:
    number = number_of(value, "")
    if number is None or number <= 0:
        raise MappingError(f"mapping.{name}: a positive number was expected: {value!r}")
    return number
