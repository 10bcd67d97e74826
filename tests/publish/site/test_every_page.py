"""What holds for every page: whole without a script, in both languages, text stays text, links lead somewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from publish.site.routes import PAGES
from tests.publish.events_of import dollars
from tests.publish.site.town import (
    ADDRESSES,
    DEEPSEEK,
    STRANGE,
    bears_out,
    browses,
    claim,
    counted,
    cut,
    fill,
    reads,
    said,
    serves,
    table_of,
    tells,
)
from tests.publish.wire_room import Room

LANGS = ("en", "zh")


def in_lang(path: str, lang: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={lang}"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_has_a_title_a_heading_landmarks_and_a_way_past_them(town: Room, path: str, lang: str) -> None:
    got = browses(town, in_lang(path, lang))
    assert got.status == (404 if path == "/nothing" else 200)
    page = html.fromstring(got.body)
    assert page.get("lang") == {"en": "en", "zh": "zh-cn"}[lang]
    assert len(page.cssselect("h1")) == len(page.cssselect("main")) == len(page.cssselect("footer")) == 1
    assert page.cssselect("nav")[0].get("aria-label")
    assert page.cssselect("a.skip")[0].get("href") == "#content"
    assert page.cssselect("title")[0].text_content().strip()
    assert page.cssselect("link[rel=icon]")


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_other_language_is_the_same_page(town: Room, path: str) -> None:
    other = reads(town, in_lang(path, "en")).cssselect(".switches a")[0]
    assert other.get("hreflang") == "zh"
    page = reads(town, other.get("href"))
    assert page.get("lang") == "zh-cn"
    again = page.cssselect(".switches a")[0].get("href")
    assert sorted(urlsplit(again).query.split("&")) == sorted(urlsplit(in_lang(path, "en")).query.split("&"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", ADDRESSES)
def test_text_of_a_page_stays_text_on_every_page(town: Room, path: str, lang: str) -> None:
    got = browses(town, in_lang(path, lang)).text
    page = html.fromstring(got)
    assert page.cssselect("img, iframe, object, embed, style, base") == []
    assert all(
        script.get("src", "").startswith("/static/") or script.get("type") == "application/json"
        for script in page.cssselect("script")
    )
    assert not any("javascript:" in (link.get("href") or "") for link in page.iter("a"))
    assert not any(key.startswith("on") or key == "style" for one in page.iter() for key in one.keys())  # noqa: SIM118
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", got)


def test_a_strange_name_is_shown_as_it_is_written(town: Room) -> None:
    name = STRANGE.replace("\u202e", "")
    assert name[:20] in said(reads(town, "/events/hostile"), "h1")
    assert name in said(reads(town, "/vendors/openai"), "tbody th")
    assert name in said(reads(town, "/stories/story-strange"), "p.article")


def test_every_link_within_the_site_leads_to_a_page(town: Room) -> None:
    seen: set[str] = set()
    todo = ["/?lang=en"]
    while todo:
        at = todo.pop()
        got = browses(town, at)
        assert got.status in (200, 303), at
        if not got.headers["Content-Type"].startswith("text/html"):
            continue
        for link in html.fromstring(got.body).iter("a", "link"):
            to = urlsplit(urljoin(f"http://here{at}", link.get("href")))
            path = f"{to.path}?{to.query}" if to.query else to.path
            apart = to.path.startswith(("/api/", "/subscribe")) or "lang=zh" in path
            if to.netloc == "here" and not apart and path not in seen:
                seen.add(path)
                todo.append(path)
    assert {urlsplit(path).path for path in seen} >= {"/stories/story-news", "/models/talk", "/vendors/gazette"}


def test_a_reader_who_chose_a_language_keeps_it(town: Room) -> None:
    for path in ADDRESSES:
        page = reads(town, in_lang(path, "zh"))
        inside = [
            link.get("href") for link in page.cssselect("main a, header a") if link.get("href", "").startswith("/")
        ]
        apart = ("/captures/", "/api/", "/feed")
        assert [href for href in inside if "lang=" not in href and not href.startswith(apart)] == [], path
        assert page.cssselect(".search input[name=lang]")[0].get("value") == "zh"


def test_a_page_costs_as_many_questions_for_many_rows_as_for_few(town: Room, room: Room) -> None:
    fill(room)
    _grow(room, 1)
    few = {path: _questions(room, path) for path in ADDRESSES}
    _grow(room, 2)
    many = {path: _questions(room, path) for path in ADDRESSES}
    assert many == few
    assert max(many.values()) <= 22


def _questions(room: Room, path: str) -> int:
    with counted(room) as count:
        browses(room, in_lang(path, "en"))
    return count.statements


def _grow(room: Room, times: int) -> None:
    """More of everything."""
    before, after = table_of("$0.60"), table_of(f"$0.{times}")
    models = [f"m{times}-{number}" for number in range(60)]
    rates = [replace(dollars("0.5", model=model), model_id=f"deepseek/{model}") for model in models]
    moved = [cut(f"cut-{model}", model=model) for model in models]
    members = [replace(cut(f"under-{model}"), headline="group") for model in models]
    serves(room, DEEPSEEK, after, *moved, *members, before=before, rates=(*rates, dollars("0.6")))
    for model in models[:10]:
        bears_out(room, tells(room, f"news-{model}", claim(f"DeepSeek cut {model}")), "cut")


def test_every_page_is_among_those_that_are_looked_at() -> None:
    patterns = [re.sub(r"\{\w+(:path)?\}", ".+", page.path) for page in PAGES]
    paths = [urlsplit(address).path for address in ADDRESSES]
    assert [pattern for pattern in patterns if not any(re.fullmatch(pattern, path) for path in paths)] == []


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("zh-CN,zh;q=0.9,en;q=0.8", "zh-cn"), ("en-GB", "en"), ("de,zh-TW", "zh-cn"), ("", "en"), (";;,=", "en")],
)
def test_a_page_is_in_the_language_of_the_browser(town: Room, accepted: str, language: str) -> None:
    got = browses(town, "/", Accept_Language=accepted)
    assert html.fromstring(got.body).get("lang") == language
    assert "Accept-Language" in got.headers["Vary"]


def test_the_language_asked_for_goes_before_that_of_the_browser(town: Room) -> None:
    got = browses(town, "/coverage?lang=en", Accept_Language="zh")
    assert html.fromstring(got.body).get("lang") == "en"
    assert got.headers["Vary"] == "Accept-Encoding"


def test_a_page_is_not_sent_again_to_whoever_has_it(town: Room) -> None:
    got = browses(town, "/vendors?lang=en")
    assert browses(town, "/vendors?lang=en", If_None_Match=got.headers["ETag"]).status == 304
