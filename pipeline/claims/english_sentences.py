"""An English passage → its sentences, each with its figures, what it says of prices and what stands above it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.claims.gate import words_of_prices
from pipeline.claims.passage import Passage, clauses
from pipeline.claims.printed import Figure, Mention
from pipeline.claims.signals import Signal, comes_out, named_directions, signals, unheard, without_asides

_HAN: Final = re.compile("[\u3400-\u9fff]")
_DIRECTIONS: Final = frozenset(("cut", "rise", "promotion", "promotion_ended", "free_ended"))
_MOVED: Final = frozenset(("cut", "rise"))
_VAGUE: Final = frozenset(("pricing", "launch", "cheaper", "new"))
_LISTED_LINE: Final = 120
"""Characters of a line in a list, at most."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with what is printed in it."""

    start: int
    end: int
    figures: tuple[Figure, ...]
    said: frozenset[str]
    """The kinds of its signals; where it names a figure and no direction, also the direction of what heads it."""
    spans: tuple[Signal, ...]
    masked: str
    """The passage with the names blanked: what is said around the figures."""
    under: frozenset[str]
    """What the lines right above it say."""
    whole: bool
    """Nothing in it is a rumour, a denial or a comparison."""
    headline: bool

    @property
    def is_vague(self) -> bool:
        """It says that pricing changes, and nothing else."""
        return "pricing" in self.said and self.said <= _VAGUE and not self.figures


def speaking_in(passage: Passage) -> Iterator[int]:
    """The starts of the sentences in which a word of prices stands."""
    words = words_of_prices(passage.lowered)
    for start, end in passage.sentences:
        if bisect_left(words, start) < bisect_left(words, end):
            yield start


def heard_of(passage: Passage, speaking: Container[int]) -> str:
    """The text in small letters, what makes no claim blanked."""
    pieces, at = [], 0
    for *part, begin in _parts(passage):
        if begin not in speaking:
            continue
        span = (part[0], part[1])
        for start, end in sorted(unheard(passage.lowered, span, clauses(passage, span))):
            if end > at:
                pieces += [passage.lowered[at : max(at, start)], " " * (end - max(at, start))]
                at = end
    return without_asides("".join([*pieces, passage.lowered[at:]]))


def masked_of(text: str, mentions: Sequence[Mention]) -> str:
    """The text with the names blanked: what is said around the figures."""
    parts, at = [], 0
    for mention in mentions:
        parts += [text[at : mention.start], " " * (mention.end - mention.start)]
        at = mention.end
    return "".join([*parts, text[at:]])


def _parts(passage: Passage) -> Iterator[tuple[int, int, int]]:
    """(start, end, start of its sentence) of what is read at once: a title that lists news is as many sentences."""
    for start, end in passage.sentences:
        pieces = clauses(passage, (start, end)) if start in passage.headlines else ()
        yield from ((*piece, start) for piece in (pieces if len(pieces) > 2 else [(start, end)]))


@dataclass(slots=True)
class _Above:
    """What the sentences so far say: a list or a second sentence goes on with what the one before began."""

    headed: frozenset[str] = frozenset()
    """The directions of the last headline."""
    said: list[frozenset[str]] = field(default_factory=list)
    moved: frozenset[str] = frozenset()
    """The direction that the sentence before tells without a figure: the next one prints it."""
    listing: frozenset[str] = frozenset()
    """The directions of the line that a list stands under."""
    goes_on: bool = False
    """The sentence before ends in a semicolon."""

    def direction(self, said: frozenset[str], figures: Sequence[Figure], length: int) -> frozenset[str]:
        """The direction that a sentence which prints figures and tells none takes from above."""
        if not figures or said & _DIRECTIONS:
            return frozenset()
        if self.listing and length < _LISTED_LINE:
            return self.listing
        if not any(figure.kind in ("money", "percent") for figure in figures):
            return frozenset()
        return self.said[-1] & _DIRECTIONS if self.goes_on else self.headed or self.moved

    def add(self, said: frozenset[str], figures: Sequence[Figure], last: str, follows: str, heads: bool) -> None:
        """Take a sentence's sayings along; `last` is its last character, `follows` what stands behind it."""
        if heads:
            self.headed = said & _DIRECTIONS
        self.said.append(said)
        self.moved = said & _MOVED if not figures and follows != "\n" else frozenset()
        self.goes_on = last == ";"
        if last == ":" and not heads:
            self.listing = said & _DIRECTIONS or (self.said[-2] & _DIRECTIONS if len(self.said) > 1 else frozenset())
        elif not figures:
            self.listing = frozenset()


def sentences_of(
    passage: Passage, figures: Sequence[Figure], speaking: Container[int], heard: str, masked: str, spoken: str
) -> Iterator[Sentence]:
    """The English sentences that say anything of a price, each with the direction of its headings."""
    above = _Above()
    places = [figure.start for figure in figures]
    for start, end, begin in _parts(passage):
        if len(_HAN.findall(passage.plain, start, end)) * 5 > end - start:
            continue
        inside = tuple(figures[bisect_left(places, start) : bisect_left(places, end)])
        found = signals(spoken, start, end) if begin in speaking else ()
        said = frozenset(signal.kind for signal in found)
        if any(figure.kind == "percent" for figure in inside):
            said |= named_directions(masked, start, end)
        heads = begin in passage.headlines
        if not heads:
            said |= above.direction(said, inside, end - start) if "new" not in said else frozenset()
        under = frozenset[str]().union(*above.said[-5:])
        if said or (inside and under) or sum(figure.kind == "money" for figure in inside) > 1:
            whole = heard[start:end] == passage.lowered[start:end]
            yield Sentence(start, end, inside, said, found, masked, under, whole, heads)
        if heads and begin not in speaking and comes_out(heard, start, end):
            said |= {"new"}
        above.add(said, inside, passage.plain[end - 1], passage.plain[end : end + 1], heads)
