"""What a reader gets from the server: the feed, the front page, health; and nothing else, whatever is asked."""

from __future__ import annotations

import gzip
import json
import random
import string
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import html

from pipeline.types import EventKind, EventState, Why
from publish.web import WebSettings
from storage.pages import schedule_page
from tests.publish.events_of import AT, dollars, event, guid, part
from tests.publish.test_rss import faults
from tests.publish.wire_room import DATABASE, PAGES, Answer, Room, a_room

K = EventKind
BAIDU, DEEPSEEK, OPENAI = PAGES
CUT = event(K.PRICE_CUT, dollars("0.66"), dollars("0.60"), id="cut")
RISE = event(K.PRICE_RISE, dollars("1"), dollars("2"), id="rise")


def titles(answer: Answer) -> list[str]:
    return [entry.title for entry in feedparser.parse(answer.body).entries]


def test_the_feed_tells_what_was_recorded(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    got = room.asks("/feed.xml")
    assert (got.status, got.headers["Content-Type"]) == (200, "application/rss+xml; charset=utf-8")
    assert faults(got.body) == []
    entry = feedparser.parse(got.body).entries[0]
    assert entry.id == guid("cut")
    assert entry.title == "DeepSeek cuts deepseek-v4-flash output 9 %: $0.66 → $0.60 per 1M tokens"


def test_the_feed_speaks_chinese_when_asked(room: Room) -> None:
    room.shows(BAIDU, CUT)
    assert titles(room.asks("/feed.xml?lang=zh"))[0].startswith("百度下调 deepseek-v4-flash 输出价 9%")


def test_the_feed_is_narrowed_by_vendor_kind_and_number(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    room.shows(OPENAI, RISE)
    assert [title[:8] for title in titles(room.asks("/feed.xml"))] == ["OpenAI r", "DeepSeek"]
    assert [title[:8] for title in titles(room.asks("/feed.xml?vendor=deepseek"))] == ["DeepSeek"]
    assert [title[:8] for title in titles(room.asks("/feed.xml?kind=price_rise,became_free"))] == ["OpenAI r"]
    assert [title[:8] for title in titles(room.asks("/feed.xml?limit=1"))] == ["OpenAI r"]


def test_an_event_told_late_stands_on_top_though_it_was_seen_early(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    early = event(K.PRICE_RISE, dollars("1"), dollars("2"), id="early", at=AT - timedelta(days=3))
    room.shows(OPENAI, early)
    assert titles(room.asks("/feed.xml?limit=1"))[0].startswith("OpenAI raises")


def test_what_is_told_in_one_moment_stays_in_its_order(room: Room) -> None:
    meters = ("input", "output", "cache_read", "cache_write")
    room.shows(DEEPSEEK, *(event(K.PRICE_CUT, dollars("2", meter), dollars("1", meter), id=meter) for meter in meters))
    assert [entry.id for entry in feedparser.parse(room.asks("/feed.xml").body).entries] == [
        guid(meter) for meter in meters
    ]


def test_held_and_dropped_events_are_not_told(room: Room) -> None:
    held = event(K.PRICE_CUT, dollars("2"), dollars("1"), id="held", state=EventState.HELD)
    dropped = event(K.PRICE_CUT, dollars("2"), dollars("1"), id="dropped", state=EventState.DROPPED)
    room.shows(DEEPSEEK, held, dropped)
    assert titles(room.asks("/feed.xml")) == []


def test_what_is_told_under_a_headline_is_no_entry_of_its_own(room: Room) -> None:
    parts = tuple(part(K.PRICE_CUT, dollars("2", meter), dollars("1", meter)) for meter in ("input", "output"))
    headline = event(K.PRICE_CUT, id="headline", parts=parts)
    members = [
        replace(event(K.PRICE_CUT, one.old, one.new, id=f"member{n}"), headline="headline")
        for n, one in enumerate(parts)
    ]
    room.shows(DEEPSEEK, headline, *members)
    assert titles(room.asks("/feed.xml")) == ["DeepSeek cuts deepseek-v4-flash input and output by 50 %"]


def test_a_retraction_reaches_whoever_read_the_mistake(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    room.shows(OPENAI, RISE)
    before = feedparser.parse(room.asks("/feed.xml").body).entries[1]
    room.retracts("cut", "The page showed a test price.")
    after = feedparser.parse(room.asks("/feed.xml").body).entries[0]
    assert after.id == before.id
    assert after.published == before.published
    assert after.title == f"Retracted: {before.title}"
    assert "The page showed a test price." in after.content[0].value


def test_a_reader_that_has_the_feed_is_not_sent_it_again(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    first = room.asks("/feed.xml")
    again = room.asks("/feed.xml", If_None_Match=f'"other", {first.headers["ETag"]}')
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert first.headers["Cache-Control"] == "public, max-age=60"
    dated = room.asks("/feed.xml", If_Modified_Since=first.headers["Last-Modified"])
    assert dated.status == 304
    room.shows(OPENAI, RISE)
    fresh = room.asks("/feed.xml", If_None_Match=first.headers["ETag"])
    assert fresh.status == 200
    assert room.asks("/feed.xml", If_Modified_Since=first.headers["Last-Modified"]).status == 200


def test_no_event_is_missed_by_a_reader_that_asks_by_date_alone(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    first = room.asks("/feed.xml")
    now = room.now
    room.now = AT - timedelta(hours=1)
    room.shows(OPENAI, RISE)
    room.now = now
    late = room.asks("/feed.xml", If_Modified_Since=first.headers["Last-Modified"])
    assert late.status == 200
    assert len(titles(late)) == 2
    assert room.asks("/feed.xml", If_Modified_Since=late.headers["Last-Modified"]).status == 304


def test_a_tag_that_differs_outweighs_a_date_that_fits(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    first = room.asks("/feed.xml")
    got = room.asks("/feed.xml", If_None_Match='"x"', If_Modified_Since=first.headers["Last-Modified"])
    assert got.status == 200


@pytest.mark.parametrize("date", ["yesterday", "", "Tue, 99 Foo 0000 99:99:99 GMT", "\t", "1"])
def test_a_date_that_is_none_is_not_a_reason_to_fail(quiet_room: Room, date: str) -> None:
    assert quiet_room.asks("/feed.xml", If_Modified_Since=date).status == 200


def test_the_feed_is_compressed_for_readers_that_take_it(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    plain = room.asks("/feed.xml")
    packed = room.asks("/feed.xml", Accept_Encoding="br, gzip;q=0.8")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert plain.headers["Content-Encoding"] is None
    assert plain.headers["Vary"] == "Accept-Encoding"
    assert room.asks("/feed.xml", Accept_Encoding="gzip;q=0").headers["Content-Encoding"] is None


def test_a_quiet_feed_says_how_its_pages_fare(room: Room) -> None:
    assert "No page has been checked yet." in room.asks("/feed.xml").text
    room.shows(DEEPSEEK)
    room.fails(OPENAI, Why.TIMEOUT)
    quiet = room.asks("/feed.xml").text
    assert "Pages watched: 3; failing at the last look: 1. Last check: 2026-11-24 09:32 UTC." in quiet
    assert "Pages watched: 1; failing at the last look: 0." in room.asks("/feed.xml?vendor=deepseek").text


@pytest.mark.parametrize(
    "query",
    ["?vendr=x", "?lang=fr", "?vendor=nobody", "?kind=x", "?limit=0", "?limit=201", "?limit=1&limit=2", "?limit=%00"],
)
@pytest.mark.parametrize("path", ["/feed.xml", "/"])
def test_what_cannot_be_answered_is_refused_with_a_reason(quiet_room: Room, path: str, query: str) -> None:
    got = quiet_room.asks(path + query)
    assert (got.status, got.headers["Content-Type"]) == (400, "application/problem+json")
    told = json.loads(got.body)
    assert told["status"] == 400
    assert told["detail"]


def test_a_refusal_repeats_nothing(quiet_room: Room) -> None:
    for path in ("/feed.xml?kind=<script>", "/<script>", "/static/<script>", "/?%3Cscript%3E=1", "/?vendor=<script>"):
        got = quiet_room.asks(path.replace("<", "%3C").replace(">", "%3E"))
        assert got.status in (400, 404)
        assert b"script" not in got.body
        assert got.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"])
def test_nothing_can_be_changed(quiet_room: Room, method: str) -> None:
    for path in ("/", "/feed.xml", "/health", "/robots.txt", "/favicon.svg"):
        got = quiet_room.asks(path, method)
        assert got.status == 405
        assert set(got.headers["Allow"].replace(" ", "").split(",")) == {"GET", "HEAD"}


def test_a_head_is_a_get_without_its_body(quiet_room: Room) -> None:
    for path in ("/", "/feed.xml", "/health", "/robots.txt"):
        got, head = quiet_room.asks(path), quiet_room.asks(path, "HEAD")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == got.headers["Content-Length"]


@pytest.mark.parametrize("path", ["/", "/feed.xml", "/health", "/robots.txt", "/favicon.ico", "/nothing", "/?x=1"])
def test_every_answer_has_the_security_headers(quiet_room: Room, path: str) -> None:
    headers = quiet_room.asks(path).headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Server"] is None


@pytest.mark.parametrize(
    "path", ["/static/..%2fweb.py", "/static/../web.py", "/static/%00", "/static//etc/passwd", "/static/", "/feed.xml/"]
)
def test_only_known_files_are_served(quiet_room: Room, path: str) -> None:
    assert quiet_room.asks(path).status == 404


def test_no_host_that_a_client_makes_up_stands_in_an_answer(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    for path in ("/feed.xml", "/", "/feed.xml/", "/health"):
        got = room.asks(path, Host="evil.example", X_Forwarded_Host="evil.example", X_Forwarded_For="127.0.0.1")
        assert b"evil" not in got.body
        assert "evil" not in str(got.headers)


def test_health_tells_how_the_pages_fare(room: Room) -> None:
    assert json.loads(room.asks("/health").body) == {
        "version": "0.1.0",
        "status": "ok",
        "database": "ok",
        "pages": {"watched": 3, "failing": 0, "never_checked": 3},
        "last_check": None,
        "oldest_overdue_seconds": 0,
    }
    room.shows(DEEPSEEK)
    room.fails(OPENAI, Why.BOT_WALL)
    told = json.loads(room.asks("/health").body)
    assert told["status"] == "degraded"
    assert told["pages"] == {"watched": 3, "failing": 1, "never_checked": 1}
    assert told["last_check"] == "2026-11-24T09:32:00+00:00"


def test_without_its_database_the_wire_says_so(room: Room, tmp_path: Path) -> None:
    room.shows(DEEPSEEK, CUT)
    room.store.close()
    for file in tmp_path.glob(f"{DATABASE}*"):
        file.unlink()
    (tmp_path / DATABASE).mkdir()
    got = room.asks("/health")
    assert (got.status, json.loads(got.body)["database"]) == (503, "down")
    for path in ("/", "/feed.xml"):
        got = room.asks(path)
        assert (got.status, got.headers["Content-Type"]) == (503, "application/problem+json")
        assert DATABASE not in got.text


def test_a_page_that_nobody_looks_at_any_more_is_overdue(room: Room) -> None:
    room.shows(DEEPSEEK)
    with room.store.write() as c:
        schedule_page(c, DEEPSEEK.id, room.now + timedelta(hours=6))
    room.now += timedelta(hours=7, minutes=10)
    assert json.loads(room.asks("/health").body)["oldest_overdue_seconds"] == 70 * 60


def test_the_style_sheet_and_the_icon_are_served_under_names_that_never_change_meaning(quiet_room: Room) -> None:
    page = html.fromstring(quiet_room.asks("/").body)
    style = quiet_room.asks(page.cssselect("link[rel=stylesheet]")[0].get("href"))
    assert (style.status, style.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in style.headers["Cache-Control"]
    assert quiet_room.asks("/favicon.svg").headers["Content-Type"] == "image/svg+xml"


def test_a_public_address_stands_in_the_feed(tmp_path: Path) -> None:
    with a_room(tmp_path, WebSettings(public_url="https://wire.example/prices")) as room:
        assert 'href="https://wire.example/prices/feed.xml"' in room.asks("/feed.xml").text


@pytest.mark.parametrize("address", ["wire.example", "https://wire.example/", "javascript:alert(1)", ""])
def test_a_public_address_that_is_none_is_refused_at_once(address: str) -> None:
    with pytest.raises(ValueError, match="public URL"):
        WebSettings(public_url=address)


def test_no_question_makes_the_server_fail(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    chance = random.Random(20261124)
    letters = string.printable.replace(" ", "").replace("\r", "").replace("\n", "").replace("\t", "") + "%&=?#"
    letters = "".join(letter for letter in letters if 33 <= ord(letter) < 127)
    names = ["lang", "vendor", "kind", "limit", "x"]
    for _ in range(300):
        pairs = [
            f"{chance.choice(names)}={''.join(chance.choices(letters, k=chance.randrange(12)))}"
            for _ in range(chance.randrange(4))
        ]
        path = chance.choice(["/", "/feed.xml", "/health", "/static/x", "/" + "".join(chance.choices(letters, k=6))])
        got = room.asks(f"{path}?{'&'.join(pairs)}")
        assert got.status < 500, (path, pairs)
        assert "nosniff" in str(got.headers) or got.status == 400
