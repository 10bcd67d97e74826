"""The bytes of a page, as text in a sandbox: whatever stands in them, a browser does nothing with it."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.decode import decode
from publish.documents import answer, document
from publish.guarded import SANDBOXED
from publish.serving import Serving
from publish.site.visit import NotFound
from storage.errors import StorageError
from storage.evidence import capture_with

FOR_EVER = "public, max-age=31536000, immutable"
_SHA = re.compile(r"[0-9a-f]{64}", re.ASCII)


def route(serving: Serving) -> Route:
    """`/captures/{sha256}`."""

    def capture(request: Request) -> Response:
        return as_text(serving, request)

    return Route("/captures/{sha256}", capture)


def as_text(serving: Serving, request: Request) -> Response:
    """Of a page that was captured; raises `NotFound` for any other bytes, and where they are not kept any more."""
    sha256 = str(request.path_params["sha256"])
    if not _SHA.fullmatch(sha256):
        raise NotFound
    with serving.store.read() as c:
        found = capture_with(c, sha256)
    if found is None:
        raise NotFound
    try:
        body = serving.store.bodies.get(sha256)
    except StorageError:
        raise NotFound from None
    text, _ = decode(body, found.charset, found.media_type)
    response = answer(request, document(text.encode("utf-8", "replace"), "text/plain; charset=utf-8"), FOR_EVER)
    response.headers["Content-Security-Policy"] = SANDBOXED
    response.headers["Content-Disposition"] = f'inline; filename="{sha256[:12]}.txt"'
    return response
