"""The titles that a page gives itself into the one that agrees with what it tells: some are sold to others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from pipeline.news.cleaning import essence

_TAIL: Final = re.compile(r"\s*(?:[|｜_–—·•«»]|\s-\s|-{2,}).{1,40}$")
_WORD: Final = re.compile("[\u3400-\u9fff]|[^\\W_]+")
_AGREES: Final = 0.5
"""So much of a title stands in the text of its article."""
_LEAST: Final = 4
_MOST_TEXT: Final = 20_000


def title_among(titles: Sequence[str], lines: Iterable[str]) -> str:
    """Of those `titles` that the text agrees with, the one that most of the others say too; of equals, the first (the
    most trustworthy). The very first where the text agrees with none. A site's name behind a bar is taken off."""
    found = list(dict.fromkeys(short for title in titles if (short := without_site(title, titles))))
    text = "\n".join(line for line in lines if essence(line) not in {essence(title) for title in titles})[:_MOST_TEXT]
    pairs = set(_pairs(text))
    agreeing = [title for title in found if len(essence(title)) >= _LEAST and _agreement(title, pairs) >= _AGREES]
    return max(agreeing or found[:1], key=lambda title: _named(title, titles), default="")


def without_site(title: str, titles: Sequence[str]) -> str:
    """`A title | The Site` → `A title`, where the rest is long enough to be one, or another title says it is."""
    short = _TAIL.sub("", title)
    if short == title:
        return title
    return short if short in titles or len(essence(short)) >= 3 * len(essence(title[len(short) :])) else title


def _named(title: str, titles: Sequence[str]) -> int:
    """In how many of the titles this one stands."""
    told = essence(title)
    return sum(told in essence(other) for other in titles)


def _agreement(title: str, pairs: set[tuple[str, str]]) -> float:
    own = list(_pairs(title))
    return sum(pair in pairs for pair in own) / len(own) if own else 0.0


def _pairs(text: str) -> Iterable[tuple[str, str]]:
    """Neighbouring Chinese characters, and single words with themselves: whichever the text is made of."""
    words = [word.casefold() for word in _WORD.findall(text)]
    for one, next_ in pairwise(words):
        if len(one) == 1 and one > "\u3400" and len(next_) == 1 and next_ > "\u3400":
            yield one, next_
    yield from ((word, word) for word in words if len(word) > 2)
