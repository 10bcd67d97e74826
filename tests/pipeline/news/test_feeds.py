"""Feeds as they are served: in any charset, half broken, without dates, made to break their readers."""

from __future__ import annotations

import itertools
import resource
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from time import perf_counter

import pytest

from pipeline.news.feeds import NotAFeed, entries_of, feed_of, web_address
from pipeline.types import FeedEntry, Hints

AT = datetime(2026, 9, 20, tzinfo=UTC)
URL = "https://a.example/news/feed.xml"


def read(body: str | bytes, *, url: str = URL, hints: Hints | None = None, **more: object) -> tuple[FeedEntry, ...]:
    data = body.encode() if isinstance(body, str) else body
    return entries_of(data, url=url, hints=hints or Hints(), at=AT, **more)  # type: ignore[arg-type]


def rss(*items: str, head: str = "", root: str = '<rss version="2.0">') -> str:
    return f"{head}{root}<channel><title>t</title>{''.join(items)}</channel></rss>"


def item(title: str = "", link: str = "", guid: str = "", date: str = "", more: str = "") -> str:
    fields = {"title": title, "link": link, "guid": guid, "pubDate": date}
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in fields.items() if value) + more + "</item>"


ONE = item("灯塔模型宣布降价，输入价格下调五成", "/1", "1", "Mon, 14 Sep 2026 10:00:00 +0800")


DECLARED = [
    *itertools.product(["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5hkscs"], ["", "utf-8"]),
    ("gb18030", "gbk"),
    ("gb18030", "gb2312"),
    ("big5hkscs", "big5"),
    ("utf-8", "gbk"),
]


@pytest.mark.parametrize(("codec", "declared"), DECLARED)
@pytest.mark.parametrize("charset", [None, "utf-8"])
def test_a_title_is_the_same_in_any_charset_declared_or_not(codec: str, declared: str, charset: str | None) -> None:
    title = "燈塔模型宣布降價，輸入價格下調五成" if codec == "big5hkscs" else "灯塔模型宣布降价，输入价格下调五成"
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    (entry,) = read(rss(item(title), head=head).encode(codec), charset=charset)
    assert entry.title == title


def test_what_the_host_s_pages_turned_out_to_be_settles_a_few_bytes() -> None:
    (entry,) = read(rss(item("降价")).encode("gbk"), hints=Hints(charset="gb18030"))
    assert entry.title == "降价"


@pytest.mark.parametrize(
    "body",
    [
        rss(ONE).replace("</channel></rss>", ""),
        "\n\n  <!-- hello -->\n" + rss(ONE),
        rss(ONE).replace("<title>t</title>", "<title>R&D & more &nbsp; <br></title>"),
        rss(ONE, root="<rss>"),
        rss(ONE).replace("<channel>", "<channel>\x00\x08\x1f"),
        rss(ONE, head='<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?>'),
        rss(ONE, "<item><title>cut off in the mid"),
    ],
)
def test_a_broken_feed_gives_what_can_be_read(body: str) -> None:
    entry = read(body)[0]
    assert (entry.title, entry.url, entry.id) == ("灯塔模型宣布降价，输入价格下调五成", "https://a.example/1", "1")
    assert entry.published == datetime(2026, 9, 14, 2, tzinfo=UTC)


@pytest.mark.parametrize("body", ["<html><body><a href='/rss'>RSS</a></body></html>", '{"error": 404}', "gone", "<a/>"])
def test_what_is_no_feed_is_told(body: str) -> None:
    with pytest.raises(NotAFeed, match=r"^https://a\.example/news/feed\.xml: expected a feed, found "):
        read(body)


@pytest.mark.parametrize("body", ["", "\n \n", rss()])
def test_a_feed_may_have_no_entries(body: str) -> None:
    assert read(body) == ()


def test_markup_becomes_text_and_its_scripts_nothing() -> None:
    html = escape("<p>Input: <b>$0.20</b></p><script>steal()</script><p>Output: $0.80</p>")
    (entry,) = read(rss(item("a &lt;b&gt;bold&lt;/b&gt; &amp;amp; title", more=f"<description>{html}</description>")))
    assert (entry.title, entry.text) == ("a bold & title", "Input: $0.20\nOutput: $0.80")


