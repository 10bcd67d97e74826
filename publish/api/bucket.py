"""How often a client asks into whether it may: a bucket of tokens each, refilled as time goes by."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from math import ceil
from threading import Lock

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from publish.guarded import problem

MOST_CLIENTS = 10_000
"""So many are remembered; the one that has been silent longest is forgotten first."""
IPV6_SITE = 64
"""Bits of an IPv6 address that one client has to itself."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Whether one question may be asked now."""

    granted: bool
    remaining: int
    """Questions that may still be asked at once."""
    wait: int
    """Seconds until one more may be asked; 0 while any remain."""


class Buckets:
    """One bucket a client, in memory: a restart forgives everybody."""

    def __init__(self, per_minute: int, burst: int) -> None:
        self.per_minute, self.burst = per_minute, burst
        self._levels: OrderedDict[str, tuple[float, datetime]] = OrderedDict()
        self._lock = Lock()

    def take(self, client: str, now: datetime) -> Leave:
        """Take one token where there is one."""
        with self._lock:
            level, at = self._levels.pop(client, (float(self.burst), now))
            passed = max(0.0, (now - at).total_seconds())
            level = min(float(self.burst), level + passed * self.per_minute / 60)
            granted = level >= 1
            level -= granted
            self._levels[client] = (level, max(at, now))
            if len(self._levels) > MOST_CLIENTS:
                self._levels.popitem(last=False)
        wait = 0 if level >= 1 else ceil((1 - level) * 60 / self.per_minute)
        return Leave(granted, int(level), wait)


class Limited:
    """Middleware: 429 for a client that asks too often, and on every answer how much it may still ask."""

    def __init__(self, app: ASGIApp, buckets: Buckets, clock: Callable[[], datetime]) -> None:
        self.app, self.buckets, self.clock = app, buckets, clock
        window = ceil(buckets.burst * 60 / buckets.per_minute)
        self._policy = f'"client";q={buckets.burst};w={window}'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        leave = self.buckets.take(client_of(scope), self.clock())
        told = {"RateLimit-Policy": self._policy, "RateLimit": f'"client";r={leave.remaining};t={leave.wait}'}

        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(told)
            await send(message)

        if leave.granted:
            await self.app(scope, receive, send_told)
            return
        sentence = f"Too many questions; the next may be asked in {leave.wait} s."
        refusal = problem(HTTPStatus.TOO_MANY_REQUESTS, sentence, {"Retry-After": str(leave.wait)})
        await refusal(scope, receive, send_told)


def client_of(scope: Scope) -> str:
    """The address that the connection comes from; one that a header names, which a client may make up, only where the
    server put it there, as it does for the proxies it trusts (`publish.serve`)."""
    host = (scope.get("client") or ("", 0))[0]
    try:
        address = ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(int(address) >> (128 - IPV6_SITE))
    return str(address)
