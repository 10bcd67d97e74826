"""Text into the words that it is found by, in any script: both what is searched and what is asked for go through here.

`deepseek-v3.1` is found by deepseek, v and 3.1; 降价 by itself, in 全线降价 too. Case and punctuation do not matter.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files

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


class Nearness(IntEnum):
    """How near a name is to what is asked for, the nearest first."""

    IS_IT = 0
    BEGINS_WITH_IT = 1
    HOLDS_IT = 2
    HOLDS_ITS_WORDS = 3
    """In another order, or with others between them."""


def nearness(asked: str, names: Iterable[str]) -> Nearness | None:
    """Of the nearest of the names by which one thing goes; None where none is meant. Case, and what stands between the
    words, do not matter: `gpt4o`, `GPT 4o` and `gpt-4o` are one name."""
    wanted = squeezed(asked)
    if not wanted:
        return None
    bare = {squeezed(part) for name in names for part in (name, name.rpartition("/")[2])}
    if wanted in bare:
        return Nearness.IS_IT
    if any(name.startswith(wanted) for name in bare):
        return Nearness.BEGINS_WITH_IT
    if any(wanted in name for name in bare):
        return Nearness.HOLDS_IT
    return Nearness.HOLDS_ITS_WORDS if _all_words_in(asked, names) else None


def squeezed(text: str) -> str:
    """A text without anything between its words."""
    return "".join(run for run, _ in _runs(text))


def _all_words_in(asked: str, names: Iterable[str]) -> bool:
    """A letter by itself or a number has to stand by itself there, too: the o of 4o is none of turbo."""
    there = words_in(names)
    return all(
        word in there or (len(word) > 1 and word.isalpha() and any(word in other for other in there))
        for word in words_asked(asked)
    )


def readings(asked: str) -> tuple[str, ...]:
    """The text, then what it is called in Latin letters where it begins with a Chinese name that has such: 通义千问
    Max is qwen-Max, too."""
    text = asked.strip()
    latin = next((name + text[len(word) :] for word, name in _latin_names() if text.startswith(word)), None)
    return (text,) if latin is None else (text, latin)


@lru_cache(maxsize=1)
def _latin_names() -> tuple[tuple[str, str], ...]:
    """The longest Chinese names first."""
    named = tomllib.loads(files("pipeline").joinpath("names.toml").read_text("utf-8"))["words"]
    return tuple(sorted(((word, name) for word, name in named.items() if name), key=lambda pair: -len(pair[0])))


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Each run of letters, of digits, or of signs; True for signs."""
    for found in _RUNS.finditer(unicodedata.normalize("NFKC", text).casefold()):
        yield found.group(), found.lastgroup == "signs"


def _pairs(run: str) -> tuple[str, ...]:
    return tuple(run[at : at + 2] for at in range(len(run) - 1)) or (run,)


def _parts(run: str) -> tuple[str, ...]:
    return (*_pairs(run), *run)