def test_a_price_below_another_is_no_markup() -> None:
    (entry,) = read(rss(item("Input &lt; $5, output > $10 & more")))
    assert entry.title == "Input < $5, output > $10 & more"


def test_what_is_another_at_every_look_is_no_part_of_the_text() -> None:
    html = escape("<p>Article URL: https://b.example</p><p>Points: 57</p><p># Comments: 12</p><p>1.2万阅读</p>")
    (entry,) = read(rss(item("a", more=f"<description>{html}</description>")))
    assert entry.text == "Article URL: https://b.example"


def test_a_reference_to_no_character_is_nothing() -> None:
    (entry,) = read(rss(item("Lumen &#xD800;&#x110000;&#0;&#27;halves &#36;1 &amp;#xD800; &"), "<item>"))
    assert entry.title.startswith("Lumen halves $1") and "\ud800" not in entry.title


LONG = "".join(
    f"<p>Paragraph {n} of the article, which tells of a price in so many words as it takes.</p>" for n in range(12)
)


@pytest.mark.parametrize(
    ("more", "full"),
    [
        (f"<description>short</description><content:encoded><![CDATA[{LONG}]]></content:encoded>", True),
        (f"<description><![CDATA[{LONG}]]></description>", True),
        (f"<content:encoded><![CDATA[{LONG}<p>Read more</p>]]></content:encoded>", False),
        ("<description>One sentence.</description>", False),
        (f"<description>{'One long teaser without an end. ' * 40}…</description>", False),
    ],
)
def test_a_whole_text_is_told_from_a_teaser(more: str, full: bool) -> None:
    root = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    (entry,) = read(rss(item("a", more=more), root=root))
    assert entry.full is full


@pytest.mark.parametrize(
    ("printed", "zone", "when"),
    [
        ("Mon, 14 Sep 2026 10:00:00 GMT", "Asia/Shanghai", datetime(2026, 9, 14, 10, tzinfo=UTC)),
        ("2026-09-14 10:00:00", "Asia/Shanghai", datetime(2026, 9, 14, 2, tzinfo=UTC)),
        ("2026-09-14 10:00:00 +0800", "", datetime(2026, 9, 14, 2, tzinfo=UTC)),
        ("2026年9月14日 10:00", "Asia/Shanghai", datetime(2026, 9, 14, 2, tzinfo=UTC)),
        ("Mon, 14 Sep 2026 10:00:00 CST", "Asia/Shanghai", datetime(2026, 9, 14, 2, tzinfo=UTC)),
        ("Mon, 14 Sep 2026 10:00:00 CST", "", datetime(2026, 9, 14, 16, tzinfo=UTC)),
        ("Mon, 14 Sep 2099 10:00:00 GMT", "", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "", None),
        ("Mon, 99 Sep 2026 10:00:00 GMT", "", None),
        ("soon", "", None),
    ],
)
def test_a_date_is_understood_or_refused(printed: str, zone: str, when: datetime | None) -> None:
    (entry,) = read(rss(item("a", date=printed)), hints=Hints(zone=zone))
    assert entry.published == when


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/x", "https://a.example/x"),
        ("x?a=1&amp;b=2", "https://a.example/news/x?a=1&b=2"),
        ("//b.example/x", "https://b.example/x"),
        ("https://b.example/x#y", "https://b.example/x#y"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("data:text/html,x", ""),
        ("https://user:pass@b.example/", ""),
        ("https://b.example\\@c.example/", ""),
        ("http://[::1", ""),
    ],
)
def test_a_link_is_an_absolute_web_address_or_nothing(link: str, url: str) -> None:
    (entry,) = read(rss(item("a", link)))
    assert entry.url == url
    assert web_address(link.replace("&amp;", "&"), URL) == url


