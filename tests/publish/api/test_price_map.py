"""Our prices in other tools' formats: nothing invented, nothing lost that the format can say."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipeline.mappings import parse_document, read_mapping
from pipeline.types import Page, Rate, State, Terms, Vendor
from publish.api.maps.exact import exact_json
from tests.publish.api.counter import ACME, BOLT, LIST, VENDORS, Counter, Opened, day, dollars
from tests.storage.desk import sheet

BATCH: Terms = (("service_class", "batch"),)
LONG: Terms = (("context", ">200K"),)
SHORT: Terms = (("context", "<=200K"),)
GOOGLE = Page("google/pricing", "google", "https://google.example/pricing")
OFFERED = (
    dollars("small", "0.30"),
    dollars("small", "1.25", "output"),
    dollars("small", "0.15", terms=BATCH),
    dollars("small", "0.075", "cache_read"),
    dollars("small", "0.60", terms=LONG),
    dollars("large", "0.0000012", per=Decimal(1)),
    dollars("large", "0.03", "output", per=Decimal(1000)),
    dollars("large", "6", "cache_write", terms=(("ttl", "1h"),)),
)


def read_back(counter: Counter, path: str, shape: str) -> list[Rate]:
    """By the reader that watches the very tools' maps."""
    return read_mapping(parse_document(counter.asks(path).text), {"shape": shape})


def each(rate: Rate) -> tuple[str, str, Terms, Decimal]:
    assert rate.unit_price is not None
    return rate.model.rpartition("/")[2], rate.meter, rate.terms, (rate.unit_price / rate.per).normalize()


def left_out(counter: Counter, path: str) -> dict[str, int]:
    told = counter.asks(path).headers["Left-Out"]
    return {name: int(number) for name, number in re.findall(r"(\w+)=(\d+)", told)}


def test_our_own_reader_reads_our_litellm_map_back_to_the_same_rates(counter: Counter) -> None:
    counter.at(ACME).sees(1, sheet(*OFFERED))
    rates = read_back(counter, "/price-map/litellm.json", "litellm")
    assert sorted(map(each, rates)) == sorted(map(each, OFFERED))
    assert {(rate.currency, rate.unit, rate.state) for rate in rates} == {("USD", "token", State.PRICED)}
    assert counter.asks("/price-map/litellm.json").headers["Left-Out"] == "none"


def test_our_own_reader_reads_our_models_dev_map_back_to_the_same_rates(counter: Counter) -> None:
    counter.at(ACME).sees(1, sheet(*OFFERED))
    rates = read_back(counter, "/price-map/models.dev/api.json", "models.dev")
    told = [rate for rate in OFFERED if rate.terms in ((), LONG)]
    assert sorted(map(each, rates)) == sorted(map(each, told))
    assert left_out(counter, "/price-map/models.dev/api.json") == {"terms": 2}


def test_no_number_goes_through_a_binary_fraction(counter: Counter) -> None:
    counter.at(ACME).sees(1, sheet(dollars("small", "0.1234567890123456789")))
    assert '"input_cost_per_token": 0.0000001234567890123456789' in counter.asks("/price-map/litellm.json").text


@pytest.mark.parametrize("path", ["/price-map/litellm.json", "/price-map/models.dev/api.json"])
@pytest.mark.parametrize(
    ("rate", "reason"),
    [
        (dollars("x", "4", currency="CNY"), "currency"),
        (dollars("x", None), "unpriced"),
        (dollars("x", "4", state=State.UNKNOWN), "unpriced"),
        (dollars("x", "1", "image", unit="image", per=Decimal(1)), "unit"),
        (dollars("x", "1", "fine_tuning"), "meter"),
        (dollars("x", "1", terms=(("region", "cn-beijing"),)), "terms"),
        (dollars("x", "1", terms=SHORT), "terms"),
        (dollars("x", "1", per=Decimal(3)), "inexact"),
    ],
)
def test_what_a_map_cannot_say_is_left_out_and_counted(counter: Counter, path: str, rate: Rate, reason: str) -> None:
    counter.at(ACME).sees(1, sheet(rate))
    assert json.loads(counter.asks(path).body) == {}
    assert left_out(counter, path) == {reason: 1}


def test_a_promotion_is_not_the_list_price(counter: Counter) -> None:
    counter.at(ACME).sees(1, sheet(replace(dollars("small", "0.10"), list_price=Decimal("0.40"))))
    told = counter.gets("/price-map/litellm.json")
    assert told["acme/small"]["input_cost_per_token"] == 0.0000004
    assert counter.gets("/price-map/models.dev/api.json")["acme"]["models"]["small"]["cost"] == {"input": 0.4}


def test_a_price_up_to_a_bound_is_the_plain_one_where_that_beyond_is_told(counter: Counter) -> None:
    paid = ("plan", "paid")
    short, long = (dollars("small", price, terms=(bound, paid)) for price, bound in (("1", SHORT[0]), ("2", LONG[0])))
    counter.at(ACME).sees(1, sheet(short, long))
    told = counter.gets("/price-map/litellm.json")["acme/small"]
    assert (told["input_cost_per_token"], told["input_cost_per_token_above_200k_tokens"]) == (0.000001, 0.000002)
    cost = counter.gets("/price-map/models.dev/api.json")["acme"]["models"]["small"]["cost"]
    assert cost == {"input": 1, "context_over_200k": {"input": 2}}


