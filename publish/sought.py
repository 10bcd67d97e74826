"""What is sought by words into what bears them, the same for the API and the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Connection

from pipeline.basket import Basket
from pipeline.search import nearness, readings
from pipeline.types import Vendor
from storage.events import events
from storage.news_queries import NewsQuery
from storage.queries import EventQuery
from storage.stories import stories


def vendors_named(vendors: Iterable[Vendor], text: str) -> list[Vendor]:
    """Those that go by such a name in either language, the nearest first."""
    found = [(near, one) for one in vendors if (near := nearness(text, (one.id, one.name, one.name_zh))) is not None]
    return [one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].id))]


def told_of(text: str) -> EventQuery:
    """The events, headlines and single moves, that have all words of a text."""
    return EventQuery(basket=Basket(text=text), members=False)


def reading_told(c: Connection, text: str) -> str:
    """The reading under which events are told: where none is of 通义千问, those of qwen are."""
    return _reading(text, lambda one: events(c, told_of(one), limit=1))


def reading_claimed(c: Connection, text: str) -> str:
    """The reading under which stories are told."""
    return _reading(text, lambda one: stories(c, NewsQuery(text=one), limit=1))


def _reading(text: str, found: Callable[[str], Sequence[object]]) -> str:
    """Most texts can be read in one way only: then nothing is asked."""
    ways = readings(text)
    return text if len(ways) == 1 else next((one for one in ways if found(one)), text)
