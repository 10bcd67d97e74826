"""The price before and the price now (crossed out, 原价 and 现价, N 折) → one price with its list price."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from pipeline.currencies import AFTER, BEFORE
from pipeline.quotes import NUMBER, STRUCK, Quote, decimal_of

WAS = re.compile(
    r"(?:原价|定价|目录价|刊例价|list price|regular(?:ly|(?: price)?)|normally|usually|was|originally)\s*:?\s*$",
    re.IGNORECASE,
)
NOW = re.compile(
    r"(?:现价|活动价|优惠价|限时价|特惠价|折后价?|promo(?:tional)?(?: price)?|now|sale(?: price)?)\s*:?\s*$",
    re.IGNORECASE,
)
_PRICE = rf"(?:(?:{BEFORE})\s*{NUMBER}|{NUMBER}\s*(?:{AFTER}))"
LOWERED = re.compile(
    rf"(?P<was>{_PRICE})\s*(?:(?:→|->|=>|⇒|➜|➔)\s*(?P<now>{_PRICE})"
    rf"|\(\s*(?:\d(?:\.\d)?\s*)?(?:折后|优惠后|now)\s*:?\s*(?P<now2>{_PRICE})\s*\))",
    re.IGNORECASE,
)
"""The price before and the price now: "$2 → $1", "1元(8折后0.8元)"."""
ARROWED = re.compile(rf"{_PRICE}\s*(?:→|->|=>|⇒|➜|➔)\s*{_PRICE}", re.IGNORECASE)
_TENTHS = re.compile(r"(\d(?:\.\d)?|\d\d)\s*折")


def as_struck(match: re.Match[str]) -> str:
    """The price before crossed out, if the one now is lower; else an arrow that is not understood."""
    now = match["now"] or match["now2"]
    was, lower = (decimal_of(re.sub(r"[^\d.,]", "", price)) for price in (match["was"], now))
    return f"~~{match['was']}~~ {now}" if was is not None and lower is not None and lower < was else match[0]


def without_struck(quote: Quote) -> Quote:
    """What is crossed out is the list price, and no note."""
    if quote.list_value is None or "~~" not in quote.note:
        return quote
    return replace(quote, note=STRUCK.sub(" ", quote.note).strip(" ,"))


def with_list_prices(quotes: list[Quote]) -> tuple[Quote, ...]:
    """原价 X 现价 Y are one price with its list price."""
    kept: list[Quote] = []
    was: Quote | None = None
    for quote in quotes:
        if WAS.search(quote.label) and len(quotes) > 1:
            was = quote
            continue
        label = NOW.sub("", quote.label).strip(" ,:")
        if was is not None and quote.list_value is None and quote.currency == was.currency:
            quote = replace(quote, list_value=was.value, unit=quote.unit or was.unit)
            was = None
        kept.append(replace(quote, label=label))
    if was is not None and was is quotes[-1] and kept and _stands_for(kept[-1], was):
        kept[-1] = replace(kept[-1], list_value=was.value)
    return tuple(_discounted(quote) for quote in kept or ([was] if was else []))


def _stands_for(now: Quote, was: Quote) -> bool:
    """The original price may stand behind: "0.8 元 原价 1 元"."""
    if now.value is None or was.value is None or now.list_value is not None:
        return False
    return now.currency == was.currency and now.value < was.value


def _discounted(quote: Quote) -> Quote:
    """原价 X, N 折: X is the list price, and N tenths of it are asked now. A discount beside a price that is not called
    the original one changes nothing: it may be in the price already.
    """
    rate = _TENTHS.search(quote.note)
    if not rate or not WAS.search(quote.label) or quote.value is None or quote.list_value is not None:
        return quote
    tenths = Decimal(rate[1]) / (10 if Decimal(rate[1]) < 10 else 100)
    return replace(
        quote, value=quote.value * tenths, list_value=quote.value, label=WAS.sub("", quote.label).strip(" ,:")
    )
