"""Turns printed counts ("1,000,000", "100万", "2 million", "10K") into numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

COUNT: Final = r"\d{1,3}(?:[,，]\d{3})+|\d{1,12}(?:\.\d{1,3})?"
"""The number of a count; its scale stands after it."""
SCALE: Final = r"(?:(?:k|m|b|thousand|million|billion)(?![a-z])|千万|百万|千|万|亿)"
_SCALES: Final = {
    "k": 10**3, "thousand": 10**3, "千": 10**3, "万": 10**4, "百万": 10**6, "m": 10**6, "million": 10**6, "千万": 10**7,
    "亿": 10**8, "b": 10**9, "billion": 10**9,
}  # fmt: skip
_WHOLE: Final = re.compile(rf"({COUNT})\s?({SCALE})?", re.IGNORECASE)


def count(number: str, scale: str | None = None) -> Decimal:
    """1,200 → 1200; ("100", "万") → 1000000."""
    return (
        Decimal(number.replace(",", "").replace("，", "")) * _SCALES[(scale or "").lower()] if scale else plain(number)
    )


def plain(number: str) -> Decimal:
    return Decimal(number.replace(",", "").replace("，", ""))


def count_of(text: str) -> Decimal | None:
    """The count that is the whole text, or None."""
    found = _WHOLE.fullmatch(text.strip())
    return count(found[1], found[2]) if found else None
