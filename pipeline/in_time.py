"""A rate that holds now → what is asked over the next month: a promotion until its end, a new price from its day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction

from pipeline.fitting import Remark
from pipeline.match import folded
from pipeline.types import Promotion, Rate, Sheet, State
from pipeline.workload import DAYS

MONTH = timedelta(days=DAYS)


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the month in which one price holds."""

    rate: Rate | None
    """None: what is asked then is not known."""
    share: Fraction
    since: datetime | None = None
    """None: from the beginning."""
    until: datetime | None = None
    """None: to the end."""
    promotion: bool = False


def slices(rate: Rate, sheet: Sheet, at: datetime, seen_at: datetime | None) -> Iterator[Slice | Remark]:
    """The month's parts in order of time. `seen_at`: when the page was last seen to say so."""
    seen = seen_at or at
    turns: list[tuple[datetime, Rate | None, bool]] = []
    promotion = next((one for one in sheet.promotions if _is_of(one, rate)), None)
    current = rate
    if promotion is not None and promotion.ends is None:
        yield Remark.PROMOTION_WITHOUT_END
    elif promotion is not None and promotion.ends is not None:
        if at < promotion.ends < at + MONTH:
            turns.append((promotion.ends, _listed(rate, promotion), False))
            if promotion.at_least:
                yield Remark.PROMOTION_MAY_GO_ON
        elif seen < promotion.ends <= at:
            current, promotion = _listed(rate, promotion) or rate, None
    for told in sheet.scheduled:
        if _subject(told.rate) != _subject(rate):
            continue
        if at < told.effective < at + MONTH:
            turns.append((told.effective, told.rate, False))
        elif seen < told.effective <= at:
            current = told.rate
    yield from _parts([(at, current, promotion is not None), *sorted(turns, key=lambda turn: turn[0])], at)


def _parts(turns: list[tuple[datetime, Rate | None, bool]], at: datetime) -> Iterator[Slice]:
    for place, (since, rate, promotion) in enumerate(turns):
        until = turns[place + 1][0] if place + 1 < len(turns) else at + MONTH
        length = _ratio(until - since)
        if length:
            last = place + 1 == len(turns)
            yield Slice(rate, length, since if place else None, None if last else until, promotion)


def _ratio(length: timedelta) -> Fraction:
    return Fraction(length // timedelta(microseconds=1), MONTH // timedelta(microseconds=1))


def _listed(rate: Rate, promotion: Promotion) -> Rate | None:
    """The rate at the price that the promotion stands in for."""
    price = rate.list_price if rate.list_price is not None else promotion.list_price
    return None if price is None else replace(rate, unit_price=price, list_price=None, state=State.PRICED)


def _is_of(promotion: Promotion, rate: Rate) -> bool:
    same = (folded(promotion.model), promotion.meter, promotion.terms) == (folded(rate.model), rate.meter, rate.terms)
    return same and promotion.currency in (None, rate.currency)


def _subject(rate: Rate) -> tuple[object, ...]:
    return folded(rate.model), rate.meter, rate.terms, rate.currency, rate.unit
