"""Feeds as readers ask for them over HTTP: in every format, page by page, told again only when something is new."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

import feedparser
import pytest
from lxml import etree
from lxml.html import fromstring
from sqlalchemy import event as listen

from pipeline.types import ClaimState, EventKind, EventStanding, EventState, Why
from publish.asked import NAMES
from publish.feeds import PATHS
from publish.web import WebSettings
from storage.claims import Settled
from storage.news_answers import Standing
from storage.standings import set_standings
from tests.publish.events_of import AT, dollars, event
from tests.publish.test_formats import RULES, A
from tests.publish.wire_room import PAGES, Answer, Room, a_room
from tests.storage.newsroom import Newsroom, claim

K = EventKind
BAIDU, DEEPSEEK, OPENAI = PAGES
CUT = event(K.PRICE_CUT, dollars("0.66"), dollars("0.60"), id="cut")
RISE = event(K.PRICE_RISE, dollars("1", model="GPT-9"), dollars("2", model="GPT-9"), id="rise")
MEDIA = {
    "/feed.xml": "application/rss+xml; charset=utf-8",
    "/feed.atom": "application/atom+xml; charset=utf-8",
    "/feed.json": "application/feed+json; charset=utf-8",
}


def ids(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.text
    if answer.headers["Content-Type"].startswith("application/feed+json"):
        return [item["_pricewire"]["event"] for item in json.loads(answer.body)["items"]]
    bodies = [entry.content[0].value for entry in feedparser.parse(answer.body).entries]
    return [found[1] for body in bodies if (found := re.search(r'/events/([^"?]+)', body))]


def older(answer: Answer) -> str | None:
    """The path of the next page, where there is one."""
    if answer.headers["Content-Type"].startswith("application/feed+json"):
        address = json.loads(answer.body).get("next_url")
    else:
        links = etree.fromstring(answer.body).iter(f"{A}link")
        address = next((link.get("href") for link in links if link.get("rel") == "next"), None)
    return None if address is None else urlsplit(address).path + "?" + urlsplit(address).query


@pytest.mark.parametrize("path", MEDIA)
def test_every_format_tells_the_same(room: Room, path: str) -> None:
    room.shows(DEEPSEEK, CUT)
    room.shows(OPENAI, RISE)
    got = room.asks(path)
    assert (got.status, got.headers["Content-Type"]) == (200, MEDIA[path])
    assert ids(got) == ["rise", "cut"]
    assert ids(room.asks(f"{path}?lang=zh&vendor=deepseek")) == ["cut"]
    assert "上调" in room.asks(f"{path}?lang=zh").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("vendor=deepseek,openai", ["rise", "cut"]),
        ("model=gpt-9", ["rise"]),
        ("model=GPT-9,deepseek-v4-flash", ["rise", "cut"]),
        ("direction=down", ["cut"]),
        ("size=50", ["rise"]),
        ("q=gpt9", ["rise"]),
        (f"q={quote('降价')}", []),
        ("channel=first_party", ["rise", "cut"]),
        ("channel=cloud", []),
        ("source=zh", []),
        ("page=openai/pricing", ["rise"]),
        ("since=2026-11-25", []),
        ("news=corroborated", []),
        ("news=claimed", ["rise", "cut"]),
        ("kind=price_cut&kind=price_rise&size=9", ["rise", "cut"]),
    ],
)
def test_a_feed_is_narrowed_by_every_part_of_a_basket(room: Room, query: str, found: list[str]) -> None:
    room.shows(DEEPSEEK, CUT)
    room.shows(OPENAI, RISE)
    for path in MEDIA:
        assert ids(room.asks(f"{path}?{query}")) == found


@pytest.mark.parametrize("path", MEDIA)
def test_who_follows_the_links_gets_everything(room: Room, path: str) -> None:
    for number in range(9):
        told = event(K.PRICE_CUT, dollars("2"), dollars("1"), id=f"e{number}", at=AT + timedelta(minutes=number))
        room.shows(DEEPSEEK, told)
    late = event(K.PRICE_RISE, dollars("1"), dollars("2"), id="late", at=AT - timedelta(days=3))
    room.shows(OPENAI, late)
    pages = []
    follow: str | None = f"{path}?limit=3"
    while follow is not None:
        pages.append(room.asks(follow))
        follow = older(pages[-1])
    assert ids(pages[0]) == ["late", "e8", "e7"]
    assert [ids(page) for page in pages[1:]] == [["e6", "e5", "e4"], ["e3", "e2", "e1"], ["late", "e0"]]


AS_ASKED = (
    "vendor=openai,deepseek&lang=en",
    "kind=price_cut&vendor=deepseek&limit=50",
    "q=%22%E9%99%8D%E4%BB%B7%22%20%3C",
)


@pytest.mark.parametrize("query", AS_ASKED)
@pytest.mark.parametrize("path", MEDIA)
def test_a_feed_names_itself_as_it_was_asked_for(room: Room, path: str, query: str) -> None:
    room.shows(DEEPSEEK, CUT)
    for _ in range(2):
        assert own_address(room.asks(f"{path}?{query}")) == f"{path}?{query}"
        assert own_address(room.asks(path)) == path


@pytest.mark.parametrize("path", MEDIA)
def test_a_feed_with_a_hub_names_itself_as_the_hub_knows_it(tmp_path: Path, path: str) -> None:
    with a_room(tmp_path, WebSettings(hub="https://hub.example/")) as room:
        asked, known = f"{path}?vendor=openai,deepseek&lang=en", f"{path}?lang=en&vendor=deepseek,openai"
        assert own_address(room.asks(asked)) == known


def own_address(answer: Answer) -> str:
    """Path and query under which the feed says that it is."""
    if answer.headers["Content-Type"].startswith("application/feed+json"):
        address = json.loads(answer.body)["feed_url"]
    else:
        links = etree.fromstring(answer.body).iter(f"{A}link")
        address = next(link.get("href") or "" for link in links if link.get("rel") == "self")
    return str(address).removeprefix(WebSettings().public_url)


def test_who_takes_one_at_a_time_gets_everything_too(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    room.shows(OPENAI, event(K.PRICE_RISE, dollars("1"), dollars("2"), id="late", at=AT - timedelta(days=3)))
    first = room.asks("/feed.json?limit=1")
    second = room.asks(older(first) or "")
    third = room.asks(older(second) or "")
    assert [ids(page) for page in (first, second, third)] == [["late"], ["cut"], ["late"]]
    assert older(third) is None


@pytest.mark.parametrize("path", MEDIA)
def test_a_reader_that_has_it_is_not_sent_it_again_until_something_is_told(room: Room, path: str) -> None:
    room.shows(DEEPSEEK, CUT)
    first = room.asks(path)
    for named in ({"If_None_Match": first.headers["ETag"]}, {"If_Modified_Since": first.headers["Last-Modified"]}):
        for _ in range(2):
            again = room.asks(path, **named)
            assert (again.status, again.body) == (304, b"")
            assert again.headers["ETag"] == first.headers["ETag"]
    room.fails(OPENAI, Why.TIMEOUT)
    assert room.asks(path, If_None_Match=first.headers["ETag"]).status == 304
    room.shows(OPENAI, RISE)
    fresh = room.asks(path, If_None_Match=first.headers["ETag"])
    assert ids(fresh) == ["rise", "cut"]
    room.retracts("cut", "A test price.")
    retracted = room.asks(path, If_None_Match=fresh.headers["ETag"])
    assert ids(retracted) == ["cut", "rise"]


def test_a_document_that_is_made_anew_and_says_the_same_keeps_its_date(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    first = room.asks("/feed.xml")
    room.now += timedelta(hours=1)
    room.shows(OPENAI)
    again = room.asks("/feed.xml", If_Modified_Since=first.headers["Last-Modified"])
    assert (again.status, again.headers["Last-Modified"]) == (304, first.headers["Last-Modified"])


@pytest.mark.parametrize("path", MEDIA)
def test_a_head_is_a_get_without_its_body_kept_or_not(room: Room, path: str) -> None:
    room.shows(DEEPSEEK, CUT)
    heads = [room.asks(path, method="HEAD") for _ in range(2)]
    got = room.asks(path)
    for head in heads:
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == got.headers["Content-Length"] == str(len(got.body))


def test_what_is_kept_is_compressed_for_who_takes_it_and_guarded_like_all(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    first, kept = room.asks("/feed.xml"), room.asks("/feed.xml")
    assert sorted(first.headers.items()) == sorted(kept.headers.items())
    assert kept.headers["X-Content-Type-Options"] == "nosniff"
    packed = room.asks("/feed.xml", Accept_Encoding="gzip")
    assert gzip.decompress(packed.body) == kept.body
    assert packed.headers["Vary"] == "Accept-Encoding"


@pytest.fixture
def statements(room: Room) -> Iterator[list[str]]:
    """Everything that the database is asked."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    listen.listen(room.store.engine, "before_cursor_execute", note)
    yield asked
    listen.remove(room.store.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", MEDIA)
def test_what_is_kept_asks_no_database(room: Room, statements: list[str], path: str) -> None:
    room.shows(DEEPSEEK, CUT)
    room.asks(path)
    assert statements
    statements.clear()
    assert ids(room.asks(path)) == ["cut"]
    assert statements == []


def test_what_one_reader_asks_is_not_told_to_another(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    room.shows(OPENAI, RISE)
    asks: list[Callable[[], list[str]]] = [
        lambda: ids(room.asks("/feed.xml?vendor=deepseek")),
        lambda: ids(room.asks("/feed.xml?vendor=openai")),
        lambda: ids(room.asks("/feed.xml")),
    ]
    for _ in range(2):
        assert [ask() for ask in asks] == [["cut"], ["rise"], ["rise", "cut"]]


def test_a_quiet_basket_says_how_the_pages_it_hangs_on_fare(room: Room) -> None:
    room.shows(DEEPSEEK)
    room.fails(OPENAI, Why.TIMEOUT)
    assert "Pages watched: 1; failing at the last look: 1." in room.asks("/feed.json?vendor=openai").text
    assert "Pages watched: 2; failing at the last look: 1." in room.asks("/feed.atom?vendor=openai,deepseek").text
    assert "Pages watched: 1; failing at the last look: 0." in room.asks("/feed.xml?page=deepseek/pricing").text
    assert "Pages watched: 0" in room.asks("/feed.xml?channel=cloud").text


@pytest.mark.parametrize("path", [*PATHS.values(), "/feeds.opml", "/"])
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("vendr=x", "a parameter is unknown: expected "),
        ("lang=fr", "lang: expected one of en, zh"),
        ("lang=zh&lang=en", "lang: expected one value, not several"),
    ],
)
def test_a_slip_is_answered_with_what_may_be_given(quiet_room: Room, path: str, query: str, told: str) -> None:
    got = quiet_room.asks(f"{path}?{query}")
    assert (got.status, got.headers["Content-Type"]) == (400, "application/problem+json")
    assert json.loads(got.body)["detail"].startswith(told)


