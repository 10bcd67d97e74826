"""One event as a reader sees it: the cell that changed, how it was judged, who tells of it, and the bytes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from pipeline.types import EventKind, EventState
from storage.corrections import correct
from tests.publish.events_of import dollars, event, part
from tests.publish.site.town import (
    DEEPSEEK,
    PLACE,
    at_place,
    browses,
    cut,
    reads,
    said,
    serves,
    table_of,
)
from tests.publish.wire_room import Room

K = EventKind
BEFORE, AFTER = table_of("$0.66"), table_of("$0.60")


def changed(room: Room, *events: object) -> None:
    serves(room, DEEPSEEK, BEFORE)
    serves(room, DEEPSEEK, AFTER, *events, before=BEFORE)  # type: ignore[arg-type]


def test_the_cell_that_changed_is_marked_in_its_table_before_and_after(room: Room) -> None:
    changed(room, cut())
    page = reads(room, "/events/cut?lang=en")
    assert said(page, "h1") == "DeepSeek cuts deepseek-v4-flash output 9 %: $0.66 → $0.60 per 1M tokens"
    before, after = page.cssselect(".side")
    assert (said(before, ".marked"), said(after, ".marked")) == ("$0.66", "$0.60")
    assert said(after, "caption") == "Prices"
    assert said(after, "tr") == "Model Input Output small $0.10 $0.20 deepseek-v4-flash $0.14 $0.60 large $1 $2"
    assert PLACE in said(after, "p.soft")


def test_a_place_where_something_else_stands_is_not_marked(room: Room) -> None:
    changed(room, at_place(cut(), "$0.66", "$99"))
    before, after = reads(room, "/events/cut?lang=en").cssselect(".side")
    assert said(before, ".marked") == "$0.66"
    assert after.cssselect(".marked") == []
    assert "Printed: $99" in said(after, "p")


def test_a_page_whose_bytes_are_gone_shows_what_was_printed(room: Room) -> None:
    changed(room, cut())
    room.store.bodies.path(sha256(AFTER).hexdigest()).unlink()
    after = reads(room, "/events/cut?lang=en").cssselect(".side")[1]
    assert "Printed: $0.60" in said(after, "p")
    assert browses(room, after.cssselect("a")[0].get("href")).status == 404


def test_a_page_on_which_the_new_model_did_not_stand_is_said_to_be_so(room: Room) -> None:
    added = at_place(event(K.RATE_ADDED, None, dollars("0.60"), id="added"), "", "$0.60")
    changed(room, replace(added, evidence=replace(added.evidence, old_locator="")))
    before, after = reads(room, "/events/added?lang=en").cssselect(".side")
    assert "It does not stand on this page." in said(before, "p.soft")
    assert said(after, ".marked") == "$0.60"


def test_a_table_is_cut_to_what_stands_around_the_mark(room: Room) -> None:
    rows = b"".join(b"<tr><td>model%d</td><td>$%d</td></tr>" % (number, number) for number in range(1, 90))
    body = b"<html><body><table><tr><th>Model</th><th>Output</th></tr>" + rows + b"</table></body></html>"
    found = cut()
    place = "table 1, row 51, column 2"
    found = replace(found, evidence=replace(found.evidence, new_locator=place, new_printed="$50"))
    serves(room, DEEPSEEK, body, found)
    after = reads(room, "/events/cut?lang=en").cssselect(".side")[1]
    assert said(after, ".marked") == "$50"
    assert said(after, "tr") == "Model Output ⋯ model49 $49 model50 $50 model51 $51 ⋯"


def test_a_headline_marks_all_its_cells_and_names_its_members(room: Room) -> None:
    places = ("table 1, row 3, column 2", PLACE)
    parts = tuple(
        part(
            K.PRICE_CUT,
            replace(dollars("1", meter), locator=place, printed=old),
            replace(dollars("0.5", meter), locator=place, printed=new),
        )
        for meter, place, old, new in zip(
            ("input", "output"), places, ("$0.14", "$0.66"), ("$0.14", "$0.60"), strict=True
        )
    )
    headline = event(K.PRICE_CUT, id="headline", parts=parts)
    headline = replace(headline, evidence=replace(headline.evidence, old_locator="", new_locator=""))
    member = replace(cut("member"), headline="headline")
    changed(room, headline, member)
    page = reads(room, "/events/headline?lang=en")
    assert said(page.cssselect(".side")[1], ".marked") == "$0.14 $0.60"
    assert [link.get("href") for link in page.cssselect("#members ~ ul a")] == ["/events/member?lang=en"]
    assert "/events/headline?lang=en" in [link.get("href") for link in reads(room, "/events/member?lang=en").iter("a")]


def test_a_headline_told_at_a_second_look_shows_the_sides_of_the_change(room: Room) -> None:
    parts = (part(K.PRICE_CUT, *(replace(dollars("1"), locator=PLACE, printed=one) for one in ("$0.66", "$0.60"))),)
    headline = event(K.PRICE_CUT, id="headline", parts=parts)
    headline = replace(headline, evidence=replace(headline.evidence, old_locator="", new_locator=""))
    changed(room, replace(cut("member"), headline="headline"))
    serves(room, DEEPSEEK, AFTER, headline, before=AFTER)
    page = reads(room, "/events/headline?lang=en")
    assert [said(side, ".marked") for side in page.cssselect(".side")] == ["$0.66", "$0.60"]
    hashes = " → ".join(sha256(body).hexdigest()[:12] for body in (BEFORE, AFTER))
    assert hashes in said(page, "dl.facts")
    assert hashes in room.asks("/feed.xml?lang=en").text


def test_every_ruling_stands_with_its_reason_and_what_was_said_first(room: Room) -> None:
    found = cut()
    changed(room, found)
    right = replace(found, new=dollars("0.61"), percent=None)
    with room.store.write() as c:
        correct(c, "cut", EventState.CORRECTED, "A footnote was read.", room.now + timedelta(hours=1), right)
    page = reads(room, "/events/cut?lang=en")
    assert "First it said: DeepSeek cuts deepseek-v4-flash output 9 %: $0.66 → $0.60" in said(page, ".why")
    assert [said(row, "td:nth-child(2)") for row in page.cssselect("#judged ~ div tbody tr")] == [
        "published",
        "corrected",
    ]
    assert "A footnote was read." in said(page, "#judged ~ div")
    assert "已更正" in said(reads(room, "/events/cut?lang=zh"), "#judged ~ div")


def test_a_retracted_event_keeps_its_address_and_says_so(town: Room) -> None:
    page = reads(town, "/events/wrong?lang=en")
    assert said(page, "h1").startswith("Retracted: ")
    assert said(page, ".why").startswith("This was retracted.")
    seen, told, retracted = (time.get("datetime") for time in page.cssselect("main .soft time")[:3])
    assert seen <= told < retracted
    assert "The page showed a test price." in said(page, "#judged ~ div")


def test_what_was_never_told_has_no_page(town: Room) -> None:
    assert browses(town, "/events/held").status == 404


def test_the_stories_stand_with_their_words_and_the_lag(town: Room) -> None:
    page = reads(town, "/events/cut?lang=en")
    news = page.cssselect("#news ~ .card")[0]
    assert said(news, "h3") == "DeepSeek is said to cut deepseek-v4-flash output: $0.66 → $0.60 per 1M tokens"
    assert said(news, "h3 + p").startswith("DeepSeek cuts its prices")
    assert "page first, news 60 min later" in said(news, "b")
    assert said(news, "blockquote") == "DeepSeek cut output to $0.60"
    assert said(page, ".meta .mark") == "also in the news (page first, news 60 min later)"
    assert said(reads(town, "/events/group?lang=en"), "#news ~ p") == "No article that was read tells of it."


def test_it_says_how_to_check_it_and_where_it_is_as_data(town: Room) -> None:
    page = reads(town, "/events/cut?lang=en")
    assert said(page, "pre") == "pricewire verify cut"
    assert [link.get("href") for link in page.cssselect("#verify ~ p a")] == ["/api/v1/events/cut"]


def test_a_chat_is_told_what_to_show_of_a_link(town: Room) -> None:
    page = reads(town, "/events/cut?lang=zh")
    told = {meta.get("property"): meta.get("content") for meta in page.cssselect("meta[property]")}
    assert told["og:title"] == said(page, "h1")
    assert told["og:url"] == "http://127.0.0.1:8000/events/cut?lang=zh"
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/events/cut/card\.\w+\.png\?lang=(en|zh)", told["og:image"])


def test_a_chat_is_told_of_another_picture_after_a_correction(room: Room) -> None:
    def named() -> str:
        (found,) = reads(room, "/events/cut?lang=en").cssselect("meta[property='og:image']")
        return str(found.get("content")).removeprefix("http://127.0.0.1:8000")

    serves(room, DEEPSEEK, b"x", cut())
    before = named()
    room.retracts("cut", "The page showed a test price.")
    after = named()
    assert before != after
    assert room.asks(after).headers["Content-Type"] == "image/png"


def test_the_bytes_are_text_in_a_sandbox(room: Room) -> None:
    body = b"<!doctype html><script>alert(1)</script><p>" + "价格".encode() + b"</p>"
    serves(room, DEEPSEEK, body, cut())
    got = browses(room, f"/captures/{sha256(body).hexdigest()}")
    assert got.body == body
    assert got.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in got.headers["Cache-Control"]


def test_only_bytes_of_pages_are_shown_and_by_their_digest_alone(town: Room) -> None:
    article = sha256(b"DeepSeek cuts its prices\nText.").hexdigest()
    town.store.bodies.put(b"DeepSeek cuts its prices\nText.")
    for name in (article, "0" * 64, "A" * 64, "..", "%2e%2e%2fpricewire.sqlite3"):
        got = town.asks(f"/captures/{name}")
        assert (got.status, json.loads(got.body)["status"]) == (404, 404)


def test_where_it_stands_is_said_in_the_language_of_the_page_and_no_rule_by_its_code(room: Room) -> None:
    changed(room, cut())
    page = reads(room, "/events/cut?lang=zh")
    assert "页面位置： 表格 1，第 3 行，第 3 列" in said(page, ".side p.soft")
    assert "plain" not in said(page, "#judged + div")


def test_what_is_reckoned_from_prices_is_not_said_to_be_missing_from_the_news(room: Room) -> None:
    serves(
        room,
        DEEPSEEK,
        b"x",
        event(K.PRICE_WAR, id="war", parts=(part(K.PRICE_CUT, dollars("2"), dollars("1")),)),
        cut(),
    )
    assert "not looked for in the news" in said(reads(room, "/events/war?lang=en"))
    assert "No article that was read" in said(reads(room, "/events/cut?lang=en"))
