"""A wire with a database, a server and a reader, so that a test says only what matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import Message
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.types import (
    Believed,
    Capture,
    Decision,
    Event,
    EventState,
    Failed,
    Health,
    Page,
    Rate,
    Sheet,
    Vendor,
    Why,
)
from publish.serve import serve
from publish.web import Room as Served
from publish.web import WebSettings, app
from storage.corrections import correct
from storage.engine import Store
from storage.pages import declare_pages
from storage.record import record, record_fetch
from tests.databases import a_store
from tests.publish.events_of import AT, VENDORS, dollars

DATABASE = "pricewire.sqlite3"
PAGES = [
    Page("baidu/pricing", "baidu", "https://cloud.baidu.example/pricing"),
    Page("deepseek/pricing", "deepseek", "https://api-docs.deepseek.example/pricing"),
    Page("openai/pricing", "openai", "https://openai.example/pricing"),
]


@dataclass
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Room:
    """Now is `now`; each capture and fetch happens a minute after the last."""

    store: Store
    vendors: dict[str, Vendor] = field(default_factory=lambda: dict(VENDORS))
    now: datetime = AT
    address: str = ""

    def shows(self, page: Page, *events: Event, rates: tuple[Rate, ...] = (), health: Health = Health.OK) -> None:
        """The page is captured, and these events come of it."""
        self.now += timedelta(minutes=1)
        body = f"{page.id} {self.now}".encode()
        capture = Capture(page.id, page.url, self.now, 200, body, sha256(body).hexdigest())
        sheet = Sheet(health=health, rates=rates or (dollars("1"),))
        believed = Believed(sheet, "1", capture.sha256, self.now) if health is Health.OK else None
        told = tuple(replace(event, page=page.id, vendor=page.vendor, published_at=None) for event in events)
        self.store.bodies.put_capture(capture)
        with self.store.write() as c:
            record(c, Decision(capture, sheet, believed, told))

    def fails(self, page: Page, why: Why) -> None:
        self.now += timedelta(minutes=1)
        with self.store.write() as c:
            record_fetch(c, Failed(page.id, page.url, self.now, why, "detail"))

    def retracts(self, event_id: str, reason: str) -> None:
        self.now += timedelta(minutes=1)
        with self.store.write() as c:
            correct(c, event_id, EventState.RETRACTED, reason, self.now)

    def asks(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
        where = urlsplit(self.address)
        connection = HTTPConnection(where.hostname or "", where.port, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            got = connection.getresponse()
            return Answer(got.status, got.headers, got.read())
        finally:
            connection.close()


@contextmanager
def a_room(folder: Path, settings: WebSettings | None = None, rooms: Iterable[Served] = ()) -> Iterator[Room]:
    store = a_store(folder, DATABASE)
    room = Room(store)
    with store.write() as c:
        declare_pages(c, PAGES)
    made = app(store, room.vendors, settings or WebSettings(version="0.1.0"), clock=lambda: room.now, rooms=rooms)
    try:
        with serve(made, port=0) as server:
            room.address = server.address
            yield room
    finally:
        store.close()
