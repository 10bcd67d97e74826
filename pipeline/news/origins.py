"""The small print of an article ("文|光子星球 郝鑫", "来源：…", "via …") into who first wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

_NAME: Final = (
    r"[“\"「『《【]?(?P<name>[^\s，,。；;：:|｜丨()（）“”\"「」『』《》【】]{2,24}(?:\s[A-Z][\w.&]{0,20}){0,3})"
)
_LATIN: Final = r"(?:the\s)?(?P<name>[A-Z0-9][\w.&’']{1,30}(?:\s[A-Z][\w.&’']{0,20}){0,4})"
_ACCOUNT: Final = r"\s?[:：]?\s?(?:于|自)?(?:微信)?(?:公众号)?\s?[:：]?\s?"
_BEFORE: Final = r"(?:^|[\s(（|｜。，,*【\[])"
_REPOSTED: Final = _BEFORE + r"(?:本文|文章|内容)?(?:转载自|转自|首发于|授权转载自|转载[:：])"
_FROM: Final = _BEFORE + r"(?:(?:本文|文章|内容)(?:来自|出自|源自|来源于|来源)|(?:原文|稿件|信息|文章)?来源\s?[:：])"
_FIRST: Final = (
    r"(?i:originally (?:published|appeared) (?:at|on|in|by)|first (?:published|appeared) (?:at|on|in)"
    r"|republished from|syndicated from)\s"
)
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        _REPOSTED + _ACCOUNT + _NAME,
        _FROM + _ACCOUNT + _NAME,
        _FIRST + _LATIN,
        rf"^(?:[Vv]ia|[Ss]ource|[Hh]/[Tt])\s?[:：]?\s{_LATIN}\.?$",
        rf"\(via\s{_LATIN}\)",
        r"^[A-Z][A-Za-z .,]{2,60}\((?P<name>Reuters|AP|AFP|Bloomberg)\)\s?[-–—]",
    )
)
_BYLINE: Final = re.compile(
    r"^(?:文字?|作者|撰文|采写|记者)\s?[|｜丨/:：]\s?(?P<first>[^\s|｜丨/:：，,、]{2,24})(?:\s{1,3}(?P<second>[^\s|｜丨/:：，,、]{2,12}))?"
)
_PERSON: Final = re.compile("[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff]{1,8}")
_NO_NAMES: Final = frozenset(
    {
        "网络",
        "互联网",
        "本站",
        "原创",
        "网友",
        "微信公众号",
        "公众号",
        "官网",
        "官方",
        "未知",
        "本网",
        "图源",
        "综合",
        "官方网站",
    }
)
_LONGEST: Final = 160
"""Small print is short; a paragraph that says where a figure comes from ("数据来源于…") is not."""
_NEAR: Final = 14
"""So many lines from the top or the bottom it stands."""


def origin_of(lines: Sequence[str]) -> tuple[str, str]:
    """(who first wrote it, the author beside that name); empty where the lines do not say so.

    A single name of a person in a byline is an author, not an origin.
    """
    small = [line for line in _ends(lines) if len(line) <= _LONGEST]
    publisher, author = _byline(small)
    for pattern in _PATTERNS:
        for line in small:
            match = pattern.search(line)
            if match and (name := _fair(match["name"])):
                return name, author
    return publisher, author


def _ends(lines: Sequence[str]) -> Iterable[str]:
    return lines if len(lines) <= 2 * _NEAR else [*lines[:_NEAR], *lines[-_NEAR:]]


def _byline(lines: Iterable[str]) -> tuple[str, str]:
    """`文|光子星球 郝鑫` → both; `文|郝鑫` → the author alone."""
    for line in lines:
        match = _BYLINE.search(line)
        if match is None:
            continue
        first, second = match["first"], match["second"] or ""
        if second:
            return _fair(first), second
        return ("", first) if _PERSON.fullmatch(first) else (_fair(first), "")
    return "", ""


def _fair(name: str) -> str:
    name = name.removeprefix("The ").strip(" .·-—“”\"'「」『』《》【】")
    return "" if name in _NO_NAMES or len(name) < 2 else name
