"""The comparison as a reader meets it: an address that is the form, sums that a bill would have, no price made up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from pipeline.types import Channel, Limit, Rate, State, Vendor, terms_of
from pipeline.watch import Watch, parse_wish
from pipeline.workload import parse_workload
from publish.money import LANGS, Lang
from publish.site import subscriptions
from tests.pipeline.selling import rate
from tests.publish.site.town import BAIDU, DEEPSEEK, OPENAI, browses, counted, reads, said, serves
from tests.publish.wire_room import Room, a_room

WORK = "input=300M&output=60M"
GPT = "openai/gpt-5"


def sold(meter: str, price: str | State, currency: str = "USD", model: str = "gpt-5", **terms: str) -> Rate:
    return replace(rate(meter, price, terms, model, currency), model_id=f"openai/{model}")


@pytest.fixture
def market(room: Room) -> Room:
    """One model at three vendors, in two currencies, with a free plan."""
    paid = (sold("input", "1", plan="paid"), sold("output", "4", plan="paid"), sold("cache_read", "0.1", plan="paid"))
    free = (sold("input", State.FREE, plan="free"), sold("output", State.FREE, plan="free"))
    limits = (Limit("rpd", Decimal(250), "gpt-5", terms_of({"plan": "free"})), Limit("rpm", Decimal(50), "gpt-5"))
    serves(room, OPENAI, b"a", rates=(*paid, *free), limits=limits)
    serves(room, DEEPSEEK, b"b", rates=(sold("input", "0.9"), sold("output", "3")))
    peak = (sold("input", "14", "CNY", window="peak"), sold("input", "7", "CNY", window="off-peak"))
    serves(room, BAIDU, b"c", rates=(*peak, sold("output", "28", "CNY"), sold("cache_read", State.CONTACT_SALES)))
    return room


def compare(room: Room, query: str, lang: str = "en") -> html.HtmlElement:
    got = browses(room, f"/compare?lang={lang}&model={GPT}&{query}")
    assert got.status == 200, got.headers["Location"]
    return html.fromstring(got.body)


def totals(page: html.HtmlElement, currency: str) -> list[str]:
    """The months of a currency's offers, in their order."""
    (section,) = [one for one in page.cssselect("main section") if currency in said(one, "h2")]
    return [month.text_content() for month in section.cssselect("td.month > b")]


def test_offers_stand_in_their_currency_the_cheapest_first_and_the_unknown_last(market: Room) -> None:
    page = compare(market, f"{WORK}&cached=50")
    assert totals(page, "USD") == ["$405", "at least $315"]
    assert said(page, "tr.best th a") == "gpt-5 OpenAI"
    assert "cache read: no price is printed" in said(page, "ul.why")
    assert "no rate of exchange" in said(page)


def test_the_same_month_in_chinese(market: Room) -> None:
    page = compare(market, f"{WORK}&cached=50", "zh")
    assert totals(page, "USD") == ["405 美元", "至少 315 美元"]
    assert "缓存读取：页面未标价" in said(page, "ul.why")


def test_peak_hours_are_asked_for_and_then_reckoned_with(market: Room) -> None:
    assert "prints no hours for off-peak window, peak window" in said(compare(market, WORK), "ul.why")
    night = compare(market, f"{WORK}&hours=00:00-08:00&peak=04:00-12:00")
    assert totals(night, "CNY") == ["¥4,830"]
    assert "input (peak window): 150M tokens × ¥14 per 1M tokens = ¥2,100" in said(night, ".parts")


def test_a_free_plan_that_does_not_carry_the_work_says_what_it_then_costs(market: Room) -> None:
    page = compare(market, f"{WORK}&requests=1000")
    assert totals(page, "USD") == ["$450", "$540", "$540"]
    step = said(page, "td.month p.why")
    assert "requests per day: 1,000 needed, 250 allowed" in step
    assert "costs the paid plan" in step
    within = compare(market, "input=1M&output=1M&requests=200")
    assert totals(within, "Free at this volume") == ["free"]


