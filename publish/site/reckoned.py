"""What a month costs into words: the sum, what it is made of, what is not known, which limits would bind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pipeline.binding import Bound, Gift
from pipeline.costing import Cost, Part, Unknown
from pipeline.fitting import Why
from pipeline.types import Rate, State, Terms, Vendor
from publish.money import STATES, Lang, digits, money, price, size
from publish.naming import meter_words, metric_words, terms_words, vendor_name, with_terms
from publish.plain import plain
from publish.site.dates import day_words
from publish.site.words.compare import REMARKS, SAID, WHYS
from publish.vocabulary import PHRASES, TERM_VALUES

COLUMNS = ("input", "cache_read", "output")
MOST_PRICES = 4
"""Of one meter, in a cell."""
MOST_PARTS = 40


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One offer's month in words."""

    vendor: str
    vendor_name: str
    model: str
    address: str
    """Of the model: its id, else its printed name."""
    terms: str
    total: str
    """`$310.50`, `at least $180`, or empty where there is nothing to add up."""
    is_known: bool
    is_cheapest: bool
    prices: tuple[tuple[str, ...], ...]
    """One cell for each of `COLUMNS`."""
    parts: tuple[str, ...]
    unknowns: tuple[str, ...]
    bounds: tuple[str, ...]
    unchecked: str
    step: str
    gifts: tuple[str, ...]
    remarks: tuple[str, ...]
    seen_at: datetime | None


def reckoned(cost: Cost, vendors: Mapping[str, Vendor], lang: Lang, is_cheapest: bool) -> Reckoned:
    return Reckoned(
        vendor=cost.vendor,
        vendor_name=vendor_name(cost.vendor, vendors, lang),
        model=plain(cost.model, 80),
        address=f"/models/{cost.model_id or cost.model}",
        terms=terms_words(cost.terms, lang),
        total=_total(cost, lang),
        is_known=cost.total is not None,
        is_cheapest=is_cheapest,
        prices=tuple(_prices(cost.rates, meter, cost.terms, lang) for meter in COLUMNS),
        parts=tuple(_part(part, cost.terms, lang) for part in cost.parts[:MOST_PARTS]),
        unknowns=tuple(_unknowns(cost.unknowns, lang)),
        bounds=tuple(bound_words(bound, cost.terms, lang) for bound in cost.bounds),
        unchecked=_unchecked(cost.unchecked, lang),
        step=_step(cost, lang),
        gifts=tuple(_gift(gift, lang) for gift in cost.gifts),
        remarks=tuple(REMARKS[remark][lang] for remark in cost.remarks),
        seen_at=cost.seen_at,
    )


def sum_words(amount: Decimal, currency: str | None, lang: Lang) -> str:
    """A sum of money as bills have it: to the cent, or with as many places as it takes not to be nothing."""
    places = 2
    while places < 12 and amount and not round(amount, places):
        places += 2
    return money(round(amount, places), currency, lang)


def bound_words(bound: Bound, known: Terms, lang: Lang) -> str:
    """`requests per day: 1,000 needed, 250 allowed; from the level tier 2 on: 2,000`."""
    said = SAID["bound"][lang].format(
        metric=metric_words(bound.metric, lang), needed=_short(bound.needed), limit=_short(bound.limit.amount)
    )
    if bound.enough is None:
        return said
    level = terms_words(_less(bound.enough.terms, known), lang) or "?"
    return (
        said
        + PHRASES["clause comma"][lang]
        + SAID["level"][lang].format(terms=level, limit=_short(bound.enough.amount))
    )


def _total(cost: Cost, lang: Lang) -> str:
    if cost.total is not None:
        return STATES[State.FREE][lang] if cost.currency is None else sum_words(cost.total, cost.currency, lang)
    if not cost.at_least:
        return ""
    return SAID["at least"][lang].format(amount=sum_words(cost.at_least, cost.currency, lang))


