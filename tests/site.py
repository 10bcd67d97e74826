"""Verbs into a real web site on this machine: `site.page("/pricing", "<table>…")`, `site.hangs("/slow")`."""

from __future__ import annotations

import hashlib
import html
import ipaddress
import ssl
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that reached the site; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    at: float
    """Seconds on the monotonic clock."""


Behaviour = Callable[["_Visit"], None]


class Site:
    """A site on 127.0.0.1 and a port of its own; what it serves can be changed while it runs.

    with Site() as site:
        site.page("/pricing", "<table>…</table>")
        fetch(site.url("/pricing"))
        assert site.requests[0].path == "/pricing"
    """

    def __init__(self, *, tls: bool = False) -> None:
        """With `tls`, an https site whose certificate nobody has signed."""
        self.requests: list[Asked] = []
        self.certificate = b""
        """Of an https site: PEM, for whoever wants to trust it."""
        self.closing = threading.Event()
        self.behaviours: dict[str, Behaviour] = {}
        self._tls = tls
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._vendors: dict[str, VendorPages] = {}

    def __enter__(self) -> Self:
        if self._tls:
            context, self.certificate = _self_signed()
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def host(self) -> str:
        """`127.0.0.1:PORT`, as `CrawlSettings.allow_hosts` wants it."""
        return f"127.0.0.1:{self._server.server_port}"

    def url(self, path: str = "/") -> str:
        """The address of `path` on this site."""
        return f"{'https' if self._tls else 'http'}://{self.host}{path}"

    def asked(self, path: str) -> list[Asked]:
        """The requests for `path`, the query not counted."""
        return [asked for asked in self.requests if asked.path.partition("?")[0] == path]

    def page(
        self,
        path: str,
        body: str | bytes = "",
        *,
        media_type: str = HTML,
        headers: Mapping[str, str] | None = None,
        status: int = 200,
        validators: bool = True,
    ) -> None:
        """Serve `body`; with ETag and Last-Modified, and 304 to whoever has it already, unless `validators` is off."""
        content = _Content(body.encode() if isinstance(body, str) else body, media_type, dict(headers or {}), status)
        self.behaviours[path] = lambda visit: visit.serve(content, validators=validators)

    def redirects(self, path: str, to: str, status: int = 302) -> None:
        """Send visitors of `path` on to the address `to`."""
        self.page(path, headers={"Location": to}, status=status, validators=False)

    def robots(self, text: str, status: int = 200) -> None:
        """Serve `text` as robots.txt; before this there is none."""
        self.page("/robots.txt", text, media_type="text/plain", status=status)

    def gone(self, path: str) -> None:
        """410."""
        self.page(path, "gone", status=410, validators=False)

    def missing(self, path: str) -> None:
        """404, as for every address that was never given a page."""
        self.behaviours.pop(path, None)

    def breaks(self, path: str) -> None:
        """Promise a page and end the connection in the middle of it."""
        self.behaviours[path] = lambda visit: visit.break_off()

    def hangs(self, path: str) -> None:
        """Take the request and never answer."""
        self.behaviours[path] = lambda visit: visit.hang()

    def drips(self, path: str, every: float = 0.05) -> None:
        """Answer at once, then send a byte every `every` seconds for ever."""
        self.behaviours[path] = lambda visit: visit.stream(lambda: b".", every)

    def floods(self, path: str, headers: Mapping[str, str] | None = None) -> None:
        """Send bytes as fast as they are taken, for ever."""
        piece = b"0" * 65_536
        self.behaviours[path] = lambda visit: visit.stream(lambda: piece, 0.0, headers)

    def slow(self, path: str, body: str, seconds: float) -> None:
        """Serve `body` after a while."""
        content = _Content(body.encode(), HTML, {}, 200)
        self.behaviours[path] = lambda visit: visit.serve(content, validators=True, after=seconds)

    def vendor(self, name: str, currency: str = "$", lang: str = "en") -> VendorPages:
        """The pricing page of one vendor at `/NAME/pricing`."""
        if name not in self._vendors:
            self._vendors[name] = VendorPages(self, name, currency, lang)
        return self._vendors[name]


