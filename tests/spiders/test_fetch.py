"""A page travels over real HTTP into a capture, or into the reason why not."""

import gzip
import hashlib
import socket
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import brotli
import pytest
import zstandard

from pipeline.types import Capture, Failed, Unchanged, Validators, Why
from spiders.crawler import Crawler
from tests.site import Site
from tests.spiders.conftest import SETTINGS, order


def test_a_page_becomes_a_capture(site, fetch):
    site.page("/pricing", "<table><tr><td>¥1</td></tr></table>", headers={"Set-Cookie": "who=me", "X-Two": "é"})
    before = datetime.now(UTC)
    capture = fetch(site.url("/pricing"))
    assert isinstance(capture, Capture)
    assert (capture.page, capture.url, capture.status) == ("acme/pricing", site.url("/pricing"), 200)
    assert capture.body.decode() == "<table><tr><td>¥1</td></tr></table>"
    assert capture.sha256 == hashlib.sha256(capture.body).hexdigest()
    assert (capture.media_type, capture.charset) == ("text/html", "utf-8")
    assert (capture.rendered, capture.attachments) == (False, ())
    assert before <= capture.fetched_at <= datetime.now(UTC)
    headers = dict(capture.headers)
    assert headers["etag"] and headers["last-modified"] and headers["x-two"] == "é"
    assert "set-cookie" not in headers, "who we were is nobody's evidence"


def test_the_request_says_who_we_are_and_which_language_we_want(site, fetch):
    site.page("/pricing", "x")
    fetch(site.url("/pricing"), lang="zh")
    (asked,) = site.asked("/pricing")
    assert asked.headers["user-agent"] == "Pricewire/0.1 (+https://example.org/bot)"
    assert asked.headers["accept-language"] == "zh-CN,zh;q=0.9"
    assert "cookie" not in asked.headers and "referer" not in asked.headers


def test_an_address_in_chinese_is_asked_for_as_it_is_written(site, fetch):
    site.page("/%E4%BB%B7%E6%A0%BC", "价格")
    assert fetch(site.url("/价格?型号=小")).body.decode() == "价格"
    assert site.requests[-1].path == "/%E4%BB%B7%E6%A0%BC?%E5%9E%8B%E5%8F%B7=%E5%B0%8F"


def test_an_unchanged_page_costs_no_body(site, fetch):
    site.page("/pricing", "old")
    headers = dict(fetch(site.url("/pricing")).headers)
    for validators in (
        Validators(headers["etag"], headers["last-modified"]),
        Validators(headers["etag"], None),
        Validators(None, headers["last-modified"]),
    ):
        assert isinstance(fetch(site.url("/pricing"), validators), Unchanged)
    site.page("/pricing", "new")
    assert fetch(site.url("/pricing"), Validators(headers["etag"], headers["last-modified"])).body == b"new"


def test_a_304_that_nobody_asked_for_is_no_proof_of_anything(site, fetch):
    site.page("/pricing", status=304, validators=False)
    failed = fetch(site.url("/pricing"))
    assert (failed.why, failed.status) == (Why.HTTP_ERROR, 304)


def test_no_cookie_is_kept_between_pages(site, fetch):
    site.page("/a", "x", headers={"Set-Cookie": "who=me; Path=/"})
    site.page("/b", "x")
    fetch(site.url("/a")), fetch(site.url("/b"))
    assert "cookie" not in site.asked("/b")[0].headers


@pytest.mark.parametrize("media_type", ["text/html; charset=gbk", "text/html", "text/html; charset=utf-8"])
def test_the_bytes_of_a_page_are_kept_whatever_its_charset_is_said_to_be(site, fetch, media_type):
    body = "<p>输入 0.002 元/千 tokens</p>".encode("gbk")
    site.page("/pricing", body, media_type=media_type)
    assert fetch(site.url("/pricing")).body == body


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", brotli.compress),
        ("zstd", zstandard.compress),
    ],
)
def test_a_compressed_page_is_unpacked(site, fetch, encoding, packed):
    body = ("<p>价格 元</p>" * 500).encode("gb18030")
    site.page("/pricing", packed(body), media_type="text/html", headers={"Content-Encoding": encoding})
    capture = fetch(site.url("/pricing"))
    assert capture.body == body
    assert "content-encoding" not in dict(capture.headers)


def test_a_page_that_says_it_is_compressed_and_is_not_is_told_as_such(site, fetch):
    site.page("/pricing", "<p>plain</p>", headers={"Content-Encoding": "gzip"})
    failed = fetch(site.url("/pricing"))
    assert isinstance(failed, Failed) and failed.why is Why.UNREADABLE, failed


def test_a_200_is_a_capture_even_if_it_is_a_wall_or_empty(site, fetch):
    for body in ("", "<title>Just a moment...</title>"):
        site.page("/pricing", body)
        assert isinstance(fetch(site.url("/pricing")), Capture)


