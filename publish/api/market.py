"""Prices beside each other into lists: price wars, and the gaps between resellers and makers."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from publish import market
from publish.api.asked import BurstsAsked, GapsAsked, beginning
from publish.api.desk import Here, check_vendors, list_responses, listed
from publish.api.shapes import BurstShape, GapShape, Listed
from publish.api.told import burst_shape, gap_shape

SPAN = timedelta(days=400)

routes = APIRouter(tags=["market"])


@routes.get("/bursts", response_model=Listed[BurstShape], responses=list_responses(), operation_id="bursts")
def price_wars(request: Request, here: Here, asked: Annotated[BurstsAsked, Query()]) -> Response:
    """Price wars by time: who moved first, who followed when and how deep, and what was not cut.

    Looked for among the moves of makers' own prices that fall into the span asked for.
    """
    since = beginning(asked.since) if asked.since else here.clock() - SPAN
    until = beginning(asked.until) if asked.until else None
    with here.store.read() as c:
        wars = market.price_wars(c, here.vendors, since, until)
    return listed(request, here, asked, BurstShape, [burst_shape(burst) for burst in wars.bursts])


@routes.get(
    "/gaps", response_model=Listed[GapShape], responses=list_responses(HTTPStatus.NOT_FOUND), operation_id="gaps"
)
def reseller_gaps(request: Request, here: Here, asked: Annotated[GapsAsked, Query()]) -> Response:
    """Where a reseller's price now lies 5 % or more under the maker's own list price, the widest first.

    Said only where both pages were read within two days of now: a stale price is no gap.
    """
    check_vendors(here, [asked.vendor] if asked.vendor else [])
    with here.store.read() as c:
        found = market.reseller_gaps(c, here.vendors, here.clock(), asked.model)
    shapes = [gap_shape(gap) for gap in found if asked.vendor in (None, gap.reseller.vendor)]
    return listed(request, here, asked, GapShape, shapes)
