"""The same basket gives the same events, whether one event is held against it or the database is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from pipeline.about import Direction
from pipeline.basket import Basket, News, matches, parse
from pipeline.types import (
    Change,
    Channel,
    Event,
    EventKind,
    EventStanding,
    EventState,
    Page,
    Rate,
    Vendor,
    terms_of,
)
from storage import selection, tables
from storage.corrections import correct
from storage.engine import Store
from storage.events import events
from storage.migrate import migrate, migrate_down
from storage.news_answers import Standing
from storage.queries import TOLD, Cursor, EventQuery, Order
from storage.standings import set_standings
from tests.storage.desk import Desk, day, event, rate, sheet

CATALOGUE = tuple(
    Vendor(name, name, channel=channel, pages=(Page(f"{name}/pricing", name, f"https://{name}.example/", lang=lang),))
    for name, channel, lang in (
        ("acme", Channel.FIRST_PARTY, "en"),
        ("百度".encode().hex(), Channel.CLOUD, "zh"),
        ("x.ai", Channel.HOST, ""),
    )
)
PAGES = [page for vendor in CATALOGUE for page in vendor.pages]
MODELS = ["Small", "LARGE", "文心 大模型", "a,b"]
TERMS = [(), terms_of({"region": "CN"}), terms_of({"region": "intl", "service_class": "batch"})]
KINDS = [EventKind.PRICE_CUT, EventKind.PRICE_RISE, EventKind.BECAME_FREE, EventKind.LIMIT_LOOSENED]
STANDINGS = [None, *EventStanding]


def some_rate(random: Random) -> Rate:
    name = random.choice(MODELS)
    model_id = random.choice([None, f"{random.choice(['acme', 'OpenAI'])}/{name}"])
    return rate(name, f"0.{random.randint(1, 99)}", terms=random.choice(TERMS), model_id=model_id)


def some_event(random: Random, number: int, page: Page) -> Event:
    old, new = some_rate(random), some_rate(random)
    parts = (Change(EventKind.PRICE_CUT, "part", "input", old=some_rate(random)),) if random.random() < 0.2 else ()
    return event(
        f"{random.randint(0, 99):02}-{number}",
        old,
        new,
        day(1) + timedelta(hours=random.randint(0, 40)),
        page,
        kind=random.choice(KINDS),
        parts=parts,
        state=random.choice([EventState.PUBLISHED] * 5 + [EventState.HELD]),
        percent=random.choice([None, Decimal(random.randint(-9000, 9000)) / 97]),
        detail=random.choice([{}, {"notice": "全线降价三成"}]),
    )


@pytest.fixture
def archive(store: Store) -> Iterator[tuple[Store, dict[str, EventStanding | None]]]:
    """Events of every sort at three vendors, and how each stands against the news."""
    random = Random(20261124)
    told = {page.id: [some_event(random, number, page) for number in range(25)] for page in PAGES}
    for page in PAGES:
        Desk(store, page).sees(9, sheet(), *told[page.id], body=page.id.encode())
    stand = {one.id: random.choice(STANDINGS) for found in told.values() for one in found}
    with store.write() as c:
        set_standings(c, [Standing(one, how, day(9), None, day(9)) for one, how in stand.items() if how])
    yield store, stand


def some(values: list[Any]) -> st.SearchStrategy[Any]:
    return st.just(frozenset()) | st.frozensets(st.sampled_from(values), max_size=3)


BASKETS = st.builds(
    Basket,
    vendors=some([vendor.id for vendor in CATALOGUE]),
    models=some([*MODELS, "acme/small", "openai/large", "part", "none"]),
    makers=some(["acme", "openai", "none"]),
    kinds=some(KINDS),
    direction=st.sampled_from([None, None, *Direction]),
    size=st.none() | st.integers(1, 90).map(Decimal),
    terms=some(["region:cn", "region:intl", "service_class:batch", "service_class:flex"]),
    regions=some(["cn"]),
    sources=some(["zh", "en"]),
    channels=some(list(Channel)),
    pages=some([page.id for page in PAGES]),
    news=st.sampled_from([None, *News]),
    text=st.sampled_from(["", "", "降价", "small", "文心 0", "nothing at all"]),
    since=st.none() | st.integers(0, 40).map(lambda hours: day(1) + timedelta(hours=hours)),
    until=st.none() | st.integers(0, 40).map(lambda hours: day(1) + timedelta(hours=hours)),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(basket=BASKETS, order=st.sampled_from(Order), most=st.sampled_from([1, 64]))
def test_the_database_finds_what_the_basket_says(
    archive: tuple[Store, dict[str, EventStanding | None]], basket: Basket, order: Order, most: int
) -> None:
    store, stand = archive
    inside = basket.within(CATALOGUE)
    with store.read() as c, pytest.MonkeyPatch.context() as patch:
        patch.setattr(selection, "MOST_BRANCHES", most)
        everything = events(c, EventQuery(states=TOLD), limit=1000, order=order)
        found = events(c, EventQuery(basket=inside), limit=1000, order=order)
        walked: list[Event] = []
        place: Cursor | None = None
        while page := events(c, EventQuery(basket=inside), place, 7, order):
            walked += page
            place = Cursor.after(page[-1])
    assert [one.id for one in found] == [one.id for one in everything if matches(inside, one, stand[one.id])]
    assert [one.id for one in walked] == [one.id for one in found]


def test_a_basket_narrows_what_a_query_asks_already(desk: Desk) -> None:
    small, large = (event(name, rate(name), rate(name, "0.2"), day(1)) for name in ("small", "large"))
    desk.sees(1, sheet(), small, replace(large, headline="small"))
    with desk.store.read() as c:
        both = EventQuery(model="small", basket=parse("model=large"))
        assert events(c, both) == []
        assert [one.id for one in events(c, EventQuery(members=False, basket=parse("vendor=acme")))] == ["small"]


def test_a_basket_that_no_catalogue_has_narrowed_is_refused(store: Store) -> None:
    with store.read() as c, pytest.raises(ValueError, match="within a catalogue"):
        events(c, EventQuery(basket=parse("channel=cloud")))


def test_a_basket_of_many_values_is_answered_too(store: Store, tmp_path: Path) -> None:
    asked = "vendor=" + ",".join(f"v{n}" for n in range(50)) + "&model=" + ",".join(f"m{n}" for n in range(50))
    with store.read() as c:
        assert events(c, EventQuery(basket=parse(asked))) == []


def test_events_of_an_older_database_are_found_by_their_words_and_terms(empty_url: str, tmp_path: Path) -> None:
    store = Store.open(empty_url, tmp_path)
    told = event("a", rate("small"), rate("small", "0.2"), day(1), detail={"notice": "全线降价"}, terms=TERMS[1])
    Desk(store).sees(1, sheet(), told)
    migrate_down(store.engine, "0004")
    with store.write() as c:
        c.execute(update(tables.events).values(words="as it was"))
    migrate(store.engine)
    with store.read() as c:
        for asked in ("q=降价", "q=small 0.2", "term=region:cn"):
            assert [one.id for one in events(c, EventQuery(basket=parse(asked)))] == ["a"], asked
    store.close()


def test_a_corrected_event_is_found_by_what_is_right(desk: Desk) -> None:
    wrong = event("a", rate("small"), rate("small", "0.21"), day(1))
    right = event("a", rate("small"), rate("small", "0.22"), day(1), detail={"notice": "misread"}, terms=TERMS[1])
    desk.sees(1, sheet(), wrong)
    with desk.store.write() as c:
        correct(c, "a", EventState.CORRECTED, "misread", day(2), right)
    with desk.store.read() as c:
        (stands,) = events(c)
        for asked in ("q=0.21", "q=0.22", "q=misread", "term=region:cn", "size=28"):
            basket = parse(asked)
            assert bool(events(c, EventQuery(basket=basket))) is matches(basket, stands), asked


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("limit", [1, 10, 40, 100])
def test_the_first_of_several_are_found_though_all_are_of_one(desk: Desk, order: Order, limit: int) -> None:
    """Each of two models has a time in which only it moves, and each moves in a moment with the other."""
    at = [day(1) + timedelta(minutes=(n // 2 if 30 < n < 70 else n)) for n in range(100)]
    models = ["small" if n < 50 else "large" for n in range(100)]
    desk.sees(1, sheet(), *(event(f"e{n:02}", rate(m), rate(m, "0.2"), at[n]) for n, m in enumerate(models)))
    with desk.store.read() as c:
        everything = [one.id for one in events(c, EventQuery(), limit=200, order=order)]
        found = events(c, EventQuery(basket=parse("model=small,large,none")), limit=limit, order=order)
    assert [one.id for one in found] == everything[:limit]


@pytest.mark.parametrize("order", Order)
def test_an_event_with_two_of_the_names_stands_once_and_takes_no_room(desk: Desk, order: Order) -> None:
    moved = rate("Small", model_id="acme/small"), rate("Small", "0.2", model_id="acme/small")
    desk.sees(1, sheet(), *(event(f"e{n:02}", *moved, day(1) + timedelta(minutes=n)) for n in range(30)))
    with desk.store.read() as c:
        everything = [one.id for one in events(c, EventQuery(), order=order)]
        for both in ("model=small,acme/small", "maker=acme,none&model=acme/small,small"):
            found = events(c, EventQuery(basket=parse(both)), limit=20, order=order)
            assert [one.id for one in found] == everything[:20]


def test_a_common_word_finds_the_same_as_a_rare_one(desk: Desk) -> None:
    told = [event(f"e{n}", rate(f"m{n}", "0.9"), rate(f"m{n}", "0.2"), day(1)) for n in range(30)]
    desk.sees(1, sheet(), *told)
    for many in (1, 10, 5_000):
        with desk.store.read() as c, pytest.MonkeyPatch.context() as patch:
            patch.setattr(selection, "MANY", many)
            assert len(events(c, EventQuery(basket=parse("q=m 0.2")))) == 30
            assert [one.id for one in events(c, EventQuery(basket=parse("q=0.2 m 17")))] == ["e17"]
