"""A workload and what vendors sell → what a month of it costs at each, made of what, and what of it is not known.

A month is the thirty days from the moment of the question on, with the work spread evenly over its hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Context, Decimal
from fractions import Fraction

from pipeline.binding import Bound, Gift, binding, gifts, needs, unchecked
from pipeline.fitting import BATCH, Fit, Remark, Why, fits, flows, of_variant, variants
from pipeline.in_time import Slice, slices
from pipeline.match import folded
from pipeline.types import Rate, Sheet, State, Terms
from pipeline.workload import Workload

METERS = frozenset({"input", "output", "input_output", "cache_read", "cache_write", "request"})
"""What a month is made of; what else a page prices (images, hours of storage) is no part of it."""
LENGTHS = frozenset({"context", "max_output"})
"""Limits that no other plan lifts."""
_PLACES = Decimal("1e-12")
_EXACT = Context(prec=120)


@dataclass(frozen=True, slots=True)
class Selling:
    """What one page sells, as it was last read."""

    vendor: str
    page: str
    sheet: Sheet
    zone: str = "UTC"
    """The IANA zone in which the vendor's printed hours are meant."""
    seen_at: datetime | None = None
    """When the page was last seen to say so; a promotion or a schedule that came due since is not taken for granted."""


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a month's bill."""

    rate: Rate
    """As asked then: the promotion's price, or the list price after it."""
    quantity: Decimal
    """Tokens, or requests."""
    amount: Decimal
    since: datetime | None = None
    until: datetime | None = None
    promotion: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """A part of the month that has no known price. It is not 0."""

    meter: str
    why: Why
    detail: str = ""
    quantity: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Step:
    """Out of a free offer that does not carry the work, into one that is paid."""

    bound: Bound
    into: Terms


