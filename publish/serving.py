"""What every route works with: the store, the catalogue, the settings, the clock, and what is kept between answers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import Connection

from pipeline.basket import Basket
from pipeline.query_text import BadBasket
from pipeline.types import Vendor
from publish.api.settings import ApiSettings
from publish.asked import Asked
from publish.entry import Entry
from publish.kept import Kept
from publish.made import Made
from publish.money import Lang
from publish.news import Latest, entries, latest
from publish.plain import web_link
from storage.engine import Store
from storage.pages import page_status
from storage.queries import Cursor
from storage.version import Version
from storage.wire import state_of_wire

KEPT = 128
"""So many answers to questions are kept as they are in words, some megabyte each at most; the next line on the wire
makes them anew."""
AT_LATEST = timedelta(minutes=1)
"""What is kept is made anew after that long in any case, should its state have changed in a way that shows nowhere."""
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How the wire is served."""

    public_url: str = "http://127.0.0.1:8000"
    """How readers reach it: stands in the feeds' links. Never taken from a request."""
    hub: str = ""
    """The WebSub hub that the feeds name and that is told of news; empty for none."""
    ttl: int = 15
    """Minutes a feed reader may wait before it looks again."""
    max_age: int = 60
    """Seconds for which a proxy may serve a feed or page again unasked."""
    overdue_seconds: int = 3_600
    """A page later than that is shown as overdue and makes the health `degraded`."""
    scheduled: bool = True
    """Whether anybody looks at the pages; where nobody is to, as after the demo, none is overdue."""
    version: str = ""
    api: ApiSettings = field(default_factory=ApiSettings)

    @property
    def grace(self) -> timedelta:
        """How late a page may be before that is worth a word."""
        return timedelta(seconds=self.overdue_seconds) if self.scheduled else timedelta.max

    def __post_init__(self) -> None:
        if web_link(self.public_url) is None or self.public_url.endswith("/"):
            raise ValueError(f"public URL: http(s)://host without a slash at the end was expected: {self.public_url!r}")
        if self.hub and web_link(self.hub) is None:
            raise ValueError(f"hub: an http(s) address was expected: {self.hub!r}")


class Shelf(Generic[V]):
    """The values used last, by their keys; safe to be used by several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value, made where it is not there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        made = make()
        with self._lock:
            self._values[key] = made
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class Worded:
    """What answers a question, in words."""

    entries: tuple[Entry, ...]
    more: Cursor | None
    """The place from which it goes on; None at the end."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Made once for an application. The database is asked through `store`, in a transaction for each request."""

    store: Store
    vendors: Mapping[str, Vendor]
    settings: WebSettings
    clock: Callable[[], datetime]
    version: Version
    kept: Kept = field(default_factory=Kept)
    made: Made = field(default_factory=lambda: Made(16 * KEPT))
    _told: Shelf[Latest] = field(default_factory=lambda: Shelf(KEPT))
    _worded: Shelf[Worded] = field(default_factory=lambda: Shelf(KEPT))

    @property
    def cache_control(self) -> str:
        return f"public, max-age={self.settings.max_age}"

    def state(self, c: Connection) -> Hashable:
        """Another value whenever what was told may be another: to keep under it what was made of that."""
        return state_of_wire(c), (self.clock() - _BEGINNING) // AT_LATEST

    def latest(self, c: Connection, asked: Asked) -> Latest:
        """The events asked for; see `publish.news.latest`. Language plays no part."""
        key = asked.basket, asked.limit, asked.after, self.state(c)
        return self._told.get(key, lambda: latest(c, asked, self.vendors))

    def worded(self, c: Connection, asked: Asked, lang: Lang) -> Worded:
        """The same in words."""

        def word() -> Worded:
            told = self.latest(c, asked)
            return Worded(entries(told.told, self.vendors, lang), told.more)

        return self._worded.get((asked, lang, self.state(c)), word)

    def check(self, c: Connection, basket: Basket) -> None:
        """Refuses a vendor that nobody declared and of which nothing is recorded: a slip of the pen is not silence.
        Raises `BadBasket`."""
        for vendor in sorted(basket.vendors - self.vendors.keys()):
            if not page_status(c, vendor):
                raise BadBasket("vendor is unknown", "one that the front page lists", vendor)