def test_limits_that_would_bind_are_named_with_both_figures(market: Room) -> None:
    page = compare(market, f"{WORK}&requests=144000")
    assert "requests per minute: 100 needed, 50 allowed" in said(page, ".binds")


def test_a_state_is_said_in_words(market: Room) -> None:
    assert "contact sales" in said(compare(market, WORK), "td")
    assert "not printed" in said(compare(market, WORK), "td .state")


def test_a_price_that_moved_is_the_month_that_moved(market: Room) -> None:
    serves(market, DEEPSEEK, b"d", rates=(sold("input", "0.5"), sold("output", "1")))
    assert totals(compare(market, WORK), "USD")[0] == "$210"


def test_only_who_sells_is_compared(market: Room) -> None:
    market.vendors["deepseek"] = Vendor("deepseek", "DeepSeek", channel=Channel.REGISTRY)
    assert totals(compare(market, WORK), "USD") == ["$540"]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("model=GPT-5&input=0.3B&output=", "model=gpt-5&input=300M"),
        ("input=300000000&model=gpt-5", "model=gpt-5&input=300M"),
        ("every=month&hours=9-18&zone=UTC", "hours=09:00-18:00"),
        ("lang=zh&input=3亿", "lang=zh&input=300M"),
    ],
)
def test_a_form_becomes_the_one_address_of_its_question(quiet_room: Room, asked: str, written: str) -> None:
    got = browses(quiet_room, f"/compare?{asked.replace('亿', '%E4%BA%BF')}")
    assert (got.status, got.headers["Location"]) == (303, f"/compare?{written}")
    assert browses(quiet_room, f"/compare?{written}").status == 200


def wrong_fields(page: html.HtmlElement) -> dict[str, str]:
    """By the name of the field, the sentence that it is described by."""
    fields = page.cssselect("[aria-invalid]")
    return {one.get("name", ""): said(page, f"#{one.get('aria-describedby')}") for one in fields}


@pytest.mark.parametrize(
    ("query", "name", "sentence"),
    [
        ("input=lots", "input", "expected a number of tokens"),
        ("zone=Nowhere/Land", "zone", "expected a zone"),
        ("input=1&input=2", "input", "one value, not several"),
        ("peak=noon", "peak", "expected hours"),
        ("every=year", "every", "one of month, day"),
    ],
)
def test_a_part_that_cannot_be_is_named_at_its_field(quiet_room: Room, query: str, name: str, sentence: str) -> None:
    got = browses(quiet_room, f"/compare?model=gpt-5&{query}")
    assert got.status == 400
    wrong = wrong_fields(html.fromstring(got.body))
    assert list(wrong) == [name]
    assert sentence in wrong[name]


def test_a_form_that_is_sent_back_keeps_what_was_filled_in(market: Room) -> None:
    got = browses(market, f"/compare?lang=zh&model={GPT},b&input=lots&output=60M&cached=400&every=day")
    page = html.fromstring(got.body)
    values = {one.get("name"): one.get("value") for one in page.cssselect("form.work input[type=text]")}
    assert {name: value for name, value in values.items() if value} == {
        "model": f"{GPT},b", "input": "lots", "output": "60M", "cached": "400",
    }  # fmt: skip
    assert page.cssselect("form.work option[value=day]")[0].get("selected") is not None
    assert wrong_fields(page) == {
        "input": "输入 tokens 应为数量，例如 300000000、300M 或 3亿，现为“lots”",
        "cached": "命中缓存的比例应为 0 至 100 的百分数，现为“400”",
    }
    assert page.cssselect("form.work details")[0].get("open") is not None
    assert got.headers["Cache-Control"] == "no-store"


def test_what_is_wrong_with_two_fields_together_stands_at_both(quiet_room: Room) -> None:
    page = html.fromstring(browses(quiet_room, "/compare?cached=60&written=60").body)
    assert set(wrong_fields(page)) == {"cached", "written"}