def test_what_is_free_is_told_where_a_reader_can_tell_it_from_a_gap(counter: Counter) -> None:
    free = [dollars("gift", "0", meter, state=State.FREE, currency=None) for meter in ("input", "output")]
    counter.at(ACME).sees(1, sheet(*free, dollars("small", "1"), dollars("small", "0", "output", state=State.FREE)))
    told = counter.gets("/price-map/litellm.json")
    assert (told["acme/gift"]["input_cost_per_token"], told["acme/gift"]["output_cost_per_token"]) == (0, 0)
    assert "output_cost_per_token" not in told["acme/small"]
    assert left_out(counter, "/price-map/litellm.json") == {"free_beside_priced": 1}


def test_pages_that_contradict_each_other_tell_no_price(counter: Counter) -> None:
    twins = dollars("small", "1"), dollars("Small", "2")
    counter.at(ACME).sees(1, sheet(*(replace(rate, model_id="acme/small") for rate in twins)))
    assert counter.gets("/price-map/litellm.json") == {}
    assert left_out(counter, "/price-map/litellm.json") == {"contradicted": 2}


def test_what_a_registry_collects_is_not_sold_by_it(counter: Counter) -> None:
    counter.at(LIST).sees(1, sheet(dollars("small", "1")))
    counter.at(BOLT).sees(1, sheet(dollars("small", "2")))
    assert list(counter.gets("/price-map/litellm.json")) == ["bolt/small"]


def test_a_vendor_has_the_name_that_the_other_tool_knows(opened: Opened) -> None:
    with opened(vendors={**VENDORS, "google": Vendor("google", "Google", pages=(GOOGLE,))}) as counter:
        counter.at(GOOGLE).sees(1, sheet(dollars("Gemini 9 Comet", "1", model_id="google/gemini-9-comet")))
        told = counter.gets("/price-map/litellm.json")
        assert told["gemini/gemini-9-comet"]["litellm_provider"] == "gemini"
        assert "gemini-9-comet" in counter.gets("/price-map/models.dev/api.json")["google"]["models"]


def test_a_map_is_of_a_day_as_known_on_a_day(counter: Counter) -> None:
    counter.at(ACME).sees(1, sheet(dollars("small", "1")))
    counter.at(ACME).sees(9, sheet(dollars("small", "2")))
    for asked, price in ({}, 0.000002), ({"on": "2024-05-05"}, 0.000001), ({"known": "2024-05-05"}, 0.000001):
        assert counter.gets("/price-map/litellm.json", **asked)["acme/small"]["input_cost_per_token"] == price


def focus(counter: Counter) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(counter.asks("/price-map/focus.csv").text)))


def test_the_price_sheet_keeps_every_currency_and_unit(counter: Counter) -> None:
    yuan = dollars("small", "0.0008", currency="CNY", per=Decimal(1000), terms=(("region", "cn-beijing"),))
    image = dollars("painter", "0.04", "output_image", unit="image", per=Decimal(1))
    counter.at(ACME).sees(1, sheet(yuan, image, dollars("large", None)))
    rows = focus(counter)
    assert [(row["ListUnitPrice"], row["PricingCurrency"], row["PricingUnit"], row["SkuMeter"]) for row in rows] == [
        ("0.0008", "CNY", "1000 Tokens", "input"),
        ("0.04", "USD", "1 Images", "output_image"),
    ]
    assert (rows[0]["ProviderName"], rows[0]["PublisherName"], rows[0]["RegionId"]) == ("Acme", "acme", "cn-beijing")
    assert len({row["SkuPriceId"] for row in rows}) == 2
    assert left_out(counter, "/price-map/focus.csv") == {"unpriced": 1}


def test_the_price_sheet_has_no_promotion_and_no_formula(counter: Counter) -> None:
    counter.at(ACME).sees(1, sheet(replace(dollars("=1+1", "0.10"), list_price=Decimal("0.40"))))
    (row,) = focus(counter)
    assert (row["ListUnitPrice"], row["x_Model"]) == ("0.40", "'=1+1")


def test_a_map_that_a_client_has_is_not_sent_again(counter: Counter) -> None:
    counter.at(ACME).sees(1, sheet(dollars("small", "1")))
    tag = counter.asks("/price-map/litellm.json").headers["ETag"]
    counter.now = day(31)
    assert counter.asks("/price-map/litellm.json", If_None_Match=tag).status == 304


def test_json_is_written_whole() -> None:
    value = {'a"b': "<c>", "n": Decimal("1E-7"), "in": {"zh": "价"}}
    assert json.loads(exact_json(value)) == {'a"b': "<c>", "n": 1e-07, "in": {"zh": "价"}}


def test_a_map_is_made_once_until_a_rate_changes(counter: Counter) -> None:
    counter.at(ACME).sees(1, sheet(dollars("small", "1")))
    asked = counter.counts_questions()
    counter.asks("/price-map/litellm.json")
    first = asked()
    counter.asks("/price-map/litellm.json")
    assert asked() - first < first
    counter.at(ACME).sees(2, sheet(dollars("small", "2")))
    assert counter.gets("/price-map/litellm.json")["acme/small"]["input_cost_per_token"] == 0.000002
