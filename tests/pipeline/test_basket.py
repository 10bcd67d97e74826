"""A basket is one line of text, the same wherever it is written, and holds what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.about import Direction
from pipeline.basket import EVERYTHING, NAMES, NOBODY, Basket, News, matches, parse
from pipeline.query_text import LONGEST_TEXT, BadBasket
from pipeline.types import (
    Change,
    Channel,
    Event,
    EventKind,
    EventStanding,
    EventState,
    Evidence,
    Page,
    Rate,
    Vendor,
    terms_of,
)

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CUT = EventKind.PRICE_CUT
TERMS = terms_of({"service_class": "batch", "region": "cn", "context": "<=32K"})
FLASH = Rate("DeepSeek-V4-Flash", "output", TERMS, unit_price=Decimal("0.60"), model_id="deepseek/v4-flash")


def event(**other: Any) -> Event:
    whole = Event(
        id="e",
        kind=CUT,
        state=EventState.PUBLISHED,
        vendor="aliyun",
        page="aliyun/pricing",
        model="DeepSeek-V4-Flash",
        model_id="deepseek/v4-flash",
        meter="output",
        terms=(),
        old=replace(FLASH, unit_price=Decimal("0.66"), printed="￥0.66"),
        new=FLASH,
        percent=Decimal("-9.0909091"),
        observed_at=AT,
        effective_from=None,
        evidence=Evidence(None, None, "b" * 64, AT, "https://a.example/"),
        rule="plain",
        reason="said twice",
        detail={"notice": "今日起全线降价"},
    )
    return replace(whole, **other)


@pytest.mark.parametrize(
    ("text", "basket"),
    [
        ("", EVERYTHING),
        ("?", EVERYTHING),
        ("vendor=&q=&size=", EVERYTHING),
        ("size=0", EVERYTHING),
        ("vendor=deepseek,aliyun", Basket(vendors=frozenset({"aliyun", "deepseek"}))),
        ("vendor=deepseek&vendor=aliyun", Basket(vendors=frozenset({"aliyun", "deepseek"}))),
        ("model=GPT-4o+mini,openai/o9", Basket(models=frozenset({"gpt-4o mini", "openai/o9"}))),
        (r"model=a\,b,c\\", Basket(models=frozenset({"a,b", "c\\"}))),
        (
            "kind=price_cut&direction=down&size=5%25",
            Basket(kinds=frozenset({CUT}), direction=Direction.DOWN, size=Decimal(5)),
        ),
        ("term=context:<=32K&region=CN", Basket(terms=frozenset({"context:<=32k"}), regions=frozenset({"cn"}))),
        ("source=zh&channel=first_party", Basket(sources=frozenset({"zh"}), channels=frozenset({Channel.FIRST_PARTY}))),
        ("news=corroborated&q=全线 降价", Basket(news=News.CORROBORATED, text="全线 降价")),
        ("since=2026-11-24T17:30+08:00", Basket(since=AT)),
        ("since=2026-11-24T17:30%2B08:00", Basket(since=AT)),
        (
            "since=2026-11-24&until=2026-11-25T00:00Z",
            Basket(since=AT.replace(hour=0, minute=0), until=datetime(2026, 11, 25, tzinfo=UTC)),
        ),
    ],
)
def test_a_proper_basket_is_understood(text: str, basket: Basket) -> None:
    assert parse(text) == basket


@pytest.mark.parametrize(
    ("text", "part", "told"),
    [
        ("vendr=deepseek", "a parameter is unknown", "expected one of vendor, model, maker, kind"),
        ("vendor=Deep Seek", "vendor", "found 'Deep Seek'"),
        ("vendor=../../etc/passwd", "vendor", "found '../../etc/passwd'"),
        ("vendor=" + "a" * 65, "vendor", "at most 64"),
        ("vendor=a;--", "vendor", "ids in lower case"),
        ("kind=price_cuts", "kind", "found 'price_cuts'"),
        ("kind=price_cut,", "kind", "expected one of price_cut, price_rise"),
        ("direction=sideways", "direction", "expected one of down, up, found 'sideways'"),
        ("direction=up&direction=down", "direction", "one value, not several"),
        ("size=-5", "size", "found '-5'"),
        ("size=5e9", "size", "such as 5 or 2.5"),
        ("size=NaN", "size", "such as 5 or 2.5"),
        ("size=٣", "size", "such as 5 or 2.5"),
        ("term=batch", "term", "such as service_class:batch"),
        ("term=:x", "term", "such as service_class:batch"),
        ("source=fr", "source", "one or both of en, zh"),
        ("channel=shop", "channel", "first_party, cloud"),
        ("page=deepseek", "page", "such as deepseek/pricing"),
        ("news=fake", "news", "expected one of corroborated, claimed"),
        ("q=!!!", "q", "with a letter or a digit"),
        ("q=" + "a" * 121, "q", "at most 120 characters"),
        ("model=%00", "model", "names of at most 120"),
        ("since=yesterday", "since", "such as 2026-01-31"),
        ("since=0001-01-01T00:00%2B14:00", "since", "such as 2026-01-31"),
        ("model=" + ",".join(map(str, range(51))), "model", "at most 50 values"),
        ("&".join(["model=a"] * 201), "the basket", "at most 200 parameters"),
        ("q=" + "a" * LONGEST_TEXT, "the basket", "at most 8000 characters"),
        ("\x00=\x00", "a parameter is unknown", "expected one of"),
    ],
)
def test_a_bad_part_is_refused_by_its_name_with_what_may_be_given(text: str, part: str, told: str) -> None:
    with pytest.raises(BadBasket) as refused:
        parse(text)
    assert refused.value.part == part
    assert str(refused.value).startswith(part)
    assert told in str(refused.value)


@given(st.sampled_from([*NAMES, "<script>alert(1)</script>"]), st.text(max_size=40))
def test_a_refusal_repeats_nothing_that_could_do_harm(name: str, value: str) -> None:
    try:
        parse([(name, value)])
    except BadBasket as refused:
        assert not set(str(refused)) & set('<>&"`\n\r\u202e\u2066')
        assert len(str(refused)) < 700


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=30)), max_size=8))
def test_whatever_is_given_is_a_basket_or_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        basket = parse(pairs)
    except BadBasket:
        return
    assert parse(str(basket)) == basket


_MOMENTS = st.datetimes(
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]),
    min_value=datetime(2000, 1, 2),  # noqa: DTZ001
)
_WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20).filter(str.strip)


def sets(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.frozensets(values, max_size=4)


BASKETS = st.builds(
    Basket,
    vendors=sets(st.sampled_from(["aliyun", "deepseek", "x.ai", NOBODY])),
    models=sets(_WORDS),
    makers=sets(_WORDS),
    kinds=sets(st.sampled_from(EventKind)),
    direction=st.sampled_from([None, *Direction]),
    size=st.none() | st.decimals("0.000001", 9_999_999, places=6),
    terms=sets(_WORDS.map("region:{}".format)),
    regions=sets(_WORDS),
    sources=sets(st.sampled_from(["zh", "en"])),
    channels=sets(st.sampled_from(Channel)),
    pages=sets(st.sampled_from(["aliyun/pricing", "x.ai/news"])),
    news=st.sampled_from([None, *News]),
    text=st.just("") | _WORDS.map("a{}".format),
    since=st.none() | _MOMENTS,
    until=st.none() | _MOMENTS,
)


@given(BASKETS)
def test_a_basket_survives_its_own_text(basket: Basket) -> None:
    assert parse(str(basket)) == basket
    assert parse(f"?{basket}") == basket
    assert parse(basket.pairs()) == basket
    assert str(parse(str(basket))) == str(basket)


def test_the_text_of_a_basket_is_the_same_in_whatever_order_it_was_given() -> None:
    assert (
        str(parse("size=5.0&kind=price_cut&vendor=deepseek,aliyun")) == "vendor=aliyun,deepseek&kind=price_cut&size=5"
    )
    assert str(EVERYTHING) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "vendor=aliyun,deepseek",
        "page=aliyun/pricing",
        "model=deepseek-v4-flash",
        "model=DeepSeek/V4-Flash",
        "maker=DeepSeek",
        "kind=price_cut,price_rise",
        "direction=down",
        "size=9.090909",
        "term=service_class:batch",
        "term=service_class:batch,service_class:flex,context:<=32k",
        "region=cn,intl",
        "since=2026-11-24",
        "since=2026-11-24T09:30Z&until=2026-11-24T09:31Z",
        "q=降价",
        "q=flash deepseek 0.66",
        "q=Deepseek V4",
        "news=claimed",
    ],
)
def test_an_event_is_in_the_baskets_that_it_is_about(text: str) -> None:
    assert matches(parse(text), event())


@pytest.mark.parametrize(
    "text",
    [
        "vendor=deepseek",
        "page=aliyun/limits",
        "model=deepseek",
        "maker=aliyun",
        "kind=price_rise",
        "direction=up",
        "size=9.09091",
        "term=service_class:flex",
        "term=service_class:batch,context:>32k",
        "region=intl",
        "since=2026-11-24T09:31Z",
        "until=2026-11-24T09:30Z",
        "q=涨价",
        "q=flash 0.65",
        "q=twice",
        "news=corroborated",
    ],
)
def test_an_event_is_not_in_the_baskets_of_others(text: str) -> None:
    assert not matches(parse(text), event())


def test_an_event_is_found_by_its_parts() -> None:
    part = Change(CUT, "GPT-9", "input", model_id="openai/gpt-9", new=replace(FLASH, model="GPT-9 turbo"))
    headline = event(parts=(part,), old=None, new=None, percent=None)
    for text in ("model=gpt-9", "model=gpt-9 turbo", "maker=openai", "q=turbo", "region=cn"):
        assert matches(parse(text), headline), text
    assert not matches(parse("size=0.000001"), headline)


def test_the_news_is_asked_for_by_how_an_event_stands() -> None:
    found = {
        wanted: [standing for standing in EventStanding if matches(Basket(news=wanted), event(), standing)]
        for wanted in (None, *News)
    }
    S = EventStanding
    assert found == {
        None: [S.CORROBORATED, S.WAITING, S.PAGE_ONLY],
        News.CORROBORATED: [S.CORROBORATED],
        News.CLAIMED: list(S),
    }


CATALOGUE = (
    Vendor("aliyun", "Aliyun", channel=Channel.CLOUD, pages=(Page("aliyun/pricing", "aliyun", "u", lang="zh"),)),
    Vendor("deepseek", "DeepSeek", pages=(Page("deepseek/pricing", "deepseek", "u", lang="en"),)),
)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("channel=cloud", True),
        ("channel=cloud,host&vendor=aliyun", True),
        ("channel=reseller", False),
        ("channel=cloud&vendor=deepseek", False),
        ("source=zh", True),
        ("source=en", False),
        ("source=zh&channel=first_party", False),
    ],
)
def test_channels_and_languages_are_the_catalogues(text: str, inside: bool) -> None:
    assert matches(parse(text).within(CATALOGUE), event()) is inside
    with pytest.raises(ValueError, match="within a catalogue"):
        matches(parse(text), event())


@pytest.mark.parametrize("make", [lambda: Basket(models=frozenset({""})), lambda: Basket(size=Decimal("0.0000001"))])
def test_a_basket_made_by_hand_is_held_to_the_same_rules(make: Callable[[], Basket]) -> None:
    with pytest.raises(BadBasket):
        make()
