"""Somebody to be told, asked for by a program: kept, and asked back by letter before anything is sent."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Security
from fastapi.security import HTTPBearer
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from pipeline.query_text import BadBasket
from pipeline.subscriptions import NO_EVENT, BadSubscription, Cadence, Subscriber, check
from pipeline.watch import parse_wish
from publish.api.desk import Desk, Here, document_of, json_of, sent
from publish.api.forms import Form
from publish.api.problems import Refused, documented
from publish.api.writing import Strict, Writing
from publish.letters.mail import BadAddress, checked_address
from storage.subscribing import Asked, ask
from storage.wishes import check_known

routes = APIRouter(
    tags=["writing"], route_class=Writing, dependencies=[Security(HTTPBearer(scheme_name="token", auto_error=False))]
)
MAIL = "mail"


class Subscription(Strict):
    """Who is to be told of what, and how soon."""

    address: str = Field(max_length=254, description="An e-mail address; a letter asks it back.")
    basket: str = Field("", max_length=4_000, description="As in a feed's address; a watched workload; empty: all.")
    lang: Literal["en", "zh"] = "en"
    cadence: Literal["at_once", "daily", "weekly"] = "at_once"
    zone: str = Field("UTC", max_length=64, description="IANA zone of `hour`.")
    hour: int = Field(8, ge=0, le=23, description="Of a digest.")
    weekday: int = Field(0, ge=0, le=6, description="Of a weekly digest; 0 is Monday.")


class SubscriptionAnswer(BaseModel):
    """What became of it."""

    basket: str = Field(description="In its canonical form.")
    state: Literal["asked_back", "told"] = Field(
        description="asked_back: a letter asks whether it was meant; told: the address is told of this already."
    )


@routes.post(
    "/subscriptions",
    response_model=SubscriptionAnswer,
    responses=documented(
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.CONFLICT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    ),
    operation_id="subscribe",
)
def subscribe(request: Request, here: Here, said: Annotated[Subscription, Body()]) -> Response:
    """Tell an address of a basket by e-mail. Nothing is sent before whoever reads there said yes."""
    reader = _reader(said).taken_within(here.vendors.values())
    _check_known(here, reader)
    with here.store.write() as c:
        became = ask(c, reader, here.clock())
    if became is Asked.TOO_OFTEN:
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, "This address was asked back often enough today.")
    answer = SubscriptionAnswer(basket=reader.line, state="told" if became is Asked.TOLD else "asked_back")
    response = sent(request, here, document_of(json_of(answer), Form.JSON))
    response.headers["Cache-Control"] = "no-store"
    return response


def _check_known(here: Desk, reader: Subscriber) -> None:
    """Raises `Refused` (409) for a vendor or a watched model that nobody knows."""
    try:
        with here.store.read() as c:
            check_known(c, reader, here.vendors)
    except BadBasket as error:
        raise Refused(HTTPStatus.CONFLICT, f"basket: {error}.") from None


def _reader(said: Subscription) -> Subscriber:
    """Raises `Refused` (409) with the part that is wrong."""
    try:
        address, wish = checked_address(said.address), parse_wish(said.basket)
        cadence, hours = Cadence(said.cadence), (said.hour, said.weekday)
        asks = Subscriber(secrets.token_urlsafe(12), MAIL, address, NO_EVENT, said.lang, cadence, said.zone, *hours)
        check(asks)
    except BadAddress:
        raise Refused(HTTPStatus.CONFLICT, "address: expected an e-mail address.") from None
    except (BadBasket, BadSubscription) as error:
        raise Refused(HTTPStatus.CONFLICT, f"{error}.") from None
    return asks.wishing(wish)
