"""Every format of feed keeps its rules, and gives back to a reader what was put in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from pipeline.basket import EVERYTHING, parse
from pipeline.types import Channel, Event, EventKind, EventState, Page, Vendor
from publish.asked import Asked, asked_for
from publish.atom import atom
from publish.feeds import MEDIA_TYPES, PATHS, Feed, feed
from publish.jsonfeed import json_feed
from publish.money import Lang
from publish.news import Fares
from publish.opml import opml
from publish.plain import plain
from publish.rss import rss
from publish.wording import tell
from storage.queries import Cursor
from tests.publish.events_of import AT, VENDORS, event
from tests.publish.test_rss import FARES, NAMES, TAGS, cut, faults

A = "{http://www.w3.org/2005/Atom}"
FH = "{http://purl.org/syndication/history/1.0}"
WRITERS: dict[str, Callable[[Feed], bytes]] = {"rss": rss, "atom": atom, "json": json_feed}
NAMED = ("id", "title", "body", "summary", "link", "published", "updated")
URI = re.compile(r"https?://[!#$%&'()*+,./0-9:;=?@A-Z_a-z~-]+$")
"""What the validator takes for a link."""
PLACE = Cursor(AT, "e7")
HOSTILE = [
    *NAMES,
    '"><img src=x onerror=1>',
    "</script><svg/onload=1>",
    "gpt\u202e4\u202c\x00\x1b\u2066\u2028x",
    "\ud800\ufffe",
]


def a_feed(form: str, *events: Event, lang: Lang = "en", asked: Asked | None = None, **more: Any) -> Feed:
    entries = tuple(replace(tell(one, VENDORS, lang), line=line) for line, one in enumerate(events, 1))
    return feed(asked or Asked(lang=lang), entries, FARES, VENDORS, public_url="http://wire.example", form=form, **more)


def written(form: str, *events: Event, **more: Any) -> bytes:
    return WRITERS[form](a_feed(form, *events, **more))


def read(form: str, document: bytes) -> list[dict[str, str]]:
    """The entries as a reader of feeds has them."""
    if form == "json":
        names = ("id", "title", "content_html", "summary", "url", "date_published", "date_modified")
        return [dict(zip(NAMED, (item[name] for name in names), strict=True)) for item in json.loads(document)["items"]]
    parsed = feedparser.parse(document, sanitize_html=False)
    assert not parsed.bozo, parsed.bozo_exception
    return [
        dict(zip(NAMED, (it.id, it.title, it.content[0].value, it.summary, it.link, it.published), strict=False))
        | {"updated": dict(it).get("updated", "")}
        for it in parsed.entries
    ]


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_from_a_reader_as_it_stood_on_the_page(form: str, lang: Lang, name: str) -> None:
    entry = read(form, written(form, cut(name), lang=lang))[0]
    assert name in entry["title"]
    body = html.fromstring(f"<div>{entry['body']}</div>")
    assert next(cell.text_content() for cell in body.iter("td")).startswith(name)
    assert {element.tag for element in body.iter()} <= TAGS


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_of_a_page_can_run_or_turn_a_line_round(form: str, name: str) -> None:
    hostile = cut(name, reason=name, url="javascript:alert(1)", state=EventState.RETRACTED)
    document = written(form, hostile, asked=Asked(parse([("q", "a<script>\u202ealert(1)")])))
    text = document.decode()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", text)
    assert not re.search("<(script|img|svg)", text, re.IGNORECASE)
    entry = read(form, document)[0]
    body = html.fromstring(f"<div>{entry['body']}</div>")
    assert {element.tag for element in body.iter()} <= TAGS
    assert not any(key.startswith("on") for element in body.iter() for key in element.keys())  # noqa: SIM118
    assert urlsplit(entry["link"]).scheme in ("http", "https")


@settings(max_examples=40)
@pytest.mark.parametrize("form", ["atom", "json"])
@given(name=st.text(max_size=60), reason=st.text(max_size=60))
def test_no_text_of_a_page_breaks_the_document(form: str, name: str, reason: str) -> None:
    document = written(form, cut(name or "m", reason=reason, state=EventState.RETRACTED))
    if form == "json":
        title = json.loads(document)["items"][0]["title"]
    else:
        title = etree.fromstring(document).findtext(f"{A}entry/{A}title") or ""
    assert plain(name, 80) in title


@pytest.mark.parametrize("form", WRITERS)
def test_a_corrected_entry_keeps_its_id_and_its_date_and_says_when_it_was_corrected(form: str) -> None:
    before = read(form, written(form, cut("m")))[0]
    wrong = tell(cut("m", state=EventState.CORRECTED, reason="Misread."), VENDORS, "en", AT + timedelta(days=1))
    corrected = feed(Asked(), (wrong,), FARES, VENDORS, public_url="http://wire.example", form=form)
    after = read(form, WRITERS[form](corrected))[0]
    assert (before["id"], before["published"]) == (after["id"], after["published"])
    assert after["title"].startswith("Corrected: ")
    assert after["updated"] == "2026-11-25T09:30:00Z"


def test_what_was_told_in_one_moment_is_updated_one_after_the_other_in_atom() -> None:
    lines = (replace(tell(cut("m", number), VENDORS, "en", AT), line=7 - number) for number in range(3))
    document = atom(feed(Asked(), tuple(lines), FARES, VENDORS, public_url="http://wire.example", form="atom"))
    assert [entry["updated"] for entry in read("atom", document)] == [
        "2026-11-24T09:30:00.000000007Z",
        "2026-11-24T09:30:00.000000006Z",
        "2026-11-24T09:30:00.000000005Z",
    ]
    assert {entry.updated_parsed[:6] for entry in feedparser.parse(document).entries} == {(2026, 11, 24, 9, 30, 0)}


@pytest.mark.parametrize("form", WRITERS)
def test_an_address_in_chinese_is_written_as_all_readers_take_it(form: str) -> None:
    document = written(form, cut("m", url="https://a.example/价格?模型=豆包#100%"))
    assert read(form, document)[0]["link"] == (
        "https://a.example/%E4%BB%B7%E6%A0%BC?%E6%A8%A1%E5%9E%8B=%E8%B1%86%E5%8C%85#100%"
    )
    assert "https://a.example/价格?模型=豆包#100%" in html.fromstring(read(form, document)[0]["body"]).text_content()


@pytest.mark.parametrize("form", WRITERS)
def test_an_entry_leads_to_the_page_of_its_event(form: str) -> None:
    body = html.fromstring(read(form, written(form, cut("m"), lang="zh"))[0]["body"])
    assert body.xpath("//a[last()]/@href")[-1] == "http://wire.example/events/e0?lang=zh"


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize(
    "asked",
    [Asked(), Asked(lang="zh"), Asked(parse("vendor=baidu&kind=price_cut&q=降价&size=5&term=context:<=32K,a:b\\,c"))],
)
def test_a_feed_says_where_it_is_and_the_same_question_is_asked_there(form: str, asked: Asked) -> None:
    made = a_feed(form, asked=asked)
    assert urlsplit(made.address).path == PATHS[form]
    assert asked_for(parse_qsl(urlsplit(made.address).query)) == asked
    document = WRITERS[form](made)
    if form == "json":
        assert json.loads(document)["feed_url"] == made.address
    else:
        assert self_links(document) == [made.address]


def self_links(document: bytes) -> list[str | None]:
    return [link.get("href") for link in etree.fromstring(document).iter(f"{A}link") if link.get("rel") == "self"]


def links(document: bytes) -> dict[str, str]:
    """The links of an XML feed itself that are no alternates."""
    root = etree.fromstring(document)
    found = (root if root.tag == f"{A}feed" else root[0]).iterfind(f"{A}link")
    return {link.get("rel", ""): link.get("href", "") for link in found if link.get("rel") not in ("self", "alternate")}


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_feed_that_goes_on_says_where_and_where_it_begins(form: str) -> None:
    top = written(form, cut("m"), asked=Asked(parse("vendor=deepseek")), more=PLACE)
    older = f"http://wire.example{PATHS[form]}?vendor=deepseek&after=2026-11-24T09:30:00.000000Z~e7"
    assert links(top) == {"next": older, "prev-archive": older}
    assert not is_archive(top)
    last = written(form, cut("m"), asked=Asked(parse("vendor=deepseek"), after=PLACE))
    first = f"http://wire.example{PATHS[form]}?vendor=deepseek"
    assert links(last) == {"first": first, "current": first}
    assert self_links(last) == [older]
    assert not is_archive(last)


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_what_is_older_is_marked_as_an_archive_while_it_goes_on(form: str) -> None:
    assert is_archive(written(form, cut("m"), asked=Asked(after=PLACE), more=Cursor(AT, "e3")))


def is_archive(document: bytes) -> bool:
    return f"{FH}archive" in {element.tag for element in etree.fromstring(document).iter()}


def test_a_json_feed_that_goes_on_says_where() -> None:
    assert json.loads(written("json", more=PLACE))["next_url"].endswith("&after=2026-11-24T09:30:00.000000Z~e7")
    assert "next_url" not in json.loads(written("json"))


@pytest.mark.parametrize("form", WRITERS)
def test_a_hub_is_named_where_there_is_one(form: str) -> None:
    told = written(form, hub="https://hub.example/")
    if form == "json":
        assert json.loads(told)["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    else:
        assert links(told)["hub"] == "https://hub.example/"
    assert b"hub" not in written(form)


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_feed_names_itself_in_the_other_formats(form: str) -> None:
    found = {
        link.get("type"): link.get("href")
        for link in etree.fromstring(written(form, asked=Asked(parse("vendor=baidu")))).iter(f"{A}link")
        if link.get("rel") == "alternate" and link.get("type") in MEDIA_TYPES.values()
    }
    assert found == {
        MEDIA_TYPES[other]: f"http://wire.example{path}?vendor=baidu" for other, path in PATHS.items() if other != form
    }


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("fares", [FARES, Fares(watched=3, never_checked=3)])
def test_a_quiet_feed_is_valid_in_every_format(form: str, lang: Lang, fares: Fares) -> None:
    quiet = feed(Asked(lang=lang), (), fares, VENDORS, public_url="http://wire.example", form=form)
    document = WRITERS[form](quiet)
    assert RULES[form](document) == []
    assert ("3" in document.decode()) and ("最近检查" in document.decode() or fares is not FARES or lang == "en")


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("more", [{}, {"more": PLACE, "hub": "https://hub.example/"}, {"asked": Asked(after=PLACE)}])
def test_every_document_keeps_the_rules_of_its_format(form: str, lang: Lang, more: dict[str, Any]) -> None:
    events = [cut(name, number) for number, name in enumerate(HOSTILE)]
    events.append(event(EventKind.LIMIT_TIGHTENED, id="limit", detail={"old": "5", "new": "3"}))
    assert RULES[form](written(form, *events, lang=lang, **more)) == []


def faults_of_atom(document: bytes) -> list[str]:
    """RFC 4287, RFC 5005, and what the W3C's validator warns of."""
    root = etree.fromstring(document)
    if root.tag != f"{A}feed":
        return [f"the root is {root.tag!r}"]
    found = [f"feed: {fault}" for fault in _faults_of_parts(root)]
    found += [] if root.find(f"{A}author/{A}name") is not None else ["feed: no author"]
    for entry in root.iter(f"{A}entry"):
        found += [f"entry: {fault}" for fault in _faults_of_parts(entry)]
        found += [] if entry.find(f"{A}content") is not None else ["entry: no content"]
        found += [
            f"entry: {link.get('rel')}"
            for link in entry.iter(f"{A}link")
            if link.get("rel") not in ("alternate", "related")
        ]
    ids = [entry.findtext(f"{A}id") for entry in root.iter(f"{A}entry")]
    return found + ([] if len(ids) == len(set(ids)) else ["an id stands twice"])