@dataclass(slots=True)
class VendorPages:
    """A vendor of the site, whose prices are a table.

    site.vendor("acme").price("small", input="0.05", output="0.10")
    """

    site: Site
    name: str
    currency: str = "$"
    lang: str = "en"
    prices: dict[str, dict[str, str]] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/{self.name}/pricing"

    @property
    def url(self) -> str:
        return self.site.url(self.path)

    def price(self, model: str, **meters: str) -> Self:
        """Ask so much of `model`: meter → printed number per million tokens, or words ("Free")."""
        self.prices[model] = {**self.prices.get(model, {}), **meters}
        return self._print()

    def drops(self, model: str) -> Self:
        """Sell `model` no longer."""
        del self.prices[model]
        return self._print()

    def says(self, *sentences: str) -> Self:
        """Print `sentences` under the table, and no others."""
        self.sentences = list(sentences)
        return self._print()

    def breaks(self) -> Self:
        """Break off in the middle of the page until a price is set again."""
        self.site.breaks(self.path)
        return self

    def _print(self) -> Self:
        self.site.page(self.path, self.html())
        return self

    def html(self) -> str:
        """The page as it is served."""
        meters = list(dict.fromkeys(meter for row in self.prices.values() for meter in row))
        head = "".join(f"<th>{html.escape(_header(meter, self.lang))}</th>" for meter in meters)
        rows = "".join(self._row(model, meters) for model in self.prices)
        said = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in self.sentences)
        unit = {"en": f"Prices in {self.currency} per 1M tokens", "zh": "价格单位：元/百万 tokens"}[self.lang]
        model = {"en": "Model", "zh": "模型"}[self.lang]
        return (
            f'<!doctype html><html lang="{self.lang}"><head><title>{html.escape(self.name)} pricing</title></head>'
            f"<body><h1>{html.escape(self.name)} API pricing</h1><p>{unit}</p>"
            f"<table><thead><tr><th>{model}</th>{head}</tr></thead><tbody>{rows}</tbody></table>{said}</body></html>"
        )

    def _row(self, model: str, meters: Iterable[str]) -> str:
        cells = "".join(f"<td>{html.escape(self._cell(self.prices[model].get(meter)))}</td>" for meter in meters)
        return f"<tr><td>{html.escape(model)}</td>{cells}</tr>"

    def _cell(self, printed: str | None) -> str:
        if printed is None:
            return "-"
        if not printed[:1].isdigit():
            return printed
        return f"{printed}元" if self.lang == "zh" else f"{self.currency}{printed}"


def _header(meter: str, lang: str) -> str:
    words = {
        "en": {"input": "Input", "output": "Output", "cache_read": "Cached input", "cache_write": "Cache write"},
        "zh": {"input": "输入", "output": "输出", "cache_read": "缓存命中", "cache_write": "缓存写入"},
    }
    return words[lang].get(meter, meter)


class _Content:
    """What an address serves, with what tells two versions of it apart."""

    def __init__(self, body: bytes, media_type: str, headers: dict[str, str], status: int) -> None:
        self.body = body
        self.status = status
        self.headers = {"Content-Type": media_type, **headers}
        self.etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        self.since = datetime.now(UTC).replace(microsecond=0)

    def known_to(self, headers: Mapping[str, str]) -> bool:
        if "if-none-match" in headers:
            return headers["if-none-match"] == self.etag
        if "if-modified-since" in headers:
            return self.since <= parsedate_to_datetime(headers["if-modified-since"])
        return False


class _Visit(BaseHTTPRequestHandler):
    """One connection to the site."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        site = self.server.site
        headers = {name.lower(): value for name, value in self.headers.items()}
        site.requests.append(Asked(self.command, self.path, headers, time.monotonic()))
        behaviour = site.behaviours.get(self.path) or site.behaviours.get(self.path.partition("?")[0])
        if behaviour is None:
            self.serve(_Content(b"not found", HTML, {}, 404), validators=False)
        else:
            behaviour(self)

    def serve(self, content: _Content, *, validators: bool, after: float = 0.0) -> None:
        self.wait(after)
        known = validators and content.known_to({name.lower(): value for name, value in self.headers.items()})
        self.send_response(304 if known else content.status)
        if validators and content.status == 200:
            self.send_header("ETag", content.etag)
            self.send_header("Last-Modified", format_datetime(content.since, usegmt=True))
        if known:
            self.end_headers()
            return
        for name, value in content.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content.body)))
        self.end_headers()
        self.wfile.write(content.body)

    def break_off(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", HTML)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"<table><tr><td>")
        self.close_connection = True

    def hang(self) -> None:
        self.server.site.closing.wait()
        self.close_connection = True

    def wait(self, seconds: float) -> bool:
        """Whether the site is still open after `seconds`."""
        return not self.server.site.closing.wait(seconds)

    def stream(self, piece: Callable[[], bytes], every: float, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", HTML)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        while self.wait(every):
            self.wfile.write(piece())

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: the site keeps `requests`."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, site: Site) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.site = site

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: visitors that leave early are part of the tests."""


def _self_signed() -> tuple[ssl.SSLContext, bytes]:
    """A server's context with a certificate for 127.0.0.1 that vouches for itself; and that certificate."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "site.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context.load_cert_chain(path)
    return context, certificate.public_bytes(serialization.Encoding.PEM)
