"""A workload that is watched, as one line of text: `model=deepseek-v4&input=300M&output=60M&tell=cheapest&more=20`;
and what its month cost before and now → what the reader is told.

A line with `tell` or `more` is such a watch; any other is a basket.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import urlencode

from pipeline.basket import Basket, parse
from pipeline.cheapest import Dearer, Overtaken, cheapest, cheapest_change, dearer
from pipeline.costing import Cost
from pipeline.query_text import BadBasket, pairs_of
from pipeline.types import terms_of
from pipeline.workload import Workload, parse_workload

TELL, MORE = "tell", "more"
CHEAPEST = "cheapest"
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Watch:
    """Tell me when another offer is the cheapest for my work, when my month costs so much more, or both."""

    workload: Workload
    cheapest: bool = False
    more: Decimal | None = None
    """In the currency of the offer."""

    def __str__(self) -> str:
        told = [(TELL, CHEAPEST)] if self.cheapest else []
        told += [(MORE, f"{self.more:f}")] if self.more is not None else []
        return urlencode([*self.workload.pairs(), *told], safe=",:/")


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a month cost when the reader was last told."""

    cheapest: tuple[Cost, ...] = ()
    """The cheapest offer of each currency, as it was."""
    reference: tuple[Cost, ...] = ()
    """What a rise is measured against: the cheapest at the last word, or at the lowest since."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What follows from the prices of a moment."""

    told: tuple[Overtaken | Dearer, ...]
    remembered: Remembered = field(default_factory=Remembered)


def parse_wish(given: str | Iterable[tuple[str, str]]) -> Basket | Watch:
    """The line of a subscription. Raises `BadBasket`."""
    pairs = [(name, value) for name, value in pairs_of(given) if value.strip()]
    if not any(name in (TELL, MORE) for name, _ in pairs):
        return parse(pairs)
    told = [value for name, value in pairs if name == TELL]
    more = [value for name, value in pairs if name == MORE]
    if any(value != CHEAPEST for value in told):
        raise BadBasket(TELL, CHEAPEST, told[0])
    if len(more) > 1 or any(not _AMOUNT.fullmatch(value) or not Decimal(value) for value in more):
        raise BadBasket(MORE, "an amount of money such as 20 or 12.50, once", more[0])
    workload = parse_workload([pair for pair in pairs if pair[0] not in (TELL, MORE)])
    if not workload.models:
        raise BadBasket("model", "the models that are good enough, with commas between")
    if not workload.input and not workload.output:
        raise BadBasket("input and output", "how many tokens a month, such as input=300M&output=60M")
    return Watch(workload, bool(told), Decimal(more[0]) if more else None)


def choose(watch: Watch, before: Remembered | None, now: Sequence[Cost]) -> Choice:
    """What to tell, and what to remember. The first look, with nothing remembered, is silent."""
    best = tuple(_bare(cost) for cost in cheapest(now).values())
    if before is None:
        return Choice((), Remembered(best, best))
    overtaken = tuple(_sold_elsewhere(one, now) for one in cheapest_change(before.cheapest, now))
    risen = dearer(before.reference, now, watch.more) if watch.more is not None else ()
    told: list[Overtaken | Dearer] = [*overtaken] if watch.cheapest else []
    reference = best if risen else _lowest(before.reference, best)
    return Choice((*told, *risen), Remembered(_followed(before.cheapest, now, overtaken), reference))


def remembered_text(remembered: Remembered) -> str:
    """As JSON."""
    return json.dumps([[_told(cost) for cost in costs] for costs in (remembered.cheapest, remembered.reference)])


def remembered_of(text: str) -> Remembered | None:
    """From `remembered_text`; None for the empty text. Raises `ValueError` on anything else."""
    if not text:
        return None
    best, reference = json.loads(text)
    return Remembered(tuple(map(_cost, best)), tuple(map(_cost, reference)))


def _lowest(reference: Iterable[Cost], best: Iterable[Cost]) -> tuple[Cost, ...]:
    lowest = {cost.currency: cost for cost in reference}
    for cost in best:
        known = lowest.get(cost.currency)
        if known is None or (known.total or 0) > (cost.total or 0):
            lowest[cost.currency] = cost
    return tuple(lowest.values())


def _sold_elsewhere(one: Overtaken, now: Iterable[Cost]) -> Overtaken:
    """With the old offer as it is now in another currency: what is still sold is not gone."""
    if one.was_now is not None:
        return one
    return replace(one, was_now=next((cost for cost in now if cost.offer == one.was.offer), None))


def _followed(before: Iterable[Cost], now: Sequence[Cost], overtaken: Iterable[Overtaken]) -> tuple[Cost, ...]:
    """The cheapest of each currency that the reader knows of, at its sum of now.

    A draw is not told, so the reader still takes the old offer for the cheapest; and where nothing is known any more,
    what was known is remembered: ignorance is no news, and no new beginning.
    """
    then, best = cheapest(before), cheapest(now)
    told = {one.currency for one in overtaken}
    kept = []
    for pool in {*then, *best} - {None} or {None}:
        was, winner = then.get(pool, then.get(None)), best.get(pool, best.get(None))
        if winner is not None and (was is None or pool in told or winner.offer == was.offer):
            kept.append(_bare(winner))
        elif was is not None:
            kept.append(_bare(_now(was, now)))
    return tuple(sorted(set(kept), key=lambda cost: (cost.currency or "", cost.offer)))


def _now(was: Cost, now: Iterable[Cost]) -> Cost:
    """The same offer at its sum of now; as it was where that is not known."""
    known = (cost for cost in now if cost.total is not None and cost.currency == was.currency)
    return next((cost for cost in known if cost.offer == was.offer), was)


def _bare(cost: Cost) -> Cost:
    """The offer and its sum, without what it is made of."""
    return Cost(cost.vendor, cost.page, cost.model, cost.model_id, cost.terms, cost.currency, cost.total, cost.at_least)


def _told(cost: Cost) -> list[object]:
    total = None if cost.total is None else f"{cost.total:f}"
    terms = dict(cost.terms)
    return [cost.vendor, cost.page, cost.model, cost.model_id, terms, cost.currency, total, f"{cost.at_least:f}"]


def _cost(told: Sequence[object]) -> Cost:
    vendor, page, model, model_id, terms, currency, total, at_least = told
    if not isinstance(terms, dict):
        raise ValueError("expected the terms of an offer")
    return Cost(
        str(vendor),
        str(page),
        str(model),
        None if model_id is None else str(model_id),
        terms_of(terms),
        None if currency is None else str(currency),
        None if total is None else Decimal(str(total)),
        Decimal(str(at_least)),
    )
