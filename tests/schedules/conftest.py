from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.types import Capture, Channel, Event, EventState, Page, Vendor
from schedules.aftermath import aftermath
from schedules.crawl import own_word
from schedules.look import Look, take_in
from spiders.declarations import Catalogue
from storage.engine import Store
from storage.events import events
from storage.pages import add_page
from storage.queries import EventQuery, Order
from tests.databases import a_store


@dataclass
class Desk:
    """A wire with a real database, to which pages are shown one after the other."""

    store: Store
    vendors: dict[str, Vendor] = field(default_factory=dict)
    at: datetime = datetime(2026, 3, 1, tzinfo=UTC)

    def watches(self, vendor: str, channel: Channel = Channel.FIRST_PARTY, name: str = "pricing") -> Page:
        page = Page(f"{vendor}/{name}", vendor, f"https://{vendor}.example/{name}")
        before = self.vendors.get(vendor)
        pages = (*(before.pages if before else ()), page)
        self.vendors[vendor] = Vendor(vendor, vendor.title(), channel=channel, pages=pages)
        with self.store.write() as c:
            add_page(c, page)
        return page

    def shows(self, page: Page, prices: dict[str, tuple[str, str]], *, after: timedelta = timedelta(days=1)) -> Look:
        """The page prints model → (input, output), in dollars for a million tokens or as written."""
        rows = "".join(f"<tr><td>{name}</td><td>{a}</td><td>{b}</td></tr>" for name, (a, b) in prices.items())
        head = "<tr><th>Model</th><th>Input / 1M tokens</th><th>Output / 1M tokens</th></tr>"
        return self.serves(
            page, f"<html><title>Prices</title><h1>Pricing</h1><table>{head}{rows}</table></html>", after
        )

    def serves(self, page: Page, html: str, after: timedelta = timedelta(days=1)) -> Look:
        self.at += after
        body = html.encode()
        capture = Capture(page.id, page.url, self.at, 200, body, hashlib.sha256(body).hexdigest(), "text/html")
        catalogue = Catalogue(self.vendors.values())
        word = own_word(catalogue, page)
        return take_in(self.store, page, capture, own_word=word, then=aftermath(catalogue))

    def events(self, *states: EventState) -> list[Event]:
        query = EventQuery(states=frozenset(states)) if states else EventQuery()
        with self.store.read() as c:
            return events(c, query, limit=1000, order=Order.OLDEST_FIRST)

    def told(self) -> list[str]:
        return [f"{one.vendor} {one.kind} {one.model} {one.meter or ''}".strip() for one in self.events()]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = a_store(tmp_path)
    try:
        yield Desk(store)
    finally:
        store.close()
