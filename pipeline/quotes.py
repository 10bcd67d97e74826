"""A printed price as a value: its number, its currency, the words that stand in place of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from pipeline import vocabulary as words
from pipeline.currencies import AFTER, BEFORE, code_of
from pipeline.types import State
from pipeline.units import Unit

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+,\d{1,2}(?![\d,])|\d+(?:\.\d+)?|\.\d+)"
_ROLLING = "0123456789"
"""The column of digits that an animated price rolls through: its text is no number."""
_BIG = r"(?:\s*(?P<big>万|千万|百万|亿|million|billion)(?![\w]))?"
_BIG_ZH = r"(?:\s*(?P<big>万|千万|百万|亿))?"
MONEY = re.compile(
    rf"(?:(?P<before>{BEFORE})\s*(?P<number>{NUMBER}){_BIG}(?:\s*(?:USD|RMB|CNY|EUR|元)(?![A-Za-z]))?"
    rf"|(?<![A-Za-z0-9_.$¥€£])(?P<number2>{NUMBER}){_BIG_ZH.replace('big', 'big2')}\s*(?P<after>{AFTER})"
    r"(?!(?<=[$¥€£])\d))",
    re.IGNORECASE,
)  # fmt: skip
PER = re.compile(
    rf"\s*(?:\(\s*(?:{BEFORE})\s*{NUMBER}\s*\)\s*)?(?:/|per|each|every|for|an?|每)\s*(?=\S)", re.IGNORECASE
)
STRUCK = re.compile(r"~~(?P<struck>[^~]{1,200})~~")
PAREN = re.compile(r"\((?P<paren>[^()]{0,300})\)")
STATES: tuple[tuple[State | None, re.Pattern[str]], ...] = tuple(
    (None if name == "absent" else State(name), re.compile(pattern, re.IGNORECASE)) for name, pattern in words.STATES
)
"""What a cell may say in place of a number. None: it says that there is no such rate."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One price as it stands in a text."""

    state: State | None
    """None: the text says that there is no such rate ("-", "不支持")."""
    value: Decimal | None = None
    currency: str | None = None
    unit: Unit | None = None
    list_value: Decimal | None = None
    label: str = ""
    """What stands before it: "Input", "音频", "输出视频分辨率为 1080p"."""
    note: str = ""
    """What stands after it: "prompts <= 200k tokens", "(text / image)"."""
    unit_text: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Amounts:
    """All prices of one text. `refused` is what looks like a price and was not understood."""

    quotes: tuple[Quote, ...] = ()
    refused: str = ""


def decimal_of(text: str) -> Decimal | None:
    """The value of a printed number: 1,234.5 and 0,25 and .5 are understood."""
    if re.fullmatch(r"\d+,\d{1,2}", text):
        text = text.replace(",", ".")
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return value if len(text) <= 24 and _ROLLING not in text else None


@lru_cache(maxsize=8192)
def state_of(text: str) -> tuple[bool, State | None]:
    """(True, state) if the whole text is one of the words of `STATES`."""
    stripped = text.strip(" *。.!\n") if len(text) < 60 else text
    for state, pattern in STATES:
        if pattern.fullmatch(stripped) or (state is None and pattern.fullmatch(text.strip())):
            return True, state
    return False, None


def value_of(money: re.Match[str]) -> tuple[Decimal | None, str | None]:
    groups = money.groupdict()
    value = decimal_of(groups.get("number") or groups.get("number2") or "")
    printed = groups.get("before") or groups.get("after") or ""
    big = groups.get("big") or groups.get("big2")
    if value is not None and big:
        value *= words.SCALES[big.lower()]
    if printed.lower() in words.COINS:
        currency, worth = words.COINS[printed.lower()]
        return value * Decimal(worth) if value is not None else None, currency
    return value, code_of(printed) or words.OWN_UNITS.get(printed.lower())


def is_inside(line: str, at: int) -> bool:
    """True if the place is within parentheses or crossed out."""
    before = line[:at]
    return before.count("(") > before.count(")") or before.count("~~") % 2 == 1
