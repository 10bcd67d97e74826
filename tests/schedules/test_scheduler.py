"""The clock of `pricewire up`, against a real site."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.types import Page, Vendor
from schedules.scheduler import LEASE, WAITING, Scheduler
from spiders.declarations import Catalogue
from spiders.orders import CrawlSettings
from storage.engine import Store
from storage.leases import acquire
from storage.pages import page_status
from tests.databases import a_store
from tests.site import Site

SETTINGS = CrawlSettings(allow_hosts=frozenset({"127.0.0.1"}), delay=0.0)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as made:
        yield made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = a_store(tmp_path)
    try:
        yield made
    finally:
        made.close()


def catalogue_of(site: Site, *names: str) -> Catalogue:
    vendors = []
    for name in names:
        page = Page(f"{name}/pricing", name, site.url(f"/{name}/pricing"), cadence=3600, hosts=("127.0.0.1",))
        vendors.append(Vendor(name, name.title(), pages=(page,)))
    return Catalogue(vendors)


def wait_until_checked(store: Store, pages: int, within: float = 20) -> None:
    end = time.monotonic() + within
    while time.monotonic() < end:
        with store.read() as c:
            if sum(status.last_checked_at is not None for status in page_status(c)) == pages:
                return
        time.sleep(0.05)
    raise AssertionError("the pages were not looked at in time")


def test_two_schedulers_on_one_database_do_not_crawl_twice(site: Site, store: Store) -> None:
    names = [f"vendor{n}" for n in range(6)]
    for name in names:
        site.vendor(name).price("small", input="1", output="2")
    catalogue = catalogue_of(site, *names)
    two = [Scheduler(store, catalogue, SETTINGS, tick=0.1) for _ in range(2)]
    for scheduler in two:
        scheduler.start()
    try:
        wait_until_checked(store, len(names))
        time.sleep(0.5)
    finally:
        for scheduler in two:
            scheduler.stop()
    assert [len(site.asked(f"/{name}/pricing")) for name in names] == [1] * len(names)


def test_who_waits_for_the_lease_of_one_that_was_killed_says_so_once(
    site: Site, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    site.vendor("good").price("small", input="1", output="2")
    with store.write() as c:
        acquire(c, LEASE, "killed", datetime.now(UTC), timedelta(minutes=2))
    scheduler = Scheduler(store, catalogue_of(site, "good"), SETTINGS, tick=0.1)
    with caplog.at_level("INFO", "pricewire"):
        scheduler.run_due()
        scheduler.run_due()
    scheduler.stop()
    assert caplog.messages == [WAITING]
    assert site.asked("/good/pricing") == []


def test_a_page_that_fails_stops_nothing_else(site: Site, store: Store) -> None:
    site.vendor("good").price("small", input="1", output="2")
    site.breaks("/bad/pricing")
    scheduler = Scheduler(store, catalogue_of(site, "bad", "good"), SETTINGS, tick=0.1)
    scheduler.start()
    try:
        wait_until_checked(store, 2)
    finally:
        scheduler.stop()
    with store.read() as c:
        good, bad = sorted(page_status(c), key=lambda status: status.failures)
    assert (good.vendor, good.rates, bad.vendor, bad.failures) == ("good", 2, "bad", 1)


def test_another_door_is_not_crawled_while_the_first_answers(site: Site, store: Store) -> None:
    site.vendor("acme").price("small", input="1", output="2")
    first = Page("acme/pricing", "acme", site.url("/acme/pricing"), cadence=3600)
    door = Page("acme/door", "acme", site.url("/acme/door"), cadence=3600, fallback_for="acme/pricing")
    scheduler = Scheduler(store, Catalogue([Vendor("acme", "Acme", pages=(first, door))]), SETTINGS, tick=0.1)
    scheduler.start()
    try:
        end = time.monotonic() + 20
        while time.monotonic() < end and not site.asked("/acme/pricing"):
            time.sleep(0.05)
        time.sleep(0.5)
    finally:
        scheduler.stop()
    assert (len(site.asked("/acme/pricing")), site.asked("/acme/door")) == (1, [])
