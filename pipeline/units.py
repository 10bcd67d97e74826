"""The printed unit of a price ("/ 1M input tokens", "每千张", "GB·day") → how many of what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

SCALES: dict[str, int] = {
    "k": 10**3, "thousand": 10**3, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "百": 100, "m": 10**6, "mm": 10**6,
    "mil": 10**6, "million": 10**6, "mio": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9, "千万": 10**7, "亿": 10**8,
    "hundred": 100,
}  # fmt: skip
"""A word that multiplies, as units use it. Bare "K" and "M" after a slash count tokens."""

NOUNS: tuple[tuple[str, str], ...] = (
    ("token", r"(?:(?:text|audio|image|video|input|output|prompt|completion|training|trained|cached|cache|processed|"
              r"generated|reasoning|prefill|total|输入|输出|训练|生成)\s*){0,3}(?:tokens?|toks?|tkns?|令牌|个tokens?)"),
    ("megapixel", r"(?:mega[- ]?pixels?|mpix|mp)"),
    ("character", r"(?:个?字符|characters?|chars?|汉字|字)"),
    ("gpu_hour", r"gpu[ -·]?(?:hours?|hrs?|h|小时)"),
    ("session_hour", r"session[ -](?:hours?|hrs?)"),
    ("image", r"(?:张(?:图片?)?|幅|images?|imgs?|pictures?|图片?|generated images?|output images?|input images?)"),
    ("second", r"(?:秒(?:钟)?|seconds?|secs?|s)"),
    ("minute", r"(?:分钟|分(?=$|/|·)|minutes?|mins?|min)"),
    ("hour", r"(?:个?小时|时|hours?|hrs?|hr|h)"),
    ("day", r"(?:天|日|days?)"),
    ("week", r"(?:周|星期|weeks?)"),
    ("month", r"(?:个?月|months?|mos?|mth)"),
    ("year", r"(?:年|years?|yrs?|yr|annum)"),
    ("request", r"(?:次(?:调用|请求|生成|搜索|查询)?|requests?|calls?|api calls?|tool calls?|search requests?|search queries|search query|"
                r"searches|search|queries|query|grounding queries|grounded prompts?|prompts?|invocations?|operations?|runs?|generations?|"
                r"messages?|条(?:消息)?|units?|grounding requests?|笔)"),
    ("page", r"(?:页|pages?)"),
    ("song", r"(?:首|songs?|tracks?)"),
    ("video", r"(?:个视频|段视频|videos?|clips?|条视频)"),
    ("item", r"(?:个|份|pieces?|items?)"),
    ("document", r"(?:篇|documents?|docs?|文档)"),
    ("gb", r"(?:gb|gib|g)"),
    ("tb", r"(?:tb|tib)"),
    ("mb", r"(?:mb|mib)"),
    ("seat", r"(?:seats?|users?|人|席位|用户|座席|members?|developers?)"),
    ("gpu", r"(?:gpus?|卡|card)"),
    ("compute_unit", r"(?:算力单元|计算单元|compute units?|cus?|实例|instances?|nodes?|replicas?|模型单元)"),
    ("session", r"(?:会话|sessions?)"),
    ("container", r"(?:containers?|容器)"),
    ("step", r"(?:steps?|步)"),
    ("credit", r"(?:credits?|积分|点数?)"),
    ("voice", r"(?:voices?|音色)"),
    ("model", r"(?:models?)"),
    ("tpm", r"(?:tpm)"),
    ("rpm", r"(?:rpm)"),
)  # fmt: skip
"""What is counted → how it is printed, in the order in which they are tried."""

_COUNT = r"(?:(?P<count>\d[\d,]*(?:\.\d+)?)\s*)?"
_WORDS = sorted(SCALES, key=len, reverse=True)
_ANY_SCALE = "|".join(re.escape(word) + ("(?![a-z])" if word.isascii() else "") for word in _WORDS)
_SCALE = rf"(?:(?P<scale>{_ANY_SCALE})\s*)?"
_NOUN = "|".join(f"(?P<{name}>{pattern})" for name, pattern in NOUNS)
_ONE = re.compile(rf"(?:an?|each|every|per|每一?|个)?\s*{_COUNT}{_SCALE}(?:{_NOUN})(?![a-z])", re.IGNORECASE)
_GLUED = re.compile(r"(?P<count>\d[\d,]*)?\s*(?P<scale>[kmb])(?P<noun>tokens?|toks?|tkns?|t)(?![a-z])", re.IGNORECASE)
_BARE_SCALE = re.compile(
    rf"(?:an?|each|per|每)?\s*{_COUNT}(?P<scale>k|m|mm|mil|million|thousand|百万|千|万)(?![a-z])", re.IGNORECASE
)
_JOIN = re.compile(r"\s*(?:/|·|\*|x|×|-|per|each|每|,\s*per)\s*(?=\S)", re.IGNORECASE)
_LEAD = re.compile(r"\s*(?:/|／|per|for|each|every|a|an|每)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """`per` of `name`: a million tokens is (1000000, "token"); a million tokens kept for an hour (1000000, "token_hour")."""

    per: Decimal
    name: str


def _count(match: re.Match[str]) -> Decimal:
    count = Decimal((match["count"] or "1").replace(",", ""))
    return count * SCALES[match["scale"].lower()] if match["scale"] else count


def _one(text: str, at: int) -> tuple[Unit, int] | None:
    glued = _GLUED.match(text, at)
    if glued:
        return Unit(_count(glued), "token"), glued.end()
    match = _ONE.match(text, at)
    if match and match.end() > at:
        name = next(name for name, _ in NOUNS if match[name])
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
