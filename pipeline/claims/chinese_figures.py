"""A Chinese text → the figures that only Chinese spells so: 9 成, 2.5 折, 三分之二, 一元, 减半, 免费."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from pipeline.claims.printed import Figure

_FREE: Final = re.compile("免费|限免|不收费|不收取费用")
_FOLD: Final = re.compile(r"(?<![\d.])(\d(?:\.\d+)?)\s?折")


def chinese_figures(text: str) -> Iterator[Figure]:
    """The figures of a text, in no order; offsets are those of the text."""
    for match in _FREE.finditer(text):
        yield Figure(match.start(), match.end(), "free", Decimal(0), None, Decimal(1), "", "", "", match[0])
    for match in _FOLD.finditer(text):
        value = Decimal(match[1]) / 10
        yield Figure(match.start(), match.end(), "ratio", value, None, Decimal(1), "折", "折", "", match[0])
