"""Shapes of pricing pages that a reader has not met before: nameless panes, pairs with a half missing, units twice."""

from __future__ import annotations

import json

import pytest

from pipeline.read import read
from pipeline.types import Health
from tests.pipeline.said import lines, read_lines, table


def data_page(document: object) -> str:
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(document)}</script>'
    return f"<html><body><h1>Pricing</h1>{script}</body></html>"


def test_a_pane_is_of_the_service_class_that_its_value_names_though_its_button_says_nothing() -> None:
    rows = "<tr><th>Model</th><th>Input / 1M tokens</th></tr><tr><td>swan-5</td><td>{}</td></tr>"
    panes = "".join(
        f'<div data-value="{name}" hidden><table>{rows.format(price)}</table></div>'
        for name, price in (("batch", "$1"), ("standard", "$2"), ("priority", "$4"))
    )
    buttons = "<button>Batch</button><button>Standard</button><button>Priority</button>"
    assert read_lines(f"<html><body><h1>Prices</h1>{buttons}{panes}</body></html>") == [
        "swan-5 | input | 1 USD / 1M token | service_class=batch",
        "swan-5 | input | 2 USD / 1M token",
        "swan-5 | input | 4 USD / 1M token | service_class=priority",
    ]


def test_a_pane_whose_value_is_no_service_class_sets_no_condition() -> None:
    body = table("Model | Input / 1M tokens", "swan-5 | $2").replace("<table>", '<div data-value="tab-3"><table>')
    assert read_lines(body.replace("</table>", "</table></div>")) == ["swan-5 | input | 2 USD / 1M token"]


def test_an_english_word_ends_where_a_chinese_one_begins() -> None:
    page = table("模型 | 单价（每百万Token）", "hx-embedding-4 | 0.5元<br>Batch调用：0.25元")
    assert read_lines(page) == [
        "hx-embedding-4 | embedding | 0.5 CNY / 1M token",
        "hx-embedding-4 | embedding | 0.25 CNY / 1M token | service_class=batch",
    ]


def test_durations_across_and_sizes_down_are_conditions_of_the_heading() -> None:
    page = table("Resolution | 5s | 10s", "540p | $0.40 | $0.80", before="<h2>Heron2 video</h2>")
    assert read_lines(page) == [
        "Heron2 video | video | 0.4 USD / video | duration=5s resolution=540p",
        "Heron2 video | video | 0.8 USD / video | duration=10s resolution=540p",
    ]


def test_a_header_that_is_a_unit_heads_prices_and_names_no_model() -> None:
    page = table("Models | Per 1,000 Tokens", "Ada | $0.0001", "text-vector-3 | $0.0002", before="<h2>Embedding</h2>")
    assert read_lines(page) == [
        "Ada | embedding | 0.0001 USD / 1K token",
        "text-vector-3 | embedding | 0.0002 USD / 1K token",
    ]


def test_a_name_that_tells_what_is_sold_is_a_name_and_a_unit_is_none() -> None:
    page = table(
        "产品名 | 单位 | 刊例价", "swan-lite | 每百万 tokens | 输入：1元", "swan-embedding | 每百万 tokens | 0.7元"
    )
    assert read_lines(page) == [
        "swan-lite | input | 1 CNY / 1M token",
        "swan-embedding | embedding | 0.7 CNY / 1M token",
    ]


def test_a_pair_under_batch_is_of_input_and_output_where_these_have_columns() -> None:
    page = table("模型 | 输入（百万tokens） | 输出（百万tokens） | Batch API", "hx-4 | 2元 | 8元 | 1元 / 4元")
    assert read_lines(page) == [
        "hx-4 | input | 2 CNY / 1M token",
        "hx-4 | output | 8 CNY / 1M token",
        "hx-4 | input | 1 CNY / 1M token | service_class=batch",
        "hx-4 | output | 4 CNY / 1M token | service_class=batch",
    ]


