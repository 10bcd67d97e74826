"""An API with a database, a server and a client, so that a test says only what matters to it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from sqlalchemy.event import listen
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from pipeline.types import Channel, Event, Page, Rate, State, Vendor
from publish.api.app import api
from publish.api.problems import HANDLERS
from publish.api.settings import ApiSettings
from publish.guarded import Guarded
from publish.serve import serve
from storage.engine import Store
from storage.pages import declare_pages
from tests.storage.desk import Desk, day, event

TOKEN = "a-token-of-the-tests-1"
ROOT = "/api/v1"
ACME = Page("acme/pricing", "acme", "https://acme.example/pricing")
BOLT = Page("bolt/pricing", "bolt", "https://bolt.example/pricing")
CHEAP = Page("cheap/pricing", "cheap", "https://cheap.example/pricing")
LIST = Page("register/prices", "register", "https://register.example/prices.json")
VENDORS = {
    "acme": Vendor("acme", "Acme", pages=(ACME,)),
    "bolt": Vendor("bolt", "Bolt", name_zh="闪电", pages=(BOLT,)),
    "cheap": Vendor("cheap", "Cheap", channel=Channel.RESELLER, pages=(CHEAP,)),
    "register": Vendor("register", "Register", channel=Channel.REGISTRY, pages=(LIST,)),
}


@dataclass
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Counter:
    """Now is the 30th of May 2024."""

    store: Store
    now: datetime = field(default_factory=lambda: day(30))
    address: str = ""
    desks: dict[str, Desk] = field(default_factory=dict)

    def at(self, page: Page) -> Desk:
        return self.desks.setdefault(page.id, Desk.at(self.store, page))

    def asks(self, path: str, method: str = "GET", body: Any = None, token: str = "", **headers: str) -> Answer:
        """`/events`: below the API's root."""
        where = urlsplit(self.address)
        connection = HTTPConnection(where.hostname or "", where.port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            named["Authorization"] = f"Bearer {token}"
        sent = None
        if body is not None:
            sent = body if isinstance(body, bytes) else json.dumps(body).encode()
            named.setdefault("Content-Type", "application/json")
        try:
            connection.request(method, path if path.startswith(ROOT) else ROOT + path, sent, named)
            got = connection.getresponse()
            return Answer(got.status, got.headers, got.read())
        finally:
            connection.close()

    def gets(self, path: str, **asked: str) -> Any:
        """The JSON of a good answer."""
        got = self.asks(f"{path}?{urlencode(asked)}" if asked else path)
        assert got.status == 200, got.text
        return json.loads(got.body)

    def lists(self, path: str, **asked: str) -> list[Any]:
        rows: list[Any] = self.gets(path, **asked)["data"]
        return rows

    def walks(self, path: str, **asked: str) -> list[Any]:
        """The whole list, page by page."""
        rows: list[Any] = []
        while True:
            told = self.gets(path, **asked)
            rows += told["data"]
            if not told["next_cursor"]:
                return rows
            asked["cursor"] = told["next_cursor"]

    def counts_questions(self) -> Callable[[], int]:
        """How many statements the database was asked since; ask it again and again."""
        asked = 0

        def count(*_: Any) -> None:
            nonlocal asked
            asked += 1

        listen(self.store.engine, "before_cursor_execute", count)
        return lambda: asked

    def tables(self, path: str, **asked: str) -> list[dict[str, str]]:
        got = self.asks(f"{path}?{urlencode({**asked, 'format': 'csv'})}")
        assert got.status == 200, got.text
        return list(csv.DictReader(io.StringIO(got.text)))


@contextmanager
def a_counter(
    folder: Path, url: str, settings: ApiSettings | None = None, vendors: Mapping[str, Vendor] | None = None
) -> Iterator[Counter]:
    """An API, mounted as the web application mounts it."""
    vendors = VENDORS if vendors is None else vendors
    store = Store.open(url, folder)
    counter = Counter(store)
    with store.write() as c:
        declare_pages(c, [page for vendor in vendors.values() for page in vendor.pages])
    settings = settings or ApiSettings(frozenset({TOKEN}), per_minute=0)
    made = api(store, vendors, settings, clock=lambda: counter.now)
    try:
        web = Starlette(routes=[Mount(ROOT, made)], exception_handlers=HANDLERS, middleware=[Middleware(Guarded)])
        with serve(web, port=0) as server:
            counter.address = server.address
            yield counter
    finally:
        store.close()


def dollars(model: str, price: str | None, meter: str = "input", **other: Any) -> Rate:
    """For a million tokens of a model of Acme's."""
    named: dict[str, Any] = {"model_id": f"acme/{model}", "printed": f"${price}"} | other
    state = State.PRICED if price is not None else State.CONTACT_SALES
    amount = None if price is None else Decimal(price)
    return Rate(
        model,
        meter,
        state=named.pop("state", state),
        unit_price=amount,
        **{"currency": "USD", "per": Decimal(1_000_000), **named},
    )


def moved(event_id: str, old: Rate | None, new: Rate | None, number: float, page: Page = ACME, **other: Any) -> Event:
    """A change of the one rate, told on a day."""
    return event(event_id, old, new, day(number), page, published_at=day(number), **other)


Opened = Callable[..., AbstractContextManager[Counter]]
"""Takes settings and vendors."""