def _faults_of_parts(part: etree._Element) -> list[str]:
    found = [
        f"{name} stands {len(them)} times"
        for name in ("id", "title", "updated")
        if len(them := part.findall(A + name)) != 1
    ]
    found += [f"{name} is empty" for name in ("id", "title", "updated") if not part.findtext(A + name)]
    found += [] if re.match(r"(https?://|urn:uuid:)[!-~]+$", str(part.findtext(f"{A}id"))) else ["id is no known URI"]
    updated = [entry.findtext(f"{A}updated") for entry in part.findall(f"{A}entry")]
    found += [] if len(updated) == len(set(updated)) else ["two entries were updated at once"]
    hrefs = [link.get("href", "") for link in part.findall(f"{A}link")]
    found += [f"{href} is no URI" for href in hrefs if not URI.match(href)]
    for name in ("updated", "published"):
        found += [f"{name} is no date" for at in part.findall(A + name) if not _is_rfc3339(at.text or "")]
    kinds = [(link.get("rel"), link.get("type")) for link in part.findall(f"{A}link") if link.get("rel") != "related"]
    found += [] if len(kinds) == len(set(kinds)) else ["two links of one kind and type"]
    found += [
        f"link {link.get('href')!r}" for link in part.findall(f"{A}link") if not urlsplit(link.get("href") or "").netloc
    ]
    archive = part.find(f"{FH}archive") is not None
    rels = {rel for rel, _ in kinds}
    found += ["an archive without its current document"] if archive and "current" not in rels else []
    found += ["an archive that leads to no other"] if archive and "prev-archive" not in rels else []
    return found + ["category without a term" for it in part.findall(f"{A}category") if not it.get("term")]


