"""Text into the words that it is found by, in any script: both what is searched and what is asked for go through here.

`deepseek-v3.1` is found by deepseek, v and 3.1; 降价 by itself, in 全线降价 too. Case and punctuation do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"(?P<digits>[0-9]+(?:\.[0-9]+)*)|(?P<signs>[{_IDEOGRAPHS}]+)|(?P<letters>[^\W\d_{_IDEOGRAPHS}]+)")


def words_in(texts: Iterable[str]) -> frozenset[str]:
    """Every word by which one of the texts can be found."""
    return frozenset(
        word for text in texts for run, signs in _runs(text) for word in (_parts(run) if signs else (run,))
    )


def words_asked(text: str) -> frozenset[str]:
    """The words that all have to be in what is found. Of a run of Chinese, each two signs that stand together."""
    return frozenset(word for run, signs in _runs(text) for word in (_pairs(run) if signs else (run,)))


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Each run of letters, of digits, or of signs; True for signs."""
    for found in _RUNS.finditer(unicodedata.normalize("NFKC", text).casefold()):
        yield found.group(), found.lastgroup == "signs"


def _pairs(run: str) -> tuple[str, ...]:
    return tuple(run[at : at + 2] for at in range(len(run) - 1)) or (run,)


def _parts(run: str) -> tuple[str, ...]:
    return (*_pairs(run), *run)
