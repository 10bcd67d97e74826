"""The demo's site, moment by moment → the events, news and letters that the real crawl makes of it by a moved clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from pipeline.types import Event, EventState, Page
from schedules.crawl import crawl
from schedules.demo import DemoSite, moments
from schedules.demo_post import digests, subscribe
from schedules.look import Look
from schedules.timetable import SECOND_LOOK
from spiders.crawler import Crawler
from spiders.declarations import Catalogue
from spiders.orders import CrawlSettings
from storage.articles import articles_by_id
from storage.engine import Store
from storage.events import event
from storage.news_answers import ArticleRow
from storage.pages import declare_pages

A_DAY = timedelta(days=1)


class Clock:
    """A clock that is set, and then gives each answer a moment of its own."""

    def __init__(self, at: datetime) -> None:
        self.set(at)

    def set(self, at: datetime) -> None:
        self._at, self._set_at = at, monotonic()

    def __call__(self) -> datetime:
        self._at += timedelta(milliseconds=1)
        return self._at

    def runs_on(self) -> datetime:
        """The time that it was set to, and what has passed since."""
        return self._at + timedelta(seconds=monotonic() - self._set_at)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one look at the site brought."""

    events: tuple[Event, ...] = ()
    """What was told; a headline tells its members."""
    articles: tuple[ArticleRow, ...] = ()
    """Those that claim something."""


def play(
    store: Store, site: DemoSite, settings: CrawlSettings, clock: Clock, post: Callable[[], object]
) -> Iterator[Turn]:
    """Crawl the site at each of its moments, and again soon after where a change is held; after each look, and at the
    hours of digests, `post` sends what is due by the clock. Yields what each look brought."""
    catalogue = site.catalogue()
    with store.write() as c:
        declare_pages(c, catalogue.pages)
        subscribe(c, catalogue.vendors, moments()[0])
    with Crawler(settings, clock) as crawler:
        look = partial(_look, store, catalogue, crawler, clock, post)
        for moment, next_moment in zip(moments(), [*moments()[1:], moments()[-1] + A_DAY], strict=True):
            site.set(moment)
            looks = look(catalogue.pages, moment)
            yield _turn(store, looks)
            waiting = [one.page for one in looks if one.waiting]
            if waiting:
                yield _turn(store, look(waiting, moment + SECOND_LOOK))
            for at in digests(moment, next_moment):
                clock.set(at)
                post()


def _look(
    store: Store,
    catalogue: Catalogue,
    crawler: Crawler,
    clock: Clock,
    post: Callable[[], object],
    pages: Sequence[Page],
    at: datetime,
) -> list[Look]:
    clock.set(at)
    looks = list(crawl(store, catalogue, crawler, pages, now=clock))
    post()
    return looks


def _turn(store: Store, looks: list[Look]) -> Turn:
    settled = [done for look in looks for done in look.resolutions if done.state is EventState.PUBLISHED]
    ids = [one.id for look in looks for one in look.published if not one.headline]
    ids += [done.event_id for done in settled if not done.headline]
    with store.read() as c:
        found = [event(c, event_id) for event_id in ids]
        told = articles_by_id(c, (article for look in looks for article in look.articles))
    return Turn(tuple(sorted((one for one in found if one), key=_order)), tuple(told))


def _order(told: Event) -> tuple[datetime, str, str, str]:
    return told.observed_at, told.page, told.model, told.meter or ""
