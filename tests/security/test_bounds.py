"""What was made to keep a reader busy, in the time and memory that anything takes.

Attacks 7, 8, 9, 11, 12 and 24 of docs/security.md.
"""

from __future__ import annotations

import ast
import gzip
import json
import random
import resource
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from urllib.parse import quote, urlencode

import pytest
from starlette.requests import Request

import publish
from pipeline.basket import parse
from pipeline.claims import claims_of
from pipeline.news.article import NotAnArticle, article_of
from pipeline.news.feeds import NotAFeed, feed_of
from pipeline.news.lists import list_of
from pipeline.query_text import BadBasket
from pipeline.read import read as read_page
from pipeline.search import words_asked
from pipeline.types import Article
from pipeline.watch import parse_wish
from publish.documents import Served, document
from publish.kept import Kept
from publish.letters.bounces import NoReport, unreachable
from tests.pricewire.conftest import Shell
from tests.security.whole import BROWSER, TOKEN, Whole

ROOT = Path(publish.__path__[0]).parent
SLOW = (
    "a" * 100_000,
    "a" * 99_999 + "!",
    "(a+)+$" * 16_000,
    "价" * 100_000,
    "1." * 50_000,
    "\\," * 50_000,
    ",:" * 50_000,
)
TEMPLATES = (
    "{{7*7}}",
    "{{ self.__init__.__globals__ }}",
    "${7*7}",
    "<%= 7*7 %>",
    "{% for a in range(9**9) %}{% endfor %}",
)
FILTERS = (
    "unparsed-text('/etc/passwd')",
    "doc('file:///etc/passwd')",
    "jq:env",
    "xpath://x",
    "$ENV",
    "^(a+)+$",
    "re:.*",
)


def test_no_text_of_a_user_is_a_template_a_filter_or_a_pattern() -> None:
    forbidden = {"from_string", "xpath", "XPath", "XSLT", "Template", "SandboxedEnvironment"}
    compiled = {"compile", "match", "search", "fullmatch", "finditer", "findall", "sub", "split"}
    for path in (
        path for room in ("publish", "storage", "pricewire", "schedules") for path in (ROOT / room).rglob("*.py")
    ):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            assert node.func.attr not in forbidden, (path, node.lineno)
            on_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr in compiled
            assert not on_re or _is_constant(node.args[0]), (path, node.lineno)


def _is_constant(pattern: ast.expr) -> bool:
    """A literal, or one put together of names in capitals and their patterns."""
    if isinstance(pattern, ast.JoinedStr):
        return all(_is_constant(part.value) for part in pattern.values if isinstance(part, ast.FormattedValue))
    if isinstance(pattern, ast.Attribute):
        return pattern.attr == "pattern" and _is_constant(pattern.value)
    return isinstance(pattern, ast.Constant) or (isinstance(pattern, ast.Name) and pattern.id.isupper())


@pytest.mark.parametrize("said", [*TEMPLATES, *FILTERS])
def test_what_other_programs_would_run_is_a_word_or_refused(whole: Whole, said: str) -> None:
    for path in ("/", "/search", "/feed.xml", "/subscribe", "/compare"):
        for name in ("q", "model", "filter", "xpath", "template"):
            got = whole.asks(f"{path}?{name}={quote(said, safe='')}", **BROWSER)
            assert got.status in (200, 303, 400)
            assert b"root:" not in got.body
            assert b"{{49}}" not in got.body
            assert b">49<" not in got.body


@pytest.mark.parametrize("said", SLOW, ids=lambda said: f"{said[:6]}-{len(said)}")
def test_a_basket_or_search_of_absurd_length_costs_nothing(said: str) -> None:
    start = perf_counter()
    for read in (parse, parse_wish):
        for text in (said, f"q={said}", f"model={said}", f"term=a:{said}", f"tell=cheapest&model={said}"):
            with pytest.raises(BadBasket):
                read(text)
        with pytest.raises(BadBasket):
            read([("q", said)])
    words_asked(said)
    assert perf_counter() - start < 1


