"""Answers kept as they go over the wire, for as long as nothing is written: a hit asks no database and no thread."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from publish.documents import Served
from storage.version import Version

MOST = 2_048
"""Addresses; what several of them serve is kept once."""
MOST_BYTES = 64 * 1024 * 1024
"""Of all bodies together: whoever asks for ever other baskets must not fill the memory."""
_READS = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class _Answer:
    version: Hashable
    served: Served


class Kept:
    """The answers, by the address that they were given under."""

    def __init__(self, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._answers: OrderedDict[tuple[str, bytes], _Answer] = OrderedDict()
        self._addresses: Counter[Served] = Counter()
        self._bytes = 0
        self._lock = Lock()

    @property
    def size(self) -> int:
        """Bytes of the bodies that are kept."""
        return self._bytes

    def find(self, scope: Scope, version: Hashable) -> Served | None:
        """The answer under this address where nothing was written since it was kept."""
        kept = self._answers.get((scope["path"], scope["query_string"]))
        return kept.served if kept is not None and kept.version == version else None

    def keep(self, request: Request, served: Served) -> Served:
        """`served` under the address of the request, which alone decided it, with nothing read before the request."""
        address = request.scope["path"], request.scope["query_string"]
        with self._lock:
            self._forget(self._answers.pop(address, None))
            self._answers[address] = _Answer(request.scope["version"], served)
            self._bytes += 0 if self._addresses[served] else served.size
            self._addresses[served] += 1
            while self._answers and (len(self._answers) > self._most or self._bytes > self._most_bytes):
                self._forget(self._answers.popitem(last=False)[1])
        return served

    def _forget(self, answer: _Answer | None) -> None:
        if answer is None:
            return
        self._addresses[answer.served] -= 1
        if not self._addresses[answer.served]:
            del self._addresses[answer.served]
            self._bytes -= answer.served.size


class Keeper:
    """Middleware: answers with what is kept, and tells all others the version from before their first look."""

    def __init__(self, app: ASGIApp, kept: Kept, version: Version) -> None:
        self.app, self.kept, self.version = app, kept, version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in _READS:
            scope["version"] = version = self.version.now()
            served = self.kept.find(scope, version)
            if served is not None:
                await served(scope, receive, send)
                return
        await self.app(scope, receive, send)
