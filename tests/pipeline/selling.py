"""Pages that sell models, said in few words, for the tests of what a month costs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from pipeline.costing import Cost, Selling, costs
from pipeline.types import Allowance, Limit, Promotion, Rate, Scheduled, Sheet, State, terms_of
from pipeline.workload import Workload, parse_workload

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NO_TERMS: Mapping[str, str] = {}


def rate(
    meter: str,
    price: str | State,
    terms: Mapping[str, str] = NO_TERMS,
    model: str = "m",
    currency: str = "USD",
    unit: str = "token",
    per: int = 1_000_000,
) -> Rate:
    if isinstance(price, State):
        return Rate(model, meter, terms_of(terms), price)
    return Rate(model, meter, terms_of(terms), State.PRICED, Decimal(price), currency, Decimal(per), unit)


def sells(
    *rates: Rate,
    vendor: str = "acme",
    limits: tuple[Limit, ...] = (),
    allowances: tuple[Allowance, ...] = (),
    promotions: tuple[Promotion, ...] = (),
    scheduled: tuple[Scheduled, ...] = (),
    zone: str = "Asia/Shanghai",
) -> Selling:
    sheet = Sheet(rates=rates, limits=limits, allowances=allowances, promotions=promotions, scheduled=scheduled)
    return Selling(vendor, f"{vendor}/pricing", sheet, zone, AT)


def month(workload: str | Workload, *pages: Selling, at: datetime = AT) -> Cost:
    """The only offer there is."""
    (cost,) = offers(workload, *pages, at=at)
    return cost


def offers(workload: str | Workload, *pages: Selling, at: datetime = AT) -> tuple[Cost, ...]:
    return costs(parse_workload(workload) if isinstance(workload, str) else workload, pages, at)
