"""A store and a catalogue into the API, an application to be served under /api/v1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.types import Vendor
from publish.api import catalogue, events, market, news, price_map, prices, search, subscribing, writing
from publish.api.bucket import Buckets, Limited
from publish.api.desk import Desk
from publish.api.document import describe
from publish.api.problems import HANDLERS, Refused
from publish.api.settings import ApiSettings
from publish.guarded import Guarded
from storage.engine import Store

MOST_BODY = 16_384
"""Bytes of a question; the longest that makes sense has two thousand."""
EXPOSED = ("ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "Left-Out")
NOT_TOLD = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False}
"""FastAPI can send telemetry wherever the environment says. Ours goes nowhere."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def api(
    store: Store,
    vendors: Mapping[str, Vendor],
    settings: ApiSettings | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> FastAPI:
    """The application. It reads, each question in a transaction of its own; it writes for who holds a token."""
    settings = settings or ApiSettings()
    made = FastAPI(
        title="Pricewire",
        version=settings.version or "0",
        docs_url=None,  # the pages that FastAPI has load their scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        middleware=_around(settings, clock),
        exception_handlers=HANDLERS,
        telemetry=NOT_TOLD,  # type: ignore[arg-type]
    )
    made.state.desk = Desk(store, vendors, settings, clock)
    for part in (events, prices, catalogue, market, search, news, price_map, writing, subscribing):
        made.include_router(part.routes)
    describe(made)
    return made


class Headed:
    """Middleware: HEAD is answered as GET; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)


class Bounded:
    """Middleware: 413 for a question that goes on after `MOST_BODY` bytes, however long it says it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MOST_BODY:
                raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {MOST_BODY} bytes were expected.")
            return message

        await self.app(scope, bounded, send)


def _around(settings: ApiSettings, clock: Callable[[], datetime]) -> list[Middleware]:
    """From the outermost: anyone's page may read, no page may write; nobody asks too often."""
    around = [
        Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD"], expose_headers=EXPOSED),
        Middleware(Guarded),
        Middleware(Headed),
        Middleware(Bounded),
    ]
    if settings.per_minute:
        around.insert(2, Middleware(Limited, buckets=Buckets(settings.per_minute, settings.burst), clock=clock))
    return around
