"""A word of who may write into a ruling: an event that was told and is wrong is taken back or put right."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from hmac import compare_digest
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Security
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from pipeline.diff import kind_of_move, percent
from pipeline.types import Event, EventKind, EventState, Rate, State
from publish.api.desk import Desk, Here, document_of, json_of, sent
from publish.api.events import SHOWN, EventId, detail
from publish.api.forms import Form
from publish.api.problems import Refused, documented
from publish.api.settings import ApiSettings
from publish.api.shapes import EventDetail
from storage.corrections import correct
from storage.events import event, members_of

RULE = "by_hand"
MOVES = frozenset({EventKind.PRICE_CUT, EventKind.PRICE_RISE, EventKind.BECAME_FREE, EventKind.FREE_ENDED})

_REASON = r"^[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]{0,499}$"
_NUMBER = r"^[0-9]{1,9}(?:\.[0-9]{1,12})?$"


class Writing(APIRoute):
    """A route that writes: whoever holds no token is refused before a byte of the body is read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        write = super().get_route_handler()

        async def authorised(request: Request) -> Response:
            authorise(request, request.app.state.desk.settings)
            return await write(request)

        return authorised


routes = APIRouter(
    tags=["writing"], route_class=Writing, dependencies=[Security(HTTPBearer(scheme_name="token", auto_error=False))]
)


class Strict(BaseModel):
    """Nothing but what it names can be set."""

    model_config = ConfigDict(extra="forbid")


class Retraction(Strict):
    """The event was wrong altogether."""

    state: Literal["retracted"]
    reason: str = Field(pattern=_REASON, description="In one sentence; readers see it.")


class Right(Strict):
    """The new price as it should have been told; what is left out was told right."""

    unit_price: str = Field(pattern=_NUMBER, description="0 is free.")
    currency: str | None = Field(None, pattern=r"^[A-Z]{3,8}$")
    per: str | None = Field(None, pattern=r"^[1-9][0-9]{0,8}$")


class Amendment(Strict):
    """The event was right but for its new price."""

    state: Literal["corrected"]
    reason: str = Field(pattern=_REASON, description="In one sentence; readers see it.")
    right: Right


Correction = Annotated[Retraction | Amendment, Body(discriminator="state")]


@routes.post(
    "/events/{event_id}/corrections",
    response_model=EventDetail,
    responses=documented(
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    ),
    operation_id="correct",
)
def take_back_or_put_right(request: Request, here: Here, event_id: EventId, said: Correction) -> Response:
    """Take an event back, or correct its new price. It stays on record, and is told again under the same id.

    A headline is taken back with all the events that it tells.
    """
    with here.store.write() as c:
        told = event(c, event_id)
        if told is None or told.state not in SHOWN:
            raise Refused(HTTPStatus.NOT_FOUND, "No event of this id was told.")
        if isinstance(said, Retraction):
            _retract(c, here, told, said.reason)
        else:
            correct(c, told.id, EventState.CORRECTED, said.reason, here.clock(), corrected(told, said.right), RULE)
        answer = detail(c, here, event_id, "en")
    response = sent(request, here, document_of(json_of(answer), Form.JSON))
    response.headers["Cache-Control"] = "no-store"
    return response


def authorise(request: Request, settings: ApiSettings) -> None:
    """Raises `Refused`: 403 where nobody may write, 401 without a token that counts."""
    if not settings.tokens:
        raise Refused(HTTPStatus.FORBIDDEN, "This server is read-only: it has no write token.")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    shown = sha256(given.strip().encode()).digest()
    # Every token is compared, each as a digest: how long it takes tells nothing of any of them.
    known = [compare_digest(shown, sha256(token.encode()).digest()) for token in settings.tokens]
    if scheme.lower() != "bearer" or not any(known):
        raise Refused(HTTPStatus.UNAUTHORIZED, "A write token was expected.", {"WWW-Authenticate": "Bearer"})


def corrected(told: Event, right: Right) -> Event:
    """The event as it should have been told. Raises `Refused` (409) where it has no one price, or none would move."""
    if told.new is None:
        raise Refused(HTTPStatus.CONFLICT, "The event tells no single new price; it can only be retracted.")
    new = _rate(told.new, right)
    kind = told.kind
    if told.kind in MOVES and told.old is not None:
        moved = kind_of_move(told.old, new)
        if moved not in MOVES:
            raise Refused(HTTPStatus.CONFLICT, "With this price nothing would have moved: retract the event.")
        kind = moved
    return replace(told, new=new, kind=kind, percent=percent(told.old, new))


def _rate(told: Rate, right: Right) -> Rate:
    price = Decimal(right.unit_price)
    return replace(
        told,
        unit_price=price,
        list_price=None,
        state=State.PRICED if price else State.FREE,
        currency=right.currency or told.currency,
        per=Decimal(right.per) if right.per else told.per,
    )


def _retract(c: Connection, here: Desk, told: Event, reason: str) -> None:
    for event_id in (told.id, *members_of(c, told.id)):
        correct(c, event_id, EventState.RETRACTED, reason, here.clock(), rule=RULE)
