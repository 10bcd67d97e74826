"""A heading or a header over numbers → whether they are no prices: counts, old ones, another vendor's, an example's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.amounts import amounts
from pipeline.blocks.types import Under
from pipeline.labels import Label, is_title
from pipeline.units import unit_of

_EXAMPLE = re.compile(
    r"\bexamples?\b|\b(?:usage|cost|pricing|sample) scenarios?\b|\bestimat(?:e|or|ion)|示例|举例|费用估算|费用预估"
    r"|场景测算|\bcompetitors?\b|\bcompar(?:ed?|ison) (?:with|to|against)\b|竞品|友商|同行对比|价格对比",
    re.IGNORECASE,
)
"""Heads what one would pay, or what others ask."""
_NO_PRICE = re.compile(
    r"per \$ ?1\b|/ ?\$ ?1\b|per dollar\b|每元\b|\best(?:\.|imated) (?:monthly|total|annual)|\baverage\b"
    r"|\bcompetitors?\b|\bexamples?\b"
    r"|^total\b|预估|估算|示例|合计|竞品|友商",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"\b(?:old|previous|former|original)\b.{0,12}\b(?:prices?|pricing|rates?|costs?)\b|原价|旧价|原单价|(?:调价|调整|降价)前"
    r"|官方(?:价|定价|原价)|市场价|划线价",
    re.IGNORECASE,
)
OURS = re.compile(r"\bour\b|本站|我们的", re.IGNORECASE)
_PER = re.compile(r"/|\bper\b|每", re.IGNORECASE)
_LEAD = re.compile(r"/|per\b|each\b|每", re.IGNORECASE)
_WHOLE = re.compile(r"\d[\d,]*")
_DIRECTIONS = ("input", "output", "input_output", "cache_read", "cache_write")
_LENGTHS = re.compile(r"tokens?\b|length|count|长度|字数", re.IGNORECASE)
_KINDS = ("image", "audio", "video", "character", "page", "web_search", "gpu_hour")


def is_worked_example(under: Under) -> bool:
    """True if what stands over a block says that its amounts are an example's, an estimate's or a competitor's."""
    line = under.before[-1:] if under.before and is_title(under.before[-1]) else ()
    titles = (under.caption, *under.modes, *line, *under.headings[-1:], *under.headings[1:])
    return any(_EXAMPLE.search(title) for title in titles)


def is_no_price(header: str) -> bool:
    return bool(_NO_PRICE.search(header))


def is_former(label: Label) -> bool:
    return bool(_FORMER.search(label.text))


def are_counts(label: Label, texts: Sequence[str], money: bool) -> bool:
    """True for bare numbers whose header does not say that they are prices: limits, speeds, sizes.

    `money`: other cells of the table print a currency.
    """
    numbers = [text.strip() for text in texts if any(map(str.isdigit, text))]
    if not numbers or label.price or label.currency or label.own_unit or _any_money(numbers):
        return False
    whole = all(map(_WHOLE.fullmatch, numbers))
    if label.unit is None and label.meter in _DIRECTIONS and not _LENGTHS.search(label.text):
        return whole and money and any(len(number) > 3 for number in numbers)
    if label.unit is None:
        return whole and money
    if label.unit.name == "token":
        return (whole and money) or (label.unit.per == 1 and not _PER.search(label.text))
    if label.unit.per > 1 or (_LEAD.match(label.text) and unit_of(label.text)):
        return False
    return whole or label.meter not in _KINDS


def _any_money(texts: Sequence[str]) -> bool:
    return any(quote.currency for text in texts for quote in amounts(text, True).quotes)
