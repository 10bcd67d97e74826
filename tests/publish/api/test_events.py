"""A basket is an API query; an event comes with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipeline.types import EventKind, EventState, Health, Sheet
from storage.corrections import correct
from tests.publish.api.counter import ACME, BOLT, Counter, a_counter, day, dollars, moved
from tests.publish.events_of import part
from tests.storage.desk import sheet

SMALL = dollars("small", "0.30"), dollars("small", "0.15")
LARGE = dollars("large", "2"), dollars("large", "3")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """For all tests that only ask."""
    folder = tmp_path_factory.mktemp("told")
    with a_counter(folder, f"sqlite:///{folder}/told.sqlite3") as made:
        yield tells(made)


def tells(counter: Counter) -> Counter:
    """A cut and a rise of Acme's, a cut of Bolt's, one that is held, one that was dropped."""
    acme, bolt = counter.at(ACME), counter.at(BOLT)
    acme.sees(1, sheet(SMALL[0], LARGE[0]))
    acme.sees(5, sheet(SMALL[1], LARGE[0]), moved("cut", *SMALL, 5))
    acme.sees(6, sheet(SMALL[1], LARGE[1]), moved("rise", *LARGE, 6))
    batch = [dollars("tiny", price, terms=(("service_class", "batch"),)) for price in ("1", "0.98")]
    bolt.sees(7, sheet(batch[1]), moved("bolt", *batch, 7, BOLT))
    held = [moved(f"{state}", *SMALL, 8, state=state) for state in (EventState.HELD, EventState.DROPPED)]
    acme.sees(8, sheet(SMALL[1], LARGE[1]), *held)
    return counter


def ids(rows: list[Any]) -> list[str]:
    return [row["id"] for row in rows]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["bolt", "rise", "cut"]),
        ({"vendor": "acme"}, ["rise", "cut"]),
        ({"vendor": "acme,bolt", "direction": "down"}, ["bolt", "cut"]),
        ({"kind": "price_rise,became_free"}, ["rise"]),
        ({"model": "SMALL"}, ["cut"]),
        ({"model": "acme/large"}, ["rise"]),
        ({"maker": "acme", "size": "40"}, ["rise", "cut"]),
        ({"size": "5%"}, ["rise", "cut"]),
        ({"term": "service_class:batch"}, ["bolt"]),
        ({"page": "bolt/pricing"}, ["bolt"]),
        ({"since": "2024-05-06", "until": "2024-05-07T00:00:00+00:00"}, ["rise"]),
        ({"q": "large"}, ["rise"]),
        ({"channel": "reseller"}, []),
        ({"channel": "first_party"}, ["bolt", "rise", "cut"]),
        ({"news": "corroborated"}, []),
        ({"state": "retracted"}, []),
    ],
)
def test_each_part_of_a_basket_narrows(told: Counter, asked: dict[str, str], found: list[str]) -> None:
    assert ids(told.lists("/events", **asked)) == found


def test_several_values_may_be_given_one_by_one(told: Counter) -> None:
    got = told.gets("/events?vendor=acme&vendor=bolt&kind=price_rise&kind=price_cut")
    assert ids(got["data"]) == ["bolt", "rise", "cut"]


def test_what_is_held_or_was_dropped_is_not_told(told: Counter) -> None:
    assert told.asks("/events/held").status == 404
    assert told.asks("/events/dropped").status == 404
    assert told.asks("/events?state=held").status == 422


def test_every_event_is_on_one_page_whatever_the_limit(told: Counter) -> None:
    for limit in ("1", "2", "3"):
        assert ids(told.walks("/events", limit=limit)) == ["bolt", "rise", "cut"]


def test_events_of_one_moment_are_neither_lost_nor_doubled(counter: Counter) -> None:
    names = [f"e{number}" for number in range(9)]
    rates = [(dollars(name, "2"), dollars(name, "1")) for name in names]
    counter.at(ACME).sees(1, sheet(*(old for old, _ in rates)))
    events = [moved(name, *pair, 5) for name, pair in zip(names, rates, strict=True)]
    counter.at(ACME).sees(5, sheet(*(new for _, new in rates)), *events)
    assert sorted(ids(counter.walks("/events", limit="2"))) == names


def test_the_way_on_is_in_the_link_header_too(told: Counter) -> None:
    got = told.asks("/events?vendor=acme&limit=1&format=csv")
    link = got.headers["Link"]
    assert link.endswith('>; rel="next"')
    assert "rise" in got.text
    assert "cut" in told.asks(link[1:].partition(">")[0]).text
    assert told.asks("/events?vendor=acme").headers["Link"] is None


def test_the_title_speaks_the_language_asked_for(told: Counter) -> None:
    row = told.lists("/events", q="tiny", lang="zh")[0]
    assert row["title"].startswith("闪电下调 tiny")


def test_numbers_are_exact_text(told: Counter) -> None:
    cut = told.gets("/events/cut")
    assert (cut["old"]["unit_price"], cut["new"]["unit_price"], cut["new"]["per"]) == ("0.30", "0.15", "1000000")
    assert (cut["percent"], cut["observed_at"]) == ("-50.0", "2024-05-05T00:00:00Z")


def test_a_number_is_never_written_with_an_exponent(counter: Counter) -> None:
    rate = replace(dollars("small", None), state=SMALL[0].state, unit_price=Decimal("1E-12"), per=Decimal("1E+3"))
    counter.at(ACME).sees(1, sheet(rate))
    price = counter.lists("/prices")[0]
    assert (price["unit_price"], price["per"]) == ("0.000000000001", "1000")


def test_a_retracted_event_is_told_to_who_asks_for_it(counter: Counter) -> None:
    told = tells(counter)
    with told.store.write() as c:
        correct(c, "cut", EventState.RETRACTED, "A test price.", day(9))
    assert ids(told.lists("/events")) == ["bolt", "rise"]
    assert ids(told.lists("/events", state="retracted,corrected")) == ["cut"]
    cut = told.gets("/events/cut")
    assert [ruling["state"] for ruling in cut["rulings"]] == ["published", "retracted"]
    assert cut["title"].startswith("Retracted: ")


def test_a_headline_has_its_members_and_parts(counter: Counter) -> None:
    acme, pairs = counter.at(ACME), (SMALL, LARGE)
    members = [replace(moved(f"m{n}", *pair, 5), headline="head") for n, pair in enumerate(pairs)]
    parts = tuple(part(EventKind.PRICE_CUT, *pair) for pair in pairs)
    head = replace(moved("head", None, SMALL[1], 5), kind=EventKind.PRICE_CUT, new=None, parts=parts)
    same = replace(head.evidence, before_sha256="a" * 64, after_sha256="a" * 64)
    head = replace(head, evidence=same)
    both = replace(same, before_sha256="b" * 64)
    members = [replace(one, evidence=both) for one in members]
    acme.sees(1, sheet(SMALL[0], LARGE[0]))
    acme.sees(5, sheet(SMALL[1], LARGE[1]), head, *members)
    assert ids(counter.lists("/events")) == ["head"]
    assert ids(counter.lists("/events", members="true")) == ["m1", "m0", "head"]
    told = counter.gets("/events/head")
    assert told["members"] == ["m0", "m1"]
    looks = {
        (one["evidence"]["before_sha256"], one["evidence"]["after_sha256"])
        for one in (told, *counter.lists("/events", members="true"))
    }
    assert looks == {("b" * 64, "a" * 64)}
    assert [part["new"]["unit_price"] for part in told["parts"]] == ["0.15", "3"]


def test_an_unknown_vendor_is_not_silence(told: Counter) -> None:
    assert told.asks("/events?vendor=acne").status == 404
    assert told.lists("/events", vendor="cheap") == []


def test_what_a_page_says_stays_text(counter: Counter) -> None:
    name = '"><img src=x onerror=1>\u202egnp'
    counter.at(ACME).sees(5, sheet(dollars(name, "1")), moved("odd", None, dollars(name, "1"), 5))
    got = counter.asks("/events/odd")
    assert b"<img" not in got.body
    assert b"\xe2\x80\xae" not in got.body
    assert counter.gets("/events/odd")["model"] == name


def test_a_link_is_http_or_none(counter: Counter) -> None:
    told = moved("odd", None, SMALL[0], 5)
    odd = replace(told, evidence=replace(told.evidence, url="javascript:alert(1)"))
    counter.at(ACME).sees(5, sheet(SMALL[0]), odd)
    assert counter.gets("/events/odd")["evidence"]["url"] is None


def test_a_page_of_events_costs_as_many_questions_as_one(told: Counter) -> None:
    asked = told.counts_questions()
    told.lists("/events", limit="1")
    few = asked()
    told.lists("/events")
    assert asked() - few == few


def test_an_unhealthy_page_takes_no_event_back(counter: Counter) -> None:
    told = tells(counter)
    told.at(ACME).sees(9, Sheet(health=Health.HALF_GONE))
    assert ids(told.lists("/events", vendor="acme")) == ["rise", "cut"]