@pytest.mark.parametrize(
    ("status", "headers", "why"),
    [
        (404, {}, Why.NOT_FOUND),
        (410, {}, Why.GONE),
        (401, {"WWW-Authenticate": "Basic"}, Why.LOGIN),
        (403, {"cf-mitigated": "challenge"}, Why.BOT_WALL),
        (429, {"Retry-After": "999999999"}, Why.TOO_MANY),
        (503, {"Retry-After": "60"}, Why.SERVER_ERROR),
    ],
)
def test_an_answer_that_is_no_page_says_why(site, fetch, status, headers, why):
    site.page("/pricing", "sorry", status=status, headers=headers)
    failed = fetch(site.url("/pricing"))
    assert (failed.why, failed.status) == (why, status)
    assert failed.retry_after == {429: 86_400, 503: 60}.get(status)


def test_a_name_that_does_not_resolve(fetch):
    failed = fetch("https://no-such-host.invalid/")
    assert failed.why is Why.DNS and "no-such-host.invalid" in failed.detail


def test_a_port_that_nobody_listens_on(fetch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert fetch(f"http://127.0.0.1:{port}/").why is Why.CONNECTION


def test_a_certificate_that_nobody_signed(fetch):
    with Site(tls=True) as site:
        site.page("/pricing", "x")
        failed = fetch(site.url("/pricing"))
        assert failed.why is Why.TLS, failed
        assert site.requests == []


def test_a_certificate_that_is_trusted(tmp_path, monkeypatch):
    with Site(tls=True) as site:
        site.page("/pricing", "secure")
        (tmp_path / "roots.pem").write_bytes(site.certificate)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "roots.pem"))
        with Crawler(replace(SETTINGS, allow_hosts=frozenset({"127.0.0.1", "localhost"}))) as crawler:
            (capture,) = crawler.fetch([order(site.url("/pricing"))])
            (elsewhere,) = crawler.fetch([order(site.url("/pricing").replace("127.0.0.1", "localhost"))])
        assert isinstance(capture, Capture) and capture.body == b"secure"
        assert elsewhere.why is Why.TLS, "the certificate is another host's"


def test_a_server_that_speaks_no_tls_on_https(site, fetch):
    assert fetch(site.url("/").replace("http:", "https:")).why is Why.TLS


def test_a_connection_that_ends_in_the_middle_of_the_page(site, fetch):
    site.breaks("/pricing")
    failed = fetch(site.url("/pricing"))
    assert isinstance(failed, Failed) and failed.why is Why.CONNECTION


@pytest.mark.parametrize("behaviour", ["hangs", "drips"])
def test_a_server_that_takes_its_time_is_left(site, fetch, behaviour):
    getattr(site, behaviour)("/pricing")
    began = time.monotonic()
    assert fetch(site.url("/pricing")).why is Why.TIMEOUT
    assert time.monotonic() - began < 5


def test_one_slow_page_holds_up_no_other(site, crawler):
    site.hangs("/slow")
    for page in range(5):
        site.page(f"/{page}", "x")
    began = time.monotonic()
    results = crawler.fetch([order(site.url("/slow")), *(order(site.url(f"/{page}")) for page in range(5))])
    first = [next(results) for _ in range(5)]
    assert all(isinstance(result, Capture) for result in first) and time.monotonic() - began < 2.5
    assert next(results).why is Why.TIMEOUT


def test_every_order_has_exactly_one_result(site, crawler):
    site.page("/good", "x")
    site.gone("/gone")
    site.breaks("/broken")
    urls = [site.url("/good"), site.url("/gone"), site.url("/broken"), "http://10.0.0.1/", "file:///etc/passwd", "?"]
    orders = [order(url, id=f"acme/{number}") for number, url in enumerate(urls * 30)]
    results = list(crawler.fetch(orders))
    assert sorted(result.page for result in results) == sorted(order.page.id for order in orders)
    assert {result.page for result in results if isinstance(result, Capture)} == {f"acme/{n}" for n in range(0, 180, 6)}


def test_the_same_page_may_be_ordered_twice(site, crawler):
    site.page("/pricing", "x")
    assert len(list(crawler.fetch([order(site.url("/pricing"))] * 2))) == 2


def test_no_order_no_result(crawler):
    assert list(crawler.fetch([])) == []


def test_a_clock_of_ones_own_dates_the_captures(site):
    then = datetime(2024, 5, 21, tzinfo=UTC)
    site.page("/pricing", "x")
    with Crawler(replace(SETTINGS, obey_robots=False), clock=lambda: then) as crawler:
        results = list(crawler.fetch([order(site.url("/pricing")), order("http://10.0.0.1/")]))
    assert [result.fetched_at for result in results] == [then, then]
    assert site.asked("/robots.txt") == []
