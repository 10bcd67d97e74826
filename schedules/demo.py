"""The price war of May 2024 as a local site: vendors' pages that change from one moment to the next, and the news."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.types import Channel, Page, Vendor
from schedules.demo_press import HOST, article_text, feed_text, items, news_page, paper_vendor, papers, sources
from spiders.declarations import Catalogue

_SITE = Path(__file__).with_name("demo_site")
_HOUR = 3_600
_HTML = "text/html; charset={}"
_FEED = "application/rss+xml; charset=utf-8"

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoVendor:
    """A vendor of the demo and how its page is written."""

    id: str
    name: str
    name_zh: str
    channel: Channel
    zone: str
    lang: str
    charset: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows that a vendor's page shows from a moment on."""

    at: datetime
    vendor: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that happens on the demo's site, in order."""

    vendors: Mapping[str, DemoVendor]
    shown: tuple[Shown, ...]
    moments: tuple[datetime, ...]

    def at(self, moment: datetime, vendor: str) -> Shown:
        """What the vendor's page shows at the moment. Raises `LookupError` before its first."""
        past = [shown for shown in self.shown if shown.vendor == vendor and shown.at <= moment]
        if not past:
            raise LookupError(f"demo: expected a moment after the first and a vendor of it, found {moment}, {vendor}")
        return past[-1]


class DemoSite:
    """The site of the demo over HTTP on 127.0.0.1, for as long as the `with` lasts.

    >>> with DemoSite() as site:
    ...     site.set(moments()[3])
    ...     pages = site.catalogue().pages
    """

    def __init__(self) -> None:
        self.moment = moments()[0]
        self._server: _Server | None = None

    def __enter__(self) -> DemoSite:
        self._server = _Server((HOST, 0), partial(_Handler, self))
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @property
    def port(self) -> int:
        """The port it listens on."""
        if self._server is None:
            raise RuntimeError("demo: expected the site to be up, found it down: use `with DemoSite() as site`")
        return self._server.server_port

    def set(self, moment: datetime) -> None:
        """From now on the pages are those of the moment."""
        self.moment = moment

    def catalogue(self) -> Catalogue:
        """The demo's vendors and papers with their pages on this site."""
        return catalogue(self.port)


def moments() -> list[datetime]:
    """The moments at which a look is worth while, in order, UTC: before the war, each move and each piece of news, and
    one look after them."""
    return list(_timeline().moments)


def catalogue(port: int) -> Catalogue:
    """The demo's vendors and papers, each with its pages on 127.0.0.1 at the port."""
    vendors = [_as_vendor(vendor, port) for vendor in _timeline().vendors.values()]
    return Catalogue([*vendors, *(paper_vendor(paper, port) for paper in papers())])


def page_text(moment: datetime, vendor: str) -> str:
    """The vendor's page at the moment, as HTML. Raises `LookupError` for a vendor or moment outside the demo."""
    shown = _timeline().at(moment, vendor)
    zone = ZoneInfo(_timeline().vendors[vendor].zone)
    before, row, after = _template(vendor)
    rows = "".join(_filled(row, [escape(cell) for cell in cells]) for cells in shown.rows)
    return f"{before}{rows}{after}".replace("{date}", f"{shown.at.astimezone(zone):%Y-%m-%d}")


def served(moment: datetime, path: str, base: str) -> tuple[bytes, str]:
    """The bytes under a path of the site at `base`, and their media type. Raises `LookupError` where there are none."""
    source, _, name = path.strip("/").partition("/")
    if name == "feed.xml" and source in sources():
        return feed_text(source, moment, base).encode(), _FEED
    if source in _timeline().vendors:
        charset = _timeline().vendors[source].charset
        return page_text(moment, source).encode(charset), _HTML.format(charset)
    return article_text(source, name, moment).encode(), _HTML.format("utf-8")


def _as_vendor(vendor: DemoVendor, port: int) -> Vendor:
    base = f"http://{HOST}:{port}"
    pages = [
        Page(
            id=f"{vendor.id}/pricing",
            vendor=vendor.id,
            url=f"{base}/{vendor.id}/pricing",
            cadence=_HOUR,
            lang=vendor.lang,
            hosts=(HOST,),
        )
    ]
    if vendor.id in sources():
        pages.append(news_page(vendor.id, vendor.zone, vendor.lang, base))
    return Vendor(
        id=vendor.id,
        name=vendor.name,
        name_zh=vendor.name_zh,
        channel=vendor.channel,
        zone=vendor.zone,
        pages=tuple(pages),
    )


@cache
def _timeline() -> Timeline:
    declared = tomllib.loads((_SITE / "timeline.toml").read_text(encoding="utf-8"))
    vendors = {table["id"]: _declared_vendor(table) for table in declared["vendors"]}
    shown = [_declared_change(table) for table in declared["changes"]]
    looks = [table["at"].astimezone(UTC) for table in declared["looks"]]
    begins = min(change.at for change in shown)
    told = [item.at for item in items() if item.at > begins]
    return Timeline(
        vendors=vendors,
        shown=tuple(sorted(shown, key=lambda change: change.at)),
        moments=tuple(sorted({*(change.at for change in shown), *told, *looks})),
    )


def _declared_vendor(table: Mapping[str, str]) -> DemoVendor:
    return DemoVendor(
        id=table["id"],
        name=table["name"],
        name_zh=table.get("name_zh", ""),
        channel=Channel(table.get("channel", Channel.FIRST_PARTY)),
        zone=table["zone"],
        lang=table["lang"],
        charset=table.get("charset", "utf-8"),
    )


def _declared_change(table: Mapping[str, Any]) -> Shown:
    return Shown(table["at"].astimezone(UTC), table["vendor"], tuple(tuple(row) for row in table["rows"]))


@cache
def _template(vendor: str) -> tuple[str, str, str]:
    """The page before its rows, one row, and the page after them."""
    text = (_SITE / f"{vendor}.html").read_text(encoding="utf-8")
    before, _, rest = text.partition("<!-- each row -->")
    row, _, after = rest.partition("<!-- end -->")
    return before, row, after


def _filled(row: str, cells: Sequence[str]) -> str:
    for number, cell in enumerate(cells):
        row = row.replace(f"{{{number}}}", cell)
    return row


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    """With the usual 5, a crawl of more pages at once waits a second for each connection that was turned away."""


class _Handler(BaseHTTPRequestHandler):
    """Answers with the pages of the site's moment, with an ETag, and with 304 to those who have it."""

    def __init__(self, site: DemoSite, *rest: object) -> None:
        self._site = site
        super().__init__(*rest)  # type: ignore[arg-type]  # request, address and server, as the base class has them

    def do_GET(self) -> None:
        try:
            body, media_type = served(self._site.moment, self.path, f"http://{self.headers.get('Host', HOST)}")
        except LookupError:
            self._answer(404, b"No such page.\n", {"Content-Type": "text/plain; charset=utf-8"})
            return
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            self._answer(304, b"", {"ETag": etag})
        else:
            self._answer(200, body, {"ETag": etag, "Content-Type": media_type})

    def _answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Says nothing: the terminal belongs to the command."""
