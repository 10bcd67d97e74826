"""Price wars as lanes and as a table that says the same; gaps of resellers, only where both sides are fresh."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.aftermath import war_events
from pipeline.bursts import DOWN, bursts
from pipeline.types import Channel, Event, EventKind, Page, State
from publish.markup import entry_html
from publish.wording import tell
from storage.events import events
from storage.pages import declare_pages
from storage.queries import EventQuery
from storage.record import record_events
from tests.pipeline.selling import rate
from tests.publish.events_of import AT, dollars, event, yuan
from tests.publish.site.town import BAIDU, DEEPSEEK, OPENAI, browses, counted, reads, said, serves
from tests.publish.wire_room import PAGES, Room

BRICKS = Page("deepbricks/pricing", "deepbricks", "https://deepbricks.example/pricing")
FREE = replace(yuan("0"), state=State.FREE, unit_price=None)


def moved(id: str, page: Page, hours: float, made: Event) -> Event:
    at = AT - timedelta(days=9) + timedelta(hours=hours)
    return replace(made, id=id, page=page.id, vendor=page.vendor, observed_at=at, published_at=at)


@pytest.fixture
def war(room: Room) -> Room:
    cut = EventKind.PRICE_CUT
    serves(room, BAIDU, b"a", rates=(yuan("0.12", model="ERNIE Max"),))
    told = [
        moved("w1", DEEPSEEK, 0, event(cut, yuan("12", model="deepseek-v2"), yuan("1", model="deepseek-v2"))),
        moved("w2", BAIDU, 31.5, event(EventKind.BECAME_FREE, yuan("0.012"), FREE)),
        moved("w3", BAIDU, 80, event(cut, yuan("0.12", model="ERNIE 4"), yuan("0.06", model="ERNIE 4"))),
        moved("w4", OPENAI, 120, event(cut, dollars("10", model="gpt-5"), dollars("8", model="gpt-5"))),
        moved("w5", BAIDU, 90, event(EventKind.LIMIT_TIGHTENED, model="ERNIE Speed", meter="", detail=LIMIT)),
    ]
    with room.store.write() as c:
        record_events(c, told, AT)
    return room


LIMIT = {"metric": "rpm", "old": "10000", "new": "500"}


def test_a_war_tells_who_was_first_who_followed_when_and_how_deep(war: Room) -> None:
    page = reads(war, "/wars?lang=en")
    assert said(page, ".war h2") == "DeepSeek cut first, 2 followed within 5 days"
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.cssselect(".war tbody tr")]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("DeepSeek", "first mover", "−91.7 %"),
        ("Baidu", "+31.5 h", "−50 %, became free"),
        ("OpenAI", "+120 h", "−20 %"),
    ]


def test_the_event_of_a_war_names_whose_each_move_is_and_links_the_event_that_tells_it(war: Room) -> None:
    with war.store.read() as c:
        told = events(c, EventQuery(kinds=DOWN))
        on = [one for one in bursts(told) if one.direction == "down"]
    (made,) = war_events(on, told, AT)
    with war.store.write() as c:
        record_events(c, [made], AT)
    page = reads(war, f"/events/{made.id}?lang=en")
    assert said(page, "h1") == "Price war: 3 vendors in 6 days so far, begun by DeepSeek"
    links = [(link.get("href"), link.text_content()) for link in page.cssselect("table.moves th a")]
    assert [(href.partition("?")[0], text.partition(":")[0]) for href, text in links] == [
        ("/events/w1", "DeepSeek"),
        ("/events/w2", "Baidu"),
        ("/events/w3", "Baidu"),
        ("/events/w4", "OpenAI"),
    ]
    (whole,) = [link.get("href") for link in page.cssselect("section a") if "#w1" in link.get("href")]
    assert reads(war, whole.partition("#")[0]).cssselect("#w1")
    body = entry_html(tell(made, war.vendors, "en"), f"https://wire.example/events/{made.id}?lang=en")
    assert '<a href="https://wire.example/events/w4?lang=en">OpenAI: gpt-5' in body


def test_a_first_mover_that_cut_nothing_is_not_said_to_have_cut(room: Room) -> None:
    cut = EventKind.PRICE_CUT
    told = [
        moved("w1", DEEPSEEK, 0, event(EventKind.RATE_ADDED, None, yuan("1", model="deepseek-v2"))),
        moved("w2", BAIDU, 31, event(cut, yuan("12", model="ERNIE 4"), yuan("6", model="ERNIE 4"))),
        moved("w3", OPENAI, 60, event(cut, yuan("10", model="gpt-5"), yuan("8", model="gpt-5"))),
    ]
    with room.store.write() as c:
        record_events(c, told, AT)
    assert said(reads(room, "/wars?lang=en"), ".war h2") == (
        "DeepSeek came first with a lower price, 2 followed within 60 hours"
    )
    assert "率先推出低价" in said(reads(room, "/wars?lang=zh"), ".war h2")


def test_what_was_left_untouched_and_what_was_tightened_is_told(war: Room) -> None:
    lists = [said(one, "li") for one in reads(war, "/wars?lang=en").cssselect(".war ul")]
    assert lists[0] == "Baidu ERNIE Max"
    assert "10,000 → 500" in lists[1]


def test_the_picture_has_a_lane_for_each_vendor_and_a_mark_for_each_move(war: Room) -> None:
    page = reads(war, "/wars?lang=zh")
    (picture,) = page.cssselect("svg.lanes")
    assert picture.get("role") == "img"
    marks = picture.cssselect("circle")
    assert [("free" in mark.get("class")) for mark in marks] == [False, True, False, False]
    assert len({mark.get("cy") for mark in marks}) == 3
    across = [float(mark.get("cx")) for mark in marks]
    assert across == sorted(across)
    assert across[1] - across[0] == pytest.approx((across[3] - across[0]) * 31.5 / 120, abs=0.2)
    assert "率先降价" in picture.get("aria-label")


def test_every_event_of_a_war_is_a_link_away(war: Room) -> None:
    page = reads(war, "/wars?lang=en")
    links = [link.get("href") for link in page.cssselect(".war a") if "/events/" in link.get("href")]
    assert links == [f"/events/{id}?lang=en" for id in ("w1", "w2", "w3", "w4", "w5")]
    assert all(browses(war, link).status == 200 for link in links)


def test_a_war_costs_as_many_questions_however_long_it_is(war: Room) -> None:
    with counted(war) as few:
        browses(war, "/wars?lang=en")
    more = [
        moved(f"m{n}", OPENAI, 121 + n / 10, event(EventKind.PRICE_CUT, dollars("2"), dollars("1"))) for n in range(80)
    ]
    with war.store.write() as c:
        record_events(c, more, AT)
    with counted(war) as many:
        assert "OpenAI" in said(reads(war, "/wars?lang=en"), ".war tbody th")
    assert many.statements == few.statements


@pytest.fixture
def resold(room: Room) -> Room:
    room.vendors["deepbricks"] = replace(room.vendors["deepbricks"], channel=Channel.RESELLER)
    with room.store.write() as c:
        declare_pages(c, [*PAGES, BRICKS])
    for page, price in ((OPENAI, "5"), (BRICKS, "2")):
        serves(
            room, page, price.encode(), rates=(replace(rate("input", price, model="gpt-4o"), model_id="openai/gpt-4o"),)
        )
    return room


@pytest.mark.parametrize(("lang", "gap"), [("en", "60 %"), ("zh", "60%")])
def test_a_resellers_gap_shows_both_prices_and_when_each_was_read(resold: Room, lang: str, gap: str) -> None:
    row = said(reads(resold, f"/gaps?lang={lang}"), "tbody tr")
    assert gap in row
    assert "gpt-4o" in row
    assert row.index("2") < row.index("OpenAI") < row.rindex("5")
    assert len(reads(resold, f"/gaps?lang={lang}").cssselect("tbody time")) == 2


def test_a_side_that_was_not_read_lately_makes_no_gap(resold: Room) -> None:
    resold.now += timedelta(hours=49)
    page = reads(resold, "/gaps?lang=en")
    assert page.cssselect("tbody") == []
    assert "not read within two days" in said(page, ".nothing")
