"""Pages that only JavaScript brings, in a real browser that is kept short."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.types import Capture, Failed, Why
from spiders.child import offspring
from spiders.crawler import Crawler
from tests.site import Site
from tests.spiders.conftest import SETTINGS, order, rendered
from tests.spiders.test_crash import running, soon, start_parent

pytestmark = pytest.mark.browser

PATIENT = replace(SETTINGS, timeout=8.0)
SCRIPTED = """<html><head><meta charset="utf-8"></head><body><div id="prices">loading</div>
<img src="/picture.png"><style>@font-face {{ font-family: f; src: url(/font.woff2) }} div {{ font-family: f }}</style>
<script>
fetch("{api}").then(r => r.json()).then(all => {{
  document.getElementById("prices").textContent = all.map(it => it.model + " ¥" + it.price).join("; ");
}}).catch(error => {{ document.getElementById("prices").textContent = "refused"; }});
</script></body></html>"""
PRICES = '[{"model": "small", "price": "0.05"}]'


@pytest.fixture(scope="module")
def chrome(browser: str) -> Iterator[Crawler]:
    """A crawler with a warm browser, for tests that do not end it."""
    with Crawler(PATIENT) as crawler:
        yield crawler


def scratch_of(pid: int) -> str:
    """The folder that the crawl process `pid` was given."""
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")[3]


def visit(crawler: Crawler, url: str, **page: object) -> Capture | Failed:
    (result,) = crawler.fetch([rendered(url, **page)])
    return result


def main_browser(crawler: Crawler) -> int:
    """The browser that `crawler` has started: the one that was told where to keep its profile."""
    for pid in offspring(scratch_of(crawler.pids[-1])):
        words = Path(f"/proc/{pid}/cmdline").read_text()
        if "--user-data-dir=" in words and "--type=" not in words and not words.startswith("/bin/sh"):
            return pid
    raise AssertionError("no browser is running")


def test_a_page_that_a_script_brings_is_rendered(site, chrome):
    site.page("/pricing", SCRIPTED.format(api="/api/prices"))
    site.page("/api/prices", PRICES, media_type="application/json", validators=False)
    capture = visit(chrome, site.url("/pricing"), lang="zh")
    assert "small ¥0.05" in capture.body.decode()
    assert (capture.rendered, capture.media_type, capture.charset, capture.status) == (True, "text/html", "utf-8", 200)
    assert capture.attachments == ((site.url("/api/prices"), PRICES.encode()),)
    assert {asked.path for asked in site.requests} == {"/robots.txt", "/pricing", "/api/prices"}
    for asked in site.requests[1:]:
        assert asked.headers["user-agent"] == "Pricewire/0.1 (+https://example.org/bot)"
        assert asked.headers["accept-language"].startswith("zh-CN")


def test_a_page_behind_a_hash_is_rendered_as_such(site, chrome):
    site.page("/", "<p id=p></p><script>p.textContent = 'route: ' + location.hash</script>")
    capture = visit(chrome, site.url("/#/pricing"))
    assert b"route: #/pricing" in capture.body and capture.url == site.url("/#/pricing")


def test_a_page_in_an_old_charset_is_kept_as_utf_8(site, chrome):
    site.page("/pricing", "<p>输入 0.002 元</p>".encode("gbk"), media_type="text/html; charset=gbk")
    capture = visit(chrome, site.url("/pricing"))
    assert "输入 0.002 元" in capture.body.decode() and capture.charset == "utf-8"


def test_an_answer_that_is_no_page_says_why_here_too(site, chrome):
    site.gone("/gone")
    site.page("/wall", "x", status=403, headers={"cf-mitigated": "challenge"})
    site.robots("User-agent: *\nDisallow: /private\n")
    assert visit(chrome, site.url("/gone")).why is Why.GONE
    assert visit(chrome, site.url("/wall")).why is Why.BOT_WALL
    assert visit(chrome, site.url("/private")).why is Why.ROBOTS
    assert visit(chrome, "https://no-such-host.invalid/").why is Why.DNS


@pytest.mark.parametrize("address", ["http://127.0.0.2:{port}/secret", "http://localhost:{port}/secret"])
def test_a_page_cannot_ask_a_private_address_for_anything(site, chrome, address):
    address = address.format(port=site.host.rpartition(":")[2])
    site.page("/secret", PRICES, media_type="application/json", headers={"Access-Control-Allow-Origin": "*"})
    site.redirects("/hop", address)
    for api in (address, "/hop"):
        site.page("/pricing", SCRIPTED.format(api=api))
        capture = visit(chrome, site.url("/pricing"))
        assert "refused" in capture.body.decode() and capture.attachments == ()
    assert site.asked("/secret") == []


@pytest.mark.parametrize("way", ["redirect", "script", "frame", "popup", "socket"])
def test_no_way_out_of_a_page_leads_to_a_private_address(site, chrome, way):
    secret = f"http://localhost:{site.host.rpartition(':')[2]}/secret"
    site.page("/secret", "the keys")
    pages = {
        "script": f"<script>location = '{secret}'</script>",
        "frame": f"<iframe src='{secret}'></iframe>",
        "popup": f"<script>window.open('{secret}')</script>",
        "socket": f"<script>new WebSocket('{secret.replace('http', 'ws')}')</script>",
    }
    site.page("/pricing", pages.get(way, ""))
    if way == "redirect":
        site.redirects("/pricing", secret)
    result = visit(chrome, site.url("/pricing"))
    assert site.asked("/secret") == []
    assert b"the keys" not in getattr(result, "body", b"")
    if way == "redirect":
        assert result.why is Why.PRIVATE_ADDRESS, result


def test_a_page_that_leads_off_its_hosts_is_told_as_such(site, chrome):
    with Site() as other:
        other.page("/parked", "buy this domain")
        site.redirects("/pricing", other.url("/parked"))
        failed = visit(chrome, site.url("/pricing"))
        assert failed.why is Why.REDIRECTED_OFF and other.url("/parked") in failed.detail
        assert isinstance(visit(chrome, site.url("/pricing"), hosts=(other.host,)), Capture)


def test_pages_share_no_cookies(site, chrome):
    site.page(
        "/a", "<script>document.cookie = 'who=me'; localStorage.who = 'me'</script>", headers={"Set-Cookie": "a=b"}
    )
    site.page("/b", "<p id=p></p><script>p.textContent = 'kept: ' + localStorage.who</script>")
    visit(chrome, site.url("/a"))
    assert b"kept: undefined" in visit(chrome, site.url("/b")).body
    assert "cookie" not in site.asked("/b")[0].headers


def test_a_download_is_no_page(site, chrome):
    site.page("/pricing", b"MZ", media_type="application/octet-stream")
    assert visit(chrome, site.url("/pricing")).why is Why.UNREADABLE


def test_what_a_page_loads_besides_is_kept_within_bounds(site, chrome):
    site.page("/big", b'"' + b"x" * SETTINGS.max_bytes + b'"', media_type="application/json")
    site.page("/small", PRICES, media_type="application/json")
    asking = "".join(f"fetch('/small?{n}');" for n in range(60))
    site.page("/pricing", f"<script>fetch('/big'); {asking}</script>")
    capture = visit(chrome, site.url("/pricing"))
    assert 0 < len(capture.attachments) <= 40
    assert sum(len(body) for _, body in capture.attachments) <= SETTINGS.max_bytes
    site.page("/pricing", f"<body><script>document.body.textContent = 'x'.repeat({SETTINGS.max_bytes})</script>")
    assert visit(chrome, site.url("/pricing")).why is Why.TOO_LARGE


def test_a_page_that_is_never_done_is_taken_as_it_stands_or_left(site, browser):
    site.page("/busy", "<p>prices</p><script>setInterval(() => fetch('/tick?' + Math.random()), 100)</script>")
    site.page("/tick", "x")
    site.hangs("/slow")
    site.page("/stuck", "<p>prices</p><script>while (true) {}</script>")
    site.page("/plain", "x")
    with Crawler(replace(SETTINGS, timeout=1.5)) as crawler:
        assert b"prices" in visit(crawler, site.url("/busy")).body
        assert visit(crawler, site.url("/slow")).why is Why.TIMEOUT
        assert visit(crawler, site.url("/stuck")).why is Why.BROWSER
        assert isinstance(visit(crawler, site.url("/plain")), Capture)


def test_plain_pages_do_not_wait_for_the_browser(site, chrome):
    site.slow("/slow", "x", 3.0)
    site.page("/plain", "x")
    began = time.monotonic()
    results = chrome.fetch([rendered(site.url("/slow"), id="acme/slow"), order(site.url("/plain"), id="acme/plain")])
    assert next(results).page == "acme/plain" and time.monotonic() - began < 2.5
    assert [result.page for result in results] == ["acme/slow"]


def test_a_browser_that_is_killed_in_mid_crawl_costs_only_the_pages_it_had_open(site, browser):
    site.page("/pricing", "x")
    site.hangs("/slow")
    with Crawler(replace(SETTINGS, timeout=1.5)) as crawler:
        assert isinstance(visit(crawler, site.url("/pricing")), Capture)
        for number in (signal.SIGKILL, signal.SIGSTOP):
            others = [rendered(site.url("/pricing"), id=f"acme/{page}") for page in range(4)]
            fetching = crawler.fetch([rendered(site.url("/slow"), id="acme/slow"), *others])
            assert isinstance(next(fetching), Capture)
            assert soon(lambda: site.asked("/slow"))
            os.kill(main_browser(crawler), number)
            failed = {result.page: result.why for result in fetching if isinstance(result, Failed)}
            assert failed["acme/slow"] is Why.BROWSER and len(failed) <= 2
            site.requests.clear()


def test_a_browser_lives_for_so_many_pages_and_leaves_nothing(site, browser):
    site.page("/pricing", "x")
    seen: set[int] = set()
    scratch = set()
    with Crawler(replace(PATIENT, browser_pages=2)) as crawler:
        for _ in range(3):
            assert isinstance(visit(crawler, site.url("/pricing")), Capture)
            folder = scratch_of(crawler.pids[0])
            seen |= offspring(folder)
            scratch.add(Path(folder))
        began = time.monotonic()
    assert time.monotonic() - began < 3
    assert len(scratch) == 2 and not any(folder.exists() for folder in scratch)
    assert len(seen) >= 6 and soon(lambda: not any(running(pid) for pid in seen))


def test_a_browser_that_nobody_needs_goes_home(site, browser):
    site.page("/pricing", "x")
    site.slow("/slow", "x", 1.0)
    with Crawler(replace(PATIENT, browser_idle=0.5)) as crawler:
        assert isinstance(visit(crawler, site.url("/slow")), Capture)
        folder = Path(scratch_of(crawler.pids[0]))
        assert soon(lambda: not offspring(str(folder))) and not folder.exists()
        assert isinstance(visit(crawler, site.url("/pricing")), Capture)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_no_browser_outlives_whoever_wanted_it(site, browser, number):
    parent, pids = start_parent(site, "browser")
    family = {member for pid in pids for member in offspring(scratch_of(pid))}
    with parent:
        parent.send_signal(number)
        parent.wait(5)
    assert len(family) > 3 and soon(lambda: not any(running(pid) for pid in family), 6)


def test_no_browser_is_said_once_with_the_remedy_and_plain_pages_go_on(site):
    site.page("/pricing", "x")
    with Crawler(replace(SETTINGS, browser="/no/such/browser")) as crawler:
        results = list(
            crawler.fetch([*(rendered(site.url("/pricing")) for _ in range(3)), order(site.url("/pricing"))])
        )
        assert sorted(type(result).__name__ for result in results) == ["Capture", "Failed", "Failed", "Failed"]
        failed = next(result for result in results if isinstance(result, Failed))
        assert failed.why is Why.NO_BROWSER and "apt-get install" in failed.detail
        assert len(crawler.pids) == 1, "no process is started for a browser that is not there"
        assert visit(crawler, site.url("/pricing")).why is Why.NO_BROWSER


def test_a_browser_that_does_not_start_is_told(site, tmp_path):
    site.page("/pricing", "x")
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho cannot open shared object file >&2\nexit 127\n")
    broken.chmod(0o755)
    with Crawler(replace(PATIENT, browser=str(broken))) as crawler:
        assert visit(crawler, site.url("/pricing")).why is Why.BROWSER


def test_a_page_without_end_is_cut_off(site, browser):
    site.floods("/pricing")
    with Crawler(replace(PATIENT, timeout=20.0)) as crawler:
        began = time.monotonic()
        assert visit(crawler, site.url("/pricing")).why is Why.TOO_LARGE
        assert time.monotonic() - began < 10


def test_a_certificate_that_nobody_signed_is_not_trusted_here_either(browser):
    with Site(tls=True) as site, Crawler(replace(PATIENT, obey_robots=False)) as crawler:
        failed = visit(crawler, site.url("/pricing"))
        assert failed.why is Why.TLS and site.requests == []
