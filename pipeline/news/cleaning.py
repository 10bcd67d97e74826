"""The lines of an article's page into the lines of the article: told once, without what sites print around it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, Final

_WORDS: Final[dict[str, Any]] = tomllib.loads(files("pipeline.news").joinpath("boilerplate.toml").read_text("utf-8"))
_LONGEST: Final = 220
"""What sites print around an article is short; a longer line is never taken for it."""
_ENOUGH: Final = 400
"""So much text before "Comments" or "Related" is an article; with less, there may be more to come."""
_STRONG: Final = 40
"""A line of such a weight does not come twice by chance."""
_SENTENCE: Final = re.compile(r"^[^$¥￥€£元%]*[。！？!?.]$")
_EAST_ASIAN: Final = re.compile("[\u2e80-\uffef]")
_NOT_TOLD: Final = re.compile(r"[\W_]+")
_MARKS: Final = re.compile(r"^[#>*\-•·\s]+|[*#\s]+$")


def _any(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _WORDS[name]), re.IGNORECASE)


_DROP: Final = _any("drop")
_COUNTED: Final = (
    "points?|comments?|views?|likes?|reads?|shares?|upvotes?|replies|阅读|浏览|评论|点赞|赞|收藏|转发|热度|播放"
)
_NUMBER: Final = r"[\d.,]+\s?(?:[万亿]|[kwm]\b)?\+?"
_COUNTER: Final = re.compile(
    rf"(?:#\s?)?(?:{_COUNTED})(?:量|数|次数)?\s?[:：]?\s?[(（]?{_NUMBER}[)）]?|{_NUMBER}\s?(?:次|人|个|条)?\s?(?:{_COUNTED})",
    re.IGNORECASE,
)
_CUT: Final = _any("cut")


def cleaned(lines: Sequence[str]) -> list[str]:
    """`lines` of which a second telling, boilerplate, and all that follows the article are gone."""
    return _before_the_end(_told_once([line for line in map(_halved, lines) if not _is_boilerplate(line)]))


def is_counter(line: str) -> bool:
    """Whether a line only says how often something was read or answered: it is another one at every look."""
    return len(line) <= 40 and _COUNTER.fullmatch(line) is not None


def weight(text: str) -> int:
    """How much a text says: an East Asian character counts for two."""
    return len(text) + len(_EAST_ASIAN.findall(text))


def essence(text: str) -> str:
    """A text as it is compared: letters and digits only."""
    return _NOT_TOLD.sub("", text).casefold()


def _is_boilerplate(line: str) -> bool:
    return is_counter(line) or (len(line) <= _LONGEST and _DROP.fullmatch(_MARKS.sub("", line)) is not None)


def _told_once(lines: Sequence[str]) -> list[str]:
    """Runs of lines that were all there before are a second telling, if anything in them is long enough to be one.

    A short line, or a row of a table, may well come twice: "Input: $3" under two models.
    """
    seen: set[str] = set()
    kept: list[str] = []
    run: list[str] = []
    for line in lines:
        told = essence(line)
        if told and told in seen:
            run.append(line)
            continue
        kept += _unless_told(run)
        run = []
        seen.add(told)
        kept.append(line)
    return kept + _unless_told(run)


def _unless_told(run: list[str]) -> list[str]:
    return [] if any(map(_is_strong, run)) else run


def _is_strong(line: str) -> bool:
    """A long line, or a whole sentence that is of no price: a label with its price is neither."""
    if "|" in line:
        return False
    return weight(line) >= _STRONG or (weight(line) >= _STRONG // 2 and _SENTENCE.search(line) is not None)


def _halved(line: str) -> str:
    """A paragraph that is printed twice within one line, once."""
    half = len(line) // 2
    if weight(line) < 2 * _STRONG:
        return line
    first, second = line[:half].strip(), line[half:].strip()
    return first if first == second else line


def _before_the_end(lines: list[str]) -> list[str]:
    """What comes before comments and related articles; a heading of that kind before the article is only dropped."""
    kept: list[str] = []
    told = 0
    for line in lines:
        if len(line) <= _LONGEST and _CUT.fullmatch(_MARKS.sub("", line)):
            if told >= _ENOUGH:
                break
            continue
        kept.append(line)
        told += weight(line)
    return kept
