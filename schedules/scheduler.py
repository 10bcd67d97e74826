"""The clock of `pricewire up`: every few seconds, the pages that are due are crawled."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from pipeline.types import Page
from schedules.corroborate import close_windows
from schedules.crawl import crawl, crawl_articles, wanted
from schedules.look import Look
from schedules.rounds import Rounds
from schedules.wording import look_told
from spiders.crawler import Crawler
from spiders.declarations import Catalogue
from spiders.orders import CrawlSettings
from storage.engine import Store
from storage.leases import acquire, release
from storage.pages import declare_pages, due_pages, schedule_page

log = logging.getLogger("pricewire")
LEASE = "crawl"
LEASE_FOR = timedelta(minutes=2)
WAITING = "Another process crawls into this database, or was killed within the last two minutes: waiting for its lease."
AT_ONCE = 200
"""Pages taken into one crawl; the rest follow in the next."""


class Scheduler:
    """Crawls due pages until it is stopped. Two on one database do not crawl twice: one holds the lease."""

    def __init__(self, store: Store, catalogue: Catalogue, settings: CrawlSettings, tick: float) -> None:
        self._store = store
        self._catalogue = catalogue
        self._settings = settings
        self._tick = tick
        self._holder = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
        self._crawler: Crawler | None = None
        self._waits = False
        self._rounds = Rounds("The crawl", self._crawl_due, tick)

    def start(self) -> None:
        """Begin; the first look for due pages is made at once."""
        with self._store.write() as c:
            declare_pages(c, self._catalogue.pages)
        self._rounds.start()

    def stop(self, within: float = 4.0) -> None:
        """End within so many seconds. What is recorded is whole; what is under way is fetched again next time."""
        self._rounds.halt()
        if self._crawler is not None:
            _end(self._crawler.pids)
        if self._rounds.is_done(within):
            self._close()

    def run_due(self) -> None:
        """Crawl what is due now. A fault is told and the next tick tries again: nothing stops the clock."""
        self._rounds.go()

    def _crawl_due(self) -> None:
        for look in self._looks():
            log.log(logging.INFO if look.outcome != "failed" else logging.WARNING, "%s", look_told(look))

    def _looks(self) -> Iterator[Look]:
        while not self._rounds.halted and self._hold():
            looked = False
            for look in self._next():
                looked = True
                yield look
                self._hold()
            if not looked:
                close_windows(self._store, self._catalogue, datetime.now(UTC))
                return

    def _next(self) -> Iterator[Look]:
        """The pages that are due; where there are none, the articles that are owed."""
        pages, stop = self._due(), lambda: self._rounds.halted
        if pages:
            return crawl(self._store, self._catalogue, self._warm(), pages, stop=stop)
        return crawl_articles(self._store, self._catalogue, self._warm(), self._catalogue.pages, stop=stop)

    def _due(self) -> list[Page]:
        with self._store.read() as c:
            due = due_pages(c, datetime.now(UTC), AT_ONCE)
        declared = {page.id: page for page in self._catalogue.pages}
        pages = [declared[status.id] for status in due if status.id in declared]
        crawled = wanted(self._store, pages)
        self._postpone(page for page in pages if page not in crawled)
        return crawled

    def _postpone(self, doors: Iterable[Page]) -> None:
        """Other doors to a document whose first door answers are looked for again after their cadence."""
        now = datetime.now(UTC)
        with self._store.write() as c:
            for page in doors:
                schedule_page(c, page.id, now + timedelta(seconds=page.cadence), "the first door answers")

    def _hold(self) -> bool:
        with self._store.write() as c:
            held = acquire(c, LEASE, self._holder, datetime.now(UTC), LEASE_FOR)
        if not held and not self._waits:
            log.info("%s", WAITING)
        self._waits = not held
        return held

    def _warm(self) -> Crawler:
        if self._crawler is None:
            self._crawler = Crawler(self._settings)
        return self._crawler

    def _close(self) -> None:
        if self._crawler is not None:
            self._crawler.close()
            self._crawler = None
        with self._store.write() as c:
            release(c, LEASE, self._holder)


def _end(pids: tuple[int, ...]) -> None:
    """End the crawl processes, so that whoever waits for their answers waits no longer."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            continue