@pytest.mark.parametrize("path", PATHS.values())
@pytest.mark.parametrize(
    "query",
    [
        "vendor=nobody",
        "vendor=deepseek,nobody",
        "size=1e9",
        "limit=1000",
        "after=x",
        "q=" + "a" * 2000,
        "model=" + ",".join(map(str, range(200))),
        "&".join(f"x{n}=1" for n in range(300)),
        "model=%00",
        "model=%ff%fe%00",
        "since=99999-01-01",
        "q=%F0%9F%92%A9",
        "term=%3Cscript%3E",
    ],
)
def test_an_absurd_question_is_refused_in_words(quiet_room: Room, path: str, query: str) -> None:
    got = quiet_room.asks(f"{path}?{query}")
    assert (got.status, got.headers["Content-Type"]) == (400, "application/problem+json"), got.text
    assert "<" not in json.loads(got.body)["detail"]


@pytest.mark.parametrize("path", [*PATHS.values(), "/feeds.opml"])
def test_a_feed_changes_nothing_whatever_the_method(quiet_room: Room, path: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert quiet_room.asks(path, method=method).status == 405


def test_every_feed_of_the_list_answers(room: Room) -> None:
    room.vendors |= {"deepseek": room.vendors["deepseek"].__class__("deepseek", "DeepSeek", pages=(DEEPSEEK,))}
    room.shows(DEEPSEEK, CUT)
    got = room.asks("/feeds.opml?lang=zh")
    assert got.headers["Content-Type"] == "text/x-opml; charset=utf-8"
    feeds = [outline.get("xmlUrl") or "" for outline in etree.fromstring(got.body).iter("outline")]
    assert len(feeds) > 20
    for address in filter(None, feeds):
        where = urlsplit(address)
        assert room.asks(f"{where.path}?{where.query}").status == 200, address


def test_the_hub_of_the_settings_stands_in_every_feed(tmp_path: Path) -> None:
    settings = WebSettings(hub="https://hub.example/?a=1&b=2")
    with a_room(tmp_path, settings) as room:
        for path in ("/feed.xml", "/feed.atom"):
            links = etree.fromstring(room.asks(path).body).iter(f"{A}link")
            assert [link.get("href") for link in links if link.get("rel") == "hub"] == [settings.hub]
        assert json.loads(room.asks("/feed.json").body)["hubs"][0]["url"] == settings.hub


@pytest.mark.parametrize("hub", ["javascript:alert(1)", "hub.example", "ftp://hub.example/"])
def test_a_hub_that_is_no_web_address_is_refused_at_once(hub: str) -> None:
    with pytest.raises(ValueError, match="hub"):
        WebSettings(hub=hub)


def corroborated(room: Room) -> None:
    """An event of DeepSeek's page that an article with a hostile title told four hours before."""
    room.shows(DEEPSEEK, CUT)
    news = Newsroom(room.store)
    hostile = 'DeepSeek 降价 <script>alert(1)</script> \u202e "quoted" & more'
    article = news.prints("article", 1, claim(), title=hostile, site="Gazette", url="https://gazette.example/?a=1&b=2")
    unsafe = news.prints("unsafe", 1, claim("other"), title="Told elsewhere", url="javascript:alert(1)")
    news.groups("story", article)
    news.groups("another", unsafe)
    for told in (article, unsafe):
        news.joins("cut", told, -14_400)
    state = Settled(("article", 0), ClaimState.CONFIRMED, AT, -14_400, "cut")
    news.settles(state, 2)
    with room.store.write() as c:
        set_standings(c, [Standing("cut", EventStanding.CORROBORATED, AT, -14_400, AT)])


@pytest.mark.parametrize("path", MEDIA)
def test_an_entry_tells_the_stories_and_who_was_first(room: Room, path: str) -> None:
    room.shows(DEEPSEEK)
    assert "gazette" not in room.asks(path).text
    corroborated(room)
    got = room.asks(path)
    assert ids(got) == ids(room.asks(f"{path}?news=corroborated")) == ["cut"]
    parsed = json.loads(got.body)["items"] if path == "/feed.json" else feedparser.parse(got.body).entries
    body = parsed[0]["content_html"] if path == "/feed.json" else parsed[0].content[0].value
    assert "also in the news (news first, page 4 h later)" in body
    shown = fromstring(f"<div>{body}</div>")
    links = {link.text_content(): link.get("href") for link in shown.iter("a")}
    assert links['DeepSeek 降价 <script>alert(1)</script> "quoted" & more'] == "https://gazette.example/?a=1&b=2"
    assert "Told elsewhere (Gazette)" in " ".join(shown.text_content().split())
    assert not any("javascript" in (href or "") for href in links.values())
    assert "\u202e" not in got.text
    assert RULES[{"/feed.xml": "rss", "/feed.atom": "atom", "/feed.json": "json"}[path]](got.body) == []


def test_a_story_that_comes_later_changes_the_feed(room: Room) -> None:
    room.shows(DEEPSEEK, CUT)
    first = room.asks("/feed.xml")
    assert ids(room.asks("/feed.xml?news=corroborated")) == []
    with room.store.write() as c:
        set_standings(c, [Standing("cut", EventStanding.CORROBORATED, AT, 36, room.now)])
    again = room.asks("/feed.xml", If_None_Match=first.headers["ETag"])
    assert again.status == 200
    assert "also in the news (page first, news 36 s later)" in again.text
    assert ids(room.asks("/feed.xml?news=corroborated")) == ["cut"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?vendor=deepseek,openai",
        "?q=gpt9",
        "?size=50&direction=up",
        "?model=GPT-9,deepseek-v4-flash",
        "?channel=cloud",
    ],
)
def test_the_same_basket_gives_the_same_events_by_feed_and_by_api(room: Room, query: str) -> None:
    room.shows(DEEPSEEK, CUT)
    room.shows(OPENAI, RISE)
    told = json.loads(room.asks(f"/api/v1/events{query}").body)
    assert sorted(one["id"] for one in told["data"]) == sorted(ids(room.asks(f"/feed.json{query}")))