def test_an_id_stays_when_title_text_and_place_change() -> None:
    before = read(rss(item("Old title", "/1", "tag:1"), item("Other", "/2", "tag:2")))
    after = read(
        rss(item("New", "/3", "tag:3"), item("New title", "/1", "tag:1", more="<description>edited</description>"))
    )
    assert before[0].id == after[1].id == "tag:1"


def test_without_an_id_the_address_is_one_and_without_that_title_and_day() -> None:
    first, second = read(rss(item("a", "/1"), item("b", date="Mon, 14 Sep 2026 10:00:00 GMT")))
    again = read(rss(item("b", date="Mon, 14 Sep 2026 18:00:00 GMT")))
    assert first.id == "https://a.example/1"
    assert second.id.startswith("made:") and second.id == again[0].id


def test_one_id_for_many_addresses_is_nobody_s() -> None:
    entries = read(rss(item("a", "/1", "site"), item("b", "/2", "site"), item("c", "/3", "own")))
    assert [entry.id for entry in entries] == ["https://a.example/1", "https://a.example/2", "own"]


def test_one_address_for_many_titles_is_nobody_s_either() -> None:
    entries = read(rss(*(item(title, "/log", "/log", "Mon, 14 Sep 2026 10:00:00 GMT") for title in "ab")))
    assert len({entry.id for entry in entries}) == 2 and all(entry.id.startswith("made:") for entry in entries)


def test_an_entry_that_comes_twice_is_kept_twice_and_the_older_keeps_its_id_when_more_join() -> None:
    twice = [item("a", "/1", "1"), item("a", "/1", "1")]
    assert [entry.id for entry in read(rss(*twice))] == ["1#2", "1"]
    assert [entry.id for entry in read(rss(item("n", "/9", "9"), *twice))] == ["9", "1#2", "1"]


def test_of_a_feed_that_grew_overnight_the_newest_are_read_and_the_rest_is_told() -> None:
    dated = [
        item(f"n{n}", f"/{n}", str(n), f"Mon, 14 Sep 2026 {n // 60 % 24:02}:{n % 60:02}:00 GMT") for n in range(1_400)
    ]
    feed = feed_of(rss(*dated).encode(), url=URL, at=AT)
    assert (len(feed.entries), feed.left_out) == (1_000, 400)
    assert (feed.entries[0].title, feed.entries[-1].title) == ("n400", "n1399")


def test_without_dates_the_first_are_the_newest() -> None:
    feed = feed_of(rss(*(item(f"n{n}", f"/{n}") for n in range(1_200))).encode(), url=URL, at=AT)
    assert (feed.entries[0].title, feed.entries[-1].title, feed.left_out) == ("n0", "n999", 200)


BOMB = '<!DOCTYPE z [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {one} "{f"&{before};" * 10}">' for before, one in zip("abcdefghi", "bcdefghij", strict=True)
)
HOSTILE = {
    "entities in entities": rss(item("a &j; b"), head=BOMB + "]>"),
    "an outer entity": rss(item("a &x; b"), head='<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "an outer DTD": rss(item("a"), head='<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd">'),
    "10,000 entries": rss(
        *(item(f"n{n}", more="<description>" + "word " * 60 + "</description>") for n in range(10_000))
    ),
    "tags without end": rss(item("a", more="<description>" + "<div>" * 200_000)),
    "tags without number": rss(item("a", more="<description>" + "<a/>" * 200_000)),
    "signs without number": rss(item("a", more="<description>" + "&<" * 500_000)),
    "entries without end": rss("<item>" * 200_000),
    "a head without end": "<rss " + "a " * 500_000,
    "a comment without end": rss("<!-- " * 200_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_feed_that_was_made_to_break_readers_is_read_in_its_time(name: str) -> None:
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, perf_counter()
    entries = read(HOSTILE[name])
    assert perf_counter() - start < 10, "seconds on a busy machine"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 250_000, "KB"
    assert not any("root:" in entry.title or len(entry.title) > 100 for entry in entries)


def test_what_is_read_does_not_depend_on_where_it_was_read() -> None:
    body = rss(item("a", "https://a.example/1", "1"))
    assert read(body) == read(body, url="https://other.example/x") == tuple(replace(entry) for entry in read(body))
