"""An article → its text in plain words, cut into sentences and clauses, every offset the same as in the original."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.types import Article

Span = tuple[int, int]

LONGEST: Final = 200_000
"""Characters of an article that are read; what is longer is a dump, not an article."""
LONGEST_SENTENCE: Final = 1_200
"""Characters; a longer run without a stop is cut, so that reading stays linear."""
_HEADING: Final = re.compile(
    r"^[ \t]{0,12}(?:[-*+•·]\s{1,3}|<li>)?\[?(?:\*\*|<strong>)\[?(?:[^*<>\n]{2,600})(?:\*\*|</strong>|:\*\*|：\*\*)"
    r"(?:\]\([^)\s]{1,1000}\))?(?:\s?\(\[?(?:Score|Activity)\b[^\n]{0,300}?\)\)?)?[ \t]{0,3}(?:[:：]|(?<=[:：]\*\*))",
    re.MULTILINE,
)
"""The bold words before a colon that a paragraph or bullet begins with."""
_ALIKE: Final = str.maketrans(
    dict.fromkeys("‐‑‒", "-")
    | dict.fromkeys("\u00a0\u2009\u202f\u3000", " ")
    | dict.fromkeys("’‘＇", "'")
    | {
        chr(code): chr(code - 0xFEE0)
        for code in (
            *range(0xFF10, 0xFF1A),
            *range(0xFF21, 0xFF3B),
            *range(0xFF41, 0xFF5B),
            0xFF05,
            0xFF04,
            0xFF0E,
            0xFF0F,
            0xFF5E,
        )
    }
)
"""Characters that are written in several ways, one for one."""
_LINK_TARGET: Final = re.compile(r"\]\((?:[^()\s]|\([^()\s]{0,300}\)){0,1000}(?:\s+\"[^\"\n]{0,200}\")?\)")
_ADDRESS: Final = re.compile(r"https?://[^\s<>()\[\]\"'，。；、（）]{1,1000}")
_BREAK: Final = re.compile(r"<(?:/?(?:p|li|ul|ol|h[1-6]|div|tr|table)|br)\b[^<>\n]{0,300}>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_MARK: Final = re.compile(r"\*{1,3}|~~|`+|\[|\]|!(?=\[)|^[ \t]{0,12}(?:#{1,6}|>+|[-*+•·▪●])(?=\s)", re.MULTILINE)
_EMPHASIS: Final = re.compile(r"(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_ABBREVIATED: Final = (
    r"(?<!\bU\.S)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)(?<!\bapprox)(?<!\bInc)(?<!\bNo)(?<!\bv\d)(?<!\b[A-WYZ])"
    r"(?<!\bJan)(?<!\bFeb)(?<!\bAug)(?<!\bSept)(?<!\bOct)(?<!\bNov)(?<!\bDec)"
)
_END: Final = re.compile(
    rf"\n|[。！？；]|[;!?](?=\s|$)|{_ABBREVIATED}\.(?=[)\"'”’]?\s+[\"'“‘(@]?(?:[A-Z0-9\u4e00-\u9fff$]|[a-z]{{1,3}}[A-Z]|[a-z]{{1,9}}-?\d)|\s*$)",
    re.MULTILINE,
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
    lowered: str
    """`plain` in small letters, of the same length."""
    headlines: frozenset[int]
    """Starts of the sentences that only head others: the title, and the bold words before a colon."""


def passage_of(article: Article) -> Passage:
    """The article's title and text, plain and in sentences."""
    whole = article.whole[:LONGEST]
    plain = plain_of(whole)
    headings = [match.span() for match in _HEADING.finditer(whole)]
    sentences = tuple(_sentences(plain, {end for _, end in headings}))
    return Passage(
        article, whole, plain, sentences, _lowered(plain), frozenset(_headlines(article, plain, sentences, headings))
    )


def _lowered(text: str) -> str:
    """The text in small letters, of the same length: "İ" has two of them."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def _headlines(article: Article, plain: str, sentences: Iterable[Span], headings: Sequence[Span]) -> Iterator[int]:
    title = " ".join(article.title.split()).strip(" .:").lower()
    for start, end in sentences:
        is_title = end <= len(article.title) or " ".join(plain[start:end].split()).strip(" .:").lower() == title
        if is_title or _in_one(headings, start):
            yield start


def _in_one(spans: Sequence[Span], place: int) -> bool:
    """Whether one of the spans, which are in order, covers a place."""
    at = bisect_right(spans, (place, len(spans) and spans[-1][1] + 1))
    return at > 0 and place < spans[at - 1][1]


def plain_of(text: str) -> str:
    """The text with Markdown and HTML marks and addresses blanked, character by character."""
    text = _BREAK.sub(lambda match: "\n" + " " * (len(match[0]) - 1), text) if "<" in text else text
    text = _TAG.sub(_blank, text) if "<" in text else text
    text = _LINK_TARGET.sub(_blank, text) if "](" in text else text
    text = _ADDRESS.sub(_blank, text) if "://" in text else text
    return _EMPHASIS.sub(_blank, _MARK.sub(_blank, text)).translate(_ALIKE)


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


def _sentences(plain: str, stops: Iterable[int]) -> Iterator[Span]:
    at = 0
    for stop in (*sorted(stops), len(plain)):
        yield from _short_enough(plain, at, stop)
        at = stop


def _short_enough(plain: str, begin: int, finish: int) -> Iterator[Span]:
    for start, end in _cut(plain, begin, finish, _END):
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