@pytest.mark.parametrize("half", ["n.a.", "-", "N/A"])
def test_where_the_second_of_a_pair_is_absent_the_first_is_of_input_alone(half: str) -> None:
    page = table("Model | Price per 1M tokens (input / output)", "heron-e5 | $0.13 / " + half)
    assert read_lines(page) == ["heron-e5 | input | 0.13 USD / 1M token"]


def test_where_the_first_of_a_pair_is_absent_the_second_is_of_output_alone() -> None:
    page = table("Model | Price per 1M tokens (input / output)", "heron-e5 | - / $0.13")
    assert read_lines(page) == ["heron-e5 | output | 0.13 USD / 1M token"]


def test_a_pair_whose_second_is_a_word_is_refused() -> None:
    sheet = read(table("Model | Price per 1M tokens (input / output)", "heron-5 | $0.13 / ask us").encode())
    assert (lines(sheet), len(sheet.refused)) == ([], 1)


def test_one_price_for_a_thousand_and_for_a_million_tokens_is_one_rate() -> None:
    page = table("Model | Price per 1K tokens | Price per 1M tokens", "swan-embed-3 | $0.00018 | $0.18")
    assert read_lines(page) == ["swan-embed-3 | embedding | 0.00018 USD / 1K token"]


def test_prices_for_a_thousand_and_for_a_million_tokens_that_differ_are_both_told() -> None:
    page = table("Model | Price per 1K tokens | Price per 1M tokens", "swan-embed-3 | $0.00018 | $0.20")
    assert len(read_lines(page)) == 2


def test_two_units_in_a_header_are_of_two_prices_in_their_order() -> None:
    page = table("Model | Input (per min / per M tok)", "swan-voice-2 | $0.004 (audio) / $0.1 (text)")
    assert read_lines(page) == [
        "swan-voice-2 | audio | 0.004 USD / minute",
        "swan-voice-2 | input | 0.1 USD / 1M token | modality=text",
    ]


def test_an_image_that_comes_out_is_counted_as_an_image() -> None:
    assert read_lines(table("Model | Per image output", "swan-2-image | $0.07")) == [
        "swan-2-image | image | 0.07 USD / image"
    ]


def test_pictures_that_become_vectors_are_counted_in_vectors() -> None:
    card = "<div><h3>Swan Embed 4</h3><p>Image cost</p><p>$0.47 / 1M image tokens</p></div>"
    assert read_lines(f"<html><body><h1>Pricing</h1>{card}</body></html>") == [
        "Swan Embed 4 | embedding | 0.47 USD / 1M token | modality=image"
    ]


def test_a_grid_of_divs_may_begin_with_a_model_that_is_free() -> None:
    cells = ("模型名称", "价格（¥ / Image）", "hx/Hx-Paint", "免费", "swan/Swan-Image", "¥0.3")
    page = "<html><body><h2>图像模型</h2>" + "".join(f"<div>{cell}</div>" for cell in cells) + "</body></html>"
    assert read_lines(page) == ["hx/Hx-Paint | image | free / image", "swan/Swan-Image | image | 0.3 CNY / image"]


def test_a_name_with_a_kind_of_thing_in_it_is_no_label_of_the_price_below() -> None:
    cells = ("hx/Hx-Paint", "swan/Swan-Image-2", "$0.3 / image")
    page = "<html><body><h2>Image models</h2>" + "".join(f"<div>{cell}</div>" for cell in cells) + "</body></html>"
    assert read_lines(page) == ["swan/Swan-Image-2 | image | 0.3 USD / image"]


def test_a_meter_stands_over_lines_of_a_band_and_its_price() -> None:
    rows = "".join(f"<p>{text}</p>" for text in (
        "Input", "Prompts ≤ 200K tokens $3 / MTok", "Prompts > 200K tokens $6 / MTok",
        "Output", "Prompts ≤ 200K tokens $15 / MTok", "Prompts > 200K tokens $22.50 / MTok",
    ))  # fmt: skip
    assert read_lines(f"<html><body><h1>Pricing</h1><div><h3>Swan 4.5</h3>{rows}</div></body></html>") == [
        "Swan 4.5 | input | 3 USD / 1M token | context=<=200K",
        "Swan 4.5 | input | 6 USD / 1M token | context=>200K",
        "Swan 4.5 | output | 15 USD / 1M token | context=<=200K",
        "Swan 4.5 | output | 22.5 USD / 1M token | context=>200K",
    ]


