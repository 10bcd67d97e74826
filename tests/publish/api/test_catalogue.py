"""Who asks for money, what is sold, and how the pages fare."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.types import EventState, Page, Why
from storage.pages import add_page
from tests.publish.api.counter import ACME, BOLT, CHEAP, Counter, dollars, moved
from tests.storage.desk import sheet


@pytest.fixture
def open_shop(counter: Counter) -> Counter:
    counter.at(ACME).sees(1, sheet(dollars("small", "1"), dollars("small", "2", "output"), dollars("豆包 Pro", "3")))
    counter.at(CHEAP).sees(2, sheet(dollars("Small (sale)", "0.5", model_id="acme/small")))
    return counter


def by_id(rows: list[Any]) -> dict[str, Any]:
    return {row["id"]: row for row in rows}


def test_every_vendor_is_listed_with_its_pages(open_shop: Counter) -> None:
    vendors = by_id(open_shop.lists("/vendors"))
    assert list(vendors) == ["acme", "bolt", "cheap", "register"]
    assert (vendors["acme"]["pages"], vendors["acme"]["rates"]) == (["acme/pricing"], 3)
    assert list(by_id(open_shop.lists("/vendors", channel="registry"))) == ["register"]


def test_a_vendor_that_only_history_knows_is_listed_as_gone(open_shop: Counter) -> None:
    with open_shop.store.write() as c:
        add_page(c, Page("past/pricing", "past", "https://past.example/pricing"))
    past = by_id(open_shop.lists("/vendors"))["past"]
    assert (past["status"], past["channel"]) == ("gone", None)
    assert open_shop.lists("/events", vendor="past") == []


def test_a_model_is_one_by_its_id_whoever_sells_it(open_shop: Counter) -> None:
    models = {model["model"]: model for model in open_shop.lists("/models")}
    assert list(models) == ["acme/small", "acme/豆包 Pro"]
    small = models["acme/small"]
    assert (small["names"], small["vendors"]) == (["Small (sale)", "small"], ["acme", "cheap"])
    assert (small["meters"], small["rates"]) == (["input", "output"], 3)


def test_models_are_narrowed_by_vendor_and_words(open_shop: Counter) -> None:
    assert [model["model"] for model in open_shop.lists("/models", vendor="cheap")] == ["acme/small"]
    assert [model["model"] for model in open_shop.lists("/models", q="豆包")] == ["acme/豆包 Pro"]
    assert [model["model"] for model in open_shop.lists("/models", q="sale small")] == ["acme/small"]
    assert open_shop.lists("/models", q="100%") == []


def test_every_model_is_on_one_page_whatever_the_limit(open_shop: Counter) -> None:
    assert open_shop.walks("/models", limit="1") == open_shop.lists("/models")
    assert open_shop.asks("/models?cursor=00").status == 200
    assert open_shop.asks("/models?cursor=fffe0").status == 200


def test_a_page_tells_when_it_was_checked_changed_and_failed_and_why(open_shop: Counter) -> None:
    acme = open_shop.at(ACME)
    acme.is_told_unchanged(3)
    acme.fails(4, Why.TIMEOUT, "no answer from 10.0.0.7")
    page = by_id(open_shop.lists("/pages"))["acme/pricing"]
    assert (page["last_checked_at"], page["last_changed_at"], page["last_failed_at"]) == (
        "2024-05-04T00:00:00Z",
        "2024-05-01T00:00:00Z",
        "2024-05-04T00:00:00Z",
    )
    assert (page["why"], page["failures"], page["health"]) == ("timeout", 1, "ok")
    assert "10.0.0.7" not in open_shop.asks("/pages").text


def test_a_page_that_was_never_checked_does_not_look_quiet(counter: Counter) -> None:
    page = by_id(counter.lists("/pages"))["bolt/pricing"]
    assert (page["last_checked_at"], page["last_changed_at"], page["health"]) == (None, None, None)


def test_held_changes_are_counted(counter: Counter) -> None:
    pair = dollars("small", "2"), dollars("small", "0.002")
    counter.at(BOLT).sees(1, sheet(pair[0]))
    held = [moved(name, *pair, 2, BOLT, state=EventState.HELD) for name in ("one", "two")]
    counter.at(BOLT).sees(2, sheet(pair[0]), *held)
    assert {page["id"]: page["held"] for page in counter.lists("/pages")} == {
        "acme/pricing": 0,
        "bolt/pricing": 2,
        "cheap/pricing": 0,
        "register/prices": 0,
    }


def test_failing_pages_can_be_asked_for(open_shop: Counter) -> None:
    open_shop.at(BOLT).fails(4)
    assert list(by_id(open_shop.lists("/pages", failing="true"))) == ["bolt/pricing"]
    assert "bolt/pricing" not in by_id(open_shop.lists("/pages", failing="false"))
    assert list(by_id(open_shop.lists("/pages", vendor="cheap"))) == ["cheap/pricing"]
