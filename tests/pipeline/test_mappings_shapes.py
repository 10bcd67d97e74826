"""The price documents that public tools serve: each small, invented, and of the shape that the tool's own has."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.mappings import MappingError, check_mapping, known_shape, parse_document, read_mapping
from pipeline.types import Rate, State


def rates_of(document: Any, shape: str | None = None) -> list[Rate]:
    """What is read of the document as it is printed; by its structure alone where no shape is named."""
    parsed = parse_document(json.dumps(document))
    mapping = {"shape": shape} if shape else known_shape(parsed)
    assert mapping is not None
    return read_mapping(parsed, mapping)


def lines(rates: list[Rate]) -> list[str]:
    """`plum input[region=north] 0.5 USD/1000`, sorted."""
    return sorted(map(_line, rates))


def _line(rate: Rate) -> str:
    terms = ",".join(f"{name}={value}" for name, value in rate.terms)
    head = f"{rate.model} {rate.meter}" + (f"[{terms}]" if terms else "")
    if rate.unit_price is None:
        return f"{head} {rate.state}"
    return f"{head} {rate.unit_price.normalize():f} {rate.currency}/{rate.per}"


def unrecognised(document: Any) -> bool:
    return known_shape(parse_document(json.dumps(document))) is None


# Clouds


def offer(*products: tuple[dict[str, str], str, str]) -> dict[str, Any]:
    """An offer file of a cloud: what is sold (attributes), in which unit, for how much."""
    document: dict[str, Any] = {"formatVersion": "v1.0", "offerCode": "AcornBedrock", "products": {}, "terms": {}}
    on_demand = document["terms"]["OnDemand"] = {}
    for number, (attributes, unit, price) in enumerate(products):
        sku = f"SKU{number}"
        document["products"][sku] = {"sku": sku, "attributes": {"regionCode": "us-north-1", **attributes}}
        dimension = {"unit": unit, "beginRange": "0", "endRange": "Inf", "pricePerUnit": {"USD": price}}
        on_demand[sku] = {f"{sku}.T": {"priceDimensions": {f"{sku}.T.D": dimension}}}
    return document


def sold(inference: str, **attributes: str) -> dict[str, str]:
    words = {"model": "Acorn Pro", "inferenceType": inference, "feature": "On-demand Inference"}
    return {**words, "usagetype": "USN1-AcornPro-tokens", **attributes}


def test_a_clouds_offer_file_joins_each_price_with_what_is_sold() -> None:
    document = offer(
        (sold("Input tokens"), "1K tokens", "0.0008000000"),
        (sold("Output tokens"), "1K tokens", "0.0032000000"),
        (sold("Prompt cache read input tokens"), "1K tokens", "0.0002"),
        (sold("Prompt cache write input tokens"), "1M tokens", "1"),
        (sold("Input tokens batch", feature="Batch Inference"), "1K tokens", "0.0004"),
        (sold("Input tokens priority", service_tier="priority"), "1K tokens", "0.0014"),
        (sold("Input tokens", usagetype="USN1-AcornPro-input-tokens-cross-region-global"), "1K tokens", "0.0007"),
    )
    rates = rates_of(document)
    assert lines(rates) == [
        "Acorn Pro cache_read[region=us-north-1] 0.0002 USD/1000",
        "Acorn Pro cache_write[region=us-north-1] 1 USD/1000000",
        "Acorn Pro input[mode=global,region=us-north-1] 0.0007 USD/1000",
        "Acorn Pro input[region=us-north-1,service_class=batch] 0.0004 USD/1000",
        "Acorn Pro input[region=us-north-1,service_class=priority] 0.0014 USD/1000",
        "Acorn Pro input[region=us-north-1] 0.0008 USD/1000",
        "Acorn Pro output[region=us-north-1] 0.0032 USD/1000",
    ]
    assert rates[0].per_million == Decimal("0.8")
    assert rates[0].locator == "/terms/OnDemand/SKU0/SKU0.T/priceDimensions/SKU0.T.D/pricePerUnit/USD"


@pytest.mark.parametrize(
    ("inference", "unit"),
    [
        ("Input tokens", "hours"),
        ("Input tokens", "Units"),
        ("Image input tokens", "1K tokens"),
        ("Speech output tokens", "1K tokens"),
        ("Input tokens long context", "1K tokens"),
        ("Input tokens custom-model", "1K tokens"),
        ("Provisioned throughput", "1K tokens"),
        ("Moon phases", "1K tokens"),
    ],
)
def test_of_a_product_that_is_not_understood_whole_nothing_is_read(inference: str, unit: str) -> None:
    assert rates_of(offer((sold(inference), unit, "3"))) == []


def test_a_product_without_a_model_or_without_attributes_has_no_rate() -> None:
    document = offer((sold("Input tokens"), "1K tokens", "1"), (sold("Input tokens", model=""), "1K tokens", "2"))
    del document["products"]["SKU0"]
    assert rates_of(document) == []


def marketed(description: str, unit: str = "Units") -> list[str]:
    """What is read of a product sold through the marketplace, which its price alone describes."""
    attributes = {"servicename": "Acorn 9 (Amazon Bedrock Edition)", "usagetype": "USN1-MP:USN1_Tokens-Units"}
    document = offer((attributes, unit, "3.6000000000"))
    document["terms"]["OnDemand"]["SKU0"]["SKU0.T"]["priceDimensions"]["SKU0.T.D"]["description"] = description
    return lines(rates_of(document))


@pytest.mark.parametrize(
    ("description", "rate"),
    [
        ("Marketplace usage|us-north-1|Million Input Tokens", "input[region=us-north-1]"),
        ("Marketplace usage|us-north-1|Million Response Tokens Global", "output[mode=global,region=us-north-1]"),
        ("x|us-north-1|Million Batch Input Tokens", "input[region=us-north-1,service_class=batch]"),
        ("x|us-north-1|Million 1 hour Cache Write Input Tokens", "cache_write[region=us-north-1,ttl=1h]"),
        ("x|us-north-1|Million Input Tokens Regional CRIS", "input[mode=cross-region,region=us-north-1]"),
    ],
)
def test_a_marketplace_price_is_a_million_where_its_description_says_so(description: str, rate: str) -> None:
    assert marketed(description) == [f"Acorn 9 {rate} 3.6 USD/1000000"]


def test_a_marketplace_price_of_an_unknown_number_of_tokens_is_not_guessed_at() -> None:
    assert marketed("x|us-north-1|Input Tokens - Standard") == []
    assert marketed("x|us-north-1|Input Tokens - Standard", "1M tokens") == [
        "Acorn 9 input[region=us-north-1] 3.6 USD/1000000"
    ]


def test_a_zero_in_an_offer_file_is_not_called_free() -> None:
    (rate,) = rates_of(offer((sold("Input tokens"), "1K tokens", "0.0000000000")))
    assert (rate.state, rate.unit_price) == (State.UNKNOWN, None)


def metered(name: str, price: float, unit: str = "1K", **more: Any) -> dict[str, Any]:
    row = {
        "currencyCode": "USD",
        "tierMinimumUnits": 0.0,
        "retailPrice": price,
        "unitPrice": price,
        "armRegionName": "northsea",
        "meterName": name,
        "productName": "Azure OpenAI",
        "skuName": name.removesuffix(" Tokens"),
        "serviceName": "Foundry Models",
        "unitOfMeasure": unit,
        "type": "Consumption",
    }
    return row | more


def retail(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"BillingCurrency": "USD", "Items": list(rows), "NextPageLink": None, "Count": len(rows)}


def test_retail_meters_tell_model_direction_and_place_in_one_name() -> None:
    document = retail(
        metered("gpt-9-mini-0718-Inp-glbl Tokens", 0.00015),
        metered("gpt-9-mini-0718-Outp-glbl Tokens", 0.0006),
        metered("gpt-9-mini-0718-Batch-Inp-glbl Tokens", 0.000075),
        metered("gpt 9.1 cached Inp Data Zone Tokens", 0.000055),
        metered("9.4 nano Inp Gl 1M Tokens", 0.2, "1M", productName="Azure OpenAI GPT9"),
        metered("GPT 9 outpt Glbl 1M Tokens", 10, "1M", productName="Azure OpenAI GPT9"),
        metered("Acorn-4-Input Tokens", 0.000125, productName="Azure Acorn Models", currencyCode="EUR"),
        metered("text-embedding-9-large-glbl Tokens", 0.00013),
    )
    assert lines(rates_of(document)) == [
        "Acorn-4 input[region=northsea] 0.000125 EUR/1000",
        "GPT 9 output[mode=global,region=northsea] 10 USD/1000000",
        "gpt 9.1 cache_read[mode=data zone,region=northsea] 0.000055 USD/1000",
        "gpt-9-mini-0718 input[mode=global,region=northsea,service_class=batch] 0.000075 USD/1000",
        "gpt-9-mini-0718 input[mode=global,region=northsea] 0.00015 USD/1000",
        "gpt-9-mini-0718 output[mode=global,region=northsea] 0.0006 USD/1000",
        "gpt-9.4 nano input[mode=global,region=northsea] 0.2 USD/1000000",
        "text-embedding-9-large embedding[mode=global,region=northsea] 0.00013 USD/1000",
    ]


@pytest.mark.parametrize(
    ("name", "product", "line"),
    [
        ("9.6 sol ShortCo Cd Inp Std Gl", "OpenAI GPT9", "gpt-9.6 sol cache_read[context=short,mode=global]"),
        ("9.6 sol ShortCo Cd Wr Std Gl", "OpenAI GPT9", "gpt-9.6 sol cache_write[context=short,mode=global]"),
        (
            "9.6 sol LongCo Opt PP DZ",
            "OpenAI",
            "gpt-9.6 sol output[context=long,mode=data zone,service_class=priority]",
        ),
        ("9.4 longco batch cd inp Dz", "OpenAI", "gpt-9.4 cache_read[context=long,mode=data zone,service_class=batch]"),
        ("GPT 9 Mini cchd Inpt Glbl", "OpenAI GPT9", "GPT 9 Mini cache_read[mode=global]"),
        ("4.6 Inp DZ", "Acorn Models", "Acorn 4.6 input[mode=data zone]"),
        ("96luna LoCo Inp Fl Gl", "OpenAI GPT9", None),
        ("gpt-9-image txt Inp glbl", "OpenAI", None),
        ("gpt-9 BatchOutp glbl", "OpenAI", None),
    ],
)
def test_abbreviations_of_a_retail_meter_are_those_in_use(name: str, product: str, line: str | None) -> None:
    row = metered(f"{name} 1M Tokens", 3, "1M", productName=f"Azure {product}", armRegionName="")
    mapping = {"shape": "azure-retail"}
    assert lines(read_mapping(retail(row), mapping)) == ([f"{line} 3 USD/1000000"] if line else [])


@pytest.mark.parametrize(
    "row",
    [
        metered("gpt-9 ft Inp glbl Tokens", 1),
        metered("gpt-9-hosting Unit", 1, "1 Hour"),
        metered("gpt-9 aud Inp glbl Tokens", 1),
        metered("gpt-9-tts txt-inp glbl Tokens", 1),
        metered("gpt-9 Inp glbl Tokens", 1, "10K"),
        metered("gpt-9 Inp glbl Tokens", 1, type="DevTestConsumption"),
        metered("gpt-9 Inp glbl Tokens", 1, tierMinimumUnits=1000.0),
        metered("D2s v9", 0.096, "1 Hour", productName="Virtual Machines Dsv9 Series"),
    ],
)
def test_of_a_retail_meter_that_is_not_text_tokens_on_demand_nothing_is_read(row: dict[str, Any]) -> None:
    assert rates_of(retail(metered("gpt-9 Outp glbl Tokens", 2), row))[0].meter == "output"
    assert len(rates_of(retail(metered("gpt-9 Outp glbl Tokens", 2), row))) == 1


# Registries


def second_opinion(prices: Any) -> list[dict[str, Any]]:
    model = {"id": "plum-2", "name": "Plum 2", "match": {"equals": "plum-2"}, "prices": prices}
    return [{"id": "orchard", "name": "Orchard", "pricing_urls": ["https://orchard.example"], "models": [model]}]


def test_genai_prices_are_dollars_a_million_with_tiers_from_a_start() -> None:
    prices = {
        "input_mtok": {"base": 3, "tiers": [{"start": 200000, "price": 6}]},
        "output_mtok": 15,
        "cache_write_1h_mtok": 6,
        "web_searches_kcount": 10,
    }
    assert lines(rates_of(second_opinion(prices))) == [
        "orchard/plum-2 cache_write[ttl=1h] 6 USD/1000000",
        "orchard/plum-2 input 3 USD/1000000",
        "orchard/plum-2 input[context=>200K] 6 USD/1000000",
        "orchard/plum-2 output 15 USD/1000000",
        "orchard/plum-2 web_search 10 USD/1000",
    ]


def test_of_prices_by_date_none_is_guessed_and_of_those_by_the_hour_each_keeps_its_hours() -> None:
    by_date = [{"prices": {"input_mtok": 5}}, {"constraint": {"start_date": "2026-03-13"}, "prices": {"input_mtok": 4}}]
    hours = {"start_time": "16:30:00Z", "end_time": "00:30:00Z"}
    by_hour = [{"prices": {"input_mtok": 2}}, {"constraint": hours, "prices": {"input_mtok": 1}}]
    assert rates_of(second_opinion(by_date)) == []
    assert lines(rates_of(second_opinion(by_hour))) == [
        "orchard/plum-2 input[window=16:30:00Z-00:30:00Z] 1 USD/1000000"
    ]


def test_zeros_of_a_registry_are_free_only_where_the_whole_row_is() -> None:
    assert lines(rates_of(second_opinion({"input_mtok": 1, "output_mtok": 0}))) == [
        "orchard/plum-2 input 1 USD/1000000",
        "orchard/plum-2 output unknown",
    ]
    assert [rate.state for rate in rates_of(second_opinion({"input_mtok": 0, "output_mtok": 0}))] == [State.FREE] * 2


def test_llm_prices_are_read_only_where_declared_and_only_what_has_not_ended() -> None:
    row = {"vendor": "orchard", "name": "Plum 2", "output": 8, "input_cached": None}
    ended = {"id": "plum-2", "input": 9, "from_date": None, "to_date": "2025-08-01"}
    now = {"id": "plum-2", "input": 2, "from_date": "2025-08-01", "to_date": None}
    document = {"prices": [row | ended, row | now]}
    assert unrecognised(document)
    assert lines(rates_of(document, "llm-prices")) == [
        "orchard/plum-2 input 2 USD/1000000",
        "orchard/plum-2 output 8 USD/1000000",
    ]


def test_a_registry_of_two_currencies_is_read_in_each_vendors_own() -> None:
    bands = [{"upTo": 128_000, "inputPriceOrig": 0.8}, {"upTo": None, "inputPriceOrig": 2.4}]
    windows = [{"id": "peak", "schedule": "09:00-12:00", "inputPriceOrig": 9}]
    prices = {"inputPrice": 99, "outputPrice": 199}
    models = [
        {"id": "mei-1", "vendorId": "mei", "inputPriceOrig": 0.8, "outputPriceOrig": 2, "tiers": bands, **prices},
        {"id": "oak-1", "vendorId": "oak", "priceCurrency": "USD", "inputPriceOrig": 1, "outputPriceOrig": 4},
        {"id": "oak-2", "vendorId": "oak", "inputPriceOrig": 3, "outputPriceOrig": 5},
        {
            "id": "mei-2",
            "vendorId": "mei",
            "inputPriceOrig": 4,
            "outputPriceOrig": 6,
            "timePricing": {"bands": windows},
        },
        {"id": "mei-0", "vendorId": "mei", "inputPriceOrig": 7, "outputPriceOrig": 7, "retired": True},
    ]
    vendors = [{"id": "mei", "currency": "CNY"}, {"id": "elm", "currency": "USD"}]
    document = {"meta": {"unit": "per_million_tokens"}, "vendors": vendors, "models": models}
    assert lines(rates_of(document)) == [
        "mei/mei-1 input 0.8 CNY/1000000",
        "mei/mei-1 input[context=<=128K] 0.8 CNY/1000000",
        "mei/mei-1 input[context=>128K] 2.4 CNY/1000000",
        "mei/mei-1 output 2 CNY/1000000",
        "mei/mei-2 input 4 CNY/1000000",
        "mei/mei-2 input[window=09:00-12:00] 9 CNY/1000000",
        "mei/mei-2 output 6 CNY/1000000",
        "oak/oak-1 input 1 USD/1000000",
        "oak/oak-1 output 4 USD/1000000",
    ]
    assert unrecognised(document | {"meta": {"unit": "per_thousand_tokens"}})


def test_a_price_with_its_own_market_currency_unit_and_hours_keeps_them() -> None:
    price = {"market": "china", "currency": "CNY", "unit": "1M_tokens", "rateType": "standard"}
    peak = price | {"input": {"standard": 2, "cacheHit": 0.2}, "output": 8, "dailyTimeRange": {"label": "高峰时段"}}
    per_image = price | {"unit": "1_image", "input": {"standard": 5}}
    models = [{"id": "mei-1", "prices": [peak, per_image]}]
    document = {"schemaVersion": "1.0", "providers": [{"id": "mei", "models": models}]}
    assert lines(rates_of(document)) == [
        "mei/mei-1 cache_read[region=china,window=高峰时段] 0.2 CNY/1000000",
        "mei/mei-1 input[region=china,window=高峰时段] 2 CNY/1000000",
        "mei/mei-1 output[region=china,window=高峰时段] 8 CNY/1000000",
    ]


@pytest.mark.parametrize(
    "document",
    [
        [{"model_id": "plum", "pricing": {"input_per_million": 2, "output_per_million": 8, "currency": "EUR"}}],
        {"currency": "EUR", "models": {"plum": {"input_price_per_million_tokens": 2, "output_price_per_1m": 8}}},
        {"data": [{"name": "plum", "inputPricePer1MTokens": "2", "outputCostPerMillion": "8.0", "currency": "EUR"}]},
    ],
)
def test_field_names_that_state_a_million_and_a_stated_currency_are_read_under_any_roof(document: Any) -> None:
    assert lines(rates_of(document)) == ["plum input 2 EUR/1000000", "plum output 8 EUR/1000000"]


def test_field_names_that_state_a_million_of_no_currency_give_no_rate() -> None:
    assert rates_of([{"model_id": "plum", "input_per_million": 2}]) == []
    assert rates_of([{"input_per_million": 2, "currency": "USD"}]) == []


# Routers and hosts


def test_providers_of_a_routed_model_are_told_apart_by_a_term() -> None:
    providers = [
        {"provider": "oak", "status": "live", "pricing": {"input": 1.69, "output": 3.38}},
        {"provider": "elm", "status": "live", "pricing": {"input": 2.1, "output": 0}},
        {"provider": "ash", "status": "error", "pricing": {"input": 9, "output": 9}},
        {"provider": "fir", "status": "live"},
    ]
    document = {"object": "list", "data": [{"id": "orchard/Plum-2", "providers": providers}]}
    assert unrecognised(document)
    assert lines(rates_of(document, "huggingface-router")) == [
        "orchard/Plum-2 input[provider=elm] 2.1 USD/1000000",
        "orchard/Plum-2 input[provider=oak] 1.69 USD/1000000",
        "orchard/Plum-2 output[provider=elm] unknown",
        "orchard/Plum-2 output[provider=oak] 3.38 USD/1000000",
    ]


def test_openrouters_fields_in_dollars_a_million_are_read_only_where_declared() -> None:
    pricing = {"prompt": 0.25, "completion": 1, "input_cache_read": 0.125}
    document = {"object": "list", "data": [{"id": "orchard/Plum-2-TEE", "pricing": pricing}]}
    assert unrecognised(document)
    assert lines(rates_of(document, "chutes")) == [
        "orchard/Plum-2-TEE cache_read 0.125 USD/1000000",
        "orchard/Plum-2-TEE input 0.25 USD/1000000",
        "orchard/Plum-2-TEE output 1 USD/1000000",
    ]


@pytest.mark.parametrize("wrapped", [lambda rows: rows, lambda rows: {"models": rows}, lambda rows: {"data": rows}])
def test_a_list_of_token_prices_is_known_in_any_wrapping(wrapped: Any) -> None:
    rows = [
        {"id": "orchard/plum", "pricing": {"prompt": "0.000001", "completion": "0.000004"}},
        {"id": "orchard/auto", "pricing": {"prompt": "-1", "completion": "-1"}},
    ]
    assert lines(rates_of(wrapped(rows))) == ["orchard/plum input 0.000001 USD/1", "orchard/plum output 0.000004 USD/1"]


def test_endpoints_of_one_model_differ_in_their_provider() -> None:
    endpoints = [
        {"provider_name": "Oak", "tag": "oak/fp8", "pricing": {"prompt": "0.000001", "completion": "0.000002"}},
        {"provider_name": "Elm", "pricing": {"prompt": "0.0000015", "completion": "0.000003", "discount": 0}},
        {"provider_name": "Fir", "pricing": {"prompt": "0.000002", "completion": "0.000004", "discount": 0.5}},
    ]
    assert lines(rates_of({"data": {"id": "orchard/plum", "endpoints": endpoints}})) == [
        "orchard/plum input[provider=Elm] 0.0000015 USD/1",
        "orchard/plum input[provider=oak/fp8] 0.000001 USD/1",
        "orchard/plum output[provider=Elm] 0.000003 USD/1",
        "orchard/plum output[provider=oak/fp8] 0.000002 USD/1",
    ]


def test_a_gateways_tiers_name_the_first_token_beyond_a_bound() -> None:
    tiers = [{"cost": "0.000001", "min": 0, "max": 32001}, {"cost": "0.000003", "min": 32001}]
    pricing = {"input": "0.000001", "output": "0.000005", "input_tiers": tiers}
    assert lines(rates_of({"data": [{"id": "orchard/plum", "pricing": pricing}]})) == [
        "orchard/plum input 0.000001 USD/1",
        "orchard/plum input[context=<=32K] 0.000001 USD/1",
        "orchard/plum input[context=>32K] 0.000003 USD/1",
        "orchard/plum output 0.000005 USD/1",
    ]


def test_a_proxy_says_a_maps_fields_one_level_deeper() -> None:
    info = {
        "litellm_provider": "orchard",
        "input_cost_per_token": 1e-06,
        "tiered_pricing": [{"range": [0, 32000], "output_cost_per_token": 2e-06}],
    }
    document = {"data": [{"model_name": "plum", "litellm_params": {"model": "orchard/plum"}, "model_info": info}]}
    rates = rates_of(document)
    assert lines(rates) == ["plum input 0.000001 USD/1", "plum output[context=<=32K] 0.000002 USD/1"]
    assert rates[0].locator == "/data/0/model_info/input_cost_per_token"
    group = {"model_group": "plum", "providers": ["orchard"], "input_cost_per_token": 1e-06}
    assert lines(rates_of({"data": [group]})) == ["plum input 0.000001 USD/1"]


@pytest.mark.parametrize(
    "document",
    [
        {"plum": {"max_tokens": 4096, "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06}},
        {"models": {"plum": {"input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06}}},
        {"data": [{"id": "plum", "input_cost_per_token": "0.000001", "output_cost_per_token": "0.000002"}]},
    ],
)
def test_copies_of_a_map_of_costs_are_known_by_its_fields(document: Any) -> None:
    assert lines(rates_of(document)) == ["plum input 0.000001 USD/1", "plum output 0.000002 USD/1"]


def test_a_cost_of_a_token_that_is_a_dollar_is_no_cost_of_a_token() -> None:
    assert unrecognised({"plum": {"input_cost_per_token": 1.5, "output_cost_per_token": 2}})


@pytest.mark.parametrize(
    ("shape", "document", "expected"),
    [
        (
            "together",
            [
                {
                    "id": "orchard/plum",
                    "type": "chat",
                    "pricing": {"hourly": 0, "input": 0.2, "output": 0.6, "base": 0},
                },
                {"id": "orchard/paint", "type": "image", "pricing": {"hourly": 0, "input": 0, "output": 0, "base": 0}},
            ],
            ["orchard/plum input 0.2 USD/1000000", "orchard/plum output 0.6 USD/1000000"],
        ),
        (
            "novita",
            {
                "data": [
                    {"id": "orchard/plum", "input_token_price_per_m": 2690, "output_token_price_per_m": 4000},
                    {
                        "id": "orchard/fig",
                        "input_token_price_per_m": 692,
                        "pricing": {"prompt": {"price_per_m": 692, "price_per_m_decimal": "0.0692"}},
                    },
                ]
            },
            [
                "orchard/fig input 0.0692 USD/1000000",
                "orchard/plum input 0.269 USD/1000000",
                "orchard/plum output 0.4 USD/1000000",
            ],
        ),
        (
            "portkey",
            {
                "default": {"pricing_config": {"pay_as_you_go": {"request_token": {"price": 0}}, "currency": "USD"}},
                "plum": {
                    "pricing_config": {
                        "pay_as_you_go": {"request_token": {"price": 0.00025}, "cache_read_input_token": {"price": 0}}
                    }
                },
            },
            ["plum input 0.0000025 USD/1"],
        ),
        (
            "helicone",
            {
                "data": [
                    {"provider": "ORCHARD", "model": "plum", "operator": "equals", "input_cost_per_1m": 2.5},
                    {"provider": "ORCHARD", "model": "pl", "operator": "startsWith", "input_cost_per_1m": 9},
                ]
            },
            ["ORCHARD/plum input 2.5 USD/1000000"],
        ),
        (
            "langfuse",
            [{"modelName": "plum", "matchPattern": "(?i)^plum$", "prices": {"input": 0.000005, "output": 0.000015}}],
            ["plum input 0.000005 USD/1", "plum output 0.000015 USD/1"],
        ),
    ],
)
def test_a_shape_whose_unit_or_currency_only_its_host_knows_is_not_read_elsewhere(
    shape: str, document: Any, expected: Any
) -> None:
    known = known_shape(document)
    assert known is None or read_mapping(document, known) == []
    assert lines(rates_of(document, shape)) == expected


# The language


def test_words_as_long_as_a_page_are_not_matched() -> None:
    start = time.process_time()
    document = retail(metered("gpt-9 Inp glbl Tokens", 1), metered(": inp " * 200_000 + "Tokens", 1))
    assert len(rates_of(document)) == 1
    assert time.process_time() - start < 0.5


def test_a_row_in_no_currency_has_no_rate() -> None:
    mapping = {"currency": "{cur}", "meters": {"a": "input"}}
    assert [rate.currency for rate in read_mapping({"m": {"a": 1}, "n": {"a": 2, "cur": "cny"}}, mapping)] == ["CNY"]


@pytest.mark.parametrize(
    ("mapping", "fault"),
    [
        ({"told": {"price": "p", "words": "{w}", "cases": [{"like": "("}]}}, "told.cases: a regular expression"),
        ({"told": {"price": "p", "cases": []}}, "a text under 'words' was expected"),
        ({"told": {"price": "p", "words": "w", "cases": [], "units": {"k": 0}}}, "told.units.k: a positive number"),
        ({"told": {"price": "p", "words": "w", "cases": {}}}, "told.cases: a list was expected"),
        ({"told": {"price": "p", "words": "w", "edits": [["x"]]}}, "told.edits: a pattern and its replacement"),
        ({"told": {"price": "p", "words": "w", "edits": [["x", "\\9"]]}}, "told.edits: a replacement for the pattern"),
        ({"told": {"price": "p", "words": "w", "marks": [{"like": "x"}]}}, "told.marks.terms: a table was expected"),
        ({"told": {"price": "p", "words": "w", "units": []}}, "told.units: a table was expected"),
        ({"terms": ["x"]}, "mapping.terms: a table was expected"),
        ({"beside": {"row": "x"}}, "mapping.beside: one of is, key, rows was expected: 'row'"),
    ],
)
def test_a_declaration_of_words_that_cannot_be_used_says_why(mapping: dict[str, Any], fault: str) -> None:
    with pytest.raises(MappingError, match=fault):
        check_mapping(mapping)


LEAF = (
    st.none() | st.integers() | st.text(max_size=8) | st.sampled_from(["0", "-1", "0.5", "1K", "USD", "Input tokens"])
)
NAMES = (
    "data Items id terms OnDemand products priceDimensions pricePerUnit USD unit prices models providers meterName "
    "productName retailPrice currencyCode unitOfMeasure pricing input output input_mtok tiers start price constraint *"
)
DOCUMENTS = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES.split()), inner, max_size=4),
    max_leaves=30,
)
SHAPES = ["aws-offer", "azure-retail", "genai-prices", "llm-abacus", "huggingface-router", "litellm-models", "portkey"]


@given(DOCUMENTS, st.sampled_from(SHAPES))
def test_no_document_brings_one_of_them_down_and_no_two_rates_are_alike(document: Any, shape: str) -> None:
    rates = read_mapping(document, {"shape": shape})
    assert len({(rate.model, rate.meter, rate.terms) for rate in rates}) == len(rates)
    known_shape(document)
