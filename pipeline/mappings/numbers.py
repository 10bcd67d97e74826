"""A value of a document into an exact number."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import Any, Final

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?")
_SIGNS: Final = {"USD": "$", "CNY": "¥", "EUR": "€"}
_DOUBLE: Final = Context(prec=15)
_TOO_MUCH: Final = Decimal(10) ** 12


def number_of(value: Any, currency: str) -> Decimal | None:
    """An exact number, or None for anything that is not one: null, true, NaN, "contact us", more than money can be."""
    if isinstance(value, str):
        text = value.strip().removeprefix(_SIGNS.get(currency, "\0"))
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        text = repr(value) if isinstance(value, float) else str(value)
    else:
        return None
    if len(text) > 64 or not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    if abs(number) >= _TOO_MUCH:
        return None
    return _without_dust(number) if len(text) > _DOUBLE.prec else number


def _without_dust(number: Decimal) -> Decimal:
    """1.2999000000000001E-7 → 1.2999E-7: what a document's author computed in floats is good for fifteen digits."""
    return number.normalize(_DOUBLE) if len(number.as_tuple().digits) > _DOUBLE.prec else number


def short_count(number: Decimal) -> str:
    """272000 → 272K, 1000000 → 1M, 32768 → 32768."""
    for size, letter in ((1_000_000, "M"), (1_000, "K")):
        if number >= size and number % size == 0:
            return f"{number // size:f}{letter}"
    return f"{number.normalize():f}"
