"""Pieces of a sentence into one, spaced as readers of Chinese expect it."""

from __future__ import annotations

import re

WIDE_MARK = "[）：，]"
HAN = r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]"


def joined(text: str, piece: str) -> str:
    """Both in a row, less the space that no Chinese reader expects: between two of its words, or behind its marks."""
    if text.endswith(" ") and (re.search(f"{WIDE_MARK} $", text) or _are_han(text.rstrip(" "), piece)):
        return text[:-1] + piece
    if piece.startswith(" ") and (re.search(f"{WIDE_MARK}$", text) or _are_han(text, piece.lstrip(" "))):
        return text + piece[1:]
    return text + piece


def _are_han(left: str, right: str) -> bool:
    return bool(re.search(f"{HAN}$", left) and re.match(HAN, right))
