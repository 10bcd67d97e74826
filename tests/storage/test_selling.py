"""What vendors sell now, for whoever reckons with it, the same on both databases."""

from __future__ import annotations

from decimal import Decimal

from pipeline.types import Limit, Page, Sheet
from storage.engine import Store
from storage.selling import most_sold, selling
from tests.storage.desk import ACME, Desk, day, rate, sheet

BOLT = Page("bolt/pricing", "bolt", "https://bolt.example/pricing")
LIMITS = Page("acme/limits", "acme", "https://acme.example/limits")
ZONES = {"acme": "Asia/Shanghai", "bolt": "UTC"}


def test_all_pages_of_whoever_sells_a_model_are_read_and_no_others(store: Store) -> None:
    acme, limits, bolt = Desk(store, ACME), Desk(store, LIMITS), Desk(store, BOLT)
    acme.sees(1, sheet(rate("small", "0.30"), rate("large", "2")))
    limits.sees(1, Sheet(limits=(Limit("rpm", Decimal(60), "small"),)))
    bolt.sees(1, sheet(rate("other", "1", model_id=None)))
    with store.read() as c:
        found = selling(c, ["SMALL"], ZONES)
        nobody = selling(c, ["small"], {"bolt": "UTC"})
    assert [(one.page, one.zone) for one in found] == [
        ("acme/limits", "Asia/Shanghai"),
        ("acme/pricing", "Asia/Shanghai"),
    ]
    assert [limit.amount for one in found for limit in one.sheet.limits] == [60]
    assert nobody == []


def test_a_model_is_found_by_its_id_whatever_it_is_printed_as(store: Store) -> None:
    bolt = Desk(store, BOLT)
    bolt.sees(1, sheet(rate("Small (sale)", "0.10", model_id="acme/small")))
    with store.read() as c:
        (found,) = selling(c, ["acme/small"], ZONES)
    assert [one.model for one in found.sheet.rates] == ["Small (sale)"]


def test_the_price_is_the_one_that_holds_now_and_a_page_that_fails_was_seen_when_it_was_read(store: Store) -> None:
    acme = Desk(store, ACME)
    acme.sees(1, sheet(small="0.30"))
    acme.sees(2, sheet(small="0.15"))
    acme.fails(3)
    with store.read() as c:
        (found,) = selling(c, ["small"], ZONES)
    assert [str(one.unit_price) for one in found.sheet.rates] == ["0.15"]
    assert found.seen_at == day(2)


def test_the_models_sold_by_most_come_first(store: Store) -> None:
    small, large = (rate(name, "1", "output") for name in ("small", "large"))
    Desk(store, ACME).sees(1, sheet(small, large))
    Desk(store, BOLT).sees(1, sheet(rate("Small (sale)", "1", "output", model_id=small.model_id)))
    with store.read() as c:
        found = most_sold(c, ZONES, 10)
        first = most_sold(c, ZONES, 1)
    assert [vendors for _, vendors in found] == [2, 1]
    assert first == found[:1]


def test_who_prints_only_what_input_costs_sells_the_model_too(store: Store) -> None:
    Desk(store, ACME).sees(1, sheet(rate("small", "1", "output"), rate("embedding", "1")))
    Desk(store, BOLT).sees(1, sheet(rate("small", "0.50")))
    with store.read() as c:
        assert most_sold(c, ZONES, 10) == [("acme/small", 2)]
