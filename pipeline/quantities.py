"""Turns printed counts ("1,000,000", "100万", "2 million", "10K") into numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

COUNT: Final = r"\d{1,3}(?:[,，]\d{3})+|\d{1,12}(?:\.\d{1,3})?"
"""The number of a count; its scale stands after it."""
SCALE: Final = r"(?:(?:k|m|b|thousand|million|billion)(?![a-z])|千万|百万|千|万|亿)"
_SCALES: Final = {
    "k": 10**3, "thousand": 10**3, "千": 10**3, "万": 10**4, "百万": 10**6, "m": 10**6, "million": 10**6, "千万": 10**7,
    "亿": 10**8, "b": 10**9, "billion": 10**9,
}  # fmt: skip


def count(number: str, scale: str | None = None) -> Decimal:
    """1,200 → 1200; ("100", "万") → 1000000."""
    value = Decimal(number.replace(",", "").replace("，", "")) * (_SCALES[scale.lower()] if scale else 1)
    return value.to_integral_value() if value == value.to_integral_value() else value
