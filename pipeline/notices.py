"""Turns sentences that say when prices, offers or models change into notices, with the time from which they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from pipeline.blocks.types import Block, Sentence, Table
from pipeline.dates import Moment, moments
from pipeline.types import Notice

_ABOUT: Final = re.compile(
    r"pric(?:e|es|ed|ing)\b|\bcosts?\b|\bcharg(?:e|es|ed)\b|\bbill(?:ed|ing)\b|discount|promotion|\bfree\b|\bfees?\b|[$€£¥￥]\s?\d"
    r"|deprecat|retire|sunset|shut ?down|discontinu"
    r"|价格?|计费|收费|费用|优惠|折扣|\d折|免费|促销|刊例|下线|弃用|停用|停止服务|退役",
    re.IGNORECASE,
)
_FROM: Final = re.compile(
    r"(?:\beffective(?: on| from| as of)?|\bstarting(?: on| from)?|\bbeginning(?: on)?|\bas of|\bfrom|\bsince|\bon"
    r"|\bafter|自|从|于|将于|自北京时间|于北京时间)\s?:?(?:北京时间)?\s?$",
    re.IGNORECASE,
)
_FROM_AFTER: Final = re.compile(
    r"^\s?(?:起|开始|生效|正式|弃用|下线|停用|停止|调整|执行|实施|之?后|(?:will )?take effect|onwards?)"
)
_UNTIL: Final = re.compile(
    r"\b(?:through|thru|until|till|before|by|valid|expires?|ends?)\b|截止|截至|有效期|至|到|前", re.IGNORECASE
)
_DATED: Final = re.compile(r"20\d\d|\d\s?月|[A-Z][a-z]{2,8}\.? \d")
_SPLIT: Final = re.compile(r"(?<=[。！？!?])\s*|\n+|(?<=[a-z\d)\]%]\.)\s+(?=[A-Z(])")
_LONGEST: Final = 600


def read_notices(blocks: Sequence[Block], at: datetime | None = None, zone: str = "") -> tuple[Notice, ...]:
    """The dated sentences about prices, each once. `at`, `zone`: as for `dates.moments`."""
    found: dict[str, Notice] = {}
    for text, locator in _texts(blocks):
        if not _DATED.search(text):
            continue
        for sentence in _SPLIT.split(text):
            notice = _notice(sentence.strip(), locator, at, zone)
            if notice is not None:
                found.setdefault(notice.text, notice)
    return tuple(found.values())


def _texts(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, Sentence):
            yield block.text, block.locator
        elif isinstance(block, Table):
            yield from ((note, block.locator) for note in block.footnotes)
            for row in block.rows:
                yield from (
                    (cell.text, f"{block.locator}, row {cell.row}, column {cell.column}")
                    for cell in row
                    if not cell.spanned and len(cell.text) > 12
                )


def _notice(text: str, locator: str, at: datetime | None, zone: str) -> Notice | None:
    if not 12 <= len(text) <= _LONGEST or not _ABOUT.search(text):
        return None
    dated = moments(text, at, zone)
    begins = next((moment for moment in dated if _begins(text, moment)), None)
    if begins is not None:
        return Notice(text, begins.begins, locator)
    return Notice(text, None, locator) if dated and _UNTIL.search(text) else None


def _begins(text: str, moment: Moment) -> bool:
    """Whether the words around a date say that something holds from it."""
    before = text[max(0, moment.start - 30) : moment.start]
    return bool(_FROM.search(before) or _FROM_AFTER.match(text[moment.end : moment.end + 16]))