@pytest.mark.parametrize("said", SLOW, ids=lambda said: f"{said[:6]}-{len(said)}")
def test_over_the_wire_too(whole: Whole, said: str) -> None:
    start = perf_counter()
    form = urlencode({"address": "ann@readers.example", "basket": f"q={said}"})
    assert whole.asks("/subscribe", "POST", form).status == 400
    assert whole.asks("/subscribe", "POST", urlencode({"address": f"{said}@x.example"})).status == 400
    body = json.dumps({"address": f"{said}@x.example", "basket": said})
    told = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    assert whole.asks("/api/v1/subscriptions", "POST", body, **told).status == 413
    # A longer head than the server reads is cut off, often before its answer is read.
    asked = said[: 7_000 if said.isascii() else 3_000]
    for path in ("/", "/search", "/feed.xml", "/compare", "/api/v1/search", "/api/v1/events", "/api/v1/claims"):
        got = whole.asks(f"{path}?{urlencode({'q': asked, 'model': asked})}")
        assert got.status in (400, 422), (path, got.status)
        assert len(got.body) < 5_000
    assert perf_counter() - start < 10, "seconds on a busy machine"


MADE_TO_BREAK: dict[str, str] = {
    "deep": "<div>" * 200_000 + "DeepSeek cuts its price to $1",
    "wide": "<p>DeepSeek cuts its price to $1 per million tokens.</p>" * 30_000,
    "one attribute": f"<p class='{'a ' * 2_000_000}'>DeepSeek cuts its price to $1</p>",
    "attributes": "<p " + "".join(f"a{n}='x' " for n in range(200_000)) + ">x</p>",
    "open": "<" * 1_000_000,
    "comments": "<!--" * 300_000,
    "tables": "<table><tr><td>" * 30_000,
    "links": "<a href='x'>" * 100_000,
    "scripts": "<script>" + '{"@type":"Article","a":' * 100_000 + "</script>",
    "ld+json": "<script type='application/ld+json'>" + "[" * 500_000 + "</script><p>x</p>",
    "entities": "&lt;" * 500_000,
    "a laugh": '<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><p>&c;&c;</p>'
    * 2_000,
    "an outer entity": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x;</p></body></html>',
    "an outer DTD": '<!DOCTYPE html SYSTEM "http://127.0.0.1:1/x.dtd"><html><p>DeepSeek cuts its price.</p></html>',
    "an include": '<x xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="file:///etc/passwd"/></x>',
}


@pytest.mark.parametrize("media_type", ["text/html", "text/markdown"])
@pytest.mark.parametrize("name", MADE_TO_BREAK)
def test_an_article_that_was_made_to_break_readers_is_read_in_its_time(name: str, media_type: str) -> None:
    body = MADE_TO_BREAK[name].encode()

    def read() -> None:
        try:
            article = article_of(body, url="https://gazette.example/a", media_type=media_type)
        except NotAnArticle:
            return
        assert "root:" not in article.whole
        claims_of(article)

    _in_bounds(read, seconds=20)
    _in_bounds(lambda: read_page(body, url="https://acme.example/pricing", media_type=media_type), seconds=20)
    _in_bounds(lambda: _listed(body, media_type), seconds=20)


def _listed(body: bytes, media_type: str) -> None:
    with suppress(NotAFeed):
        list_of(body, url="https://gazette.example/", media_type=media_type)


def test_a_feed_tells_no_file_of_ours() -> None:
    for head in ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE r SYSTEM "file:///etc/passwd">'):
        body = f"<?xml version='1.0'?>{head}<rss><channel><item><title>a &x; b</title><link>https://a.example/</link></item>"
        assert "root:" not in str(feed_of(f"{body}</channel></rss>".encode(), url="https://a.example/feed", at=None))


CLAIMED = (
    "$1 ", "¥1", "1,", "9",
    "1.2.", "[a](http://b)", "![", "(", "（", "价", "降价", "从1元降至", "输入0.5元/百万tokens，",
    "模型降价到0.5元每千tokens", "GPT-4o mini ", "DeepSeek-", "cuts GPT-4 by 50% to $1 from $2 ", "| a | $1 ", "**a** ",
    "2026年1月", "5折", "60 RPM ", "50% off ", "1/", "\u200b", "A ", "and ", " ", "\n",
)  # fmt: skip


@pytest.mark.parametrize("piece", CLAIMED, ids=ascii)
def test_an_article_of_one_piece_over_and_over_is_read_in_its_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    lang = "en" if piece.isascii() else "zh"
    article = Article("DeepSeek cuts its prices 降价", text, "https://gazette.example/a", None, lang)
    _in_bounds(lambda: claims_of(article), seconds=20)


def _in_bounds(read: Callable[[], object], seconds: float) -> None:
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, perf_counter()
    read()
    assert perf_counter() - start < seconds, "seconds on a busy machine"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000, "KB"