@dataclass(frozen=True, slots=True)
class Cost:
    """What a month of the workload costs at one vendor, for one model under one offer's terms."""

    vendor: str
    page: str
    model: str
    model_id: str | None
    terms: Terms
    """What tells this offer from the vendor's others: the region, the plan."""
    currency: str | None
    """None where all of it is free."""
    total: Decimal | None
    """None where any part of it is not known."""
    at_least: Decimal
    """The sum of what is known."""
    parts: tuple[Part, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    bounds: tuple[Bound, ...] = ()
    unchecked: tuple[str, ...] = ()
    """Metrics of limits that nothing said can be held against."""
    gifts: tuple[Gift, ...] = ()
    step: Step | None = None
    remarks: tuple[Remark, ...] = ()
    seen_at: datetime | None = None
    rates: tuple[Rate, ...] = ()
    """All rates of the offer, those that the work does not need among them."""

    @property
    def offer(self) -> tuple[str, str, str, Terms]:
        """The same on every day: vendor, page, model and terms."""
        return self.vendor, self.page, folded(self.model), self.terms


def costs(workload: Workload, selling: Iterable[Selling], at: datetime) -> tuple[Cost, ...]:
    """What the month from `at` on costs under each offer of the models and vendors that will do, in the order of the
    pages. Limits and gifts hold for a vendor's models on whichever of its pages they are printed."""
    pages = list(selling)
    found: list[Cost] = []
    for page in pages:
        if workload.vendors and page.vendor not in workload.vendors:
            continue
        everything = _with_what_the_vendor_says(page, pages)
        for currency, rates in _by_model(workload, page.sheet.rates):
            found += _of_model(workload, everything, rates, currency, at)
    return tuple(one for one in dict.fromkeys(found) if workload.currency in (None, one.currency or workload.currency))


@dataclass(frozen=True, slots=True)
class _Offer:
    """The rates of one model that hold under the same terms, in one currency."""

    page: Selling
    rates: tuple[Rate, ...]
    terms: Terms
    currency: str | None

    @property
    def names(self) -> frozenset[str]:
        return frozenset(folded(name) for name in (self.rates[0].model, self.rates[0].model_id) if name)

    @property
    def sells_batch(self) -> bool:
        return any(rate.meter in ("input", "output") and ("service_class", BATCH) in rate.terms for rate in self.rates)


@dataclass(slots=True)
class _Bill:
    """What is added up, line by line."""

    parts: list[Part] = field(default_factory=list)
    unknowns: list[Unknown] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def is_free(self) -> bool:
        return bool(self.parts) and not self.unknowns and all(part.rate.state is State.FREE for part in self.parts)


def _with_what_the_vendor_says(page: Selling, pages: Iterable[Selling]) -> Selling:
    own = [one.sheet for one in pages if one.vendor == page.vendor]
    limits = dict.fromkeys(replace(one, printed="", locator="") for sheet in own for one in sheet.limits)
    given = dict.fromkeys(replace(one, printed="", locator="") for sheet in own for one in sheet.allowances)
    return replace(page, sheet=replace(page.sheet, limits=tuple(limits), allowances=tuple(given)))


def _by_model(workload: Workload, rates: Iterable[Rate]) -> Iterator[tuple[str | None, list[Rate]]]:
    """The rates of each model that will do, for each currency with those that have none."""
    models: dict[str, list[Rate]] = {}
    for rate in rates:
        names = {rate.model.strip().casefold(), (rate.model_id or "").casefold()}
        if rate.meter in METERS and (not workload.models or names & workload.models) and _in_region(workload, rate):
            models.setdefault(folded(rate.model), []).append(rate)
    for own in models.values():
        currencies = dict.fromkeys(rate.currency for rate in own if rate.currency and rate.state is State.PRICED)
        for currency in currencies or [None]:
            yield currency, [rate for rate in own if rate.state is not State.PRICED or rate.currency == currency]


def _in_region(workload: Workload, rate: Rate) -> bool:
    region = dict(rate.terms).get("region")
    return not workload.regions or region is None or region.casefold() in workload.regions


def _of_model(
    workload: Workload, page: Selling, rates: Sequence[Rate], currency: str | None, at: datetime
) -> list[Cost]:
    offers = [_Offer(page, tuple(of_variant(rates, terms)), terms, currency) for terms in variants(rates)]
    found = [_cost(workload, offer, at) for offer in offers]
    paid = [one for one in found if one.currency is not None]
    return [_stepped(one, paid) for one in found]


def _cost(workload: Workload, offer: _Offer, at: datetime) -> Cost:
    bill = _billed(workload, offer, at)
    sheet, names, needed = offer.page.sheet, offer.names, needs(workload, at)
    given = gifts(workload, sheet.allowances, names, at)
    known = _less(sum((part.amount for part in bill.parts), Decimal(0)), given)
    open_limits = unchecked(needed, sheet.limits, names, offer.terms)
    return Cost(
        offer.page.vendor,
        offer.page.page,
        offer.rates[0].model,
        offer.rates[0].model_id,
        offer.terms,
        currency=None if bill.is_free else offer.currency,
        total=None if bill.unknowns or not bill.parts else known,
        at_least=known,
        parts=tuple(bill.parts),
        unknowns=tuple(bill.unknowns),
        bounds=binding(needed, sheet.limits, names, offer.terms),
        unchecked=tuple(dict.fromkeys(limit.metric for limit in open_limits)),
        gifts=tuple(given),
        remarks=tuple(dict.fromkeys(bill.remarks)),
        seen_at=offer.page.seen_at,
        rates=offer.rates,
    )


def _billed(workload: Workload, offer: _Offer, at: datetime) -> _Bill:
    bill = _Bill()
    if workload.batch and not offer.sells_batch:
        bill.remarks.append(Remark.BATCH_AT_STANDARD)
    for flow in flows(workload, offer.sells_batch):
        for fit in fits(flow, offer.rates, workload, offer.page.zone, at):
            if isinstance(fit, Remark):
                bill.remarks.append(fit)
            else:
                _add(bill, fit, offer.page, at)
    _add_requests(bill, workload, offer.rates)
    return bill


def _add(bill: _Bill, fit: Fit, page: Selling, at: datetime) -> None:
    """What is asked for one fit, slice by slice."""
    if fit.rate is None:
        bill.unknowns.append(Unknown(fit.meter, fit.why or Why.NO_PRICE, fit.detail, _decimal(fit.tokens)))
        return
    for slice_ in slices(fit.rate, page.sheet, at, page.seen_at):
        if isinstance(slice_, Remark):
            bill.remarks.append(slice_)
        elif (part := _part(slice_, fit.tokens)) is not None:
            bill.parts.append(part)
        else:
            bill.unknowns.append(Unknown(fit.meter, Why.AFTER, quantity=_decimal(fit.tokens * slice_.share)))


def _part(slice_: Slice, tokens: Fraction) -> Part | None:
    rate = slice_.rate
    if rate is None or not (rate.state is State.FREE or rate.unit_price is not None):
        return None
    price = Fraction(0) if rate.state is State.FREE or rate.unit_price is None else Fraction(rate.unit_price)
    quantity = tokens * slice_.share
    amount = _decimal(quantity * price / Fraction(rate.per))
    return Part(rate, _decimal(quantity), amount, slice_.since, slice_.until, slice_.promotion)


def _add_requests(bill: _Bill, workload: Workload, rates: Iterable[Rate]) -> None:
    """A price asked by the request beside those of tokens."""
    asked = [rate for rate in rates if rate.meter == "request" and rate.unit == "request" and rate.unit_price]
    if not asked:
        return
    if not workload.requests:
        bill.unknowns.append(Unknown("request", Why.REQUESTS))
    elif len({(rate.unit_price, rate.per) for rate in asked}) > 1:
        bill.unknowns.append(Unknown("request", Why.SEVERAL, str(len(asked))))
    else:
        quantity = workload.monthly_requests
        amount = quantity * Fraction(asked[0].unit_price or 0) / Fraction(asked[0].per)
        bill.parts.append(Part(asked[0], _decimal(quantity), _decimal(amount)))


def _less(amount: Decimal, given: Iterable[Gift]) -> Decimal:
    """Without what is given away again and again: that share of every part."""
    covered = max((gift.covered for gift in given if gift.counted), default=Decimal(0))
    return _EXACT.multiply(amount, (100 - covered) / 100)


def _stepped(one: Cost, paid: Sequence[Cost]) -> Cost:
    """A free offer that does not carry the work costs what the cheapest paid one of that model does; where there is
    none, that is not known."""
    bound = next((bound for bound in one.bounds if bound.enough is None and bound.metric not in LENGTHS), None)
    if bound is None or one.total != 0 or one.currency is not None:
        return one
    known = [other for other in paid if other.total is not None]
    if not known:
        return replace(one, total=None, unknowns=(*one.unknowns, Unknown("", Why.BEYOND_FREE)))
    into = min(known, key=lambda other: other.total or Decimal(0))
    return replace(one, total=into.total, at_least=into.at_least, currency=into.currency, step=Step(bound, into.terms))


def _decimal(value: Fraction) -> Decimal:
    """Exact where it ends within twelve places, else to the nearest there."""
    exact = _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return exact.quantize(_PLACES, context=_EXACT).normalize(_EXACT)
