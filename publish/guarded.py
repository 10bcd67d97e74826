"""Any answer into one that a browser cannot be led astray with: security headers on it, and no error left unsaid."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SANDBOXED = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""The policy of an answer whose bytes are somebody else's: they may do and load nothing. It stays where it is set."""

ORIGIN_ONLY = "strict-origin"
"""The referrer policy of a page with a form: with none at all a browser would not say either where a POST comes from.
The path, which may hold a token, is told to nobody. It stays where it is set."""

_RAW = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
_OWN = frozenset({(b"content-security-policy", SANDBOXED.encode()), (b"referrer-policy", ORIGIN_ONLY.encode())})
_NAMES = frozenset(name for name, _ in _RAW)


def guarded(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with ours on them, in place of its own where it has some of these."""
    given = list(headers)
    own = dict(header for header in given if header in _OWN)
    return [header for header in given if header[0] not in _NAMES] + [
        (name, own.get(name, ours)) for name, ours in _RAW
    ]


class Guarded:
    """Middleware around all routes: adds the headers, and answers an unforeseen exception with a bare 500."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message = {**message, "headers": guarded(message["headers"])}
            await send(message)

        try:
            await self.app(scope, receive, send_guarded)
        except Exception:
            log.exception("%a failed", scope["path"])  # %a: nothing from outside forges a line
            if started:
                raise
            await problem(HTTPStatus.INTERNAL_SERVER_ERROR)(scope, receive, send_guarded)


def problem(status: HTTPStatus, detail: str = "", headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error as RFC 9457 has it. `detail` must hold nothing of the question but what can do no harm."""
    body = {"type": "about:blank", "title": status.phrase, "status": status.value}
    if detail:
        body["detail"] = detail
    sent = {"Cache-Control": "no-store", **(headers or {})}
    return JSONResponse(body, status, sent, media_type="application/problem+json")
