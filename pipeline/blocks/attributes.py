"""A page into the same without tags of thousands of attributes, over which every reader of trees takes forever."""

from __future__ import annotations

import re
from typing import Final

MOST: Final = 2_000
"""Attributes of one tag; to know that none comes twice, readers compare each with all others."""
_ATTRIBUTE: Final = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_ONE: Final = re.compile(_ATTRIBUTE)
_TAG: Final = re.compile(rf"<(?:!--|(?P<name>[A-Za-z][^\s/>]*+)(?P<attributes>(?:{_ATTRIBUTE})*+))")
_RAW: Final = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea", "title")}
"""Elements within which nothing is a tag."""
_SHORTEST: Final = 2 * MOST


def few_attributes(text: str) -> str:
    """The page; a tag with more than `MOST` attributes has none of them. Linear in its length."""
    kept: list[str] = []
    at = copied = 0
    while (tag := _TAG.search(text, at)) is not None:
        at = tag.end()
        name = tag["name"]
        if name is None:
            at = _after(text.find("-->", at), text)
            continue
        if tag.end("attributes") - tag.start("attributes") > _SHORTEST and _count(tag["attributes"]) > MOST:
            kept.append(text[copied : tag.start("attributes")])
            copied = at
        if (end := _RAW.get(name.lower())) is not None:
            closed = end.search(text, at)
            at = closed.start() if closed else len(text)
    return "".join([*kept, text[copied:]]) if kept else text


def _after(found: int, text: str) -> int:
    return len(text) if found < 0 else found


def _count(attributes: str) -> int:
    return sum(1 for _ in _ONE.finditer(attributes))
