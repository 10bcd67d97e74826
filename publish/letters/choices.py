"""What became of a watched workload → the sentences that tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pipeline.cheapest import Dearer, Overtaken
from pipeline.costing import Cost
from pipeline.types import Vendor
from publish.letters.words import LETTER
from publish.money import Lang, money
from publish.naming import terms_words, vendor_name
from publish.plain import plain

CENTS, MOST_PLACES = 2, 12
"""Places of a sum behind its point; see docs/workload.md."""


def choice_words(told: Iterable[Overtaken | Dearer], vendors: Mapping[str, Vendor], lang: Lang) -> str:
    """A line each; the first says the news."""
    return "\n".join(_line(one, vendors, lang) for one in told)


def _line(one: Overtaken | Dearer, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    return _dearer(one, vendors, lang) if isinstance(one, Dearer) else _overtaken(one, vendors, lang)


def _dearer(one: Dearer, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    places = _places(one.before, one.after)
    words = LETTER["dearer" if one.before.offer == one.after.offer else "dearer elsewhere"][lang]
    return words.format(
        more=_sum(one.more, one.after.currency or one.currency, lang, places),
        offer=_offer(one.after, vendors, lang),
        was=_offer(one.before, vendors, lang),
        before=_total(one.before, lang, places),
        after=_total(one.after, lang, places),
    )


def _overtaken(one: Overtaken, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    """What is told as a move has moved: where the old offer stays as it was, another has become cheaper."""
    places = _places(*(cost for cost in (one.was, one.was_now, one.now) if cost is not None))
    total = _total(one.now, lang, places)
    words = "overtaken at the same sum" if total == _total(one.was, lang, places) else "overtaken"
    return LETTER[words][lang].format(
        now=_offer(one.now, vendors, lang),
        sum=total,
        was=_offer(one.was, vendors, lang),
        then=_then(one, lang, places),
    )


def _then(one: Overtaken, lang: Lang, places: int) -> str:
    """What became of the offer that was the cheapest."""
    before = _total(one.was, lang, places)
    if one.was_now is None:
        return LETTER["then gone"][lang].format(before=before)
    after = _total(one.was_now, lang, places)
    return LETTER["then stays" if after == before else "then moved"][lang].format(before=before, after=after)


def _offer(cost: Cost, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    """`DeepSeek deepseek-v4 (batch)`."""
    terms = terms_words(cost.terms, lang)
    name = f"{vendor_name(cost.vendor, vendors, lang)} {plain(cost.model, 80)}"
    return f"{name} ({terms})" if terms else name


def _total(cost: Cost, lang: Lang, places: int) -> str:
    """A sum of which a part is not known is the least that it can be."""
    if cost.total is None:
        return LETTER["at least"][lang].format(sum=_sum(cost.at_least, cost.currency, lang, places))
    return LETTER["free"][lang] if cost.total == 0 else _sum(cost.total, cost.currency, lang, places)


def _places(*costs: Cost) -> int:
    """Cents, or as many places as it takes to tell apart sums that are not the same."""
    sums = {cost.at_least if cost.total is None else cost.total for cost in costs}
    enough = (n for n in range(CENTS, MOST_PLACES) if len({round(one, n) for one in sums}) == len(sums))
    return next(enough, MOST_PLACES)


def _sum(amount: Decimal, currency: str | None, lang: Lang, places: int) -> str:
    return money(round(amount, places), currency, lang)