def test_what_is_no_field_of_the_form_is_named_above_it(quiet_room: Room) -> None:
    page = html.fromstring(browses(quiet_room, "/compare?x=1&input=300M").body)
    assert "a parameter is unknown" in said(page, "[role=alert]")
    assert not wrong_fields(page)


def test_a_model_that_nobody_sells_is_named_beside_those_that_are_sold(market: Room) -> None:
    page = reads(market, f"/compare?lang=en&model=gpt-5,gpt-5-tubro,openai/gpt-5&{WORK}")
    assert said(page, "main > p.why") == "No watched vendor sells gpt-5-tubro under these conditions."
    assert not compare(market, WORK).cssselect("main > p.why")


def test_the_form_keeps_what_was_asked(market: Room) -> None:
    page = compare(market, "input=300M&every=day&cached=40&thinking=on&hours=weekdays:09:00-18:00&zone=Asia/Shanghai")
    fields = {one.get("name"): one.get("value") for one in page.cssselect("form.work input")}
    assert fields["input"] == "300M"
    assert fields["hours"] == "weekdays:09:00-18:00"
    assert [one.get("value") for one in page.cssselect("form.work option[selected]")] == ["day", "on"]


def test_without_a_model_those_sold_most_are_offered_and_lead_on(market: Room) -> None:
    page = reads(market, "/compare?lang=en&input=300M")
    (link,) = page.cssselect("ul.columns a")
    assert (link.text_content(), link.get("href")) == (GPT, f"/compare?lang=en&model={GPT}&input=300M")
    assert totals(reads(market, link.get("href")), "USD")[0] == "$270"


def test_a_comparison_costs_as_many_questions_for_many_offers_as_for_few(market: Room) -> None:
    path = f"/compare?model={GPT}&{WORK.replace('=', '=')}"
    with counted(market) as few:
        assert browses(market, path).status == 200
    many = [sold(meter, str(n), region=f"r{n}") for n in range(1, 60) for meter in ("input", "output")]
    serves(market, DEEPSEEK, b"many", rates=tuple(many))
    with counted(market) as counts:
        page = reads(market, path)
    assert len(page.cssselect("table.offers tbody tr")) > 60
    assert counts.statements == few.statements


WATCHING = {"en": "Tell me by e-mail when the cheapest choice changes", "zh": "最低价的选择有变时，发邮件告诉我"}


@pytest.mark.parametrize("lang", LANGS)
def test_where_letters_are_sent_the_cheapest_choice_can_be_watched(tmp_path: Path, lang: Lang) -> None:
    with a_room(tmp_path, rooms=[subscriptions.room("a secret of tests")]) as writing:
        serves(writing, OPENAI, b"a", rates=(sold("input", "1"), sold("output", "4")))
        page = compare(writing, f"{WORK}&cached=50", lang)
        (link,) = (one for one in page.iter("a") if one.get("href", "").startswith("/subscribe"))
        assert link.text_content() == WATCHING[lang]
        (line,) = reads(writing, link.get("href", "")).cssselect("input[name=basket]")
    asked = parse_workload(f"model={GPT}&{WORK}&cached=50")
    assert parse_wish(line.get("value", "")) == Watch(asked, cheapest=True)


def test_where_no_letters_are_sent_none_are_offered(market: Room) -> None:
    assert not [one for one in compare(market, WORK).iter("a") if "subscribe" in one.get("href", "")]


def test_without_a_volume_there_is_nothing_to_watch(tmp_path: Path) -> None:
    with a_room(tmp_path, rooms=[subscriptions.room("a secret of tests")]) as writing:
        serves(writing, OPENAI, b"a", rates=(sold("input", "1"), sold("output", "4")))
        assert "tell=cheapest" not in browses(writing, f"/compare?lang=en&model={GPT}").text
