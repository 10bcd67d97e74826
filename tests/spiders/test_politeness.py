"""A host is asked slowly, whatever the number of its pages; other hosts do not wait for it."""

import os
from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.types import Capture
from spiders.crawler import Crawler
from tests.site import Site
from tests.spiders.conftest import SETTINGS, order


def gaps(site: Site) -> list[float]:
    times = sorted(asked.at for asked in site.requests)
    return [after - before for before, after in pairwise(times)]


def test_between_two_requests_to_a_host_there_is_a_pause(site):
    for page in range(4):
        site.page(f"/{page}", "x")
    with Crawler(replace(SETTINGS, delay=0.3)) as crawler:
        list(crawler.fetch([order(site.url(f"/{page}")) for page in range(4)]))
    assert len(gaps(site)) == 4 and min(gaps(site)) > 0.14, "a random half of the pause more or less"


def test_a_host_that_wants_longer_pauses_gets_them(site):
    site.robots("User-agent: *\nCrawl-delay: 0.5\n")
    for page in range(3):
        site.page(f"/{page}", "x")
    with Crawler(SETTINGS) as crawler:
        results = list(crawler.fetch([order(site.url(f"/{page}")) for page in range(3)]))
    assert all(isinstance(result, Capture) for result in results)
    assert min(gaps(site)[1:]) > 0.24


def test_a_slow_host_does_not_keep_others_waiting(site):
    for page in range(30):
        site.slow(f"/{page}", "x", 0.2)
    site.page("/pricing", "x")
    orders = [order(site.url(f"/{page}")) for page in range(30)]
    quick = order(site.url("/pricing").replace("127.0.0.1", "localhost"), id="quick/pricing")
    settings = replace(SETTINGS, per_host=4, allow_hosts=frozenset({"127.0.0.1", "localhost"}))
    with Crawler(settings) as crawler:
        results = [result.page for result in crawler.fetch([*orders, quick])]
    assert results.index("quick/pricing") < 8


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_a_proxy_of_the_environment_is_not_asked(site, variable, monkeypatch):
    with Site() as proxy:
        site.page("/pricing", "x")
        monkeypatch.setitem(os.environ, variable, proxy.url(""))
        with Crawler(SETTINGS) as crawler:
            (result,) = crawler.fetch([order(site.url("/pricing"))])
        assert isinstance(result, Capture) and proxy.requests == []
