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


def choice_words(told: Iterable[Overtaken | Dearer], vendors: Mapping[str, Vendor], lang: Lang) -> str:
    """A line each; the first says the news."""
    return "\n".join(_line(one, vendors, lang) for one in told)


def _line(one: Overtaken | Dearer, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    if isinstance(one, Dearer):
        return LETTER["dearer"][lang].format(
            more=_sum(one.more, one.after.currency or one.currency, lang),
            offer=_offer(one.after, vendors, lang),
            before=_total(one.before, lang),
            after=_total(one.after, lang),
        )
    gone = LETTER["gone"][lang]
    return LETTER["overtaken"][lang].format(
        now=_offer(one.now, vendors, lang),
        sum=_total(one.now, lang),
        was=_offer(one.was, vendors, lang),
        before=_total(one.was, lang),
        after=gone if one.was_now is None else _total(one.was_now, lang),
    )


def _offer(cost: Cost, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    """`DeepSeek deepseek-v4 (batch)`."""
    terms = terms_words(cost.terms, lang)
    name = f"{vendor_name(cost.vendor, vendors, lang)} {plain(cost.model, 80)}"
    return f"{name} ({terms})" if terms else name


def _total(cost: Cost, lang: Lang) -> str:
    if cost.total == 0:
        return LETTER["free"][lang]
    return _sum(cost.at_least if cost.total is None else cost.total, cost.currency, lang)


def _sum(amount: Decimal, currency: str | None, lang: Lang) -> str:
    return money(amount.quantize(Decimal("0.01")), currency, lang)