REPORT = b"Content-Type: multipart/report; boundary=b\n\n"
PART = (
    b"--b\nContent-Type: message/delivery-status\n\nX: y\n\n"
    b"Action: failed\nStatus: 5.1.1\nFinal-Recipient: rfc822;a@b\n\n"
)


@pytest.mark.parametrize(
    "raw",
    [
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000)),
        b"Content-Type: message/rfc822\n\n" * 5_000,
        REPORT + PART * 100_000,
        b"",
        b"\0" * 100_000,
    ],
    ids=["parts in parts", "mails in mails", "wide", "empty", "nothing"],
)
def test_a_report_that_was_made_to_break_readers_is_none(raw: bytes) -> None:
    start = perf_counter()
    with pytest.raises(NoReport):
        unreachable(raw)
    assert perf_counter() - start < 10, "seconds on a busy machine"


def test_a_report_cannot_turn_a_terminal_round(shell: Shell, tmp_path: Path) -> None:
    mail = tmp_path / "bounce.eml"
    mail.write_bytes(REPORT + PART.replace(b"a@b", "\u202e\x1b[31m<x>@b.example".encode()) + b"--b--")
    assert not {"\u202e", "\x1b"} & set(shell.types("subscribers", "bounced", str(mail)).stdout)


def _record(
    url: str = "http://127.0.0.1/x", date: str = "2026-01-01T00:00:00Z", body: bytes = b"hi", more: str = ""
) -> bytes:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{more}\r\n".encode() + body
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
    return (
        f"{head}WARC-Record-ID: <urn:uuid:1>\r\nContent-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"
    )


CRAFTED = {
    "no-date.warc": _record(date=""),
    "a-word.warc": _record(date="yesterday"),
    "a-file.warc": _record(url="file:///etc/passwd"),
    "upwards.warc": _record(url="http://127.0.0.1/../../../../planted\0"),
    "no-host.warc": _record(url="http://[") + _record(url="http://a\\@127.0.0.1:99999999/"),
    "noise.warc.gz": bytes(range(256)) * 100,
    "bomb.warc.gz": gzip.compress(_record(body=bytes(40_000_000)), 1),
    "inner.warc": _record(body=gzip.compress(bytes(40_000_000), 1), more="Content-Encoding: gzip\r\n"),
}


@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_archive_writes_nothing_outside_and_ends_in_a_sentence(
    shell: Shell, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(CRAFTED[name])
    before = {path for path in tmp_path.rglob("*") if shell.data not in (path, *path.parents)}
    shell.settings["PRICEWIRE_MAX_BYTES"] = "1000000"
    limited = f"ulimit -v 1500000; exec {sys.executable} -m pricewire replay {tmp_path / name}"
    done = subprocess.run(["/bin/sh", "-c", limited], env=shell.environment, capture_output=True, timeout=60)
    assert done.returncode in (1, 3)
    assert b"Traceback" not in done.stderr
    assert {path for path in tmp_path.rglob("*") if shell.data not in (path, *path.parents)} == before
    assert sum(path.stat().st_size for path in shell.data.rglob("*") if path.is_file()) < 5_000_000


@pytest.mark.parametrize("text", ["[" * 200_000, '{"text":' + "[" * 200_000, "\0", '{"title": 1}', "{"])
def test_a_crafted_article_file_ends_in_a_sentence(shell: Shell, tmp_path: Path, text: str) -> None:
    (tmp_path / "crafted.json").write_text(text)
    done = shell.types("claims", str(tmp_path / "crafted.json"))
    assert (done.returncode, "Traceback" in done.stderr, done.stdout) == (1, False, "")


def test_whoever_asks_for_ever_other_baskets_does_not_fill_the_memory() -> None:
    kept, most = Kept(most=1_000, most_bytes=100_000), 0
    for number in range(500):
        served = Served(document(b"x" * 900 + b"%d" % number, "text/plain"), "no-store")
        for address in ("/a", "/b"):
            scope = {"type": "http", "path": address, "query_string": b"%d" % number, "version": 1}
            kept.keep(Request(scope), served)
        most = max(most, kept.size)
    assert 90_000 < kept.size <= most <= 100_000
    assert kept.find(scope, 1) is served
    assert kept.find(scope, 2) is None
    huge = Served(document(random.Random(1).randbytes(200_000), "image/png"), "no-store")
    kept.keep(Request(scope), huge)
    assert kept.size == 0
