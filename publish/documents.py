"""Bytes into an answer: compressed once, named by their content, and left out where the reader has them."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from publish.markup import rfc822

WORTH_COMPRESSING = 1_000
"""Bytes; below, the headers cost more than is saved."""


@dataclass(frozen=True, slots=True)
class Document:
    """A body with all that its answers need; make it with `document`."""

    body: bytes = field(repr=False)
    compressed: bytes | None = field(repr=False)
    media_type: str
    etag: str
    made_at: datetime | None

    def dated(self, made_at: datetime) -> Document:
        return replace(self, made_at=made_at)


def document(body: bytes, media_type: str, made_at: datetime | None = None) -> Document:
    """`made_at`, in whole seconds, becomes Last-Modified; without it the tag alone tells whether a reader has it."""
    compressed = gzip.compress(body, 6, mtime=0) if len(body) >= WORTH_COMPRESSING else None
    return Document(body, compressed, media_type, f'W/"{sha256(body).hexdigest()[:32]}"', made_at)


class Served:
    """A document as it goes over the wire: an ASGI application that answers 200 with the body, or 304 where the reader
    says that it has it. All headers are made once."""

    def __init__(self, served: Document, cache_control: str, vary: str = "Accept-Encoding") -> None:
        self._document = served
        self._tag = served.etag.encode("latin-1")
        common = {"etag": served.etag, "cache-control": cache_control, "vary": vary}
        if served.made_at is not None:
            common["last-modified"] = rfc822(served.made_at)
        self._known = _raw(common)
        self._whole = _raw(common | {"content-type": served.media_type, "content-length": str(len(served.body))})
        packed = {"content-type": served.media_type, "content-encoding": "gzip"}
        self._packed = _raw(common | packed | {"content-length": str(len(served.compressed or b""))})

    @property
    def size(self) -> int:
        """Bytes of memory, plain and compressed."""
        return len(self._document.body) + len(self._document.compressed or b"")

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        status, headers, body = self._answer(scope["headers"])
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body if scope["method"] != "HEAD" else b""})

    def _answer(self, asked: list[tuple[bytes, bytes]]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        tags = since = accepted = None
        for name, value in asked:
            if name == b"if-none-match":
                tags = value if tags is None else tags + b"," + value
            elif name == b"if-modified-since":
                since = value
            elif name == b"accept-encoding":
                accepted = value if accepted is None else accepted + b"," + value
        if tags == self._tag or _has_it(_text(tags), _text(since), self._document):
            return 304, self._known, b""
        if self._document.compressed is not None and accepted is not None and takes_gzip(accepted.decode("latin-1")):
            return 200, self._packed, self._document.compressed
        return 200, self._whole, self._document.body


def answer(request: Request, served: Document, cache_control: str, vary: str = "Accept-Encoding") -> Response:
    """200 with the body, or 304 where the reader says that it has it."""
    headers = {"ETag": served.etag, "Cache-Control": cache_control, "Vary": vary}
    if served.made_at is not None:
        headers["Last-Modified"] = rfc822(served.made_at)
    if _has_it(request.headers.get("if-none-match"), request.headers.get("if-modified-since"), served):
        return Response(status_code=304, headers=headers)
    if served.compressed is not None and takes_gzip(request.headers.get("accept-encoding", "")):
        headers["Content-Encoding"] = "gzip"
        return Response(served.compressed, media_type=served.media_type, headers=headers)
    return Response(served.body, media_type=served.media_type, headers=headers)


def takes_gzip(accept_encoding: str) -> bool:
    """A plain reading of Accept-Encoding: gzip or *, not refused by q=0."""
    for accepted in accept_encoding.lower().split(","):
        coding, _, weight = accepted.partition(";")
        if coding.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _has_it(tags: str | None, since: str | None, served: Document) -> bool:
    """By RFC 9110, 13.2.2: a tag decides where there is one, else the date."""
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return tags.strip() == "*" or served.etag.removeprefix("W/") in known
    moment = _moment(since)
    return moment is not None and served.made_at is not None and served.made_at <= moment


def _moment(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text) if text else None
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
