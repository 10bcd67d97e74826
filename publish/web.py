"""A store and a catalogue into a web application: the feed, the front page, the state of health."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from http import HTTPStatus

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from pipeline.types import Vendor
from publish.asked import Asked, BadQuery, asked_for
from publish.coverage import coverage
from publish.documents import Document, answer, document
from publish.entry import Entry
from publish.feeds import feed
from publish.front import Front, front
from publish.guarded import Guarded, problem
from publish.health import Health, health
from publish.made import Made
from publish.money import Lang
from publish.news import Fares, Told, entries, fares, latest
from publish.plain import web_link
from publish.rss import MEDIA_TYPE, rss
from publish.statics import icon, statics, stylesheet
from storage.engine import Store
from storage.errors import StorageError
from storage.pages import page_status
from storage.wire import newest_wire_seq

log = logging.getLogger(__name__)

KEPT = 256
"""So many feeds are kept as they were served; the next line on the wire makes them anew."""
FOR_EVER = "public, max-age=31536000, immutable"


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How the wire is served."""

    public_url: str = "http://127.0.0.1:8000"
    """How readers reach it: stands in the feeds' links. Never taken from a request."""
    ttl: int = 15
    """Minutes a feed reader may wait before it looks again."""
    max_age: int = 60
    """Seconds for which a proxy may serve a feed or page again unasked."""
    overdue_seconds: int = 3_600
    """A page later than that is shown as overdue and makes the health `degraded`."""
    version: str = ""

    def __post_init__(self) -> None:
        if web_link(self.public_url) is None or self.public_url.endswith("/"):
            raise ValueError(f"public URL: http(s)://host without a slash at the end was expected: {self.public_url!r}")


def app(
    store: Store, vendors: Mapping[str, Vendor], settings: WebSettings, clock: Callable[[], datetime] = utc_now
) -> Starlette:
    """The application. It only reads; each request asks the database in a transaction of its own."""
    wire = Wire(store, vendors, settings, clock)
    made = Starlette(
        routes=[
            Route("/", wire.front_page),
            Route("/feed.xml", wire.feed),
            Route("/health", wire.health),
            Route("/robots.txt", _robots),
            Route("/favicon.ico", _favicon),
            Route("/favicon.svg", _favicon),
            Route("/static/{name}", _static),
        ],
        middleware=[Middleware(Guarded)],
        exception_handlers={
            BadQuery: _bad_query,
            HTTPException: _http_error,
            StorageError: _unreachable,
            SQLAlchemyError: _unreachable,
        },
    )
    made.router.redirect_slashes = False
    return made


class Wire:
    """The answers that need the database."""

    def __init__(
        self, store: Store, vendors: Mapping[str, Vendor], settings: WebSettings, clock: Callable[[], datetime]
    ) -> None:
        self.store, self.vendors, self.settings, self.clock = store, vendors, settings, clock
        self._made = Made(4 * KEPT)
        self._told = lru_cache(KEPT)(self._latest)
        self._entries = lru_cache(KEPT)(self._worded)
        self._document = lru_cache(KEPT)(self._feed)

    @cached_property
    def cache_control(self) -> str:
        return f"public, max-age={self.settings.max_age}"

    def feed(self, request: Request) -> Response:
        """`/feed.xml`: RSS 2.0."""
        asked = self._asked(request)
        seq = self._seq()
        # How long a page is overdue is not told there: a feed must not change from one second to the next.
        quiet = None if self._told(asked, seq) else replace(self._fares(asked.vendor), overdue_seconds=0)
        return answer(request, self._document(asked, seq, quiet), self.cache_control)

    def front_page(self, request: Request) -> Response:
        """`/`: HTML, in the language asked for, or else in the one the browser prefers."""
        asked = self._asked(request)
        lang = asked.lang or _preferred(request)
        seq, now = self._seq(), self.clock()
        with self.store.read() as c:
            statuses = page_status(c)
        shown = Front(
            asked=asked,
            lang=lang,
            entries=self._entries(asked, lang, seq),
            covered=coverage(statuses, self.vendors, now, lang, timedelta(seconds=self.settings.overdue_seconds)),
            fares=fares(statuses, now),
            now=now,
            stylesheet=stylesheet(),
        )
        page = document(front(shown, self.vendors), "text/html; charset=utf-8")
        return answer(request, page, self.cache_control, "Accept-Encoding, Accept-Language")

    def health(self, _request: Request) -> Response:
        """`/health`: 200 with `ok` or `degraded`, 503 where the database does not answer."""
        state: Health | None = None
        try:
            state = health(self._fares(None), self.settings.overdue_seconds)
        except (StorageError, SQLAlchemyError):
            log.exception("the database does not answer")
        body = {"version": self.settings.version, **(state.told() if state else {"status": "down", "database": "down"})}
        status = HTTPStatus.OK if state else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse(body, status, {"Cache-Control": "no-store"})

    def _asked(self, request: Request) -> Asked:
        asked = asked_for(request.query_params.multi_items())
        if asked.vendor is None or asked.vendor in self.vendors:
            return asked
        with self.store.read() as c:
            if not page_status(c, asked.vendor):
                raise BadQuery("vendor is unknown; the front page lists all")
        return asked

    def _seq(self) -> int:
        with self.store.read() as c:
            return newest_wire_seq(c)

    def _fares(self, vendor: str | None) -> Fares:
        with self.store.read() as c:
            return fares(page_status(c, vendor), self.clock())

    def _latest(self, asked: Asked, _seq: int) -> tuple[Told, ...]:
        """Made once for each state of the wire, which `_seq` stands for."""
        with self.store.read() as c:
            return tuple(latest(c, asked))

    def _worded(self, asked: Asked, lang: Lang, seq: int) -> tuple[Entry, ...]:
        return entries(self._told(asked, seq), self.vendors, lang)

    def _feed(self, asked: Asked, seq: int, quiet: Fares | None) -> Document:
        """Made once for each state of the wire; a quiet feed, which tells how the pages fare, for each of theirs."""
        told = self._entries(asked, asked.lang or "en", seq)
        made = feed(
            asked,
            told,
            quiet or Fares(),
            self.vendors,
            public_url=self.settings.public_url,
            path="/feed.xml",
            ttl=self.settings.ttl,
        )
        return document(rss(made), MEDIA_TYPE, self._made.again(asked, self.clock()))


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


async def _bad_query(_request: Request, error: Exception) -> Response:
    return problem(HTTPStatus.BAD_REQUEST, str(error))


async def _http_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return problem(HTTPStatus(error.status_code), headers=error.headers)


async def _unreachable(_request: Request, error: Exception) -> Response:
    log.error("the database does not answer: %s", type(error).__name__, exc_info=error)
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, "The database does not answer.", {"Retry-After": "30"})
