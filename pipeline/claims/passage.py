"""An article → its text in plain words, cut into sentences and clauses, every offset the same as in the original."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.types import Article

Span = tuple[int, int]

LONGEST: Final = 200_000
"""Characters of an article that are read; what is longer is a dump, not an article."""
LONGEST_SENTENCE: Final = 1_200
"""Characters; a longer run without a stop is cut, so that reading stays linear."""
_LINK_TARGET: Final = re.compile(r"\]\((?:[^()\s]|\([^()\s]{0,300}\)){0,1000}(?:\s+\"[^\"\n]{0,200}\")?\)")
_ADDRESS: Final = re.compile(r"https?://[^\s<>()\[\]\"'，。；、（）]{1,1000}")
_BREAK: Final = re.compile(r"<(?:/?(?:p|li|ul|ol|h[1-6]|div|tr|table)|br)\b[^<>\n]{0,300}>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_MARK: Final = re.compile(r"\*{1,3}|~~|`+|\[|\]|!(?=\[)|^[ \t]{0,12}(?:#{1,6}|>+|[-*+•·▪●])(?=\s)", re.MULTILINE)
_EMPHASIS: Final = re.compile(r"(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_ABBREVIATED: Final = (
    r"(?<!\bU\.S)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)(?<!\bapprox)(?<!\bInc)(?<!\bNo)(?<!\bv\d)(?<!\b[A-Z])"
)
_END: Final = re.compile(
    rf"\n|[。！？；]|[;!?](?=\s|$)|{_ABBREVIATED}\.(?=[)\"'”’]?\s+[\"'“‘(@]?[A-Z0-9\u4e00-\u9fff$]|\s*$)", re.MULTILINE
)
_CLAUSE_END: Final = re.compile(
    r"，|、|,(?=\s)|:(?=\s)|：|\s(?=while\b|whereas\b|whilst\b)|\s[–—-]{1,2}\s|——", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Passage:
    """An article made ready to be read. `plain` has the length of `whole`: an offset in one is one in the other."""

    article: Article
    whole: str
    plain: str
    """`whole` with marks, tags and addresses blanked by spaces; what ended a block of HTML is a line break."""
    sentences: tuple[Span, ...]
    """(start, end) of each, without the spaces around it."""


def passage_of(article: Article) -> Passage:
    """The article's title and text, plain and in sentences."""
    whole = article.whole[:LONGEST]
    plain = plain_of(whole)
    return Passage(article, whole, plain, tuple(_sentences(plain)))


def plain_of(text: str) -> str:
    """The text with Markdown and HTML marks and addresses blanked, character by character."""
    text = _BREAK.sub(lambda match: "\n" + " " * (len(match[0]) - 1), text) if "<" in text else text
    text = _TAG.sub(_blank, text) if "<" in text else text
    text = _LINK_TARGET.sub(_blank, text) if "](" in text else text
    text = _ADDRESS.sub(_blank, text) if "://" in text else text
    return _EMPHASIS.sub(_blank, _MARK.sub(_blank, text))


def clauses(passage: Passage, sentence: Span) -> tuple[Span, ...]:
    """The parts of a sentence between commas, colons, dashes and "while"."""
    return tuple(_cut(passage.plain, *sentence, _CLAUSE_END))


def quote_of(passage: Passage, start: int, end: int) -> Span:
    """The span without the spaces and halves of marks at its ends: what is shown as a quote."""
    text = passage.whole
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _sentences(plain: str) -> Iterator[Span]:
    for start, end in _cut(plain, 0, len(plain), _END):
        while end - start > LONGEST_SENTENCE:
            space = plain.rfind(" ", start + 1, start + LONGEST_SENTENCE)
            stop = space if space > 0 else start + LONGEST_SENTENCE
            yield start, stop
            start = stop
        yield from _stripped(plain, start, end)


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())


def _cut(text: str, start: int, end: int, ends: re.Pattern[str]) -> Iterator[Span]:
    """The pieces of text[start:end] that the pattern parts, stripped; the empty ones left out."""
    at = start
    for match in ends.finditer(text, start, end):
        yield from _stripped(text, at, match.end())
        at = match.end()
    yield from _stripped(text, at, end)


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
