"""A site with vendors and papers, and a wire that crawls them at the times a test names."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from pipeline.types import Channel, Event, EventState, Fetch, Page, PageKind, Vendor
from schedules.articles import Errand, errands
from schedules.consequences import consequences
from schedules.corroborate import close_windows
from schedules.crawl import crawl
from schedules.look import Look, take_in
from schedules.play import Clock
from spiders.crawler import Crawler
from spiders.declarations import Catalogue
from spiders.orders import Order as ToFetch
from storage.claims import claims
from storage.engine import Store
from storage.events import events
from storage.news_answers import ClaimRow, Standing, StoryRow
from storage.news_queries import NewsQuery
from storage.pages import declare_pages, timing_of
from storage.queries import EventQuery, Order
from storage.standings import standings_of
from storage.stories import stories, stories_of
from tests.site import Site

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOST = "127.0.0.1"


@dataclass
class Item:
    path: str
    title: str
    teaser: str
    at: datetime | None


@dataclass
class Paper:
    """A paper of the site: a feed of teasers, and a page for each article."""

    site: Site
    name: str
    host: str = HOST
    """The site under another name is another site."""
    items: dict[str, Item] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        return Page(f"{self.name}/news", self.name, self._url(f"/{self.name}/feed"), PageKind.NEWS, hosts=(HOST,))

    def _url(self, path: str) -> str:
        return self.site.url(path).replace(HOST, self.host)

    def prints(self, slug: str, title: str, *paragraphs: str, at: datetime | None, teaser: str | None = None) -> str:
        """An article, and its place at the top of the feed, with its beginning as teaser if no other; its path."""
        path = f"/{self.name}/{slug}"
        told = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
        meta = f'<meta property="og:site_name" content="{self.name.title()}">'
        head = f"<head><title>{html.escape(title)}</title>{meta}</head>"
        self.site.page(path, f"<html>{head}<body><article><h1>{html.escape(title)}</h1>{told}</article></body></html>")
        beginning = (paragraphs or (title,))[0][:80] + " …"
        self.items[slug] = Item(path, title, beginning if teaser is None else teaser, at)
        self.publishes()
        return path

    def publishes(self) -> None:
        entries = "".join(self._item(item) for item in reversed(self.items.values()))
        feed = f"<rss version='2.0'><channel><title>{self.name}</title>{entries}</channel></rss>"
        self.site.page(f"/{self.name}/feed", feed, media_type="application/rss+xml")

    def _item(self, item: Item) -> str:
        date = f"<pubDate>{format_datetime(item.at)}</pubDate>" if item.at else ""
        said = f"<title>{html.escape(item.title)}</title><description>{html.escape(item.teaser)}</description>"
        return f"<item>{said}<link>{self._url(item.path)}</link>{date}</item>"


class World:
    """A wire with a real database, a real crawler and a clock that the test moves."""

    def __init__(self, store: Store, site: Site, crawler: Crawler, clock: Clock) -> None:
        self.store, self.site, self.crawler, self.clock = store, site, crawler, clock
        self.vendors: dict[str, Vendor] = {}

    @property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.vendors.values())

    def sells(self, vendor: str, model: str, *, hosts: tuple[str, ...] = (), **prices: str) -> Page:
        """A vendor whose page prints prices."""
        shown = self.site.vendor(vendor).price(model, **prices)
        page = Page(f"{vendor}/pricing", vendor, shown.url, hosts=(HOST,))
        return self.knows(Vendor(vendor, vendor.title(), hosts=hosts, pages=(page,)))

    def knows(self, vendor: Vendor) -> Page:
        self.vendors[vendor.id] = vendor
        with self.store.write() as c:
            declare_pages(c, self.catalogue.pages)
        return vendor.pages[0] if vendor.pages else Page("", vendor.id, "")

    def paper(self, name: str = "gazette", host: str = HOST) -> Paper:
        """A paper with nothing but last month's weather in it."""
        made = Paper(self.site, name, host)
        made.prints("weather", "Rain tomorrow", "It will rain.", at=START - timedelta(days=30))
        self.knows(Vendor(name, name.title(), channel=Channel.PRESS, pages=(made.page,)))
        return made

    def looks(self, at: timedelta, *pages: Page) -> list[Look]:
        """Crawl these pages, or all, so long after the start."""
        self.clock.set(START + at)
        return list(crawl(self.store, self.catalogue, self.crawler, pages or self.catalogue.pages, now=self.clock))

    def fetches(self, page: Page, at: timedelta) -> Fetch:
        self.clock.set(START + at)
        (fetch,) = self.crawler.fetch([ToFetch(page)])
        return fetch

    def takes_in(self, page: Page, fetch: Fetch) -> Look:
        return take_in(self.store, page, fetch, then=consequences(self.catalogue))

    def owes(self, page: Page, at: timedelta) -> list[Errand]:
        return errands(self.store, [page], START + at)

    def closes(self, at: timedelta) -> list[Event]:
        return close_windows(self.store, self.catalogue, START + at)

    def claims(self, query: NewsQuery = NewsQuery()) -> list[ClaimRow]:  # noqa: B008 - never changes
        with self.store.read() as c:
            return claims(c, query)[::-1]

    def claim(self) -> ClaimRow:
        (row,) = self.claims()
        return row

    def stories(self) -> list[StoryRow]:
        with self.store.read() as c:
            return stories(c)

    def events(self, *states: EventState) -> list[Event]:
        query = EventQuery(states=frozenset(states)) if states else EventQuery()
        with self.store.read() as c:
            return events(c, query, order=Order.OLDEST_FIRST)

    def event(self) -> Event:
        (event,) = self.events()
        return event

    def standing(self, event: Event) -> Standing:
        with self.store.read() as c:
            return standings_of(c, [event.id])[event.id]

    def stories_of(self, event: Event) -> list[StoryRow]:
        with self.store.read() as c:
            return stories_of(c, [event.id]).get(event.id, [])

    def due(self, page: Page) -> timedelta | None:
        with self.store.read() as c:
            at = timing_of(c, page.id).due_at
        return None if at is None else at - START
