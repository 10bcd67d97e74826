"""Text into lines that fit a width, at the largest size at which they do."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from PIL import ImageFont

from publish.pictures.fonts import Face, drawable

LONGEST = 240
"""Signs of one text; more are not looked at."""
LEADING = 1.3
_PIECES = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+(?:\s%\S*)?|\s+")
"""A Chinese sign, a word, a number with its percent sign, or the space between."""
_NO_BEGINNING = "，。：；、）】》！？,.:;)%"
_END = "..."


@dataclass(frozen=True, slots=True)
class Set:
    """Lines at a size."""

    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont
    leading: int
    """Pixels from one line to the next."""


def set_text(text: str, used: Face, sizes: Sequence[int], width: int, height: int, bold: bool = False) -> Set:
    """The text at the first of the sizes at which it fits; at the last it is cut off."""
    shown = drawable(text[:LONGEST], used)
    for size in sizes:
        font = used.font(size, bold)
        leading = round(size * LEADING)
        lines = list(_wrapped(shown, font, width))
        if len(lines) * leading <= height:
            break
    most_lines = max(height // leading, 1)
    cut = len(lines) > most_lines
    lines = lines[:most_lines]
    if cut and lines:
        lines[-1] = _shortened(lines[-1] + _END, font, width)
    return Set(tuple(lines), font, leading)


def one_line(text: str, font: ImageFont.FreeTypeFont, used: Face, width: int) -> str:
    """The text on one line, its end left out where it does not fit."""
    shown = drawable(text[:LONGEST], used)
    return shown if font.getlength(shown) <= width else _shortened(shown + _END, font, width)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    line = ""
    for piece in _PIECES.findall(text):
        for part in _fitting(piece, font, width):
            if line and font.getlength(line + part) > width and part not in _NO_BEGINNING:
                yield line.rstrip()
                line = ""
            line = (line + part) if line else part.lstrip()
    if line.strip():
        yield line.rstrip()


def _fitting(piece: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """A word that is longer than a line, in parts."""
    while font.getlength(piece) > width:
        fits = max(_fit(piece, font, width), 1)
        yield piece[:fits]
        piece = piece[fits:]
    yield piece


def _fit(text: str, font: ImageFont.FreeTypeFont, width: int, end: str = "") -> int:
    """So many signs of the text, with an end behind them, fit the width."""
    return bisect_right(range(1, len(text) + 1), width, key=lambda count: ceil(font.getlength(text[:count] + end)))


def _shortened(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """`text`, which ends in dots, with signs before them left out so that it fits."""
    kept = text.removesuffix(_END)
    return kept[: _fit(kept, font, width, _END)].rstrip() + _END
