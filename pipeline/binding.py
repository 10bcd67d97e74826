"""A workload and what a vendor limits and gives away → the limits that would bind, and how far the gifts go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from pipeline.match import folded
from pipeline.types import Allowance, Limit, Terms
from pipeline.week import ALWAYS, week_of
from pipeline.workload import DAYS, Workload

MONTHS: dict[str, Fraction] = {
    "week": Fraction(DAYS, 7),
    "month": Fraction(1),
}
_WEEKS = Fraction(DAYS, 7)
"""In the month that is reckoned."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit that the work would go beyond, on average over the hours in which it is done."""

    metric: str
    needed: Decimal
    limit: Limit
    """The most generous one that holds for this offer, or the one that is gone beyond."""
    enough: Limit | None = None
    """The lowest level that would do; None where none does."""


@dataclass(frozen=True, slots=True)
class Gift:
    """Something given away, and how far it goes."""

    allowance: Allowance
    covered: Decimal
    """Percent of the month's tokens; of one that is given once, of the first month."""
    lasts: Decimal | None
    """Days after which it is used up; None where it lasts the month, or for as long as one can tell."""
    counted: bool
    """Taken off the sum: given again and again, to everyone, for this very model."""


def needs(workload: Workload, at: datetime) -> dict[str, Fraction]:
    """What the work asks of each limit, on average over the time in which it is done; what is not said is left out."""
    working = week_of(workload.hours, "UTC", at) if workload.hours else ALWAYS
    minutes, days = working.bit_count() * _WEEKS, workload.days
    given, made = workload.monthly
    requests = workload.monthly_requests
    found = {
        "tps": (given + made) / minutes / 60,
        "tpm": (given + made) / minutes,
        "itpm": given / minutes,
        "otpm": made / minutes,
        "tpd": (given + made) / days,
        "tpmonth": given + made,
        "qps": requests / minutes / 60,
        "rpm": requests / minutes,
        "rph": requests / minutes * 60,
        "rpd": requests / days,
        "rpmonth": requests,
        "context": workload.prompt or Fraction(0),
        "max_output": workload.reply or Fraction(0),
    }
    return {metric: amount for metric, amount in found.items() if amount}


def binding(
    needed: dict[str, Fraction], limits: Iterable[Limit], models: frozenset[str], terms: Terms
) -> tuple[Bound, ...]:
    """The limits of the model, and of the vendor as a whole, that would be gone beyond under an offer's terms."""
    levels: dict[str, list[Limit]] = {}
    for limit in limits:
        of_it = limit.model is None or folded(limit.model) in models
        if of_it and limit.metric in needed and not _contradict(limit.terms, terms):
            levels.setdefault(limit.metric, []).append(limit)
    found = []
    for metric, level in levels.items():
        own = [limit for limit in level if limit.model is not None] or level
        own.sort(key=lambda limit: limit.amount)
        enough = [limit for limit in own if limit.amount >= needed[metric]]
        if len(enough) < len(own):
            below = own[-1] if not enough else own[len(own) - len(enough) - 1]
            found.append(Bound(metric, _rounded(needed[metric]), below, enough[0] if enough else None))
    return tuple(found)


def unchecked(
    needed: dict[str, Fraction], limits: Iterable[Limit], models: frozenset[str], terms: Terms
) -> tuple[Limit, ...]:
    """The limits of the model that nothing said can be held against: calls at once, requests that are not counted."""
    return tuple(
        limit
        for limit in limits
        if limit.model is not None
        and folded(limit.model) in models
        and limit.metric not in needed
        and not _contradict(limit.terms, terms)
    )


def gifts(workload: Workload, allowances: Iterable[Allowance], models: frozenset[str], at: datetime) -> list[Gift]:
    """How far each gift goes that is for this model or for all of the vendor's, and still is given."""
    given, made = workload.monthly
    used = {"token": given + made, "request": workload.monthly_requests}
    found = []
    for allowance in allowances:
        own = allowance.model is not None and folded(allowance.model) in models
        gone = allowance.ends is not None and allowance.ends <= at
        if not allowance.amount or gone or not (own or allowance.model is None):
            continue
        if total := used.get(allowance.unit):
            found.append(_gift(allowance, total, workload.days, own))
    return found


def _gift(allowance: Allowance, total: Fraction, days: Fraction, own: bool) -> Gift:
    again = {**MONTHS, "day": days}.get(allowance.period or "") if allowance.kind == "recurring" else None
    amount = Fraction(allowance.amount or 0) * (again or 1)
    covered = min(Fraction(1), amount / total)
    whole_again = again is not None and covered == 1
    lasts = None if whole_again or allowance.period == "day" else amount / total * DAYS
    counted = own and again is not None and allowance.who is None
    return Gift(allowance, _rounded(covered * 100, 12), None if lasts is None else _rounded(lasts), counted)


def _contradict(some: Terms, others: Terms) -> bool:
    said = dict(others)
    return any(name in said and said[name] != value for name, value in some)


def _rounded(value: Fraction, places: int = 3) -> Decimal:
    """To so many places, and never to 0."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return (round(exact, places) or exact).normalize()
