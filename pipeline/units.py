"""The printed unit of a price ("/ 1M input tokens", "每千张", "GB·day") → how many of what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pipeline.vocabulary import SCALES, UNITS

_COUNT = r"(?:(?P<count>\d[\d,]*(?:\.\d+)?)\s*)?"
_WORDS = sorted(SCALES, key=len, reverse=True)
_ANY_SCALE = "|".join(re.escape(word) + ("(?![a-z])" if word.isascii() else "") for word in _WORDS)
_SCALE = rf"(?:(?P<scale>{_ANY_SCALE})\s*)?"
_NOUN = "|".join(f"(?P<{name}>{pattern})" for name, pattern in UNITS)
_ONE = re.compile(rf"(?:an?|one|each|every|per|每一?|个)?\s*{_COUNT}{_SCALE}(?:{_NOUN})(?![a-z])", re.IGNORECASE)
_RESOLUTION = re.compile(
    r"(?:an?|each|every|per|每)?\s*(?P<size>(?:0?\.5|[1248])\s?K(?:\s?/\s?(?:0?\.5|[1248])\s?K)*)[ -]?"
    r"(?:(?P<image>image(?!s)|图(?!片?/))|(?P<video>video(?!s)|视频))"
    r"(?![a-z]|[ -]?(?:tok|gen|req|in|out|call|edit))|(?:an?|per|每)?\s*"
    r"(?P<size2>(?:0?\.5|[248])\s?K)[ -]?(?:(?P<image2>images)|(?P<video2>videos))(?![a-z])",
    re.IGNORECASE,
)
"""0.5K, 1K, 2K, 4K and 8K right before one image are its resolution; a thousand images are many."""
_SESSION = re.compile(r"(?:an?\s+)?\d{1,3}[ -]?(?:min(?:ute)?|hour|h)s?[ -]sessions?(?![a-z])", re.IGNORECASE)
_CLIP = re.compile(
    r"(?:an?|per|each|every|每)?\s*(?P<span>\d{1,3})[ -]?(?:s|sec|seconds?|秒)[ -]?的?(?:videos?|clips?|视频)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?P<count>\d[\d,]*)?\s*(?P<scale>[kmb])(?P<noun>tokens?|toks?|tkns?|t)(?![a-z])", re.IGNORECASE)
_OF_TOKENS = (
    r"inputs?|outputs?|in\b|out\b|cach|prompts?|completions?|输入|输出|缓存|or\b|and\b|per\b|for\b|with\b|或|和|，"
)
"""What may follow a bare "M" that counts tokens; any other word is a thing that we do not know."""
_BARE_SCALE = re.compile(
    rf"(?:an?|one|each|per|每)?\s*{_COUNT}(?P<scale>k|m|mm|mil|million|thousand|百万|千|万)(?![a-z])"
    rf"(?!\s*(?!{_OF_TOKENS})[a-z\u4e00-\u9fff])",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:/|·|\*|x|×|-|(?:of [\w-]{1,20} )?per|each|每|,\s*per)\s*(?=\S)", re.IGNORECASE)
_LEAD = re.compile(r"\s*(?:/|／|per|for|each|every|a|an|每)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """`per` of `name`: a million tokens is (1000000, "token"), kept for an hour (1000000, "token_hour")."""

    per: Decimal
    name: str


def _count(match: re.Match[str]) -> Decimal:
    count = Decimal((match["count"] or "1").replace(",", ""))
    return count * SCALES[match["scale"].lower()] if match["scale"] else count


def _one(text: str, at: int) -> tuple[Unit, int] | None:
    sized = _RESOLUTION.match(text, at)
    if sized:
        return Unit(Decimal(1), "image" if sized["image"] or sized["image2"] else "video"), sized.end()
    session, clip = _SESSION.match(text, at), _CLIP.match(text, at)
    if session or clip:
        return Unit(Decimal(1), "session" if session else "video"), (session or clip).end()  # type: ignore[union-attr]
    glued = _GLUED.match(text, at)
    if glued:
        return Unit(_count(glued), "token"), glued.end()
    match = _ONE.match(text, at)
    if match and match.end() > at:
        name = next(name for name, _ in UNITS if match[name])
        return Unit(_count(match), name), match.end()
    bare = _BARE_SCALE.match(text, at)
    return (Unit(_count(bare), "token"), bare.end()) if bare else None


def unit_at(text: str, at: int = 0) -> tuple[Unit, int] | None:
    """The unit that begins at `at`, and where it ends; None if there is none."""
    found = _one(text, at)
    if not found:
        return None
    unit, end = found
    for _ in range(2):
        join = _JOIN.match(text, end)
        further = _one(text, join.end()) if join else None
        if not further or further[0].name in unit.name.split("_"):
            break
        unit, end = Unit(unit.per * further[0].per, f"{unit.name}_{further[0].name}"), further[1]
    return unit, end


def size_terms(unit_text: str) -> tuple[tuple[str, str], ...]:
    """What a printed unit says of the one image or video that it is: ("resolution", "1K/2K") of "1K/2K image"."""
    if clip := _CLIP.search(unit_text):
        return (("duration", f"{clip['span']}s"),)
    sized = _RESOLUTION.search(unit_text)
    return (("resolution", (sized["size"] or sized["size2"]).upper().replace(" ", "")),) if sized else ()


@lru_cache(maxsize=4096)
def unit_of(text: str) -> Unit | None:
    """The unit that a text is, as a whole: "1M tokens", "/ 百万 tokens", "per image". None if it is anything else."""
    text = text.strip().strip("()[]").strip()
    lead = _LEAD.match(text)
    for start in {lead.end() if lead else 0, 0}:
        found = unit_at(text, start)
        if found and not text[found[1] :].strip(" .)"):
            return found[0]
    return None
