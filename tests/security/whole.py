"""The whole application as `pricewire up` serves it, with hostile news on it, and whoever asks it anything."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from pipeline.basket import parse
from pipeline.subscriptions import Subscriber, SubscriberState
from pipeline.types import EventKind, EventState
from pricewire.config import load
from pricewire.serving import web
from storage.engine import Store
from storage.pages import declare_pages
from storage.subscribers import add_subscriber
from tests.publish.events_of import AT, dollars, event
from tests.publish.site.town import STRANGE, claim, fill, tells
from tests.publish.wire_room import PAGES, Answer, Room

SECRET = "a-planted-secret-that-signs-links"
TOKEN = "a-planted-token-that-writes-1"
OTHER_TOKEN = "a-planted-token-that-writes-2"
HOSTILE = "<script>alert(1)</script>"
BROWSER = {"Accept": "text/html,*/*;q=0.8"}
NAMES = (
    STRANGE,
    '=HYPERLINK("http://evil.example","x")',
    "@everyone [win](http://evil.example) <http://evil.example|click>",
    "+1-1|cmd '/C calc'!A0",
    "\t=1+1",
    "＝1+1",
    "&lt;a href=http://evil.example&gt;&#60;b&#62;",
    "a\r\nBcc: victim@readers.example\r\n\r\n<script>alert(1)</script>",
    "]]><script>alert(1)</script><![CDATA[",
    "</script><svg/onload=alert(1)>{{7*7}}${7*7}%s",
    "\u202e\u2066evil\u2069\x1b[31m\x00",
)
"""What a page or an article may call a model, and say of it."""
DETAILS = ("old_terms", "old_name", "new_name", "metric", "old", "new", "other_vendor", "vendors", "days", "old_from")
HARMLESS = "javascript:alert(1)//http://evil.example"
ANN = Subscriber("ann", "mail", "ann@readers.example", parse("vendor=deepseek"), state=SubscriberState.ACTIVE)
BEI = replace(ANN, id="bei", address="bei@readers.example")


@dataclass
class Whole(Room):
    """A room whose application is the whole one."""

    app: Starlette = field(default_factory=Starlette)

    def speaks(self, raw: bytes) -> bytes:
        """Bytes to the server as they are, and whatever it says."""
        where = urlsplit(self.address)
        with socket.create_connection((where.hostname, where.port), timeout=10) as connection:
            connection.sendall(raw)
            said = b""
            while piece := connection.recv(65_536):
                said += piece
        return said


@contextmanager
def the_whole(folder: Path, **settings: str) -> Iterator[Whole]:
    """Served by the very function that the command uses; `settings` as in the environment, without their prefix."""
    given = {"data": str(folder), "port": "0", "secret": SECRET, "api_per_minute": "0", **settings}
    config = load({f"PRICEWIRE_{name.upper()}": value for name, value in given.items()} | {"HOME": str(folder)})
    store = Store.open(config.database_url, folder)
    made = Whole(store, now=AT)
    with store.write() as c:
        declare_pages(c, PAGES)

    def kept(wire: ASGIApp) -> ASGIApp:
        assert isinstance(wire, Starlette)
        made.app = wire
        return wire

    try:
        with web(store, made.vendors, config, lambda: made.now, kept) as address:
            made.address = address
            yield made
    finally:
        store.close()


def furnish(made: Whole) -> None:
    """Two readers, something of everything, and what a hostile page and a hostile article make of every kind."""
    with made.store.write() as c:
        assert add_subscriber(c, ANN, made.now)
        assert add_subscriber(c, BEI, made.now)
    fill(made)
    names = cycle(NAMES)
    for number, kind in enumerate(EventKind):
        name, detail = next(names), dict(zip(DETAILS, names, strict=False))
        rates = dollars("2", model=name), dollars("1", model=name, terms=(("region", next(names)),))
        told = event(kind, *rates, id=f"evil{number}", reason=name, printed=(name, name), url=HARMLESS, detail=detail)
        state = EventState.CORRECTED if number % 5 == 1 else EventState.PUBLISHED
        made.shows(PAGES[1], replace(told, state=state))
    for number, name in enumerate(NAMES):
        said = claim(name, name, effective_printed=name, ends_printed=name, scope=name, successor_of=name)
        tells(made, f"evil{number}", said, title=name, url=HARMLESS, site=name)


def paths(routes: Sequence[BaseRoute], root: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """(path with its parameters in braces, methods) of every route, those of mounted applications among them."""
    for route in routes:
        if isinstance(route, Mount):
            yield from paths(route.routes, root + route.path)
        elif isinstance(route, Route):
            yield root + route.path, frozenset(route.methods or {"GET", "HEAD"})
        else:
            inner = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
            assert inner, f"{route!r} is a kind of route that is not looked into"
            yield from paths(inner, root)


def filled(path: str, value: str) -> str:
    """The path with this value, quoted, for each of its parameters."""
    while "{" in path:
        before, _, rest = path.partition("{")
        path = before + quote(value, safe="") + rest.partition("}")[2]
    return path


def assert_inert(got: Answer, about: object) -> None:
    """No markup of the question in an answer that a browser would take for HTML; nothing of the program's inside."""
    kind = str(got.headers["Content-Type"] or "")
    assert got.headers["X-Content-Type-Options"] == "nosniff", about
    assert "frame-ancestors 'none'" in str(got.headers["Content-Security-Policy"]), about
    assert got.headers["Set-Cookie"] is None, about
    assert b"Traceback" not in got.body, about
    assert b"site-packages" not in got.body, about
    if got.status >= 400:
        assert kind.startswith(("application/problem+json", "text/html; charset=utf-8", "text/plain")), (about, kind)
    if "json" not in kind or got.status >= 400:
        assert HOSTILE.encode() not in got.body, about
