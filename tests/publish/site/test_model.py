"""A model as a reader sees it: who sells it at what price, drawn over time, and what has no number."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from lxml import html

from pipeline.types import Rate, State, terms_of
from publish.site.chart import MOST_LINES
from tests.publish.events_of import dollars, yuan
from tests.publish.site.town import BAIDU, DEEPSEEK, OPENAI, reads, said, serves
from tests.publish.wire_room import Room

NAMED = "openai/gpt-4o"
PATH = f"/models/{NAMED}?lang=en"


def sold(*rates: Rate) -> tuple[Rate, ...]:
    return tuple(replace(rate, model="GPT-4o", model_id=NAMED) for rate in rates)


def drawn(page: html.HtmlElement) -> dict[str, Any]:
    """By the caption of the chart, what the script is given."""
    return {
        said(figure, "figcaption b"): json.loads(figure.cssselect("script")[0].text_content())
        for figure in page.cssselect("figure[data-chart]")
    }


def test_everyone_who_sells_it_stands_with_the_price(room: Room) -> None:
    serves(room, OPENAI, b"1", rates=sold(dollars("5", "input"), dollars("15")))
    serves(room, DEEPSEEK, b"2", rates=sold(dollars("2", "input")))
    rows = [said(row, "th, td") for row in reads(room, PATH).cssselect("section:first-of-type tbody tr")]
    assert [row.split(" 24 Nov")[0] for row in rows] == [
        "DeepSeek input $2 per 1M tokens",
        "OpenAI input $5 per 1M tokens",
        "OpenAI output $15 per 1M tokens",
    ]


def test_what_has_no_number_says_why_and_is_never_0(room: Room) -> None:
    states = (State.CONTACT_SALES, State.BUNDLED, State.CONSOLE_ONLY, State.UNKNOWN)
    meters = ("input", "output", "embedding", "rerank")
    rates = sold(*(Rate("x", meter, state=state) for meter, state in zip(meters, states, strict=True)))
    serves(room, OPENAI, b"1", rates=rates)
    page = reads(room, PATH)
    assert {cell.text_content().strip() for cell in page.cssselect("td.now")} == {
        "contact sales",
        "included elsewhere",
        "shown in the console only",
        "not stated",
    }
    assert drawn(page) == {}
    assert "There is no number to draw" in said(page, "figcaption")


def test_a_price_is_drawn_in_steps_from_when_it_held(room: Room) -> None:
    serves(room, OPENAI, b"1", rates=sold(dollars("0.005", "input", per="1000")))
    began = room.now
    serves(room, OPENAI, b"2", rates=sold(dollars("2.5", "input")))
    moved = room.now
    serves(room, OPENAI, b"3", rates=sold(Rate("x", "input", state=State.CONTACT_SALES)))
    ended = room.now
    chart = drawn(reads(room, PATH))["input"]
    (line,) = chart["series"]
    assert line["label"] == "OpenAI"
    assert line["points"][:3] == [[seconds(began), "5"], [seconds(moved), "2.5"], [seconds(ended), None]]
    assert all(price is None for _, price in line["points"][2:])
    assert chart["until"] == seconds(room.now)


def seconds(at: datetime) -> int:
    return int(at.timestamp())


def test_free_is_drawn_as_0_in_the_line_that_it_ends(room: Room) -> None:
    serves(room, BAIDU, b"1", rates=sold(yuan("0.008", "input")))
    serves(room, BAIDU, b"2", rates=sold(Rate("x", "input", state=State.FREE)))
    page = reads(room, PATH)
    (chart,) = drawn(page).values()
    prices = [price for _, price in chart["series"][0]["points"]]
    assert (prices[0], prices[-1]) == ("8", "0")
    assert said(page, "details td.now") == "¥0.008 per 1K tokens free"


def test_meters_and_currencies_have_charts_of_their_own(room: Room) -> None:
    serves(room, OPENAI, b"1", rates=sold(dollars("5", "input"), dollars("15"), dollars("2", "input", per="1000000")))
    serves(room, BAIDU, b"2", rates=sold(yuan("0.02", "input")))
    page = reads(room, PATH)
    assert [said(one, "figcaption") for one in page.cssselect("figure")] == [
        "input CNY per 1M tokens",
        "input USD per 1M tokens",
        "output USD per 1M tokens",
    ]


def test_a_price_under_terms_is_a_line_of_its_own_with_them_as_its_name(room: Room) -> None:
    batch = dollars("2.5", "input", terms=terms_of({"service_class": "batch"}))
    serves(room, OPENAI, b"1", rates=sold(dollars("5", "input"), batch))
    labels = [one["label"] for one in drawn(reads(room, PATH))["input"]["series"]]
    assert labels == ["OpenAI", "OpenAI, batch"]


def test_a_chart_of_many_lines_says_that_the_table_has_more(room: Room) -> None:
    rates = [dollars(str(number), "input", terms=(("region", f"r{number:02}"),)) for number in range(1, 20)]
    serves(room, OPENAI, b"1", rates=sold(*rates))
    page = reads(room, PATH)
    assert len(drawn(page)["input"]["series"]) == MOST_LINES
    assert "The first 12 of 19 lines; the table has all." in said(page, "figcaption")
    assert len(page.cssselect("details tbody tr")) == 19


def test_a_promotion_stands_beside_the_list_price(room: Room) -> None:
    serves(room, OPENAI, b"1", rates=sold(dollars("2", "input", struck="5")))
    page = reads(room, PATH)
    assert said(page, "section:first-of-type td.now") == "$2 per 1M tokens List price $5 per 1M tokens"


def test_a_name_in_json_cannot_end_the_block_that_it_stands_in(room: Room) -> None:
    name = '</script><script>document.title="run"</script>'
    serves(room, OPENAI, b"1", rates=(dollars("1", model=name), dollars("2", model=name, terms=(("region", name),))))
    page = reads(room, reads(room, "/models?lang=en").cssselect("tbody a")[0].get("href"))
    assert name in json.dumps(list(drawn(page).values()), ensure_ascii=False).replace("\\", "")
    assert all(one.get("src") or one.get("type") == "application/json" for one in page.cssselect("script"))


def test_models_are_found_by_a_word_and_listed_page_by_page(room: Room) -> None:
    names = [f"model-{number:03}" for number in range(130)]
    serves(room, OPENAI, b"1", rates=tuple(replace(dollars("1", model=name), model_id=f"x/{name}") for name in names))
    seen: list[str] = []
    path = "/models?lang=en"
    while path:
        page = reads(room, path)
        seen += [link.text_content() for link in page.cssselect("tbody th a")]
        further = page.cssselect("a[rel=next]")
        path = further[0].get("href") if further else ""
    assert seen == names
    assert said(reads(room, "/models?lang=en&q=007"), "tbody th a") == "model-007"
    assert "No model of this name" in said(reads(room, "/models?lang=en&q=nobody"), ".nothing")


def test_a_model_that_nobody_sells_any_more_keeps_its_history(room: Room) -> None:
    serves(room, OPENAI, b"1", rates=sold(dollars("5", "input")))
    serves(room, OPENAI, b"2", rates=(dollars("1"),))
    page = reads(room, PATH)
    assert "No vendor that is watched sells it now." in said(page)
    assert "$5 per 1M tokens" in said(page, "details")


def test_a_name_with_every_sign_has_a_page(room: Room) -> None:
    name = "通义千问 2.5/turbo? #1 & 100%"
    serves(room, BAIDU, b"1", rates=(replace(dollars("1"), model=name),))
    page = reads(room, reads(room, "/models?lang=zh").cssselect("tbody a")[0].get("href"))
    assert said(page, "h1") == name
    assert Decimal(drawn(page)["输出"]["series"][0]["points"][0][1]) == 1


def test_all_prices_of_a_model_are_a_table_too(town: Room) -> None:
    page = reads(town, "/models/deepseek/deepseek-v4-flash?lang=zh")
    (link,) = [one for one in page.cssselect("main a") if one.get("href", "").startswith("/api/")]
    assert link.text == "全部历史价格（CSV）"
    rows = town.asks(link.get("href")).text.splitlines()
    assert len(rows) > 3 and rows[0].startswith("model,")