def test_held_events_stand_in_no_feed_whatever_is_asked(room: Room) -> None:
    room.shows(DEEPSEEK, event(K.PRICE_CUT, dollars("2"), dollars("1"), id="held", state=EventState.HELD))
    for query in ("", "?q=deepseek", "?news=claimed", "?vendor=deepseek&model=deepseek-v4-flash"):
        assert ids(room.asks(f"/feed.atom{query}")) == []


def test_no_question_makes_a_feed_fail_or_comes_back_as_markup(quiet_room: Room) -> None:
    chance = random.Random(20261124)
    signs = "<>\"'&%\\,;:=/~+-. \x00\x1b\x7f\u202e\u2066\ud800降价aZ09_é😀\r\n"
    for _ in range(300):
        pairs = [
            (chance.choice([*NAMES, "x"]), "".join(chance.choices(signs, k=chance.randrange(14))))
            for _ in range(chance.randrange(1, 4))
        ]
        query = "&".join(f"{name}={quote(value, safe='', errors='surrogatepass')}" for name, value in pairs)
        got = quiet_room.asks(f"{chance.choice(list(MEDIA))}?{query}")
        assert got.status in (200, 400), query
        assert got.headers["Content-Type"] in (*MEDIA.values(), "application/problem+json")
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert not set(got.text) & set("\x00\x1b\x7f\u202e\u2066"), query
        if got.status == 400:
            assert not set(json.loads(got.body)["detail"]) & set('<>&"`\r\n'), query
