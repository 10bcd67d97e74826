"""A store and a catalogue into a web application: feeds, pages, the API, the state of health."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from pipeline.basket import BadBasket
from pipeline.types import Vendor
from publish import feed_routes
from publish.asked import asked_for
from publish.coverage import coverage
from publish.documents import answer, document
from publish.front import Front, front
from publish.guarded import Guarded, problem
from publish.health import Health, health
from publish.kept import Keeper
from publish.money import Lang
from publish.news import fares
from publish.serving import Serving, WebSettings
from publish.statics import icon, statics, stylesheet
from storage.engine import Store
from storage.errors import StorageError
from storage.pages import page_status
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
        routes=[*(route for room in (*rooms, feed_routes.routes, _pages) for route in room(serving))],
        middleware=[Middleware(Guarded), Middleware(Keeper, serving.kept, serving.version)],
        exception_handlers={
            BadBasket: _bad_basket,
            HTTPException: _http_error,
            StorageError: _unreachable,
            SQLAlchemyError: _unreachable,
        },
    )
    made.state.serving = serving
    made.router.redirect_slashes = False
    return made


def _pages(serving: Serving) -> list[BaseRoute]:
    pages = Pages(serving)
    return [
        Route("/", pages.front_page),
        Route("/health", pages.health),
        Route("/robots.txt", _robots),
        Route("/favicon.ico", _favicon),
        Route("/favicon.svg", _favicon),
        Route("/static/{name}", _static),
    ]


class Pages:
    """The front page and the state of health."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving

    def front_page(self, request: Request) -> Response:
        """`/`: HTML, in the language asked for, or else in the one the browser prefers."""
        asked = asked_for(request.query_params.multi_items())
        lang = asked.lang or _preferred(request)
        now, settings, vendors = self.serving.clock(), self.serving.settings, self.serving.vendors
        with self.serving.store.read() as c:
            self.serving.check(c, asked.basket)
            told = self.serving.worded(c, asked, lang)
            statuses = page_status(c)
        shown = Front(
            asked=asked,
            lang=lang,
            entries=told.entries,
            covered=coverage(statuses, vendors, now, lang, timedelta(seconds=settings.overdue_seconds)),
            fares=fares(statuses, now),
            now=now,
            stylesheet=stylesheet(),
        )
        page = document(front(shown, vendors), "text/html; charset=utf-8")
        return answer(request, page, self.serving.cache_control, "Accept-Encoding, Accept-Language")

    def health(self, _request: Request) -> Response:
        """`/health`: 200 with `ok` or `degraded`, 503 where the database does not answer."""
        state: Health | None = None
        settings = self.serving.settings
        try:
            with self.serving.store.read() as c:
                state = health(fares(page_status(c), self.serving.clock()), settings.overdue_seconds)
        except (StorageError, SQLAlchemyError):
            log.exception("the database does not answer")
        body = {"version": settings.version, **(state.told() if state else {"status": "down", "database": "down"})}
        status = HTTPStatus.OK if state else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse(body, status, {"Cache-Control": "no-store"})


async def _static(request: Request) -> Response:
    served = statics().get(request.path_params["name"])
    return problem(HTTPStatus.NOT_FOUND) if served is None else answer(request, served, FOR_EVER)


async def _favicon(request: Request) -> Response:
    return answer(request, icon(), "public, max-age=86400")


async def _robots(_request: Request) -> Response:
    return PlainTextResponse("User-agent: *\nAllow: /\n", headers={"Cache-Control": "public, max-age=86400"})


def _preferred(request: Request) -> Lang:
    """Chinese where the browser names it before English."""
    for accepted in request.headers.get("accept-language", "").lower().split(","):
        tag = accepted.partition(";")[0].strip().partition("-")[0]
        if tag in ("zh", "en"):
            return "zh" if tag == "zh" else "en"
    return "en"


async def _bad_basket(_request: Request, error: Exception) -> Response:
    return problem(HTTPStatus.BAD_REQUEST, str(error))


async def _http_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return problem(HTTPStatus(error.status_code), headers=error.headers)


async def _unreachable(_request: Request, error: Exception) -> Response:
    log.error("the database does not answer: %s", type(error).__name__, exc_info=error)
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, "The database does not answer.", {"Retry-After": "30"})
