"""What a month costs under several offers → the cheapest of them; the same on two days → whether that is news."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.costing import Cost

NO_EXCHANGE: Mapping[str, Decimal] = {}


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Another offer is the cheapest now."""

    currency: str | None
    """In which the totals are compared; None where all are free."""
    was: Cost
    """The cheapest of before, as it was."""
    was_now: Cost | None
    """The same offer now; None where it is not sold any more."""
    now: Cost


@dataclass(frozen=True, slots=True)
class Dearer:
    """The month costs more than it did, by so much."""

    currency: str | None
    before: Cost
    after: Cost
    more: Decimal


def cheapest(found: Iterable[Cost], exchange: Mapping[str, Decimal] = NO_EXCHANGE) -> dict[str | None, Cost]:
    """The cheapest offer with a known total in each currency; a free one counts in each, if nothing that limits it was
    left unchecked.

    `exchange` says what one unit of a currency is worth in a common one, whatever that is: then offers in any of those
    currencies are compared with each other, under the first of its names. Nothing is taken for granted: a currency that
    is not in it stays by itself. Of equals the first in the order of vendor, model and terms.
    """
    by_currency: dict[str | None, list[Cost]] = {}
    for cost in found:
        if cost.total is not None and not (cost.currency is None and cost.unchecked):
            by_currency.setdefault(_pool(cost.currency, exchange), []).append(cost)
    free = by_currency.pop(None, [])
    pools = by_currency or ({None: []} if free else {})
    return {pool: min([*free, *own], key=lambda cost: _rank(cost, exchange)) for pool, own in pools.items()}


def ranked(found: Iterable[Cost], exchange: Mapping[str, Decimal] = NO_EXCHANGE) -> list[Cost]:
    """Cheapest first; those without a known total last, the one with the least known first."""
    return sorted(found, key=lambda cost: (cost.total is None, *_rank(cost, exchange)))


def cheapest_change(
    before: Iterable[Cost], after: Sequence[Cost], exchange: Mapping[str, Decimal] = NO_EXCHANGE
) -> tuple[Overtaken, ...]:
    """Where another offer is the cheapest now. Nothing is said where the old one costs as much as the new one, where
    its total is not known now and may still be lower, or where nothing is known any more: ignorance is no news."""
    found = []
    for pool, was, winner in _pools(cheapest(before, exchange), cheapest(after, exchange)):
        if winner.offer == was.offer:
            continue
        same = (cost for cost in after if cost.offer == was.offer)
        still = next((cost for cost in same if _pool(cost.currency, exchange) in (pool, None)), None)
        if still is None or _rank(still, exchange)[0] > _rank(winner, exchange)[0]:
            found.append(Overtaken(pool, was, still, winner))
    return tuple(found)


def dearer(
    before: Iterable[Cost], after: Iterable[Cost], by: Decimal, exchange: Mapping[str, Decimal] = NO_EXCHANGE
) -> tuple[Dearer, ...]:
    """Where the cheapest month costs at least `by` more than it did, in its currency or the common one. To hear of one
    offer, give that one alone."""
    found = []
    for pool, was, winner in _pools(cheapest(before, exchange), cheapest(after, exchange)):
        more = _rank(winner, exchange)[0] - _rank(was, exchange)[0]
        if more >= by > 0:
            found.append(Dearer(pool, was, winner, more))
    return tuple(found)


def _pools(then: Mapping[str | None, Cost], now: Mapping[str | None, Cost]) -> Iterator[tuple[str | None, Cost, Cost]]:
    """The cheapest of both days in each currency. What is free counts in each; a currency that is new says nothing."""
    names: list[str | None] = [*sorted(filter(None, {*then, *now}))]
    for pool in names or [None]:
        was, winner = then.get(pool, _free(then)), now.get(pool, _free(now))
        if was is not None and winner is not None:
            yield pool, was, winner


def _free(found: Mapping[str | None, Cost]) -> Cost | None:
    return next((cost for cost in found.values() if cost.currency is None), None)


def _pool(currency: str | None, exchange: Mapping[str, Decimal]) -> str | None:
    return next(iter(exchange)) if currency in exchange else currency


def _rank(cost: Cost, exchange: Mapping[str, Decimal]) -> tuple[Decimal, bool, str, str, tuple[tuple[str, str], ...]]:
    """By what is known of it, a forced step after the offer that it leads to."""
    known = cost.at_least if cost.total is None else cost.total
    worth = known * exchange.get(cost.currency or "", Decimal(1))
    return worth, cost.step is not None, cost.vendor, cost.model, cost.terms
