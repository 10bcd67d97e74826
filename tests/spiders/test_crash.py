"""Whatever ends the crawl process, no order is lost, and nothing is left running."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from pipeline.types import Capture, Failed, Why
from spiders.crawler import Crawler
from tests.site import Site
from tests.spiders.conftest import SETTINGS, order


@pytest.fixture
def own() -> Iterator[Crawler]:
    """A crawler that the test may break."""
    with Crawler(replace(SETTINGS, timeout=20.0)) as crawler:
        yield crawler


def running(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def soon(true_at_last, patience: float = 3.0) -> bool:
    until = time.monotonic() + patience
    while not true_at_last() and time.monotonic() < until:
        time.sleep(0.01)
    return true_at_last()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM])
def test_a_crash_loses_only_what_was_unanswered_and_the_next_fetch_works(site, own, number):
    site.page("/pricing", "x")
    site.hangs("/slow")
    results = own.fetch([order(site.url("/pricing"), id="acme/a"), order(site.url("/slow"), id="acme/b")])
    assert isinstance(next(results), Capture)
    assert soon(lambda: site.asked("/slow"))
    os.kill(own.pids[0], number)
    (failed,) = results
    assert (failed.page, failed.why) == ("acme/b", Why.CRASHED)
    assert signal.Signals(number).name in failed.detail
    (again,) = own.fetch([order(site.url("/pricing"))])
    assert isinstance(again, Capture)


def test_orders_that_were_not_given_out_yet_survive_a_crash(site, own):
    for page in range(200):
        site.slow(f"/{page}", "x", 0.05)
    orders = [order(site.url(f"/{page}"), id=f"acme/{page}") for page in range(200)]
    fetching = own.fetch(orders)
    results = [next(fetching)]
    os.kill(own.pids[0], signal.SIGKILL)
    results += fetching
    crashed = [result for result in results if isinstance(result, Failed)]
    assert sorted(result.page for result in results) == sorted(order.page.id for order in orders)
    assert 0 < len(crashed) <= 64 and {failed.why for failed in crashed} == {Why.CRASHED}


def test_a_hung_process_is_killed_at_the_deadline(site):
    site.page("/pricing", "x")
    site.hangs("/slow")
    with Crawler(replace(SETTINGS, timeout=20.0, deadline=2.5)) as crawler:
        (_,) = crawler.fetch([order(site.url("/pricing"))])
        (pid,) = crawler.pids
        os.kill(pid, signal.SIGSTOP)
        began = time.monotonic()
        results = list(crawler.fetch([order(site.url(f"/{n}"), id=f"acme/{n}") for n in range(100)]))
        assert time.monotonic() - began < 4
        assert len(results) == 100 and {result.why for result in results} == {Why.TIMEOUT}
        assert not running(pid)
        (again,) = crawler.fetch([order(site.url("/pricing"))])
        assert isinstance(again, Capture)


def test_time_that_the_caller_takes_does_not_count_towards_the_deadline(site):
    for page in range(4):
        site.page(f"/{page}", "x")
    with Crawler(replace(SETTINGS, deadline=2.5)) as crawler:
        for result in crawler.fetch([order(site.url(f"/{page}")) for page in range(4)]):
            assert isinstance(result, Capture)
            time.sleep(0.8)


def test_an_answer_that_takes_more_memory_than_there_is_fails_alone(site):
    site.floods("/pricing")
    site.behaviours["/headers"] = endless_headers
    site.page("/small", "x")
    with Crawler(replace(SETTINGS, max_bytes=100 * 1024**3, max_memory=400 * 1024**2)) as crawler:
        results = list(crawler.fetch([order(site.url(path)) for path in ("/pricing", "/headers")]))
        assert [type(result) for result in results] == [Failed, Failed]
        (capture,) = crawler.fetch([order(site.url("/small"))])
        assert isinstance(capture, Capture)


def endless_headers(visit: BaseHTTPRequestHandler) -> None:
    visit.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        visit.wfile.write(b"X-More: 0123456789\r\n" * 10_000)


def test_a_process_that_died_while_idle_costs_nothing(site, own):
    site.page("/pricing", "x")
    orders = [order(site.url("/pricing"))] * 10
    assert all(isinstance(result, Capture) for result in own.fetch(orders))
    os.kill(own.pids[0], signal.SIGKILL)
    time.sleep(0.1)
    assert all(isinstance(result, Capture) for result in own.fetch(orders))


def test_closing_in_mid_crawl_is_quick_and_leaves_nothing(site):
    site.hangs("/slow")
    site.page("/pricing", "x")
    with Crawler(replace(SETTINGS, timeout=20.0)) as crawler:
        results = crawler.fetch([order(site.url("/pricing")), *(order(site.url("/slow")) for _ in range(20))])
        next(results)
        (pid,) = crawler.pids
        began = time.monotonic()
    assert time.monotonic() - began < 1
    assert not running(pid)


def test_a_batch_that_is_abandoned_does_not_answer_the_next_one(site, own):
    for page in range(20):
        site.slow(f"/{page}", "x", 0.2)
    site.page("/pricing", "x")
    for _ in own.fetch([order(site.url(f"/{page}"), id="acme/old") for page in range(20)]):
        break
    (result,) = own.fetch([order(site.url("/pricing"), id="acme/new")])
    assert result.page == "acme/new"


def test_a_process_is_replaced_after_its_life(site):
    site.page("/pricing", "x")
    with Crawler(replace(SETTINGS, plain_pages=10)) as crawler:
        pids = set()
        for result in crawler.fetch([order(site.url("/pricing"))] * 35):
            assert isinstance(result, Capture)
            pids.update(crawler.pids)
    assert len(pids) == 4 and not any(running(pid) for pid in pids)


PARENT = """
    import sys, dataclasses
    from tests.spiders.conftest import SETTINGS, order, rendered
    from spiders.crawler import Crawler
    with Crawler(dataclasses.replace(SETTINGS, timeout=20.0)) as crawler:
        url, kind = sys.argv[1:]
        slow = {"plain": order, "browser": rendered}[kind](url + "/slow")
        for result in crawler.fetch([order(url + "/pricing"), slow]):
            print(*crawler.pids, flush=True)
"""


def start_parent(site: Site, kind: str = "plain") -> tuple[subprocess.Popen[str], list[int]]:
    """Another process that crawls and waits, and the crawl processes that it started."""
    site.page("/pricing", "x")
    site.hangs("/slow")
    command = [sys.executable, "-c", textwrap.dedent(PARENT), site.url(""), kind]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert soon(lambda: site.asked("/slow"), 15)
    return parent, pids


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_parent_that_is_stopped_takes_its_crawl_process_with_it(site, number):
    parent, pids = start_parent(site)
    with parent:
        parent.send_signal(number)
        parent.wait(5)
    assert pids and soon(lambda: not any(running(pid) for pid in pids))
