"""A printed model name → the words that tell it apart, and how two names stand to each other."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

WORDS: Final[dict[str, Any]] = tomllib.loads(files("pipeline.stories").joinpath("words.toml").read_text("utf-8"))

_HAN: Final = re.compile("[\u3400-\u9fff]")


def _chinese(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(filter(_HAN.match, words), key=len, reverse=True)))


_BRANDS: Final = frozenset(WORDS["brands"])
_EMPTY: Final = frozenset(WORDS["empty"])
_VARIANTS: Final = frozenset(WORDS["variants"])
_SAME: Final[dict[str, str]] = WORDS["same"]
_CHINESE: Final = _chinese([*WORDS["brands"], *WORDS["empty"]])
_CHINESE_VARIANTS: Final = _chinese([*WORDS["variants"], *WORDS["same"]])
_LINE: Final = re.compile(
    "|".join(word if _HAN.match(word) else rf"\b{word}\b" for word in sorted(WORDS["lines"], key=len, reverse=True))
)
_DATED: Final = re.compile(r"(?<![\d.])(?:20\d\d[-./]?\d\d[-./]?\d\d|\d{6}|0\d{2,3}|1[0-2]\d\d|2[3-9]\d\d)(?![\d.a-z])")
_ALL_BEFORE: Final = re.compile(r"(?:\b(?:all|every|entire)(?: of)?(?: the| its)?|全部|所有)[\s*_`]*$", re.IGNORECASE)
_MANY_AFTER: Final = re.compile(
    r"[\s*_`」”]*(?:(?:models|series|family|lineup|line-up|range)\b|全系|系列|全线|家族)", re.IGNORECASE
)
_BRACKETED: Final = re.compile(r"[\s*_`]*[(（]\s*(\w+)\s*[)）]")
_GLUED: Final = re.compile(r"(?<=[a-z]{3})(?=v?\d)")
_VERSION: Final = re.compile(r"(?<![a-z0-9])v\s?(?=\d)")
_WORD: Final = re.compile(r"[a-z]*\d+(?:\.\d+)+[a-z]*|[a-z0-9]+\+?|[\u3400-\u9fff]+")


class Kinship(IntEnum):
    """How two names stand, from strangers to the same."""

    STRANGE = 0
    FAMILY = 1
    """One is a variant of the other: "GPT-4o", "GPT-4o mini". Two models, unless an article means one by the other."""
    NEAR = 2
    """One is the other in short: "MythoMax", "mythomax-l2-13b"; not "GPT-4o", "GPT-4o mini"."""
    COVERS = 3
    """One stands for many models, the other among them."""
    SAME = 4


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says."""

    words: frozenset[str]
    """Without company, brand and what says nothing; empty where the name stands for all that a company sells."""
    snapshot: str = ""
    """The date in it: "0806", "002"."""
    line: bool = False
    """It speaks of several models at once."""

    @property
    def whole(self) -> bool:
        return not self.words


@lru_cache(maxsize=65_536)
def named(printed: str, model_id: str | None = None, vendor: str = "") -> Named:
    """What a printed name says at a vendor; where its identity is known, that counts."""
    text = unicodedata.normalize("NFKC", model_id.partition("/")[2] if model_id else printed).casefold()
    line = model_id is None and _LINE.search(text) is not None
    dated = _DATED.search(text)
    text = _DATED.sub(" ", text)
    text = _CHINESE.sub(" ", _CHINESE_VARIANTS.sub(lambda match: f" {match[0]} ", text))
    found = {_SAME.get(word, word) for word in _words(_GLUED.sub(" ", text))}
    return Named(frozenset(found - _BRANDS - _EMPTY - {vendor}), re.sub(r"\D", "", dated[0]) if dated else "", line)


@lru_cache(maxsize=65_536)
def kinship(one: Named, two: Named) -> Kinship:
    """How two names of one company's goods stand."""
    if one.snapshot and two.snapshot and not _same_snapshot(one.snapshot, two.snapshot):
        return Kinship.STRANGE
    if one.words == two.words:
        return Kinship.SAME
    less, more = (one, two) if len(one.words) < len(two.words) else (two, one)
    if not less.words < more.words:
        return Kinship.STRANGE
    if less.whole or less.line:
        return Kinship.COVERS
    return Kinship.FAMILY if not _VARIANTS.isdisjoint(more.words - less.words) else Kinship.NEAR


@lru_cache(maxsize=4_096)
def variants_in(text: str) -> frozenset[str]:
    """The words of a text that may tell one model of a line from another."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return frozenset(_SAME.get(word, word) for word in _words(folded)) & _VARIANTS


def speaks_of_many(printed: str, text: str) -> bool:
    """Whether a text makes a name mean several models: "all Swan models", "Swan V4 全系列"."""
    if not printed or (at := text.find(printed)) < 0:
        return False
    before, after = text[:at], text[at + len(printed) :]
    return _ALL_BEFORE.search(before) is not None or _MANY_AFTER.match(after) is not None


def variant_after(printed: str, text: str) -> frozenset[str]:
    """The variant that a text puts in brackets behind a name: "Swan Flash (EXP)"."""
    at = text.find(printed) if printed else -1
    found = _BRACKETED.match(text[at + len(printed) :]) if at >= 0 else None
    return variants_in(found[1]) if found else frozenset()


def _words(folded: str) -> list[str]:
    """ "V3.1" and "3.1" are one word, "V3" is another."""
    return _WORD.findall(_CHINESE_VARIANTS.sub(lambda match: f" {match[0]} ", _VERSION.sub("", folded)))


def _same_snapshot(one: str, two: str) -> bool:
    """ "20240806" and "0806" are one day."""
    return one.endswith(two) or two.endswith(one)
