"""Prices beside each other into lists: price wars, and the gaps between resellers and makers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from pipeline.bursts import DOWN, OPENINGS, UP, bursts, is_flagship
from pipeline.gaps import Offer, gaps, one_each
from pipeline.names import maker_of, sold_by
from pipeline.types import Channel, EventKind, Vendor
from publish.api.asked import BurstsAsked, GapsAsked, beginning
from publish.api.desk import Here, check_vendors, list_responses, listed
from publish.api.shapes import BurstShape, GapShape, Listed
from publish.api.told import burst_shape, gap_shape
from storage.events import events
from storage.listing import models_sold, offers_of
from storage.queries import EventQuery, Order

MOST_MOVES = 5_000
"""So many of the span's newest moves are looked at."""
SPAN = timedelta(days=400)
RESELLING = frozenset({Channel.RESELLER, Channel.HOST, Channel.CLOUD})

routes = APIRouter(tags=["market"])


@routes.get("/bursts", response_model=Listed[BurstShape], responses=list_responses(), operation_id="bursts")
def price_wars(request: Request, here: Here, asked: Annotated[BurstsAsked, Query()]) -> Response:
    """Price wars by time: who moved first, who followed when and how deep, and what was not cut.

    Looked for among the moves of makers' own prices that fall into the span asked for.
    """
    query = EventQuery(
        kinds=DOWN | UP | OPENINGS | {EventKind.LIMIT_TIGHTENED},
        since=beginning(asked.since) if asked.since else _before(here.clock(), SPAN),
        until=beginning(asked.until) if asked.until else None,
        members=False,
    )
    makers = _of_channels(here.vendors, frozenset({Channel.FIRST_PARTY}))
    with here.store.read() as c:
        told = events(c, query, limit=MOST_MOVES, order=Order.NEWEST_FIRST)
        moves = [one for one in told if one.vendor in makers]
        sold = models_sold(c, {one.vendor for one in moves})
    found = bursts(moves, [one for one in sold if is_flagship(one[1])])
    return listed(request, here, asked, BurstShape, [burst_shape(burst) for burst in found])


@routes.get(
    "/gaps", response_model=Listed[GapShape], responses=list_responses(HTTPStatus.NOT_FOUND), operation_id="gaps"
)
def reseller_gaps(request: Request, here: Here, asked: Annotated[GapsAsked, Query()]) -> Response:
    """Where a reseller's price now lies 5 % or more under the maker's own list price, the widest first.

    Said only where both pages were read within two days of now: a stale price is no gap.
    """
    check_vendors(here, [asked.vendor] if asked.vendor else [])
    resellers = _of_channels(here.vendors, RESELLING)
    makers = _of_channels(here.vendors, frozenset({Channel.FIRST_PARTY}))
    with here.store.read() as c:
        standing = one_each(offers_of(c, resellers | makers, asked.model))
    own = [offer for offer in standing if offer.vendor in makers and _is_its_own(offer)]
    others = [offer for offer in standing if offer.vendor in resellers and asked.vendor in (None, offer.vendor)]
    found = sorted(gaps(others, own, {}, here.clock()), key=lambda gap: gap.percent, reverse=True)
    return listed(request, here, asked, GapShape, [gap_shape(gap) for gap in found])


def _of_channels(vendors: Mapping[str, Vendor], channels: frozenset[Channel]) -> frozenset[str]:
    return frozenset(vendor.id for vendor in vendors.values() if vendor.channel in channels)


def _is_its_own(offer: Offer) -> bool:
    maker = maker_of(offer.rate.model_id or "")
    return maker is not None and sold_by(maker) == offer.vendor


def _before(now: datetime, span: timedelta) -> datetime:
    return now - span
