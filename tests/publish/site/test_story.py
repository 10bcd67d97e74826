"""What is told of prices as a reader sees it: by whom, in which words, and how it stands."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest

from pipeline.types import Unchanged, Why
from storage.pages import add_page
from storage.record import record_fetch
from tests.publish.site.town import GAZETTE, bears_out, browses, claim, cut, reads, said, serves, tells
from tests.publish.wire_room import PAGES, Room

DEEPSEEK = PAGES[1]


def test_a_story_says_what_is_told_by_whom_and_how_it_stands(room: Room) -> None:
    serves(room, DEEPSEEK, b"x", cut())
    bears_out(room, tells(room, "news", claim()), "cut", -timedelta(hours=4))
    page = reads(room, "/stories?lang=en")
    assert said(page, ".event h2") == ("DeepSeek is said to cut deepseek-v4-flash output: $0.66 → $0.60 per 1M tokens")
    assert said(page, ".event .article") == "DeepSeek cuts its prices"
    assert "The Gazette" in said(page, ".event .soft")
    assert said(page, ".said .mark") == "confirmed by the page (news first, page 4 h later)"


def test_the_page_of_a_story_has_the_sentence_and_the_events(room: Room) -> None:
    serves(room, DEEPSEEK, b"x", cut())
    bears_out(room, tells(room, "news", claim()), "cut")
    page = reads(room, "/stories/story-news?lang=en")
    assert said(page, "blockquote") == "DeepSeek cut output to $0.60"
    assert page.cssselect("blockquote")[0].get("lang") == "en"
    assert [link.get("href") for link in page.cssselect("#events ~ ul a")] == ["/events/cut?lang=en"]
    assert "page first, news 60 min later" in said(page, "#events ~ ul")
    assert [link.get("href") for link in page.cssselect(".claim a[rel]")] == ["https://gazette.example/cut"]


def test_two_stories_of_one_article_are_told_apart_by_what_they_say(room: Room) -> None:
    for id, model in (("one", "deepseek-v4-flash"), ("two", "deepseek-v4-pro")):
        tells(room, id, claim(model=model), title="Prices fall everywhere")
    for path, heads in (("/stories?lang=zh", ".event h2"), ("/search?q=DeepSeek&lang=zh", "a[href*=story-]")):
        headings = {one.text_content() for one in reads(room, path).cssselect(heads)}
        assert headings == {
            "据报道，DeepSeek 下调 deepseek-v4-flash 输出价：0.66 → 0.60 美元/百万 tokens",
            "据报道，DeepSeek 下调 deepseek-v4-pro 输出价：0.66 → 0.60 美元/百万 tokens",
        }
    page = reads(room, "/stories/story-two?lang=en")
    assert said(page, "h1") == "DeepSeek is said to cut deepseek-v4-pro output: $0.66 → $0.60 per 1M tokens"
    assert said(page, "p.article") == "Prices fall everywhere"
    assert page.cssselect("p.article")[0].get("lang") == "en"


def test_a_story_is_headed_by_what_it_says_most_fully(room: Room) -> None:
    bare = replace(claim(), old_price=None, new_price=None, meter=None)
    tells(room, "news", bare, claim())
    assert "$0.66 → $0.60" in said(reads(room, "/stories?lang=en"), ".event h2")


def test_a_percentage_is_reckoned_up_beside_the_claim(room: Room) -> None:
    serves(room, DEEPSEEK, b"x", cut())
    bears_out(room, tells(room, "news", claim(percent=Decimal(9))), "cut")
    assert "consistent within rounding" in said(reads(room, "/stories/story-news?lang=en"), ".claim")


def test_what_an_article_says_twice_is_listed_once(room: Room) -> None:
    tells(room, "news", claim(), claim("Its output costs $0.60 now"))
    assert len(reads(room, "/stories?lang=en").cssselect(".said li")) == 1
    assert len(reads(room, "/stories/story-news?lang=en").cssselect("li.claim")) == 2


def test_a_claim_that_no_page_bears_out_says_so(room: Room) -> None:
    tells(room, "news", claim())
    page = reads(room, "/stories/story-news?lang=zh")
    assert "waiting" in page.cssselect(".claim .mark")[0].get("class")
    assert "监测页面上没有与之对应的变动" in said(page, "#events ~ ul")


def test_an_address_that_is_no_web_address_is_no_link(town: Room) -> None:
    page = reads(town, "/stories/story-strange?lang=en")
    assert page.cssselect(".claim a[rel]") == []


def test_stories_go_on_page_by_page(room: Room) -> None:
    for number in range(70):
        tells(room, f"n{number:02}", claim(f"DeepSeek cut {number}"))
    seen: list[str] = []
    path = "/stories?lang=en"
    while path:
        page = reads(room, path)
        seen += [one.get("id") for one in page.cssselect(".event")]
        further = page.cssselect("a[rel=next]")
        path = further[0].get("href") if further else ""
    assert sorted(seen) == [f"story-n{number:02}" for number in range(70)]


def test_without_stories_it_says_when_the_sources_were_looked_at(room: Room) -> None:
    assert "No article that was read says anything" in said(reads(room, "/stories"), ".nothing")
    with room.store.write() as c:
        add_page(c, GAZETTE)
        record_fetch(c, Unchanged(GAZETTE.id, GAZETTE.url, room.now))
    room.now += timedelta(minutes=5)
    assert "The last source was checked 5 min ago." in said(reads(room, "/stories"), ".nothing")
    room.fails(DEEPSEEK, Why.TIMEOUT)
    assert "The last source was checked 6 min ago." in said(reads(room, "/stories"), ".nothing")


def test_the_search_finds_vendors_models_stories_and_events(town: Room) -> None:
    page = reads(town, "/search?lang=en&q=DeepSeek")
    found = {
        said(section, "h2"): [link.get("href") for link in section.cssselect("a")]
        for section in page.cssselect("main section")
    }
    assert "/vendors/deepseek?lang=en" in found["Vendors"]
    assert "/models/deepseek/deepseek-v4-flash?lang=en" in found["Models"]
    assert "/stories/story-news?lang=en" in found["Stories"]
    assert "/events/cut?lang=en" in found["Events"]
    assert page.cssselect(".search input[name=q]")[0].get("value") == "DeepSeek"


def test_the_search_says_so_where_there_is_nothing_to_find(town: Room) -> None:
    assert "Nothing is known under these words." in said(reads(town, "/search?q=nothingofthename"))
    assert "Name a vendor" in said(reads(town, "/search?q=%3F%3F"))
    assert said(reads(town, "/search?q=%E7%99%BE%E5%BA%A6&lang=zh"), "section:first-of-type a") == "百度"


def test_a_feed_tells_what_a_story_says_before_its_article(town: Room) -> None:
    feed = json.loads(town.asks("/feed.json?lang=zh&vendor=deepseek").text)
    (told,) = (one for item in feed["items"] for one in item["_pricewire"]["stories"])
    assert told["says"] == "据报道，DeepSeek 下调 deepseek-v4-flash 输出价：0.66 → 0.60 美元/百万 tokens"
    assert told["title"] == "DeepSeek cuts its prices"
    text = next(item["content_html"] for item in feed["items"] if item["_pricewire"]["stories"])
    assert text.index("据报道") < text.index("DeepSeek cuts its prices")


def test_one_origin_is_never_called_independent(room: Room) -> None:
    serves(room, DEEPSEEK, b"x", cut())
    tells(room, "news", claim())
    head = said(reads(room, "/stories/story-news?lang=en"), "main > .soft")
    assert "All of one origin: The Gazette" in head
    assert "independently" not in head


NARROWED = [
    ({"vendor": "deepseek"}, 2),
    ({"vendor": "openai"}, 0),
    ({"model": "DEEPSEEK-v4-flash"}, 1),
    ({"kind": "price_rise"}, 0),
    ({"state": "confirmed"}, 1),
    ({"state": "waiting", "vendor": "deepseek"}, 1),
    ({"q": "deepseek cut"}, 1),
    ({"q": "v4flash"}, 1),
    ({"q": "cuts its prices"}, 1),
    ({"q": "Gazette"}, 1),
    ({"q": "nobody"}, 0),
    ({"since": "2000-01-01", "until": "2000-01-02"}, 0),
]


@pytest.mark.parametrize(("asked", "many"), NARROWED)
def test_the_site_finds_the_stories_that_the_api_finds(town: Room, asked: dict[str, str], many: int) -> None:
    found = json.loads(town.asks(f"/api/v1/stories?{urlencode(asked)}").body)["data"]
    page = reads(town, f"/stories?{urlencode(asked)}&lang=en")
    assert [one.get("id") for one in page.cssselect("li.event")] == [story["id"] for story in found]
    assert len(found) == many
    assert ("No story matches." in said(page)) == (not found)


def test_the_controls_of_the_stories_say_what_is_asked_for_and_keep_the_rest(town: Room) -> None:
    page = reads(town, "/stories?vendor=deepseek&state=confirmed&q=flash&kind=price_cut&lang=zh")
    assert [one.get("value") for one in page.cssselect(".filters option[selected]")] == ["deepseek", "confirmed"]
    assert page.cssselect(".filters .words input")[0].get("value") == "flash"
    assert page.cssselect(".filters input[name=kind]")[0].get("value") == "price_cut"
    assert page.cssselect("#stories p.soft a")[0].get("href") == "/stories?lang=zh"


@pytest.mark.parametrize(
    "query", ["vendor=deepseek&vendor=openai", "colour=red", "state=true", "since=yesterday", "vendor=%20", "after=x"]
)
def test_a_question_that_cannot_be_is_told_and_not_answered_otherwise(town: Room, query: str) -> None:
    assert browses(town, f"/stories?{query}&lang=zh").status == 400


def test_controls_left_as_they_are_ask_for_nothing(town: Room) -> None:
    got = browses(town, "/stories?lang=en&vendor=&state=confirmed&q=")
    assert (got.status, got.headers["Location"]) == (303, "/stories?lang=en&state=confirmed")


def test_what_the_heading_says_is_not_said_again_and_the_day_stands_beside_how_long_ago(room: Room) -> None:
    tells(room, "news", claim())
    page = reads(room, "/stories?lang=zh")
    assert said(page, ".said li") == "核实中"
    assert re.fullmatch(r"20\d\d年\d+月\d+日 · (.+前|刚刚)", said(page, ".meta time"))
