"""The wire as a reader sees it: what was told last, how it stands, and the address as the filter."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.types import EventKind, Why
from publish.site import subscriptions
from tests.publish.events_of import AT, dollars, event
from tests.publish.site.town import BAIDU, DEEPSEEK, OPENAI, browses, cut, reads, said
from tests.publish.wire_room import Room, a_room

K = EventKind


def titles(room: Room, path: str) -> list[str]:
    return [one.text_content() for one in reads(room, path).cssselect(".event h2")]


def test_the_wire_shows_old_and_new_and_by_how_much(room: Room) -> None:
    room.shows(DEEPSEEK, cut())
    page = reads(room, "/")
    assert said(page, ".event h2") == "DeepSeek cuts deepseek-v4-flash output 9 %: $0.66 → $0.60 per 1M tokens"
    assert said(page, ".move") == "$0.66 per 1M tokens → $0.60 per 1M tokens −9 %"
    assert said(reads(room, "/?lang=zh"), ".move") == "0.66 美元/百万 tokens → 0.60 美元/百万 tokens −9%"


def test_the_members_of_a_headline_are_folded_into_it(town: Room) -> None:
    page = reads(town, "/?lang=en&vendor=baidu")
    assert len(page.cssselect(".event")) == 1
    assert said(page, ".event tbody th") == "input output"


def test_an_event_says_how_it_stands_in_the_news(town: Room) -> None:
    marks = {one.get("id"): said(one, ".mark") for one in reads(town, "/?lang=en").cssselect(".event")}
    assert marks["cut"] == "also in the news (page first, news 60 min later)"
    assert marks["group"] == ""


def test_a_retraction_is_marked_as_one(town: Room) -> None:
    (retracted,) = reads(town, "/?lang=en").cssselect(".event.retracted")
    assert retracted.get("id") == "wrong"
    assert said(retracted, "h2").startswith("Retracted: ")


def test_the_address_is_the_filter(room: Room) -> None:
    room.shows(DEEPSEEK, cut())
    room.shows(OPENAI, event(K.PRICE_RISE, dollars("1"), dollars("2"), id="rise"))
    assert [title[:8] for title in titles(room, "/?vendor=deepseek")] == ["DeepSeek"]
    assert [title[:8] for title in titles(room, "/?direction=up")] == ["OpenAI r"]
    assert [title[:8] for title in titles(room, "/?size=50")] == ["OpenAI r"]
    assert titles(room, "/?kind=free_ended") == []


def test_the_controls_show_what_the_address_says_and_keep_what_they_cannot_set(room: Room) -> None:
    page = reads(room, "/?vendor=deepseek,openai&kind=price_cut&size=7.5&model=gpt-4o&q=flash&lang=en")
    chosen = {one.getparent().get("name"): one for one in page.cssselect("option[selected]")}
    assert {name: option.get("value") for name, option in chosen.items()} == {
        "vendor": "deepseek,openai",
        "kind": "price_cut",
        "direction": "",
        "size": "7.5",
        "news": "",
    }
    assert chosen["vendor"].text_content() == "DeepSeek, OpenAI"
    assert page.cssselect(".filters input[name=q]")[0].get("value") == "flash"
    assert page.cssselect(".filters input[name=model]")[0].get("value") == "gpt-4o"


def test_a_narrowed_wire_has_a_way_back_to_all_of_it(room: Room) -> None:
    back = {lang: reads(room, f"/?lang={lang}&kind=price_cut").cssselect("#wire a")[0] for lang in ("en", "zh")}
    assert {lang: (one.text_content(), one.get("href")) for lang, one in back.items()} == {
        "en": ("Clear", "/?lang=en"),
        "zh": ("清除", "/?lang=zh"),
    }


def test_the_wire_is_narrowed_to_the_last_days_by_a_link(room: Room) -> None:
    links = reads(room, "/?lang=en&kind=price_cut").cssselect(".spans a")
    assert [one.text_content() for one in links] == ["Any time", "Today (UTC)", "7 days", "30 days"]
    assert [one.get("aria-current") for one in links] == ["true", None, None, None]
    week = links[2].get("href")
    assert re.fullmatch(r"/\?lang=en&kind=price_cut&since=[0-9-]{10}", week)
    assert [one.get("aria-current") for one in reads(room, week).cssselect(".spans a")] == [None, None, "true", None]


def test_a_form_that_leaves_much_unsaid_leads_to_the_short_address(town: Room) -> None:
    got = browses(town, "/?lang=en&vendor=&kind=price_cut&direction=&size=&news=&q=")
    assert (got.status, got.headers["Location"]) == (303, "/?lang=en&kind=price_cut")


def test_the_feeds_are_those_of_what_is_shown(town: Room) -> None:
    page = reads(town, "/?vendor=deepseek&kind=price_cut&lang=zh")
    query = "?lang=zh&vendor=deepseek&kind=price_cut"
    expected = [f"/feed.xml{query}", f"/feed.atom{query}", f"/feed.json{query}"]
    feeds = [link for link in page.cssselect("link[rel=alternate]") if link.get("type")]
    assert [link.get("href") for link in feeds] == expected
    assert [link.get("href") for link in page.cssselect(".feeds a")] == expected
    assert all(town.asks(path).status == 200 for path in expected)


def test_the_wire_goes_on_page_by_page_and_leaves_nothing_out(room: Room) -> None:
    told = [event(K.PRICE_CUT, dollars("2"), dollars("1"), id=f"e{number:03}") for number in range(120)]
    room.shows(DEEPSEEK, *told)
    seen: list[str] = []
    path = "/?lang=en&vendor=deepseek"
    while path:
        page = reads(room, path)
        seen += [one.get("id") for one in page.cssselect(".event")]
        further = page.cssselect("a[rel=next]")
        path = further[0].get("href") if further else ""
        assert not path or "vendor=deepseek" in path
    assert sorted(seen) == [f"e{number:03}" for number in range(120)]


def test_an_older_page_leads_back_to_the_latest(room: Room) -> None:
    room.shows(DEEPSEEK, *(event(K.PRICE_CUT, dollars("2"), dollars("1"), id=f"e{number}") for number in range(60)))
    older = reads(room, reads(room, "/?lang=zh").cssselect("a[rel=next]")[0].get("href"))
    assert [link.get("href") for link in older.cssselect("#wire > p:first-child a")] == ["/?lang=zh"]


def test_a_quiet_wire_says_when_its_pages_were_looked_at(room: Room) -> None:
    assert "No page has been checked yet." in said(reads(room, "/"), ".nothing")
    room.shows(BAIDU)
    room.fails(OPENAI, Why.TIMEOUT)
    room.now += timedelta(minutes=7)
    shown = said(reads(room, "/"), ".nothing")
    assert "The last page was checked 7 min ago." in shown
    assert "of 3 pages watched, 1 could not be read at the last look." in shown
    assert "Nothing has been told yet." in shown
    assert "Nothing that was told matches" in said(reads(room, "/?kind=slipped"), ".nothing")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_date_is_written_as_the_reader_writes_it(room: Room, lang: str) -> None:
    room.shows(DEEPSEEK, cut())
    time = reads(room, f"/?lang={lang}").cssselect(".event time")[0]
    assert time.get("title") == {"en": "24 Nov 2026, 09:31 UTC", "zh": "2026年11月24日 09:31 UTC"}[lang]
    assert time.get("datetime") == (AT + timedelta(minutes=1)).isoformat()


def test_where_letters_are_sent_a_reader_can_ask_for_those_of_what_is_shown(tmp_path: Path) -> None:
    with a_room(tmp_path, rooms=[subscriptions.room("a secret of the test")]) as room:
        link = reads(room, "/?lang=zh&vendor=deepseek&size=5").cssselect(".feeds a")[-1].get("href")
        assert link == "/subscribe?lang=zh&vendor=deepseek&size=5"
        assert browses(room, link).status == 200


def test_without_letters_nothing_leads_to_them(town: Room) -> None:
    assert "/subscribe" not in browses(town, "/").text
