"""Two texts → whether one is a copy or a rewrite of the other."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

LIKE: Final = 0.5
"""Share of the shorter text's pieces that are also in the other: from there on, it is a copy."""
LEAST: Final = 12
"""Pieces that a text must have to be known by them."""
LONG: Final = 40
"""Pieces from which on two likes are copies, and not two uses of one form of words."""
SIZE: Final = 4
"""Words, or Chinese characters, in a piece."""
LONGEST: Final = 20_000
_WORD: Final = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


@lru_cache(maxsize=4_096)
def pieces(text: str) -> frozenset[int]:
    """The hashes of all runs of `SIZE` words of the text; a Chinese character counts as a word."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text[:LONGEST]).casefold())
    return frozenset(hash(tuple(words[at : at + SIZE])) for at in range(len(words) - SIZE + 1))


def alike(one: str, two: str, *, least: int = LEAST) -> bool:
    """Whether two texts are one text, whole, cut or reworded in part. Texts of fewer than `least` pieces never are,
    unless they are the same."""
    left, right = pieces(one), pieces(two)
    shorter = min(len(left), len(right))
    if shorter < least:
        return bool(left) and left == right
    return len(left & right) >= LIKE * shorter