def _prices(rates: Iterable[Rate], meter: str, known: Terms, lang: Lang) -> tuple[str, ...]:
    """What a meter costs under each of the terms that the workload decides on."""
    own = [rate for rate in rates if rate.meter == meter]
    own = own or [rate for rate in rates if rate.meter == "input_output" and meter != "cache_read"]
    said = list(dict.fromkeys(with_terms(price(rate, lang), _less(rate.terms, known), lang) for rate in own))
    return (*said[:MOST_PRICES], "…") if len(said) > MOST_PRICES else tuple(said)


def _part(part: Part, known: Terms, lang: Lang) -> str:
    rate = part.rate
    said = [
        with_terms(meter_words(rate.meter, lang), _less(rate.terms, known), lang),
        SAID["promotion"][lang] if part.promotion else "",
        SAID["since"][lang].format(at=day_words(part.since, lang)) if part.since else "",
        SAID["until"][lang].format(at=day_words(part.until, lang)) if part.until else "",
    ]
    what = PHRASES["clause comma"][lang].join(filter(None, said))
    unit = "requests" if rate.unit == "request" else "tokens"
    quantity = SAID[unit][lang].format(amount=_short(part.quantity))
    if rate.state is State.FREE:
        return SAID["free part"][lang].format(what=what, quantity=quantity)
    amount = sum_words(part.amount, rate.currency, lang)
    return SAID["part"][lang].format(what=what, quantity=quantity, price=price(rate, lang), amount=amount)


def _unknowns(unknowns: Iterable[Unknown], lang: Lang) -> Iterator[str]:
    """One line for each reason, with all that it holds for."""
    meters: dict[tuple[Why, str], list[str]] = {}
    for one in unknowns:
        what = meter_words(one.meter, lang) if one.meter else SAID["whole"][lang]
        meters.setdefault((one.why, one.detail), []).append(what)
    for (why, detail), whats in meters.items():
        what = PHRASES["comma"][lang].join(dict.fromkeys(whats))
        yield SAID["unknown"][lang].format(what=what, why=_why(why, detail, lang))


def _why(why: Why, detail: str, lang: Lang) -> str:
    said = plain(detail, 80)
    if why is Why.NO_NUMBER:
        said = STATES[State(detail)][lang]
    elif why is Why.HOURS:
        named = (TERM_VALUES.get(("window", name), {lang: plain(name, 40)})[lang] for name in detail.split(", "))
        said = PHRASES["comma"][lang].join(named)
    return WHYS[why][lang].format(detail=said)


def _unchecked(metrics: Iterable[str], lang: Lang) -> str:
    named = PHRASES["comma"][lang].join(metric_words(metric, lang) for metric in metrics)
    return SAID["unchecked"][lang].format(metrics=named) if named else ""


def _step(cost: Cost, lang: Lang) -> str:
    if cost.step is None:
        return ""
    into = terms_words(cost.step.into, lang) or SAID["paid offer"][lang]
    return SAID["step"][lang].format(bound=bound_words(cost.step.bound, cost.terms, lang), into=into)


def _gift(gift: Gift, lang: Lang) -> str:
    allowance = gift.allowance
    unit = "requests" if allowance.unit == "request" else "tokens"
    amount = SAID[unit][lang].format(amount=_short(allowance.amount or Decimal(0)))
    said = [SAID["covered"][lang].format(amount=amount, covered=size(gift.covered, lang))]
    if gift.lasts is not None:
        said.append(SAID["lasts"][lang].format(days=_short(round(gift.lasts, 1))))
    said.append(SAID["counted" if gift.counted else "not counted"][lang])
    return PHRASES["clause comma"][lang].join(said)


def _less(terms: Terms, known: Terms) -> Terms:
    return tuple(pair for pair in terms if pair not in known)


def _short(amount: Decimal) -> str:
    """`300M` from a million on, else with grouped thousands; a small number with three places."""
    for scale, letter in ((10**9, "B"), (10**6, "M")):
        if amount >= scale:
            return digits(round(amount / scale, 3)) + letter
    return digits(round(amount, 1 if amount >= 10 else 3) or amount)
