"""Printed bounds of a length ("输入长度 [0, 32)", "> 200K input tokens", "256K~1M") → one plain form."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_N = r"(?<![\d:.])(\d+(?:[.,]\d+)?)(?!:)\s*(k|m|千|万|百万|b)?\s*(?:tokens?)?"
_INTERVAL = re.compile(rf"([\[(])\s*(?:{_N})?\s*[,，~]\s*(?:{_N}|\+?∞|\+?inf\w*)?\s*([\])])", re.IGNORECASE)
_OPEN_INTERVAL = re.compile(rf"[\[(]?\s*{_N}\s*\+\s*[\])]?", re.IGNORECASE)
_RANGE = re.compile(rf"{_N}\s*(?:~|–|—|-|to|至|到)\s*{_N}", re.IGNORECASE)
_CHAIN = re.compile(rf"{_N}\s*(<=?|≤)\s*[^\d<≤]{{0,40}}?\s*(<=?|≤)\s*{_N}", re.IGNORECASE)
_MOST = re.compile(
    rf"(?:(<=|≤|<|=<|up ?to|under|below|less than|within|不超过|小于等于|小于|至多)\s*{_N})"
    rf"|(?:{_N}\s*(?:以内|以下|及以内|or less|and below))",
    re.IGNORECASE,
)
_LEAST = re.compile(
    rf"(?:(>=|≥|>|over|above|more than|exceeding|exceeds?|超过|大于等于|大于|beyond)\s*{_N})"
    rf"|(?:{_N}\s*(?:以上|及以上|or more|and above))",
    re.IGNORECASE,
)
_OUTPUT = re.compile(r"(?:且|and|,|;|\n)?\s*(?:输出|output)", re.IGNORECASE)
_INPUT = re.compile(r"prompts?|inputs?|context|输入|上下文", re.IGNORECASE)
_SCALES = {"k": 1000, "千": 1000, "万": 10_000, "m": 1_000_000, "百万": 1_000_000, "b": 10**9}


def _tokens(number: str, scale: str | None, unit: int) -> Decimal:
    value = Decimal(number.replace(",", ""))
    if scale:
        return value * _SCALES[scale.lower()]
    return value * unit


def _short(tokens: Decimal) -> str:
    for size, letter in ((1_000_000, "M"), (1000, "K")):
        if tokens and tokens >= size and (tokens / size * 100) % 1 == 0:
            return f"{(tokens / size).normalize():f}{letter}"
    return f"{tokens.normalize():f}"


def _band(low: Decimal | None, high: Decimal | None, strict_low: bool, strict_high: bool) -> str:
    if not low:
        if high is None:
            return ""
        return f"{'<' if strict_high else '<='}{_short(high)}"
    if high is None:
        return f"{'>' if strict_low else '>='}{_short(low)}"
    return f"{_short(low)}-{_short(high)}"


def _one(text: str, unit: int) -> str:
    match = _INTERVAL.search(text)
    if match:
        low = _tokens(match[2], match[3], unit) if match[2] else None
        high = _tokens(match[4], match[5], unit) if match[4] else None
        if low is not None and match[3] is None and match[5] and unit == 1 and high and low and low < 10_000 <= high:
            low = _tokens(match[2], match[5], unit)
        return _band(low, high, match[1] == "(", match[6] == ")")
    match = _CHAIN.search(text)
    if match:
        return _band(
            _tokens(match[1], match[2] or (match[6] if match[1] != "0" else None), unit),
            _tokens(match[5], match[6], unit),
            match[3] == "<",
            match[4] == "<",
        )
    match = _LEAST.search(text)
    if match:
        number, scale = (match[2], match[3]) if match[2] else (match[4], match[5])
        return _band(_tokens(number, scale, unit), None, (match[1] or "").lower() not in (">=", "≥", "大于等于"), False)
    match = _MOST.search(text)
    if match:
        number, scale = (match[2], match[3]) if match[2] else (match[4], match[5])
        return _band(
            None,
            _tokens(number, scale, unit),
            False,
            (match[1] or "").lower() in ("<", "小于", "under", "below", "less than"),
        )
    match = _OPEN_INTERVAL.search(text)
    if match:
        return _band(_tokens(match[1], match[2], unit), None, False, False)
    match = _RANGE.search(text)
    if match:
        return _band(_tokens(match[1], match[2] or match[4], unit), _tokens(match[3], match[4], unit), False, False)
    return ""


@lru_cache(maxsize=4096)
def bands_of(text: str, unit: int = 1) -> tuple[str, str]:
    """(context band, output band), "" where the text states none. `unit`: how many tokens a bare number stands for."""
    output = _OUTPUT.search(text)
    if output and output.start() > 0:
        return _one(text[: output.start()], unit), _one(text[output.end() :], unit)
    if output and (of := _INPUT.search(text, output.end())):
        return _one(text[of.end() :], unit), _one(text[output.end() : of.start()], unit)
    if output:
        return "", _one(text, unit)
    return _one(text, unit), ""
