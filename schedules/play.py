"""The demo's site, moment by moment → the events that the real crawl finds on it, under a moved clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from pipeline.types import Event, EventState
from schedules.crawl import crawl
from schedules.demo import DemoSite, moments
from schedules.look import Look
from schedules.timetable import SECOND_LOOK
from spiders.crawler import Crawler
from spiders.orders import CrawlSettings
from storage.engine import Store
from storage.events import event
from storage.pages import declare_pages


class Clock:
    """A clock that is set, and then gives each answer a moment of its own."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def set(self, at: datetime) -> None:
        self._at = at

    def __call__(self) -> datetime:
        self._at += timedelta(milliseconds=1)
        return self._at


def play(store: Store, site: DemoSite, settings: CrawlSettings) -> Iterator[Event]:
    """Crawl the site at each of its moments, and again soon after where a change is held; yields what was told."""
    catalogue = site.catalogue()
    clock = Clock(moments()[0])
    with store.write() as c:
        declare_pages(c, catalogue.pages)
    with Crawler(settings, clock) as crawler:
        for moment in moments():
            site.set(moment)
            clock.set(moment)
            looks = list(crawl(store, catalogue, crawler, catalogue.pages, now=clock))
            yield from _told(store, looks)
            waiting = [look.page for look in looks if look.waiting]
            if waiting:
                clock.set(moment + SECOND_LOOK)
                yield from _told(store, list(crawl(store, catalogue, crawler, waiting, now=clock)))


def _told(store: Store, looks: list[Look]) -> list[Event]:
    """What these looks put on the wire, held events that were settled among it; a headline tells its members."""
    settled = [done for look in looks for done in look.resolutions if done.state is EventState.PUBLISHED]
    ids = [one.id for look in looks for one in look.published if not one.headline]
    ids += [done.event_id for done in settled if not done.headline]
    with store.read() as c:
        found = [event(c, event_id) for event_id in ids]
    return sorted((one for one in found if one), key=_order)


def _order(told: Event) -> tuple[datetime, str, str, str]:
    return told.observed_at, told.page, told.model, told.meter or ""