def test_a_model_in_the_page_data_may_have_its_prices_in_a_list() -> None:
    prices = [
        {"value": "Input (/M tokens)", "price_dollar": "<p>$0.4</p>"},
        {"value": "Output (/M tokens)", "price_dollar": "<p>$2</p>"},
        {"value": "Available on", "price_dollar": "<p>/v1/chat</p>"},
    ]
    page = data_page({"models": [{"name": "Swan Medium 3", "price": prices}]})
    assert read_lines(page) == [
        "Swan Medium 3 | input | 0.4 USD / 1M token",
        "Swan Medium 3 | output | 2 USD / 1M token",
    ]


def test_a_price_in_the_page_data_that_is_named_input_is_of_no_model() -> None:
    assert read_lines(data_page({"prices": {"one": {"name": "Input", "price": "$3 / 1M tokens"}}})) == []


def test_a_list_of_models_may_state_its_unit_and_currency_in_each_row() -> None:
    pricing = {"input": 0.88, "output": 0.9, "unit": "per_million_tokens", "currency": "USD"}
    document = {"object": "list", "data": [{"id": "swan/swan-70b", "pricing": pricing}]}
    assert read_lines(json.dumps(document), "application/json") == [
        "swan/swan-70b | input | 0.88 USD / 1M token",
        "swan/swan-70b | output | 0.9 USD / 1M token",
    ]


def test_a_list_of_models_whose_unit_is_not_stated_is_not_read() -> None:
    document = {"object": "list", "data": [{"id": "swan/swan-70b", "pricing": {"input": 0.88, "output": 0.9}}]}
    assert read_lines(json.dumps(document), "application/json") == []


def test_plans_of_a_page_that_never_speaks_of_models_are_no_rates() -> None:
    card = "<div><h3>Web hosting Basic</h3><p>$3.99 per month</p><p>10 GB of disk</p></div>"
    prose = "<p>Daily backups, unlimited bandwidth, free certificates and a thirty day money-back guarantee.</p>" * 4
    sheet = read(f"<html><body><h1>Pricing</h1>{card}{prose}</body></html>".encode())
    assert (lines(sheet), sheet.health) == ([], Health.NO_RATES)


def test_plans_of_a_page_that_speaks_of_models_are_rates() -> None:
    card = "<div><h3>Swan Basic</h3><p>$3.99 per editor per month</p></div>"
    prose = "<p>Daily backups, more generations, free certificates and a thirty day money-back guarantee.</p>" * 4
    assert read_lines(f"<html><body><h1>Pricing</h1>{card}{prose}</body></html>") == [
        "Swan Basic | subscription | 3.99 USD / seat_month"
    ]


def test_a_column_of_models_is_not_turned_over_though_the_first_names_the_kind_of_thing() -> None:
    page = table("Product | Model | Starter | Scale", "Speech to text | Swan Scribe 2 | $0.40 / hour | $0.22 / hour")
    assert [line.split(" | ")[:3] for line in read_lines(page)] == [
        ["Swan Scribe 2", "audio", "0.4 USD / hour"],
        ["Swan Scribe 2", "audio", "0.22 USD / hour"],
    ]


def test_model_units_by_the_hour_are_a_model_of_ones_own() -> None:
    page = table("Model | Price per hour per model unit", "Swan Lite 2 | $18.40")
    assert read_lines(page) == ["Swan Lite 2 | hosting_private | 18.4 USD / hour_compute_unit"]


