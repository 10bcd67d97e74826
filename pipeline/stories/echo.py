"""Two claims → what their articles show beyond figures and names: the same words, the same page, the model meant."""

from __future__ import annotations

from typing import Final

from pipeline.stories.likeness import alike
from pipeline.stories.links import address, links_in
from pipeline.stories.names import Named, variants_in
from pipeline.stories.told import Told, name_of

AROUND: Final = 300
"""Characters before and after a quote in which the article says what it speaks of."""


def echoed(one: Told, two: Told) -> bool:
    """Whether the one tells it in the other's words, or both point at one page, or the one at the other."""
    return _linked(one, two) or alike(one.claim.quote, two.claim.quote)


def means(one: Told, two: Told) -> bool:
    """Whether one article names a line, and beside it the model of the other, which it claims nothing else of."""
    return _takes(one, two) or _takes(two, one)


def beside(said: Told) -> frozenset[str]:
    """Words of variants around the quote that no claim of the article takes up: it may mean those."""
    words = variants_in(_around(said)) - said.name.words
    return words.difference(*(other.words for other in _others(said))) if words else words


def _linked(one: Told, two: Told) -> bool:
    left, right = links_in(_around(one)), links_in(_around(two))
    pages = address(one.reported.article.url), address(two.reported.article.url)
    return not left.isdisjoint(right) or pages[0] in right or pages[1] in left


def _takes(line: Told, model: Told) -> bool:
    """The article that names the line also names the model, and neither claims something of both."""
    if not line.name.words < model.name.words or not model.name.words - line.name.words <= beside(line):
        return False
    return line.name not in _others(model) and model.name not in _others(line)


def _others(said: Told) -> frozenset[Named]:
    """The other names under which the article speaks of the vendor's goods."""
    names = {name_of(other) for other in said.reported.claims if other.vendor == said.vendor}
    return frozenset(name for name in names if not name.whole and name.words != said.name.words)


def _around(said: Told) -> str:
    whole, start = said.reported.article.whole, said.claim.start
    return whole[max(0, start - AROUND) : start + len(said.claim.quote) + AROUND]
