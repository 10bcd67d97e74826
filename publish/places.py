"""A place on a page, as its reader names it, into words of the reader's language."""

from __future__ import annotations

import re

from publish.money import Lang

_PARTS = (
    (re.compile(r"table ([0-9]+)"), r"表格 \1"),
    (re.compile(r"card ([0-9]+)"), r"卡片 \1"),
    (re.compile(r"line ([0-9]+)"), r"第 \1 行"),
    (re.compile(r"row ([0-9]+)"), r"第 \1 行"),
    (re.compile(r"column ([0-9]+)"), r"第 \1 列"),
    (re.compile(r"value ([0-9]+)"), r"第 \1 项"),
)


def place_words(locator: str, lang: Lang) -> str:
    """`table 1, row 2, column 3` → `表格 1，第 2 行，第 3 列`; what is no such part (a path, an attachment) stays."""
    if lang == "en":
        return locator
    return "至".join("，".join(map(_part, part.split(", "))) for part in locator.split(" to "))


def _part(text: str) -> str:
    return next((shape.sub(words, text) for shape, words in _PARTS if shape.fullmatch(text)), text)
