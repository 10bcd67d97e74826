"""A Chinese passage → its clauses, each in dense lower-case text, with the names and figures that stand in it."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Final, TypeVar

from pipeline.claims.passage import Passage
from pipeline.claims.printed import Figure, Mention
from pipeline.vocabulary import OWN_UNITS

_END: Final = re.compile(
    r"[。！？；】\n]|[，：]|(?<!\d)[,:;!?]|[,:;!?](?!\d)|(?<=[\u4e00-\u9fff])\.|——|(?<=免费)、(?![\s*`]*(?:Pro|Plus|Max|Go|Team|Lite|付费|专业))|、(?=续费|此后)|(?=并(?:新增|推出|将|引入|提供|宣布|对|取消|免费))"
)
_SENTENCE_END: Final = frozenset("。！？；】\n;!?.")
_LONGEST: Final = 500
"""Characters of a clause; what is longer is no prose."""
_MOST: Final = 60
"""Clauses of a sentence."""
_LISTS: Final = frozenset("；;")
_ASKS: Final = frozenset("？?")
_COLONS: Final = frozenset("：:")
_OWN: Final = frozenset(OWN_UNITS.values())
_PAIRS: Final[str] = tomllib.loads(files("pipeline.claims").joinpath("chinese.toml").read_text("utf-8"))["traditional"]
_SIMPLE: Final = str.maketrans(_PAIRS[::2], _PAIRS[1::2])
_Thing = TypeVar("_Thing", Mention, Figure)
_BRACKETS: Final = re.compile(r"[（(][^（）()\n]{1,120}[)）]")


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence between commas; what stands in brackets belongs to the clause before them."""

    number: int
    """Of the clauses of the passage, from 0."""
    sentence: int
    """Number of the sentence it is in."""
    paragraph: int
    """Number of the line it is in; 0 is the title."""
    dense: str
    """In small letters, without white space and marks."""
    places: tuple[int, ...]
    """Where each character of `dense` stands in the passage."""
    mark: str
    """What stands behind it; empty at the end."""
    mentions: tuple[Mention, ...]
    figures: tuple[Figure, ...]
    spans: dict[str, tuple[int, int] | None] = field(default_factory=dict, compare=False)
    """Cue → where it was found, in the passage; filled in as it is asked for."""

    @property
    def colon(self) -> bool:
        """Whether a colon follows it: what comes is what it speaks of."""
        return self.mark in _COLONS

    @property
    def asked(self) -> bool:
        """Whether a question mark follows it."""
        return self.mark in _ASKS

    @property
    def listed(self) -> bool:
        """Whether a semicolon follows it: what comes is more of the same."""
        return self.mark in _LISTS

    @property
    def start(self) -> int:
        """Offset in the passage."""
        return self.places[0]

    @property
    def end(self) -> int:
        """Offset behind it."""
        return self.places[-1] + 1

    def printed(self, kind: str) -> tuple[Figure, ...]:
        """Its figures of a kind."""
        return tuple(figure for figure in self.figures if figure.kind == kind)


def clauses_of(passage: Passage, mentions: Sequence[Mention], figures: Sequence[Figure]) -> list[Clause]:
    """The passage's clauses in order; the empty ones left out."""
    text = passage.plain
    found: list[Clause] = []
    figures = [_counted(figure) for figure in figures]
    sentence, paragraph = 0, 0 if passage.article.title.strip() else 1
    first = 0
    for start, end in _cut(text):
        places = tuple(at for at in range(start, end) if not text[at].isspace())
        mark = text[end : end + 1]
        if places:
            within = _within(mentions, start, end), _within(figures, start, end)
            found.append(Clause(len(found), sentence, paragraph, _dense(text, places), places, mark, *within))
        if len(found) - first >= _MOST or (mark in _SENTENCE_END and len(found) > first):
            sentence, first = sentence + 1, len(found)
        paragraph += mark == "\n" and bool(found) and found[-1].paragraph == paragraph
    return found


def _dense(text: str, places: Sequence[int]) -> str:
    """The characters at the places, in small letters and simplified."""
    dense = "".join(text[at] for at in places)
    lowered = dense.lower().translate(_SIMPLE)
    return lowered if len(lowered) == len(dense) else dense


def _counted(figure: Figure) -> Figure:
    """A vendor's own units are a number of them, not a price: "每月赠送 1000 Credits"."""
    return replace(figure, kind="count") if figure.kind == "money" and figure.currency in _OWN else figure


def _cut(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every piece, the empty ones too; one that never ends is cut by length."""
    for start, end in _pieces(text):
        for at in range(start, end, _LONGEST) if end - start > _LONGEST else (start,):
            yield at, min(end, at + _LONGEST)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    kept = [match.span() for match in _BRACKETS.finditer(text)]
    at = nearest = 0
    for match in _END.finditer(text):
        while nearest < len(kept) and kept[nearest][1] <= match.start():
            nearest += 1
        inside = nearest < len(kept) and kept[nearest][0] < match.start()
        if inside or match.start() < at:
            continue
        yield at, match.start()
        at = match.end()
    if at < len(text):
        yield at, len(text)


def _within(things: Sequence[_Thing], start: int, end: int) -> tuple[_Thing, ...]:
    """Those of the things, which are in order, that begin in [start, end)."""
    first = bisect_left(things, start, key=_start)
    return tuple(things[first : bisect_left(things, end, first, key=_start)])


def _start(thing: Mention | Figure) -> int:
    return thing.start
