"""A sentence that states one price for what its heading names ("… is billed at $0.05 per hour") → its rate."""

from __future__ import annotations

import re

from pipeline.amounts import amounts
from pipeline.around import TOKEN_UNITS, Around
from pipeline.beside import Beside
from pipeline.blocks.types import Sentence
from pipeline.columns import Column
from pipeline.labels import Label
from pipeline.offers import Offer, offer
from pipeline.quotes import Quote

LONGEST = 600
_STATES = re.compile(
    r"\b(?:priced|billed|charged?|charges|costs?|available|pricing|fee)\b|计费|收费|单价", re.IGNORECASE
)
_NO_PRICE = re.compile(
    r"[×=]"
    r"|\b(?:e\.g\.|examples?|for instance|total|estimat\w+|discounts?|sav(?:e|ings?)|credits?|assum\w+|would|suppose"
    r"|up to|starting|average|typically|maximum|minimum)\b"
    r"|例如|示例|举例|假设|合计|预估|优惠|折|赠|约",
    re.IGNORECASE,
)  # fmt: skip
_NO_SECTION = re.compile(r"\?|？|\bexamples?\b|\bfaqs?\b|示例|举例|常见问题|calculat|estimat|use cases?", re.IGNORECASE)
_FIGURE = re.compile(r"[$¥€£]\s?\d|\d\s?(?:元|美元|USD|CNY|RMB)")
_SENTENCE = re.compile(r"(?<=[.!?。！])\s+|\n")
_KIND_WORDS = re.compile(r"\s*\b(?:tool|pricing|prices?|costs?)\b\s*$", re.IGNORECASE)


def read_sentence(sentence: Sentence, around: Around) -> list[Offer]:
    """The offer of a paragraph in which one sentence alone states one price, with its unit; never one of tokens."""
    headings = sentence.under.headings
    if not _FIGURE.search(sentence.text):
        return []
    if (
        len(headings) < 2
        or len(sentence.text) > 4 * LONGEST
        or any(_NO_SECTION.search(heading) for heading in headings)
    ):
        return []
    stated = [quote for part in _SENTENCE.split(sentence.text) if (quote := _stated(part))]
    name = _KIND_WORDS.sub("", headings[-1]).strip()
    if len(stated) != 1 or not name:
        return []
    return offer(stated[0], Column(0, Label(), priced=True), name, Beside(), around, sentence.locator)


def _stated(text: str) -> Quote | None:
    if len(text) > LONGEST or not _STATES.search(text) or _NO_PRICE.search(text):
        return None
    quotes = [quote for quote in amounts(text).quotes if quote.value]
    if len(quotes) != 1 or quotes[0].unit is None or quotes[0].currency is None or quotes[0].unit.name in TOKEN_UNITS:
        return None
    return quotes[0]
