"""The RSS feed keeps the rules of RSS 2.0, and readers get back what was put in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from pipeline.basket import parse
from pipeline.types import Event, EventKind, EventState
from publish.asked import Asked
from publish.feeds import Feed, feed
from publish.money import Lang
from publish.news import Fares
from publish.plain import plain
from publish.rss import rss
from publish.wording import tell
from tests.publish.events_of import AT, VENDORS, dollars, event

K = EventKind
FARES = Fares(watched=3, failing=1, never_checked=0, last_checked_at=AT, overdue_seconds=0)
TAGS = {"div", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "p", "a"}
NAMES = [
    "豆包·主力模型",
    "<b>bold</b> & <script>alert(1)</script>",
    "a ]]> b <![CDATA[ c",
    "quotes \" ' “ ”",
    "rocket 🚀 👩‍💻",
    "&amp; &lt;i&gt; &#60;",
    "{{ 7*7 }} {% raw %}",
]


def cut(name: str, number: int = 0, **more: object) -> Event:
    return event(
        K.PRICE_CUT,
        dollars("0.66", model=name),
        dollars("0.60", model=name),
        id=f"e{number}",
        printed=(f"{name} $0.66", f"{name} $0.60"),
        at=AT - timedelta(hours=number),
        **more,  # type: ignore[arg-type]
    )


def a_feed(*events: Event, lang: Lang = "en", asked: Asked | None = None) -> Feed:
    entries = tuple(tell(one, VENDORS, lang) for one in events)
    question = asked or Asked(lang=lang)
    return feed(question, entries, FARES, VENDORS, public_url="http://wire.example")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_name_comes_back_from_a_reader_as_it_stood_on_the_page(name: str, lang: Lang) -> None:
    parsed = feedparser.parse(rss(a_feed(cut(name), lang=lang)), sanitize_html=False)
    assert not parsed.bozo
    entry = parsed.entries[0]
    assert name in entry.title
    body = html.fromstring(f"<div>{entry.content[0].value}</div>")
    assert next(cell.text_content() for cell in body.iter("td")).startswith(name)
    assert name in body.text_content()
    assert name in html.fromstring(f"<div>{entry.summary}</div>").text_content()
    assert {element.tag for element in body.iter()} <= TAGS


def test_what_turns_a_line_round_or_cannot_be_seen_is_gone() -> None:
    document = rss(a_feed(cut("gpt\u202e4\u202c\x00\x1b\u2066"))).decode()
    assert "gpt4" in document
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", document)


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_of_a_page_breaks_the_document(name: str, reason: str) -> None:
    told = cut(name or "m", reason=reason, state=EventState.RETRACTED)
    root = etree.fromstring(rss(a_feed(told)))
    title = root.findtext("channel/item/title")
    assert title is not None
    assert plain(name, 80) in title


def test_only_a_web_address_becomes_a_link() -> None:
    document = rss(a_feed(cut("m", url="javascript:alert(1)"))).decode()
    assert "javascript" not in document
    assert feedparser.parse(document).entries[0].link == "http://wire.example/?lang=en"


def test_a_corrected_entry_keeps_its_guid_and_its_date() -> None:
    before = feedparser.parse(rss(a_feed(cut("m")))).entries[0]
    wrong = tell(cut("m", state=EventState.CORRECTED, reason="Misread."), VENDORS, "en", AT + timedelta(days=1))
    corrected = feed(Asked(), (wrong,), FARES, VENDORS, public_url="http://wire.example")
    after = feedparser.parse(rss(corrected))
    assert (before.id, before.published) == (after.entries[0].id, after.entries[0].published)
    assert after.entries[0].title.startswith("Corrected: ")
    assert after.feed.updated == "Wed, 25 Nov 2026 09:30:00 GMT"


def test_a_quiet_feed_is_valid_and_says_when_pages_were_last_checked() -> None:
    parsed = feedparser.parse(rss(a_feed()))
    assert not parsed.bozo
    assert parsed.entries == []
    assert "Pages watched: 3; failing at the last look: 1. Last check: 2026-11-24 09:30 UTC." in parsed.feed.subtitle
    assert "最近检查：2026-11-24 09:30 UTC。" in feedparser.parse(rss(a_feed(lang="zh"))).feed.subtitle


def test_a_feed_before_the_first_check_claims_none() -> None:
    nothing = Fares(watched=3, failing=0, never_checked=3, last_checked_at=None, overdue_seconds=0)
    first = feed(Asked(), (), nothing, VENDORS, public_url="http://wire.example")
    document = rss(first).decode()
    assert "No page has been checked yet." in document
    assert "lastBuildDate" not in document


def test_a_narrowed_feed_says_what_it_is_about_and_where_it_is() -> None:
    asked = Asked(parse("vendor=baidu&kind=price_cut,became_free"), lang="zh")
    parsed = feedparser.parse(rss(a_feed(asked=asked, lang="zh")))
    assert parsed.feed.title == "Pricewire：百度、改为免费、降价"
    assert [link.href for link in parsed.feed.links if link.rel == "self"] == [
        "http://wire.example/feed.xml?lang=zh&vendor=baidu&kind=became_free,price_cut"
    ]
    assert parsed.feed.language == "zh-cn"


@pytest.mark.parametrize(
    "document",
    [
        rss(a_feed()),
        rss(a_feed(*(cut(name, number) for number, name in enumerate(NAMES)))),
        rss(a_feed(*(cut(name, number) for number, name in enumerate(NAMES)), lang="zh")),
    ],
    ids=["quiet", "en", "zh"],
)
def test_the_document_keeps_the_rules_of_rss(document: bytes) -> None:
    assert faults(document) == []


def faults(document: bytes) -> list[str]:
    """What a validator would find: https://www.rssboard.org/rss-specification and the Advisory Board's profile."""
    root = etree.fromstring(document)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None or len(root) != 1:
        return ["not an RSS 2.0 document with one channel"]
    found = [f"channel: {name} is missing" for name in ("title", "link", "description") if not channel.findtext(name)]
    found += [
        f"channel: {name} stands twice"
        for name in {e.tag for e in channel} - {"item", "category", "{http://www.w3.org/2005/Atom}link"}
        if len(channel.findall(name)) > 1
    ]  # type: ignore[arg-type]
    atom = channel.find("{http://www.w3.org/2005/Atom}link")
    if atom is None or atom.get("rel") != "self" or not _is_absolute(atom.get("href")):
        found.append("channel: no absolute link to itself")
    guids = [item.findtext("guid") for item in channel.findall("item")]
    if len(set(guids)) != len(guids):
        found.append("a guid stands twice")
    for date in (*channel.iter("pubDate"), *channel.iter("lastBuildDate")):
        found += _faults_of_date(date.text or "")
    for item in channel.findall("item"):
        found += _faults_of_item(item)
    return found


def _faults_of_item(item: etree._Element) -> list[str]:
    found = [
        f"item: {name} is missing" for name in ("title", "description", "guid", "pubDate") if not item.findtext(name)
    ]
    found += [f"item: {link.text} is not absolute" for link in item.iter("link") if not _is_absolute(link.text)]
    names = [element.tag for element in item]
    if names.index("description") > names.index("{http://purl.org/rss/1.0/modules/content/}encoded"):
        found.append("item: description stands behind content:encoded")
    guid = item.find("guid")
    if guid is not None and guid.get("isPermaLink") != "false":
        found.append("item: a guid that is no address says it is one")
    return found


def _faults_of_date(text: str) -> list[str]:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return [f"{text!r} is no RFC 822 date"]
    if date > datetime.now(date.tzinfo) + timedelta(days=400) or date.strftime("%a") != text[:3]:
        return [f"{text!r} is implausible"]
    return []


def _is_absolute(address: str | None) -> bool:
    parts = urlsplit(address or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc)
