"""A basket into the events that are in it, and an event's id into all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from pipeline.basket import Basket, parse
from pipeline.query_text import BadBasket
from pipeline.types import EventState
from publish.api import cursors
from publish.api.asked import EventAsked, EventsAsked, beginning
from publish.api.desk import NOT_MODIFIED, Desk, Here, check_vendors, list_responses, listed, one, page_of
from publish.api.problems import Refused, documented
from publish.api.shapes import EventDetail, EventShape, Listed
from publish.api.told import event_detail, event_shape, story_shape
from publish.money import Lang
from publish.sides import with_sides
from storage.corrections import rulings_of
from storage.events import event, events, members_of
from storage.queries import TOLD, Cursor, EventQuery
from storage.standings import standings_of
from storage.stories import stories_of

SHOWN = TOLD | {EventState.RETRACTED}
"""What was told once can be asked for; what is held or was dropped was never told."""

routes = APIRouter(tags=["events"])

EventId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="The event's id.")]


@routes.get(
    "/events", response_model=Listed[EventShape], responses=list_responses(HTTPStatus.NOT_FOUND), operation_id="events"
)
def events_in_a_basket(request: Request, here: Here, asked: Annotated[EventsAsked, Query()]) -> Response:
    """The events of a basket, the newest first by when they were observed."""
    basket = basket_of(asked)
    check_vendors(here, sorted(basket.vendors))
    query = EventQuery(
        basket=basket.within(here.vendors.values()),
        states=frozenset(map(EventState, _values(asked.state))) or TOLD,
        members=asked.members == "true",
    )
    after = cursors.event_place(asked.cursor) if asked.cursor else None
    with here.store.read() as c:
        told, last = page_of(events(c, query, after, asked.limit + 1), asked.limit)
        told = with_sides(c, told)
        standings = standings_of(c, [one.id for one in told])
    shapes = [event_shape(one, here.vendors, asked.lang, standings.get(one.id)) for one in told]
    further = cursors.event_cursor(Cursor.after(last)) if last else None
    return listed(request, here, asked, EventShape, shapes, further)


@routes.get(
    "/events/{event_id}",
    response_model=EventDetail,
    responses={304: NOT_MODIFIED, **documented(HTTPStatus.NOT_FOUND)},
    operation_id="event",
)
def one_event(request: Request, here: Here, event_id: EventId, asked: Annotated[EventAsked, Query()]) -> Response:
    """One event with its evidence, every ruling and correction, the events it gathers, and the stories that tell it."""
    with here.store.read() as c:
        told = detail(c, here, event_id, asked.lang)
    return one(request, here, asked, told)


def detail(c: Connection, here: Desk, event_id: str, lang: Lang) -> EventDetail:
    """All that is known of one event. Raises `Refused` (404) for one that nobody was told of."""
    found = event(c, event_id)
    if found is None or found.state not in SHOWN:
        raise Refused(HTTPStatus.NOT_FOUND, "No event of this id was told.")
    (found,) = with_sides(c, [found])
    shape = event_shape(found, here.vendors, lang, standings_of(c, [event_id]).get(event_id))
    stories = [story_shape(row, here.vendors, lang) for row in stories_of(c, [event_id]).get(event_id, [])]
    return event_detail(shape, rulings_of(c, event_id), members_of(c, event_id), stories)


def basket_of(asked: EventsAsked) -> Basket:
    """Raises `Refused` (422) with the basket's own sentence."""
    try:
        return parse(_pairs(asked))
    except BadBasket as error:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"{error}.") from None


def _pairs(asked: EventsAsked) -> Iterator[tuple[str, str]]:
    for name in ("vendor", "model", "maker", "kind", "term", "region", "source", "channel", "page"):
        yield from ((name, value) for value in getattr(asked, name))
    for name in ("direction", "size", "news", "q"):
        yield name, getattr(asked, name) or ""
    for name in ("since", "until"):
        given = getattr(asked, name)
        yield name, beginning(given).isoformat() if given else ""


def _values(given: list[str]) -> Iterator[str]:
    for several in given:
        yield from several.split(",")