@pytest.mark.parametrize("path", [("result",), ("payload", "data")])
def test_what_an_answer_is_wrapped_in_is_no_part_of_its_shape(path: tuple[str, ...]) -> None:
    row = {"modelId": "swan-1", "inputPricePerMillionTokens": "0.50", "currency": "USD"}
    document: object = {"models": [row]}
    for key in reversed(path):
        document = {"code": 0, key: document}
    sheet = read(json.dumps(document).encode(), media_type="application/json")
    assert lines(sheet) == ["swan-1 | input | 0.5 USD / 1M token"]
    assert sheet.rates[0].locator.startswith("/" + "/".join(path))


def test_a_price_that_is_free_beside_named_pairs_is_of_both_directions() -> None:
    page = "# 每百万 tokens 价格\n\n- swan-4：输入 ¥1.25，输出 ¥5\n- swan-lite：免费\n"
    assert read_lines(page, "text/markdown") == [
        "swan-4 | input | 1.25 CNY / 1M token",
        "swan-4 | output | 5 CNY / 1M token",
        "swan-lite | input | free / 1M token",
        "swan-lite | output | free / 1M token",
    ]


def test_a_service_class_before_a_colon_holds_for_every_price_of_its_line() -> None:
    page = "# Pricing\n\n## swan-opus-5\n\n- **Input**: $5 / MTok\n- **Batch**: $2.50 input / $12.50 output per MTok\n"
    assert read_lines(page, "text/markdown")[1:] == [
        "swan-opus-5 | input | 2.5 USD / 1M token | service_class=batch",
        "swan-opus-5 | output | 12.5 USD / 1M token | service_class=batch",
    ]


def test_a_struck_price_after_the_one_now_is_its_list_price() -> None:
    rows = "".join(
        f"<div><span>{label}</span><span>¥{now} <del>¥{was}</del> /百万tokens</span></div>"
        for label, now, was in (("输入", "2.00", "4.00"), ("输出", "6.00", "12.00"))
    )
    assert read_lines(f"<html><body><h1>定价</h1><div><div>hq-turbo-3</div>{rows}</div></body></html>") == [
        "hq-turbo-3 | input | 2 CNY (list 4) / 1M token",
        "hq-turbo-3 | output | 6 CNY (list 12) / 1M token",
    ]


def test_money_that_was_raised_is_no_price() -> None:
    page = table(
        "Round | Amount", "Seed | $4M", "Series A | $12M", before="<p>Our models serve 2 billion tokens per day.</p>"
    )
    assert read_lines(page) == []


def test_what_is_done_in_a_day_is_no_unit_of_a_price() -> None:
    page = table("Round | Amount", "Seed | $400", before="<p>Our models serve 2 billion tokens per day.</p>")
    assert read_lines(page) == []


@pytest.mark.parametrize("roof", ["", "models", "data"])
def test_rows_may_say_of_how_many_tokens_their_prices_are(roof: str) -> None:
    row = {"model": "swan-9", "input_price": 3.0, "output_price": 12.0, "cache_read_price": None}
    rows = [{**row, "currency": "USD", "unit": "1M tokens"}]
    page = json.dumps({roof: rows} if roof else rows)
    assert read_lines(page, "application/json") == [
        "swan-9 | input | 3 USD / 1M token",
        "swan-9 | output | 12 USD / 1M token",
    ]


def test_rows_whose_unit_is_not_known_are_not_read() -> None:
    page = json.dumps([{"model": "swan-9", "input_price": 3.0, "currency": "USD", "unit": "credits"}])
    assert read_lines(page, "application/json") == []


def test_a_name_and_its_one_price_may_be_followed_by_what_it_is_of() -> None:
    page = "<html><body><h1>价格</h1><p>swan-7-lite：0.0002 元/千tokens（输入输出同价）</p></body></html>"
    assert read_lines(page) == [
        "swan-7-lite | input | 0.0002 CNY / 1K token",
        "swan-7-lite | output | 0.0002 CNY / 1K token",
    ]


def test_how_one_pays_is_the_name_of_nothing() -> None:
    page = table("Instance | Category | Price", "Pay as You Go | Speech to Text | $1 per hour")
    assert read_lines(page) == ["Speech to Text | audio | 1 USD / hour"]
