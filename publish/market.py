"""Events and offers of the whole market into price wars, and into the gaps between resellers and makers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from pipeline.bursts import DOWN, OPENINGS, UP, Burst, bursts, is_flagship
from pipeline.gaps import Gap, Offer, gaps, one_each
from pipeline.names import maker_of, sold_by
from pipeline.types import Channel, Event, EventKind, Vendor
from storage.events import events
from storage.listing import models_sold, offers_of
from storage.queries import EventQuery, Order

MOST_MOVES = 5_000
"""So many of the newest moves are looked at."""
RESELLING = frozenset({Channel.RESELLER, Channel.HOST, Channel.CLOUD})
MAKING = frozenset({Channel.FIRST_PARTY})


@dataclass(frozen=True, slots=True)
class Wars:
    """The price wars by time, and the events that they are made of by their ids."""

    bursts: tuple[Burst, ...]
    moves: Mapping[str, Event]


def price_wars(
    c: Connection, vendors: Mapping[str, Vendor], since: datetime | None = None, until: datetime | None = None
) -> Wars:
    """Looked for among the moves of makers' own prices within the span."""
    kinds = DOWN | UP | OPENINGS | {EventKind.LIMIT_TIGHTENED}
    query = EventQuery(kinds=kinds, since=since, until=until, members=False)
    makers = _of(vendors, MAKING)
    told = events(c, query, limit=MOST_MOVES, order=Order.NEWEST_FIRST)
    moves = [one for one in told if one.vendor in makers]
    sold = models_sold(c, {one.vendor for one in moves})
    found = bursts(moves, [one for one in sold if is_flagship(one[1])])
    return Wars(tuple(found), {one.id: one for one in moves})


def reseller_gaps(
    c: Connection, vendors: Mapping[str, Vendor], now: datetime, model: str | None = None
) -> tuple[Gap, ...]:
    """Where a reseller's price now lies under the maker's own list price, the widest first; see `pipeline.gaps`."""
    resellers, makers = _of(vendors, RESELLING), _of(vendors, MAKING)
    standing = one_each(offers_of(c, resellers | makers, model))
    own = [offer for offer in standing if offer.vendor in makers and _is_its_own(offer)]
    others = [offer for offer in standing if offer.vendor in resellers]
    return tuple(sorted(gaps(others, own, {}, now), key=lambda gap: gap.percent, reverse=True))


def _of(vendors: Mapping[str, Vendor], channels: frozenset[Channel]) -> frozenset[str]:
    return frozenset(vendor.id for vendor in vendors.values() if vendor.channel in channels)


def _is_its_own(offer: Offer) -> bool:
    maker = maker_of(offer.rate.model_id or "")
    return maker is not None and sold_by(maker) == offer.vendor
