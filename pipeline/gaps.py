"""A reseller's or host's price beside the maker's own list price of the same model → the gap, when it opens, moves or
closes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from pipeline.match import list_per_unit, per_unit
from pipeline.types import Rate, State

FRESH = timedelta(hours=48)
"""Both prices must have been looked at within this time of each other, else one side is stale and nothing is said."""
OPEN = Decimal(5)
"""Percent under the maker's list price from which there is a gap."""
MOVED = Decimal(5)
"""Percentage points by which a gap has to move to be told again."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One vendor's rate, and when its page was last seen to say so."""

    vendor: str
    page: str
    rate: Rate
    seen_at: datetime
    capture_sha256: str


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a reseller's price lies under the maker's list price."""

    reseller: Offer
    maker: Offer
    percent: Decimal
    """(list price − reseller's price) ÷ list price × 100; 0 for a gap that closed."""
    before: Decimal | None
    """The gap last told; None where there was none."""

    @property
    def subject(self) -> Hashable:
        return subject(self.reseller)


def subject(offer: Offer) -> Hashable:
    """What a gap is about, as the gaps last told are kept: reseller, model, meter and terms."""
    return offer.vendor, offer.rate.model_id, offer.rate.meter, offer.rate.terms


def gaps(
    resellers: Iterable[Offer], makers: Iterable[Offer], last: Mapping[Hashable, Decimal], now: datetime
) -> list[Gap]:
    """The gaps that are news: opened, closed, or moved by more than `MOVED` points since they were last told.

    Prices are compared only for one model, meter, currency, unit and terms; a stale side suppresses the gap.
    """
    listed: dict[Hashable, list[Offer]] = {}
    for offer in makers:
        listed.setdefault(_comparable(offer.rate), []).append(offer)
    found = []
    for offer in resellers:
        against = listed.get(_comparable(offer.rate), [])
        if len(against) == 1 and _fresh(offer, now) and _fresh(against[0], now):
            gap = _gap(offer, against[0], last.get(subject(offer)))
            found += [gap] if gap else []
    return found


def _comparable(rate: Rate) -> Hashable:
    return rate.model_id, rate.meter, rate.currency, rate.unit, rate.terms


def _fresh(offer: Offer, now: datetime) -> bool:
    return now - offer.seen_at <= FRESH


def _gap(reseller: Offer, maker: Offer, before: Decimal | None) -> Gap | None:
    asked, listed = per_unit(reseller.rate), list_per_unit(maker.rate)
    if reseller.rate.state is not State.PRICED or maker.rate.state is not State.PRICED or not asked or not listed:
        return None
    percent = ((listed - asked) / listed * 100).quantize(Decimal("0.1"))
    percent = percent if percent >= OPEN else Decimal(0)
    was = before or Decimal(0)
    if percent == was or (percent and was and abs(percent - was) < MOVED):
        return None
    return Gap(reseller, maker, percent, before)


def one_each(offers: Sequence[Offer]) -> list[Offer]:
    """Offers of which each vendor has just one for a model, meter and terms: of several pages, the one seen last."""
    newest: dict[Hashable, Offer] = {}
    for offer in offers:
        key = (offer.vendor, _comparable(offer.rate))
        if key not in newest or newest[key].seen_at < offer.seen_at:
            newest[key] = offer
    return list(newest.values())
