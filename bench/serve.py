"""What serving costs among many events: ten queries on both databases, and feeds beside a bare Starlette answer.

python -m bench.serve [EVENTS]

Made-up events, 1,000,000 where no number is given. Each query is asked 100 times with other values, after ten that are
not counted; PostgreSQL has the memory that it takes for itself where nobody sets it. A feed is asked by 16 connections,
five turns of a second, in turn with the bare answer, which has the same size and headers; the ratio is that of the
medians.
"""

from __future__ import annotations

import multiprocessing
import random
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.many import AT, MAKERS, MODELS, PAGES, VENDORS, fill
from pipeline.basket import parse
from pipeline.types import Vendor
from publish.serve import WebServer
from publish.web import WebSettings, app
from storage.engine import Store
from storage.events import events
from storage.queries import Cursor, EventQuery
from tests.postgres import NoPostgres, running_postgres

EVENTS = 1_000_000
TURNS = 100
WARMING = 10
ASKED = 50
CATALOGUE = {page.vendor: Vendor(page.vendor, page.vendor, pages=(page,)) for page in PAGES}
Query = Callable[[random.Random], EventQuery]


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    with tempfile.TemporaryDirectory(prefix="pricewire-bench-") as folder:
        url = f"sqlite:///{folder}/wire.sqlite3"
        _measure(url, Path(folder), number)
        _serve(url, Path(folder))
    try:
        with running_postgres(shared_buffers="128MB") as server, tempfile.TemporaryDirectory() as folder:
            _measure(server.url(server.create()), Path(folder), number)
    except NoPostgres as missing:
        print(f"not measured on PostgreSQL: {missing}")


def _basket(text: str) -> EventQuery:
    return EventQuery(basket=parse(text), members=False)


def _some(chance: random.Random, names: list[str], number: int) -> str:
    return ",".join(chance.sample(names, number))


NAMES = [model_id for model_id, _ in MODELS]
QUERIES: dict[str, Query] = {
    "the newest": lambda chance: _basket(""),
    "a vendor": lambda chance: _basket(f"vendor={chance.choice(VENDORS)}"),
    "a vendor's cuts since a day": lambda chance: _basket(
        f"vendor={chance.choice(VENDORS)}&kind=price_cut&since={AT - timedelta(days=chance.randint(1, 600)):%Y-%m-%d}"
    ),
    "a model": lambda chance: _basket(f"model={chance.choice(NAMES)}"),
    "a maker": lambda chance: _basket(f"maker={chance.choice(MAKERS)}"),
    "three kinds": lambda chance: _basket("kind=became_free,promotion_started,price_cut"),
    "five models, three vendors, cuts": lambda chance: _basket(
        f"model={_some(chance, NAMES[:500], 5)}&vendor={_some(chance, VENDORS[:10], 3)}&direction=down"
    ),
    "half the price or less in a region": lambda chance: _basket("direction=down&size=50&region=cn"),
    "words, English": lambda chance: _basket(f"q=m{chance.randint(0, 3000)}+flash"),
    "words, Chinese": lambda chance: _basket(f"q={chance.choice(('降价', '极速版', '限时 优惠', '全线降价'))}"),
}


def _measure(url: str, folder: Path, number: int) -> None:
    store = Store.open(url, folder)
    began = time.perf_counter()
    fill(store, number)
    print(f"\n{store.engine.dialect.name}: {number:,} events in {time.perf_counter() - began:.0f} s")
    print(f"{'milliseconds for the newest ' + str(ASKED):42}{'p50':>8}{'p95':>8}")
    chance = random.Random(11)
    for name, query in QUERIES.items():
        _report(name, [_timed(store, query(chance), None) for _ in range(WARMING + TURNS)][WARMING:])
    places = [Cursor(AT - timedelta(minutes=chance.randrange(number)), "8") for _ in range(TURNS)]
    _report("from a place far back", [_timed(store, _basket(""), place) for place in places])
    store.close()


def _timed(store: Store, query: EventQuery, place: Cursor | None) -> float:
    began = time.perf_counter()
    with store.read() as c:
        events(c, query, place, ASKED)
    return (time.perf_counter() - began) * 1000


