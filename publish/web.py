"""A store and a catalogue into a web application: feeds, pages, the API, the state of health."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from pipeline.alarms import Fared
from pipeline.types import Vendor
from publish import feed_routes
from publish.api.app import api
from publish.documents import answer
from publish.guarded import Guarded, problem
from publish.health import Health, health, ready
from publish.kept import Keeper
from publish.metrics import MEDIA_TYPE, database, gathered, text_of
from publish.news import fares
from publish.serving import Serving, WebSettings
from publish.site import errors
from publish.site import routes as site
from publish.statics import icon, statics
from storage.alarms import fared
from storage.answers import PageStatus
from storage.engine import Store
from storage.errors import StorageError
from storage.pages import page_status
from storage.tally import Tally
from storage.version import Version

__all__ = ["Serving", "WebSettings", "app", "utc_now"]

log = logging.getLogger(__name__)

FOR_EVER = "public, max-age=31536000, immutable"
Room = Callable[[Serving], Iterable[BaseRoute]]
"""What a part of the application serves: its routes and mounts, given what every route works with."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def app(
    store: Store,
    vendors: Mapping[str, Vendor],
    settings: WebSettings,
    clock: Callable[[], datetime] = utc_now,
    rooms: Iterable[Room] = (),
) -> Starlette:
    """The application; `rooms` go before what is served here. It only reads; each request that is not answered with
    what is kept asks the database in a transaction of its own."""
    serving = Serving(store, vendors, settings, clock, Version(store.engine))
    made = Starlette(
        routes=[
            *(route for room in (*rooms, feed_routes.routes, _api, site.routes, _pages) for route in room(serving))
        ],
        middleware=[Middleware(Guarded), Middleware(Keeper, serving.kept, serving.version)],
        exception_handlers=errors.handlers(),
    )
    made.state.serving = serving
    made.router.redirect_slashes = False
    return made


def _api(serving: Serving) -> list[BaseRoute]:
    settings = replace(serving.settings.api, version=serving.settings.version)
    return [Mount("/api/v1", api(serving.store, serving.vendors, settings, serving.clock))]


def _pages(serving: Serving) -> list[BaseRoute]:
    pages = Pages(serving)
    return [
        Route("/health", pages.health),
        Route("/readyz", pages.readyz),
        Route("/metrics", pages.metrics),
        Route("/robots.txt", _robots),
        Route("/favicon.ico", _favicon),
        Route("/favicon.svg", _favicon),
        Route("/static/{name}", _static),
    ]


class Pages:
    """The state of health, for people, load balancers and monitors."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self.since = serving.clock()
        self.tally = Tally()

    def health(self, _request: Request) -> Response:
        """`/health`: 200 with `ok` or `degraded`, 503 where the database does not answer."""
        state: Health | None = None
        settings = self.serving.settings
        try:
            with self.serving.store.read() as c:
                state = health(fares(page_status(c), self.serving.clock()), settings.grace)
        except (StorageError, SQLAlchemyError):
            log.exception("the database does not answer")
        body = {"version": settings.version, **(state.told() if state else {"status": "down", "database": "down"})}
        status = HTTPStatus.OK if state else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse(body, status, {"Cache-Control": "no-store"})

    def readyz(self, _request: Request) -> Response:
        """`/readyz`: 200 where the database answers and no page is overdue, else 503 with the reason."""
        try:
            with self.serving.store.read() as c:
                body = ready(self._fared(page_status(c)), self.serving.clock(), self.since)
        except (StorageError, SQLAlchemyError):
            log.exception("the database does not answer")
            body = {"ready": False, "reason": "the database does not answer"}
        status = HTTPStatus.OK if body["ready"] else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse(body, status, {"Cache-Control": "no-store"})

    def metrics(self, _request: Request) -> Response:
        """`/metrics`: the counts, as Prometheus reads them; 200 without a database too, which is one of them."""
        now = self.serving.clock()
        try:
            with self.serving.store.read() as c:
                statuses = page_status(c)
                text = text_of(gathered(c, self.tally, fares(statuses, now), self._fared(statuses), now))
        except (StorageError, SQLAlchemyError):
            log.exception("the database does not answer")
            text = text_of(database(up=False))
        return PlainTextResponse(text, headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)

    def _fared(self, statuses: Iterable[PageStatus]) -> list[Fared]:
        if not self.serving.settings.scheduled:
            return []
        return fared(statuses, (page for vendor in self.serving.vendors.values() for page in vendor.pages))


async def _static(request: Request) -> Response:
    served = statics().get(request.path_params["name"])
    return problem(HTTPStatus.NOT_FOUND) if served is None else answer(request, served, FOR_EVER)


async def _favicon(request: Request) -> Response:
    return answer(request, icon(), "public, max-age=86400")


async def _robots(_request: Request) -> Response:
    return PlainTextResponse("User-agent: *\nAllow: /\n", headers={"Cache-Control": "public, max-age=86400"})
