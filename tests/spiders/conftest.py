"""A site, and crawlers that may visit it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from pipeline.types import Fetch, Page, Rendering, Validators
from spiders.browser import executable
from spiders.crawler import Crawler
from spiders.orders import CrawlSettings, Order
from tests.site import Site

SETTINGS = CrawlSettings(
    contact="https://example.org/bot",
    max_bytes=200_000,
    timeout=3.0,
    delay=0.0,
    per_host=8,
    allow_hosts=frozenset({"127.0.0.1"}),
    deadline=30.0,
)
"""Patient enough for a busy machine, and no more."""

Fetching = Callable[..., Fetch]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture(scope="session")
def crawler() -> Iterator[Crawler]:
    """One warm crawl process for all tests that do not end it."""
    with Crawler(SETTINGS) as crawler:
        yield crawler


@pytest.fixture
def fetch(crawler: Crawler) -> Fetching:
    """`fetch(url, lang="zh")`: what becomes of one page."""

    def fetch(url: str, validators: Validators | None = None, **page: object) -> Fetch:
        (result,) = crawler.fetch([order(url, validators, **page)])
        return result

    return fetch


def order(url: str, validators: Validators | None = None, **page: object) -> Order:
    """An order for a page at `url` that a test does not care to name."""
    return Order(replace(Page("acme/pricing", "acme", url), **page), validators)


def rendered(url: str, **page: object) -> Order:
    """The same for a page that needs a browser."""
    return order(url, rendering=Rendering.BROWSER, **page)


@pytest.fixture(scope="session")
def browser() -> str:
    """The browser's path; without one the test fails in CI and is loudly skipped elsewhere."""
    path = executable(None)
    if path is None and os.environ.get("CI"):
        pytest.fail("no Chromium in CI: browser pages are not tested")
    if path is None:
        pytest.skip("NO BROWSER: apt-get install chromium-headless-shell, or browser pages stay untested")
    return path