def _is_rfc3339(text: str) -> bool:
    written = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{9})?Z", text)
    return bool(written) and datetime.fromisoformat(text).year >= 2000


def faults_of_json(document: bytes) -> list[str]:
    """https://www.jsonfeed.org/version/1.1/"""
    told = json.loads(document)
    found = [
        f"{name} is missing" for name in ("version", "title", "home_page_url", "feed_url", "items") if name not in told
    ]
    found += [] if told.get("version") == "https://jsonfeed.org/version/1.1" else ["version"]
    for item in told["items"]:
        found += [
            f"item: {name} is no text"
            for name in ("id", "url", "title", "content_html")
            if not isinstance(item.get(name), str)
        ]
        found += [
            f"item: {name} is no date" for name in ("date_published", "date_modified") if not _is_rfc3339(item[name])
        ]
        found += [] if all(isinstance(tag, str) and tag for tag in item["tags"]) else ["item: a tag is no text"]
        found += [f"item: {name}" for name in item if name.startswith("_") and not isinstance(item[name], dict)]
    ids = [item["id"] for item in told["items"]]
    return found + ([] if len(ids) == len(set(ids)) else ["an id stands twice"])


RULES: dict[str, Callable[[bytes], list[str]]] = {"rss": faults, "atom": faults_of_atom, "json": faults_of_json}

