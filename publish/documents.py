"""Bytes into an answer: compressed once, named by their content, and left out where the reader has them."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

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


def document(body: bytes, media_type: str, made_at: datetime | None = None) -> Document:
    """`made_at`, in whole seconds, becomes Last-Modified; without it the tag alone tells whether a reader has it."""
    compressed = gzip.compress(body, 6, mtime=0) if len(body) >= WORTH_COMPRESSING else None
    return Document(body, compressed, media_type, f'W/"{sha256(body).hexdigest()[:32]}"', made_at)


def answer(request: Request, served: Document, cache_control: str, vary: str = "Accept-Encoding") -> Response:
    """200 with the body, or 304 where the reader says that it has it."""
    headers = {"ETag": served.etag, "Cache-Control": cache_control, "Vary": vary}
    if served.made_at is not None:
        headers["Last-Modified"] = rfc822(served.made_at)
    if _has_it(request, served):
        return Response(status_code=304, headers=headers)
    if served.compressed is not None and _takes_gzip(request):
        headers["Content-Encoding"] = "gzip"
        return Response(served.compressed, media_type=served.media_type, headers=headers)
    return Response(served.body, media_type=served.media_type, headers=headers)


def _has_it(request: Request, served: Document) -> bool:
    """By RFC 9110, 13.2.2: a tag decides where there is one, else the date."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return tags.strip() == "*" or served.etag.removeprefix("W/") in known
    since = _moment(request.headers.get("if-modified-since"))
    return since is not None and served.made_at is not None and served.made_at <= since


def _moment(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text) if text else None
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None


def _takes_gzip(request: Request) -> bool:
    """A plain reading of Accept-Encoding: gzip or *, not refused by q=0."""
    for accepted in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = accepted.partition(";")
        if coding.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
