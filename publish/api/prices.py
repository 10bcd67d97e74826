"""What is asked of the rates into lists: what things cost on a day as known on a day, and every span of a price."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from publish.api import cursors
from publish.api.asked import HistoryAsked, PricesAsked, end
from publish.api.desk import Here, check_vendors, list_responses, listed, page_of
from publish.api.problems import Refused
from publish.api.shapes import Listed, PriceShape
from publish.api.told import price_shape
from storage.listing import RateQuery, is_known, rates_on, spans_of

routes = APIRouter(tags=["prices"])


@routes.get(
    "/prices", response_model=Listed[PriceShape], responses=list_responses(HTTPStatus.NOT_FOUND), operation_id="prices"
)
def prices_on_a_day(request: Request, here: Here, asked: Annotated[PricesAsked, Query()]) -> Response:
    """What things cost `on` a day, as was `known` on another, in the order in which it became known.

    Without a day the moment of the first question counts, for all the pages that follow it.
    """
    check_vendors(here, [asked.vendor] if asked.vendor else [])
    on, known, after = _place(asked, here.clock())
    query = RateQuery(known, asked.vendor, asked.model, asked.meter, asked.page)
    with here.store.read() as c:
        _check_model(c, asked.model)
        found, last = page_of(rates_on(c, query, on, after, asked.limit + 1), asked.limit)
    further = f"{cursors.micros(on)}-{cursors.micros(known)}-{last.seq}" if last else None
    return listed(request, here, asked, PriceShape, [price_shape(row.price) for row in found], further)


@routes.get(
    "/history",
    response_model=Listed[PriceShape],
    responses=list_responses(HTTPStatus.NOT_FOUND),
    operation_id="history",
)
def history_of_prices(request: Request, here: Here, asked: Annotated[HistoryAsked, Query()]) -> Response:
    """Every span of a model's, vendor's or meter's prices, the earliest first, as was `known` on a day."""
    check_vendors(here, [asked.vendor] if asked.vendor else [])
    given = asked.cursor.split("-") if asked.cursor else None
    known = end(asked.known) if asked.known else cursors.moment(given[0]) if given else here.clock()
    after = (cursors.moment(given[1]), int(given[2])) if given else None
    query = RateQuery(known, asked.vendor, asked.model, asked.meter)
    with here.store.read() as c:
        _check_model(c, asked.model)
        found, last = page_of(spans_of(c, query, after, asked.limit + 1), asked.limit)
    further = f"{cursors.micros(known)}-{cursors.micros(last.price.valid_from)}-{last.seq}" if last else None
    return listed(request, here, asked, PriceShape, [price_shape(row.price) for row in found], further)


def _check_model(c: Connection, model: str | None) -> None:
    """That nothing is told of a name that is written otherwise could be taken for no price on that day: 404."""
    if model is not None and not is_known(c, model):
        raise Refused(HTTPStatus.NOT_FOUND, "No price of this model is on record; /models?q= finds how it is written.")


def _place(asked: PricesAsked, now: datetime) -> tuple[datetime, datetime, int]:
    """The two days, and the row behind which the page begins."""
    given = asked.cursor.split("-") if asked.cursor else None
    on = end(asked.on) if asked.on else cursors.moment(given[0]) if given else now
    known = end(asked.known) if asked.known else cursors.moment(given[1]) if given else now
    return on, known, int(given[2]) if given else 0
