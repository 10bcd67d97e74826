"""All offers of a page → its rates, no two with the same key: what tells them apart is a term, repeats are left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.offers import Offer
from pipeline.types import Rate, terms_of

_SPARE = (
    ("per", "per"), ("condition", "condition"), ("column", "column"), ("variant", "variant"), ("variant", "named"),
    ("section", "title 0"), ("section", "title 1"), ("section", "title 2"),
)  # fmt: skip
"""The terms that tell offers apart, and the words that give them their values, in the order in which they are tried."""
Key = tuple[str, str, object, str | None]


def distinct(offers: Sequence[Offer]) -> tuple[Rate, ...]:
    """In the page's order."""
    kept = _without_repeated_blocks(offers)
    for name, source in _SPARE:
        kept = _told_apart(kept, name, source)
    rates: dict[Key, Rate] = {}
    for each in kept:
        rate = each.rate
        number = 1
        while (known := rates.setdefault(_key(rate), rate)) is not rate and not _same(known, rate):
            number += 1
            rate = _with_term(each.rate, "item", str(number))
    return tuple(rates.values())


def _same(one: Rate, other: Rate) -> bool:
    return (one.unit_price, one.state, one.per, one.unit) == (other.unit_price, other.state, other.per, other.unit)


def _key(rate: Rate) -> Key:
    return rate.model.casefold(), rate.meter, rate.terms, rate.currency


def _without_repeated_blocks(offers: Sequence[Offer]) -> list[Offer]:
    """A block that says nothing new under the same tabs is an earlier one's twin for another screen."""
    by_source: dict[str, list[Offer]] = defaultdict(list)
    for each in offers:
        by_source[each.source].append(each)
    seen: set[object] = set()
    kept: list[Offer] = []
    for group in by_source.values():
        said = {(_key(each.rate), each.rate.unit_price, each.around.under.modes) for each in group}
        if said <= seen:
            continue
        seen |= said
        kept.extend(group)
    return kept


def _told_apart(offers: Sequence[Offer], name: str, source: str) -> list[Offer]:
    """Where offers share a key, the spare words from this source that differ between them become a term."""
    groups: dict[Key, list[Offer]] = defaultdict(list)
    for each in offers:
        groups[_key(each.rate)].append(each)
    changed: dict[int, Offer] = {}
    for group in groups.values():
        if len(group) < 2 or (name == "per" and len({each.rate.unit for each in group}) < 2):
            continue
        words = [each.spare(source) for each in group]
        if len(set(words)) < 2:
            continue
        for each, word in zip(group, words, strict=True):
            if word:
                changed[id(each)] = replace(each, rate=_with_term(each.rate, name, word))
    return [changed.get(id(each), each) for each in offers]


def _with_term(rate: Rate, name: str, value: str) -> Rate:
    terms = dict(rate.terms)
    if name in terms and name != "section":
        return rate
    if name in terms:
        value = f"{value} / {terms[name]}"
    return replace(rate, terms=terms_of({**terms, name: value}))
