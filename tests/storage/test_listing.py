"""Rates, models and offers, page by page, the same on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.types import EventState, Page
from storage.corrections import correct
from storage.engine import Store
from storage.listing import (
    RateQuery,
    held_counts,
    models,
    models_found,
    models_sold,
    offers_of,
    rates_on,
    spans_of,
    state_of_rates,
)
from tests.storage.desk import ACME, Desk, day, event, rate, sheet

BOLT = Page("bolt/pricing", "bolt", "https://bolt.example/pricing")
LATER = RateQuery(day(30))


@pytest.fixture
def two(store: Store) -> tuple[Desk, Desk]:
    """Acme sells small and large, and cuts small on the fifth; Bolt resells small under a name of its own."""
    acme, bolt = Desk(store, ACME), Desk(store, BOLT)
    acme.sees(1, sheet(small="0.30", large="2"))
    acme.sees(5, sheet(small="0.15", large="2"))
    bolt.sees(6, sheet(rate("Small (sale)", "0.10", model_id="acme/small"), rate("Fresh", "9", model_id=None)))
    return acme, bolt


def test_rates_are_those_of_a_day_page_by_page(store: Store, two: tuple[Desk, Desk]) -> None:
    with store.read() as c:
        whole = rates_on(c, LATER, day(10))
        first = rates_on(c, LATER, day(10), limit=2)
        rest = rates_on(c, LATER, day(10), after=first[-1].seq)
        early = rates_on(c, LATER, day(2))
    assert [*first, *rest] == whole
    assert sorted((row.price.model, str(row.price.unit_price)) for row in whole) == [
        ("Fresh", "9"),
        ("Small (sale)", "0.10"),
        ("large", "2"),
        ("small", "0.15"),
    ]
    assert sorted(str(row.price.unit_price) for row in early) == ["0.30", "2"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (replace(LATER, vendor="bolt"), {"Small (sale)", "Fresh"}),
        (replace(LATER, model="SMALL"), {"small"}),
        (replace(LATER, model="acme/Small"), {"small", "Small (sale)"}),
        (replace(LATER, meter="output"), set()),
        (replace(LATER, page="acme/pricing"), {"small", "large"}),
        (RateQuery(day(5.5)), {"small", "large"}),
    ],
)
def test_a_query_narrows(store: Store, two: tuple[Desk, Desk], query: RateQuery, found: set[str]) -> None:
    with store.read() as c:
        assert {row.price.model for row in rates_on(c, query, day(10))} == found


def test_spans_are_in_order_of_time_page_by_page(store: Store, two: tuple[Desk, Desk]) -> None:
    with store.read() as c:
        whole = spans_of(c, LATER)
        walked, after = [], None
        while page := spans_of(c, LATER, after, limit=1):
            walked += page
            after = page[-1].price.valid_from, page[-1].seq
    assert walked == whole
    assert [row.price.valid_from for row in whole] == sorted(row.price.valid_from for row in whole)
    assert len(whole) == 5


def test_a_model_is_one_by_its_id(store: Store, two: tuple[Desk, Desk]) -> None:
    with store.read() as c:
        found = {model.key: model for model in models(c)}
    assert found.keys() == {"acme/small", "acme/large", "fresh"}
    small = found["acme/small"]
    assert (small.names, small.vendors, small.rates) == (("Small (sale)", "small"), ("acme", "bolt"), 2)
    assert (small.model_id, small.maker) == ("acme/small", "acme")


def test_models_are_walked_and_narrowed(store: Store, two: tuple[Desk, Desk]) -> None:
    with store.read() as c:
        whole = models(c)
        walked, after = [], None
        while page := models(c, after=after, limit=1):
            walked += page
            after = page[-1].key
        sold = models(c, vendor="bolt")
        named = models(c, text="sale small")
        wild = models(c, text="%%")
    assert walked == whole
    assert {model.key for model in sold} == {"acme/small", "fresh"}
    assert [model.key for model in named] == ["acme/small"]
    assert wild == []


def test_the_model_of_that_very_name_is_found_first_then_what_most_sell(store: Store) -> None:
    names = ("gpt-4-turbo", "GPT-4o mini", "gpt-4o-audio", "gpt-4o")
    Desk(store, ACME).sees(
        1, sheet(*(rate(name, "1", model_id=f"openai/{name.lower().replace(' ', '-')}") for name in names))
    )
    Desk(store, BOLT).sees(
        2, sheet(rate("4o mini", "1", model_id="openai/gpt-4o-mini"), rate("Chat-GPT-4o", "1", model_id=None))
    )
    wanted = ["openai/gpt-4o", "openai/gpt-4o-mini", "openai/gpt-4o-audio", "chat-gpt-4o"]
    with store.read() as c:
        for asked in ("gpt-4o", "gpt4o", "GPT 4o"):
            assert [model.key for model in models_found(c, asked, 10)] == wanted
        assert [model.key for model in models_found(c, "gpt-4o", 2)] == wanted[:2]
        assert [model.key for model in models(c, text="gpt4o")] == sorted(wanted)
        assert models_found(c, "!", 10) == []


def test_a_model_is_found_by_its_chinese_name_whatever_is_printed(store: Store) -> None:
    Desk(store, ACME).sees(
        1, sheet(rate("Qwen-Max", "1", model_id="alibaba/qwen-max"), rate("通义千问", "1", model_id=None))
    )
    with store.read() as c:
        assert [model.key for model in models_found(c, "通义千问", 10)] == ["通义千问", "alibaba/qwen-max"]
        assert [model.key for model in models(c, text="通义千问 max")] == ["alibaba/qwen-max"]


def test_models_sold_are_those_of_some_vendors(store: Store, two: tuple[Desk, Desk]) -> None:
    with store.read() as c:
        assert models_sold(c, ["acme"]) == [("acme", "large"), ("acme", "small")]
        assert models_sold(c, []) == []


def test_offers_say_when_they_were_last_seen(store: Store, two: tuple[Desk, Desk]) -> None:
    acme, bolt = two
    acme.is_told_unchanged(8)
    bolt.fails(9)
    with store.read() as c:
        found = {(offer.vendor, offer.rate.model): offer.seen_at for offer in offers_of(c, ["acme", "bolt"])}
        narrowed = offers_of(c, ["acme", "bolt"], model="acme/small")
    assert found == {
        ("acme", "small"): day(8),
        ("acme", "large"): day(8),
        ("bolt", "Small (sale)"): day(6),
    }
    assert {offer.vendor for offer in narrowed} == {"acme", "bolt"}


def test_held_events_are_counted_by_page(store: Store, two: tuple[Desk, Desk]) -> None:
    acme, _ = two
    pair = rate("small", "0.15"), rate("small", "0.00015")
    held = [event(f"h{number}", *pair, day(9), state=EventState.HELD) for number in range(2)]
    acme.sees(9, sheet(small="0.15", large="2"), *held, event("told", *pair, day(9)))
    with store.read() as c:
        assert held_counts(c) == {"acme/pricing": 2}


def test_the_state_of_the_rates_is_another_after_every_change(store: Store, two: tuple[Desk, Desk]) -> None:
    acme, bolt = two
    pair = rate("small", "0.15"), rate("small", "0.12")
    states = []
    for change in (
        lambda: None,
        lambda: acme.sees(10, sheet(pair[1], large="2"), event("cut", *pair, day(10))),
        lambda: acme.sees(11, sheet(pair[1])),
        lambda: bolt.sees(12, sheet()),
        lambda: _retracts(store, "cut"),
    ):
        change()
        with store.read() as c:
            states.append(state_of_rates(c))
    assert len(set(states)) == len(states)
    acme.is_told_unchanged(13)
    with store.read() as c:
        assert state_of_rates(c) == states[-1]


def _retracts(store: Store, event_id: str) -> None:
    with store.write() as c:
        correct(c, event_id, EventState.RETRACTED, "A test price.", day(12.5))