def _report(name: str, taken: list[float]) -> None:
    ordered = sorted(taken)
    print(f"  {name:40}{statistics.median(ordered):8.2f}{ordered[int(len(ordered) * 0.95)]:8.2f}")


def _serve(url: str, folder: Path) -> None:
    """Requests a second. Filtered history: never the same question twice, so that nothing is kept of it."""
    with _running(_wire, url, folder) as wire:
        whole = _asked(wire, "/feed.xml", {})
        conditional = {"If-None-Match": _header(whole, "etag")}
        body = whole.partition(b"\r\n\r\n")[2]
        history = (
            f"/feed.json?vendor={vendor}&kind=price_cut&since={AT - timedelta(days=day):%Y-%m-%d}"
            for day in range(1, 100)
            for vendor in VENDORS
        )
        with _running(_bare, body, whole) as bare:
            print(f"\n{'requests a second, ' + str(len(body) // 1000) + ' KB':42}{'wire':>8}{'bare':>8}{'ratio':>8}")
            _compare("a whole feed", wire, bare, "/feed.xml", {})
            _compare("a conditional feed", wire, bare, "/feed.xml", conditional)
        print(f"  {'filtered history, never kept':40}{_rate(wire, lambda: next(history), {}, 3.0):8.0f}")


def _compare(name: str, wire: int, bare: int, path: str, headers: dict[str, str]) -> None:
    rates: dict[int, list[float]] = {wire: [], bare: []}
    for _ in range(5):
        for port in rates:
            rates[port].append(_rate(port, lambda: path, headers, 1.0))
    ours, theirs = (statistics.median(rates[port]) for port in (wire, bare))
    print(f"  {name:40}{ours:8.0f}{theirs:8.0f}{theirs / ours:8.2f}")


def _rate(port: int, path: Callable[[], str], headers: dict[str, str], seconds: float) -> float:
    connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(16)]
    began, answered = time.perf_counter(), 0
    for connection in connections:
        connection.sendall(_request(path(), headers))
    while time.perf_counter() - began < seconds:
        for connection in connections:
            _answer(connection)
            connection.sendall(_request(path(), headers))
        answered += len(connections)
    taken = time.perf_counter() - began
    for connection in connections:
        connection.close()
    return answered / taken


def _request(path: str, headers: dict[str, str]) -> bytes:
    named = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"GET {path} HTTP/1.1\r\nHost: wire\r\n{named}\r\n".encode()


def _answer(connection: socket.socket) -> bytes:
    got = connection.recv(262_144)
    head, _, body = got.partition(b"\r\n\r\n")
    length = _header(got, "content-length")
    missing = 0 if head[9:12] == b"304" or not length else int(length) - len(body)
    while missing > 0:
        more = connection.recv(262_144)
        got, missing = got + more, missing - len(more)
    return got


def _asked(port: int, path: str, headers: dict[str, str]) -> bytes:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(_request(path, headers))
        return _answer(connection)


def _header(got: bytes, name: str) -> str:
    for line in got.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]:
        found, _, value = line.partition(b": ")
        if found.lower() == name.encode():
            return value.decode()
    return ""


@contextmanager
def _running(serve: Callable[..., None], *given: object) -> Iterator[int]:
    """A server in a process of its own; gives its port."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(there, *given), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def _wire(pipe: Pipe, url: str, folder: Path) -> None:
    _run(pipe, app(Store.open(url, folder), CATALOGUE, WebSettings()))


def _bare(pipe: Pipe, body: bytes, whole: bytes) -> None:
    """One route that answers a ready body, or 304, and does nothing else."""
    lines = whole.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
    headers = dict(line.split(": ", 1) for line in lines if not line.startswith(("date", "content-length")))
    tag = headers["etag"]

    async def answer(request: Request) -> Response:
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers)

    _run(pipe, Starlette(routes=[Route("/feed.xml", answer)]))


def _run(pipe: Pipe, served: Starlette) -> None:
    server = WebServer(served, port=0)
    pipe.send(int(server.address.rpartition(":")[2]))
    server.run()


if __name__ == "__main__":
    main()
