"""JSON price documents, read by what is declared of them and by nothing else."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.mappings import MappingError, check_mapping, embedded_document, known_shape, parse_document, read_mapping
from pipeline.types import Hints, Rate, State

ROUTER = {
    "data": [
        {
            "id": "openai/gpt-4o",
            "pricing": {"prompt": "0.0000025", "completion": "0.00001", "web_search": "0", "image": "0.001"},
        },
        {"id": "meta-llama/llama-3.1-70b-instruct:free", "pricing": {"prompt": "0", "completion": "0"}},
        {"id": "somewhere/auto", "pricing": {"prompt": "-1", "completion": "-1"}},
        {
            "id": "anthropic/claude-opus-4.5:batch",
            "pricing": {
                "prompt": "0.000005",
                "completion": "0.000025",
                "input_cache_write_1h": "0.00001",
                "overrides": [{"min_prompt_tokens": 272000, "prompt": "0.00001", "note": "long"}],
            },
        },
    ]
}
MAP = """{
    "sample_spec": {"litellm_provider": "one of …", "input_cost_per_token": 0.0},
    "gpt-x": {
        "litellm_provider": "openai", "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05,
        "input_cost_per_token_batches": 1.25e-06, "input_cost_per_token_above_200k_tokens": 5e-06,
        "input_cost_per_token_above_200k_tokens_priority": 7.5e-06, "cache_creation_input_token_cost_above_1hr": 4e-06,
        "max_tokens": 4096, "search_context_cost_per_query": {"search_context_size_low": 0.03}
    },
    "embed-x": {"litellm_provider": "openai", "input_cost_per_token": 2e-08, "output_cost_per_token": 0.0},
    "open-x": {"litellm_provider": "someone", "input_cost_per_token": 0, "output_cost_per_token": 0},
    "banded-x": {
        "litellm_provider": "dashscope",
        "tiered_pricing": [
            {"range": [0, 256000.0], "input_cost_per_token": 5e-08},
            {"range": [256000.0, 1000000.0], "input_cost_per_token": 2.5e-07}
        ]
    },
    "dusty-x": {"litellm_provider": "someone", "input_cost_per_token": 1.2999000000000001e-07}
}"""


def by_terms(rates: list[Rate], model: str) -> dict[str, str | None]:
    """`input[context=>200K]` → price, of one model."""
    found = {}
    for rate in rates:
        if rate.model == model:
            terms = ",".join(f"{name}={value}" for name, value in rate.terms)
            price = None if rate.unit_price is None else f"{rate.unit_price:f}"
            found[rate.meter + (f"[{terms}]" if terms else "")] = price
    return found


def read(document: Any) -> list[Rate]:
    shape = known_shape(document)
    assert shape is not None
    return read_mapping(document, shape)


def test_a_router_of_models_is_known_by_its_structure_and_read() -> None:
    rates = read(ROUTER)
    assert by_terms(rates, "openai/gpt-4o") == {"input": "0.0000025", "output": "0.00001", "image": "0.001"}
    first = rates[0]
    assert (first.currency, first.per, first.unit, first.printed) == ("USD", 1, "token", "0.0000025")
    assert first.locator == "/data/0/pricing/prompt"
    assert first.model_id == "openai/gpt-4o"
    assert first.per_million == Decimal("2.5")


def test_free_is_free_only_for_what_is_charged_by_the_token() -> None:
    rates = [rate for rate in read(ROUTER) if rate.model.endswith(":free")]
    assert [(rate.meter, rate.state, rate.terms) for rate in rates] == [
        ("input", State.FREE, (("plan", "free"),)),
        ("output", State.FREE, (("plan", "free"),)),
    ]
    assert not [rate for rate in read(ROUTER) if rate.meter == "web_search"]


def test_a_negative_price_is_no_price() -> None:
    assert not [rate for rate in read(ROUTER) if rate.model == "somewhere/auto"]


def test_bands_and_variants_become_terms() -> None:
    assert by_terms(read(ROUTER), "anthropic/claude-opus-4.5:batch") == {
        "input[service_class=batch]": "0.000005",
        "output[service_class=batch]": "0.000025",
        "cache_write[service_class=batch,ttl=1h]": "0.00001",
        "input[context=>272K,service_class=batch]": "0.00001",
    }


def test_the_same_structure_at_another_host_with_prices_a_million_is_not_guessed_at() -> None:
    document = {"data": [{"id": "a", "pricing": {"prompt": "0.5", "completion": "1.5"}}]}
    assert known_shape(document) is None


def test_a_map_of_costs_is_read_key_by_key_with_its_endings_as_terms() -> None:
    rates = read(parse_document(MAP))
    assert by_terms(rates, "gpt-x") == {
        "input": "0.0000025",
        "output": "0.00001",
        "input[service_class=batch]": "0.00000125",
        "input[context=>200K]": "0.000005",
        "input[context=>200K,service_class=priority]": "0.0000075",
        "cache_write[ttl=1h]": "0.000004",
        "web_search[tier=low]": "0.03",
    }
    assert by_terms(rates, "banded-x") == {
        "input[context=<=256K]": "0.00000005",
        "input[context=256K-1M]": "0.00000025",
    }


def test_numbers_stand_beside_what_was_printed() -> None:
    rates = read(parse_document(MAP))
    printed = {rate.locator: (rate.printed, rate.unit_price) for rate in rates}
    assert printed["/gpt-x/input_cost_per_token"] == ("2.5e-06", Decimal("0.0000025"))
    assert printed["/dusty-x/input_cost_per_token"] == ("1.2999000000000001e-07", Decimal("1.2999e-7"))


def test_a_zero_in_a_map_of_costs_is_free_only_where_the_whole_row_is() -> None:
    states = {(rate.model, rate.meter): (rate.state, rate.unit_price) for rate in read(parse_document(MAP))}
    assert states["embed-x", "output"] == (State.UNKNOWN, None)
    assert states["open-x", "input"] == (State.FREE, Decimal(0))
    assert ("sample_spec", "input") not in states


def test_providers_and_their_models_are_told_apart() -> None:
    limit = {"context": 128000}
    document = {
        "one": {"models": {"m": {"id": "m", "name": "M", "limit": limit, "cost": {"input": 2.5, "output": 10}}}},
        "two": {"models": {"m": {"id": "m", "name": "M", "limit": limit, "cost": {"input": 3}}}},
    }
    rates = read(parse_document(json.dumps(document)))
    assert [(rate.model, rate.meter, rate.unit_price, rate.per_million) for rate in rates] == [
        ("one/m", "input", Decimal("2.5"), Decimal("2.5")),
        ("one/m", "output", Decimal(10), Decimal(10)),
        ("two/m", "input", Decimal(3), Decimal(3)),
    ]
    assert rates[0].locator == "/one/models/m/cost/input"


def test_a_struck_price_stands_beside_the_one_asked_now_in_bands_too() -> None:
    now = {"input_price": "1.4", "output_price": "6", "prompt_thresholds": [{"threshold": 32768, "input_price": "2.8"}]}
    once = {"input_price": "2", "output_price": "6", "prompt_thresholds": [{"threshold": 32768, "input_price": "4"}]}
    rates = read({"data": [{"model": "a/b", "displayName": "B", "price": {"actual": now, "origin": once}}]})
    assert [(rate.meter, rate.terms, rate.unit_price, rate.list_price) for rate in rates] == [
        ("input", (), Decimal("1.4"), Decimal(2)),
        ("output", (), Decimal(6), None),
        ("input", (("context", ">32768"),), Decimal("2.8"), Decimal(4)),
    ]


def test_tiers_stand_in_for_the_older_way_to_say_them() -> None:
    cost = {
        "input": 5,
        "context_over_200k": {"input": 10},
        "tiers": [{"input": 10, "tier": {"type": "context", "size": 272_000}}],
    }
    model = {"id": "m", "name": "M", "limit": {"context": 1_000_000}, "cost": cost}
    assert by_terms(read({"one": {"models": {"m": model}}}), "one/m") == {"input": "5", "input[context=>272K]": "10"}
    del cost["tiers"]
    assert by_terms(read({"one": {"models": {"m": model}}}), "one/m") == {"input": "5", "input[context=>200K]": "10"}


def test_a_band_may_be_one_object_with_its_bound_in_it() -> None:
    extended = {"context_token_threshold": 200_000, "input": {"usd": 2.5}, "output": {"usd": 8, "diem": 8}}
    pricing = {"input": {"usd": 1.25}, "output": {"usd": 4}, "extended": extended}
    rates = read({"data": [{"id": "grok-9", "model_spec": {"pricing": pricing}}]})
    assert by_terms(rates, "grok-9") == {
        "input": "1.25",
        "output": "4",
        "input[context=>200K]": "2.5",
        "output[context=>200K]": "8",
    }
    assert rates[2].locator == "/data/0/model_spec/pricing/extended/input/usd"


def test_ratios_of_a_reseller_are_read_only_where_declared() -> None:
    row = {"model_name": "gpt-4o", "quota_type": 0, "model_ratio": 1.25, "completion_ratio": 4, "model_price": 0}
    document = {"data": [row, {"model_name": "mj", "quota_type": 1, "model_ratio": 0, "model_price": 0.05}]}
    document |= {"group_ratio": {"default": 0.5, "vip": 0.4}}
    assert known_shape(document) is None
    mapping = {"shape": "new-api", "currency": "USD", "times": ["{$.group_ratio.default}"]}
    rates = read_mapping(document, mapping)
    assert by_terms(rates, "gpt-4o") == {"input": "1.250", "output": "5.000"}
    assert by_terms(rates, "mj") == {"request": "0.025"}


def test_one_slip_in_a_list_does_not_hide_what_kind_of_list_it_is() -> None:
    rows = [{"id": f"m{i}", "pricing": {"prompt": "0.000001", "completion": "0.000002"}} for i in range(20)]
    rows.append({"id": "slip", "pricing": {"prompt": "1.5", "completion": "0.000002"}})
    assert len(read({"data": rows})) == 42


def test_a_map_of_three_thousand_models_takes_no_time() -> None:
    row = json.loads(MAP)["gpt-x"]
    document = {f"host/model-{i}": dict(row) for i in range(3_000)}
    start = time.process_time()
    assert len(read(document)) == 3_000 * 7
    assert time.process_time() - start < 1.5


def test_cents_become_dollars() -> None:
    rows = [
        {
            "model_name": "a/b",
            "pricing": {"type": "tokens", "cents_per_input_token": 3.5e-05, "cents_per_output_token": None},
        }
    ]
    (rate,) = read(parse_document(json.dumps(rows)))
    assert (rate.unit_price, rate.currency, rate.per_million, rate.printed) == (
        Decimal("3.5e-7"),
        "USD",
        Decimal("0.35"),
        "3.5e-05",
    )


@pytest.mark.parametrize(
    ("document", "text", "media_type"),
    [
        ({"Result": {"MDContent": "# Prices"}}, "# Prices", "text/markdown"),
        ({"data": {"content": "<p>价格", "nodeId": 1, "alias": "/a"}}, "<p>价格", "text/html"),
    ],
)
def test_a_page_inside_a_document_is_handed_on_with_its_kind(document: Any, text: str, media_type: str) -> None:
    shape = known_shape(document)
    assert shape is not None
    assert embedded_document(document, shape) == (text, media_type)
    assert read_mapping(document, shape) == []


def test_a_page_inside_a_document_may_be_declared_and_missing() -> None:
    mapping = {"document": {"path": "body.text"}}
    assert embedded_document({"body": {"text": "<p>1"}}, mapping) == ("<p>1", "text/html")
    assert embedded_document({"body": None}, mapping) is None
    assert embedded_document({"body": {"text": "x"}}, {}) is None


def test_a_declaration_may_begin_with_a_known_shape() -> None:
    mapping = {
        "shape": "openrouter",
        "model": "{name}",
        "meters": {"pricing.fee": {"meter": "request", "unit": "request"}},
    }
    rates = read_mapping({"data": [{"name": "M", "pricing": {"prompt": "0.1", "fee": "0.2"}}]}, mapping)
    assert by_terms(rates, "M") == {"input": "0.1", "request": "0.2"}


def test_all_of_the_language_in_one_declaration() -> None:
    mapping = {
        "rows": "lists.*.models",
        "model": "{@0.title} {label}",
        "maker": "{by}",
        "currency": "{cur}",
        "per": 1000,
        "unit": "character",
        "zero": "free",
        "times": ["{$.ratio.vip}"],
        "skip_models": ["A old"],
        "skip": {"state": ["retired"]},
        "only": {"kinds": ["llm"]},
        "meters": {
            "p.in": "input",
            "p.fee": {"meter": "request", "unit": "request", "times": ["{p.n}"], "zero": "none"},
        },
        "variants": {"-batch": {"service_class": "batch"}},
    }
    row = {"cur": "cny", "kinds": ["llm", "chat"], "p": {"in": "¥0.02", "fee": 0.5, "n": 3}, "by": "zhipu"}
    first = [{**row, "label": "glm-9"}, {**row, "label": "old"}, {**row, "label": "x-batch", "p": {"in": "0"}}]
    second = [{**row, "label": "gone", "state": "retired"}, {**row, "label": "tts", "kinds": ["tts"]}]
    document = {"ratio": {"vip": 2}, "lists": [{"title": "A", "models": first}, {"title": "B", "models": second}]}
    rates = read_mapping(document, mapping)
    assert [(r.model, r.meter, r.terms, r.unit_price, r.currency, r.per, r.unit, r.state) for r in rates] == [
        ("A glm-9", "input", (), Decimal("0.04"), "CNY", Decimal(1000), "character", State.PRICED),
        ("A glm-9", "request", (), Decimal("3.0"), "CNY", Decimal(1), "request", State.PRICED),
        (
            "A x-batch",
            "input",
            (("service_class", "batch"),),
            Decimal(0),
            "CNY",
            Decimal(1000),
            "character",
            State.FREE,
        ),
    ]
    assert rates[0].locator == "/lists/0/models/0/p/in"


def test_hints_fill_what_the_mapping_leaves_open() -> None:
    mapping = {"meters": {"in": "input"}}
    (rate,) = read_mapping({"m": {"in": 3}}, mapping, hints=Hints(currency="EUR", per=Decimal(1000), unit="character"))
    assert (rate.model, rate.currency, rate.per, rate.unit) == ("m", "EUR", Decimal(1000), "character")


def test_of_two_paths_for_one_meter_the_first_declared_counts() -> None:
    mapping = {"meters": {"a": "input", "b": "input"}}
    (rate,) = read_mapping({"m": {"b": 2, "a": 1}}, mapping)
    assert rate.unit_price == 1


def test_rows_that_contradict_each_other_are_both_left_out() -> None:
    mapping = {"rows": "", "model": "{n}", "meters": {"a": "input"}}
    rows = [{"n": "x", "a": 1}, {"n": "x", "a": 2}, {"n": "y", "a": 3}, {"n": "y", "a": 3}, {"n": "x", "a": 1}]
    assert [(rate.model, rate.unit_price) for rate in read_mapping(rows, mapping)] == [("y", Decimal(3))]


@pytest.mark.parametrize(
    "value",
    [None, "", "n/a", "contact us", True, "NaN", "Infinity", "-0.1", [], {}, "1e999", "1" * 80, "1_000", "٣", "0x10"],
)
def test_what_is_no_price_is_no_rate(value: Any) -> None:
    assert read_mapping({"m": {"a": value}}, {"zero": "free", "meters": {"a": "input"}}) == []


@pytest.mark.parametrize(
    ("mapping", "fault"),
    [
        ({"shape": "no-such"}, "mapping.shape: one of "),
        ({"per": 0, "meters": {"a": "input"}}, "mapping.per: a positive number was expected: 0"),
        ({"meters": {"a": {"unit": "page"}}}, "mapping.meters.a: a text under 'meter' was expected"),
        ({"row": "data"}, "mapping: one of .* was expected: 'row'"),
        ({"bands": [{"above": "n"}]}, "mapping.bands: a text under 'rows' was expected"),
        ({"document": {"file": "a"}}, "mapping.document: one of media_type, path was expected: 'file'"),
        ({"meters": {"a": {"meter": "input", "zero": "maybe"}}}, "mapping.meters.a.zero: one of free, none"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(mapping: dict[str, Any], fault: str) -> None:
    with pytest.raises(MappingError, match=fault):
        check_mapping(mapping)
    with pytest.raises(MappingError, match=fault):
        read_mapping({"m": {"a": 1}}, mapping)


def test_a_document_nested_ten_thousand_deep_is_refused() -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        parse_document("[" * 100_000)


LEAF = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["0", "-1", "0.5", "1e-7"])
)
NAMES = "data id pricing prompt completion overrides model price models cost input limit 0 *"
KEYS = st.sampled_from(NAMES.split())
DOCUMENTS = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=30
)


@given(DOCUMENTS, st.sampled_from(["openrouter", "litellm", "models.dev", "atlascloud", "deepinfra", "aliyun-help"]))
def test_no_document_brings_a_shape_down_and_no_two_rates_are_alike(document: Any, shape: str) -> None:
    rates = read_mapping(document, {"shape": shape})
    assert len({(rate.model, rate.meter, rate.terms) for rate in rates}) == len(rates)
    assert all((rate.unit_price is not None) == (rate.state in (State.PRICED, State.FREE)) for rate in rates)
    assert known_shape(document) is None or isinstance(document, dict | list)
