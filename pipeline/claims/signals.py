"""An English clause → what it says happens to a price, by its verbs; or that it is a rumour, a denial or an aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.claims.english_words import DATA, pattern
from pipeline.claims.passage import Span


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing said of a price: what, and where in the passage."""

    kind: str
    """A key of `english.toml`: cut, rise, launch, …"""
    start: int
    end: int


_ASIDE: Final = pattern(DATA["asides"]["says"])
_UNHEARD: Final = {extent: pattern(says) for extent, says in DATA["unheard"].items()}
_SIGNALS: Final = {kind: pattern(said["says"]) for kind, said in DATA["kinds"].items()}


def signals(text: str, start: int, end: int) -> tuple[Signal, ...]:
    """Everything that text[start:end] says, each kind at its first place."""
    found = []
    for kind, says in _SIGNALS.items():
        match = says.search(text, start, end)
        if match is not None:
            found.append(Signal(kind, *match.span()))
    return tuple(found)


def comes_out(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] says that something is launched, be it without a word of prices."""
    return _SIGNALS["new"].search(text, start, end) is not None


def named_directions(masked: str, start: int, end: int) -> set[str]:
    """cut or rise where a percent stands right behind a name: "cut GPT-9 by 40%". Names are blanked in `masked`."""
    return {kind for kind, says in _NAMED.items() if says.search(masked, start, end)}


_NAMED: Final = {kind: pattern(says) for kind, says in DATA["named"].items()}


def direction_before(text: str, start: int, end: int) -> str:
    """cut or rise by the last verb or noun of a direction in text[start:end]; empty where there is none."""
    found = [match.lastgroup or "" for match in _DIRECTION.finditer(text, start, end)]
    return found[-1] if found else ""


_DIRECTION: Final = pattern(
    [
        r"(?P<rise>\b(?:{higher}|hike|increase|rise|surge|more expensive|pricier|up from|up)\b)",
        r"(?P<cut>\b(?:{lower}|cut|drop|reduction|decrease|discount|cheaper|less|off|down from|down)\b)",
    ]
)


def comes_before(text: str, start: int, end: int) -> bool:
    """Whether the verb right before a figure says that something comes out: "and introduced GPT-9 Basic at"."""
    return _COMES.search(text, max(start, end - 100), end) is not None


_COMES: Final = pattern(
    [r"\b(?:introduc(?:e[sd]|ing)|launch(?:e[sd]|ing)|unveil(?:s|ed|ing)|debut(?:s|ed|ing)|releas(?:e[sd]|ing))\b"],
    after=r"\s(?:[^,;:]|,(?=\d))*?\b(?:at|for)\b(?:[^,;:]|,(?=\d))*$",
)


_FIGURE: Final = re.compile(r"[$€£¥₹₩]\s?\d|\d\s?%|\bfree for\b")


def without_asides(text: str) -> str:
    """The text with "rather than a promotion" and its like blanked: it says what is not so."""
    return _ASIDE.sub(lambda match: " " * len(match[0]), text)


def unheard(text: str, sentence: Span, parts: Sequence[Span]) -> list[Span]:
    """The spans of a sentence that make no claim: rumours, wishes, denials, comparisons, other goods."""
    if _UNHEARD["sentence"].search(text, *sentence):
        return [sentence]
    later = [(match.start(), _part(parts, match.start())[1]) for match in _UNHEARD["after"].finditer(text, *sentence)]
    spans = later + [_part(parts, match.start()) for match in _UNHEARD["clause"].finditer(text, *sentence)]
    hedge = _UNHEARD["onwards"].search(text, *sentence)
    if hedge is not None:
        begin = _part(parts, hedge.start())[0]
        told = _FIGURE.search(text, begin, hedge.start()) is not None
        spans.append((hedge.start() if told else begin, sentence[1]))
    return spans


def _part(parts: Sequence[Span], place: int) -> Span:
    """The clause that a place is in."""
    return next((part for part in reversed(parts) if part[0] <= place), parts[0])
