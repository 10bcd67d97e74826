"""Lines of running text that state prices under a name ("GPT-5", "Input $3 / MTok", "Output $15 / MTok") → cards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.blocks.card_titles import by_order, by_tree
from pipeline.blocks.lines import Line
from pipeline.blocks.stated import stated_in, with_free_siblings
from pipeline.blocks.types import Card

_EXAMPLE = re.compile(
    r"\bexamples?\b|示例|举例|\bfaqs?\b|frequently asked|常见问题|calculat|estimat|case stud|use cases?|案例",
    re.IGNORECASE,
)
_CALCULATOR = re.compile(r"calculator|estimator|计算器", re.IGNORECASE)


def cards(lines: Sequence[Line]) -> list[Card]:
    """The cards in a stretch of lines, in order."""
    headings = lines[0].under.headings if lines else ()
    if any(map(_EXAMPLE.search, headings[1:])) or any(map(_CALCULATOR.search, headings)):
        return []
    stated = with_free_siblings(lines, stated_in(lines))
    if not stated:
        return []
    often = Counter(line.text for line in lines)
    by = by_tree if lines[stated[0].first].path else by_order
    groups = by(lines, stated, often)
    found = []
    for group, title in groups:
        name = group[0].name or title
        if name:
            first, last = lines[group[0].first], lines[group[-1].last]
            place = first.sentence.locator if first is last else f"{first.sentence.locator} to {last.sentence.locator}"
            found.append(Card(name, tuple(pair for each in group for pair in each.pairs), first.under, locator=place))
    return found