SOLD = {
    "aliyun": Vendor(
        "aliyun", "Aliyun", "阿里云", Channel.CLOUD, pages=(Page("aliyun/p", "aliyun", "https://a.example/"),)
    ),
    "evil": Vendor("evil", '"><script>alert(1)</script>', pages=(Page("evil/p", "evil", "https://e.example/"),)),
    "none": Vendor("none", "Watched nowhere"),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_list_of_all_feeds_has_every_vendor_that_is_watched_and_every_kind(lang: Lang) -> None:
    root = etree.fromstring(opml(SOLD, lang, "http://wire.example"))
    assert [element.tag for element in root.iterfind("head/*")] == ["title"]
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    feeds = [outline for outline in root.iter("outline") if outline.get("type") == "rss"]
    baskets = [asked_for(parse_qsl(urlsplit(one.get("xmlUrl") or "").query)) for one in feeds]
    assert {one.lang for one in baskets} == {lang}
    held = [one.basket for one in baskets]
    assert held.count(EVERYTHING) == 1
    assert {next(iter(one.vendors)) for one in held if one.vendors} == {"aliyun", "evil"}
    assert {next(iter(one.channels)) for one in held if one.channels} == {Channel.CLOUD, Channel.FIRST_PARTY}
    assert {next(iter(one.kinds)) for one in held if one.kinds} == set(EventKind)
    assert all(one.get("text") and one.get("htmlUrl", "").startswith("http://wire.example/?") for one in feeds)


def test_a_title_names_all_that_a_basket_is_narrowed_to() -> None:
    asked = Asked(
        parse(
            "vendor=baidu&model=ernie&maker=acme&kind=price_cut&channel=cloud&region=cn&source=zh&direction=down"
            "&news=corroborated&size=2.5&q=降价&since=2026-11-24&until=2026-12-01"
        )
    )
    assert a_feed("rss", asked=asked).title == (
        "Pricewire: Baidu, ernie, acme, price cut, clouds, cn, pages in Chinese, cheaper, borne out by the news, "
        "by 2.5 % or more, “降价”, since 2026-11-24 00:00 UTC, before 2026-12-01 00:00 UTC"
    )
