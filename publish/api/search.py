"""Words into whatever is found by them: vendors, models, and events page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from pipeline.types import Event, Vendor
from publish.api import cursors
from publish.api.asked import SearchAsked
from publish.api.desk import Desk, Here, list_responses, listed, page_of
from publish.api.shapes import HitShape, Listed
from publish.money import Lang
from publish.naming import vendor_name
from publish.sought import reading_told, told_of, vendors_named
from publish.titles import title
from storage.events import events
from storage.listing import Model, models_found
from storage.queries import Cursor

MOST_NAMES = 10
"""So many vendors, and so many models, are told before the events; /models has all."""

routes = APIRouter(tags=["search"])


@routes.get("/search", response_model=Listed[HitShape], responses=list_responses(), operation_id="search")
def found_by_words(request: Request, here: Here, asked: Annotated[SearchAsked, Query()]) -> Response:
    """The vendors and models of such a name, the nearest first, then the events that tell of it, the newest first."""
    root = request.scope.get("root_path", "")
    after = cursors.event_place(asked.cursor) if asked.cursor else cursors.TOP
    with here.store.read() as c:
        named = models_found(c, asked.q, MOST_NAMES) if not asked.cursor else []
        told = events(c, told_of(reading_told(c, asked.q)), after, asked.limit + 1)
    sold_by = vendors_named(here.vendors.values(), asked.q)[:MOST_NAMES] if not asked.cursor else []
    names = [*_vendor_hits(sold_by, here, asked.lang, root), *_model_hits(named, root)][: asked.limit]
    shown, last = page_of(told, asked.limit - len(names)) if len(names) < asked.limit else ([], None)
    if len(names) == asked.limit and told:
        place: Cursor | None = after
    else:
        place = Cursor.after(last) if last else None
    hits = [*names, *_event_hits(shown, here, asked.lang, root)]
    return listed(request, here, asked, HitShape, hits, cursors.event_cursor(place) if place else None)


def _vendor_hits(vendors: Sequence[Vendor], here: Desk, lang: Lang, root: str) -> Iterator[HitShape]:
    for vendor in vendors:
        name, address = vendor_name(vendor.id, here.vendors, lang), f"{root}/events?{urlencode({'vendor': vendor.id})}"
        yield HitShape(what="vendor", id=vendor.id, title=name, vendor=vendor.id, at=None, href=address)


def _model_hits(found: Sequence[Model], root: str) -> Iterator[HitShape]:
    for model in found:
        name = model.model_id or model.names[0]
        address = f"{root}/history?{urlencode({'model': name})}"
        yield HitShape(what="model", id=name, title=model.names[0], vendor=None, at=None, href=address)


def _event_hits(told: Sequence[Event], here: Desk, lang: Lang, root: str) -> Iterator[HitShape]:
    for event in told:
        yield HitShape(
            what="event",
            id=event.id,
            title=title(event, here.vendors, lang),
            vendor=event.vendor,
            at=event.observed_at,
            href=f"{root}/events/{quote(event.id, safe='')}",
        )
