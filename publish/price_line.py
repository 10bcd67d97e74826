"""The rates of one model into a line short enough for a title: `input $0.27, output $1.10 per 1M tokens`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.types import Rate, State, Terms
from publish.money import Lang, money, price, readable
from publish.naming import meter_words, shared_terms, with_terms
from publish.spacing import joined
from publish.vocabulary import PHRASES

MOST_PRICES = 3
LONGEST = 120
"""Characters; a line that is longer has fewer prices, and none where even one is too long."""


def price_line(rates: Sequence[Rate], lang: Lang) -> str | None:
    """The plainest rates that have one unit, or what all of them are, `free`; None where there is nothing short to say.

    Terms that all rates share are left out: whoever names the model names them.
    """
    if not rates or len({rate.model for rate in rates}) > 1:
        return None
    sorted_rates = sorted(map(readable, rates), key=_plainest)
    if len({rate.state for rate in rates}) == 1 and rates[0].state is not State.PRICED:
        return price(rates[0], lang)
    alike = [rate for rate in sorted_rates if _unit(rate) == _unit(sorted_rates[0])]
    known = shared_terms(rates)
    lines = (_line(alike[:count], known, lang) for count in range(min(MOST_PRICES, len(alike)), 0, -1))
    return next((line for line in lines if len(line) <= LONGEST), None)


def _line(rates: Sequence[Rate], known: Terms, lang: Lang) -> str:
    words = [joined(f"{_name(rate, known, lang)} ", _amount(rate, rate is rates[-1], lang)) for rate in rates]
    return PHRASES["clause comma"][lang].join(words)


def _unit(rate: Rate) -> tuple[State, Decimal, str, str | None]:
    return rate.state, rate.per, rate.unit, rate.currency


def _amount(rate: Rate, last: bool, lang: Lang) -> str:
    """The price; its unit stands behind the last one for all."""
    if last or rate.state is not State.PRICED or rate.unit_price is None:
        return price(rate, lang)
    return money(rate.unit_price, rate.currency, lang)


def _name(rate: Rate, known: Terms, lang: Lang) -> str:
    """`input (batch)`; terms that the title has named already are left out."""
    terms = () if rate.terms == known else rate.terms
    return with_terms(meter_words(rate.meter, lang), terms, lang)


def _plainest(rate: Rate) -> tuple[bool, int, int]:
    order = ("input", "output")
    place = order.index(rate.meter) if rate.meter in order else len(order)
    return rate.state is not State.PRICED, len(rate.terms), place
