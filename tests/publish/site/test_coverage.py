"""The coverage as a reader sees it: silence is never shown as "no change"."""

from __future__ import annotations

from datetime import timedelta

from pipeline.types import EventKind, EventState, Health, Why
from storage.pages import schedule_page
from tests.publish.events_of import dollars, event
from tests.publish.site.town import DEEPSEEK, OPENAI, reads, said
from tests.publish.wire_room import Room


def of_vendor(room: Room, vendor: str, path: str = "/coverage?lang=en") -> str:
    bodies = reads(room, path).cssselect("main tbody")
    return next(said(body, "tr") for body in bodies if said(body, ".vendor a") == vendor)


def test_the_coverage_shows_every_page_and_how_it_fares(room: Room) -> None:
    room.shows(DEEPSEEK)
    room.fails(OPENAI, Why.TIMEOUT)
    assert of_vendor(room, "DeepSeek") == "DeepSeek pricing read 1 min ago 1 min ago never 1 0"
    assert "failing just now no price read yet just now 0 0" in of_vendor(room, "OpenAI")
    assert "No answer in time; failures in a row: 1, the last just now." in of_vendor(room, "OpenAI")
    assert "not looked at yet never" in of_vendor(room, "Baidu")
    assert "No page of this vendor is watched." in of_vendor(room, "Deepbricks")


def test_a_page_that_cannot_be_read_is_never_shown_as_unchanged(room: Room) -> None:
    room.shows(DEEPSEEK)
    room.shows(DEEPSEEK, health=Health.HALF_GONE)
    assert said(reads(room, "/coverage?lang=en"), ".failing .why") == (
        "Most of the page's prices are missing; failures in a row: 1, the last just now. "
        "The last prices read stand; what changed since is not known."
    )


def test_a_page_that_nobody_looks_at_any_more_is_shown_as_overdue(room: Room) -> None:
    room.shows(DEEPSEEK)
    with room.store.write() as c:
        schedule_page(c, DEEPSEEK.id, room.now + timedelta(hours=6))
    room.now += timedelta(hours=6, minutes=50)
    assert reads(room, "/coverage").cssselect(".late") == []
    room.now += timedelta(minutes=20)
    assert said(reads(room, "/coverage?lang=en"), ".late .why") == (
        "Should have been looked at 1 h ago. The last prices read stand; what changed since is not known."
    )
    assert "1 overdue" in said(reads(room, "/coverage?lang=en"), ".sum")


def test_a_page_that_is_read_again_still_says_when_it_last_failed(room: Room) -> None:
    room.fails(DEEPSEEK, Why.TIMEOUT)
    room.shows(DEEPSEEK)
    assert of_vendor(room, "DeepSeek", "/coverage?lang=zh") == "DeepSeek pricing 价格 正常 刚刚 刚刚 1 分钟前 1 0"


def test_held_changes_are_counted_and_not_told(room: Room) -> None:
    held = event(EventKind.PRICE_CUT, dollars("100"), dollars("1"), id="held", state=EventState.HELD)
    room.shows(DEEPSEEK, held)
    assert of_vendor(room, "DeepSeek").endswith(" 1 1")
    assert "1 changes held" in said(reads(room, "/coverage?lang=en"), ".sum")
    assert "$100" not in reads(room, "/coverage").text_content()


def test_sources_of_news_stand_apart(town: Room) -> None:
    page = reads(town, "/coverage?lang=en")
    prices, news = page.cssselect("main > section")
    assert "gazette" not in said(prices, "tbody")
    assert "gazette feed failing" in said(news, "tbody tr")
    assert "What it told since is not known." in said(news, ".why")
    assert "Last changed" not in said(news, "thead")


def test_a_vendor_has_its_pages_what_it_sells_and_what_changed(town: Room) -> None:
    page = reads(town, "/vendors/deepseek?lang=en")
    assert said(page, "h1") == "DeepSeek"
    assert "DeepSeek cuts deepseek-v4-flash output 9 %" in said(page, ".event h3")
    assert "deepseek-v4-flash output $0.60 per 1M tokens" in said(page, ".stack tbody")
    for section in ("1M tokens free", "requests per minute 60", "1 Dec", "Prices may change."):
        assert section in said(page)


def test_vendors_are_listed_by_what_they_are_with_those_of_which_only_history_is_left(town: Room) -> None:
    page = reads(town, "/vendors?lang=en")
    cards = {said(card, "a"): said(card, "p") for card in page.cssselect(".card")}
    assert cards["DeepSeek"] == "1 page · 1 model"
    assert cards["OpenAI"] == "1 page · 2 models · 1 failing"
    assert "not watched any more" in cards["gazette"]
