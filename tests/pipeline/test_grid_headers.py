"""Tables whose headers stand in two rows, name conditions only, or leave the direction to the row's name."""

from __future__ import annotations

from tests.pipeline.said import read_lines, table

PER_MILLION = "<p>Prices per 1M tokens.</p>"


def test_two_header_rows_without_spans_are_both_headers() -> None:
    page = (
        "Prices per 1M tokens.\n\n| Model | Standard | Standard | Batch | Batch |\n|---|---|---|---|---|\n"
        "| | Input | Output | Input | Output |\n| swan-1 | $1 | $4 | $0.5 | $2 |\n"
    )
    assert read_lines(page, "text/markdown") == [
        "swan-1 | input | 1 USD / 1M token",
        "swan-1 | output | 4 USD / 1M token",
        "swan-1 | input | 0.5 USD / 1M token | service_class=batch",
        "swan-1 | output | 2 USD / 1M token | service_class=batch",
    ]


def test_the_lower_half_of_a_header_names_the_meter_and_the_upper_one_the_hours() -> None:
    upper = "<tr><th rowspan=2>模型</th><th colspan=2>优惠时段 00:30-08:30</th></tr>"
    page = (
        "<html><body><h1>价格</h1><p>单位：元/百万tokens</p><table>" + upper + "<tr><th>输入</th><th>输出</th></tr>"
        "<tr><td>swan-1</td><td>1元</td><td>4元</td></tr></table></body></html>"
    )
    assert read_lines(page) == [
        "swan-1 | input | 1 CNY / 1M token | window=00:30-08:30",
        "swan-1 | output | 4 CNY / 1M token | window=00:30-08:30",
    ]


def test_a_row_name_that_ends_in_a_direction_is_name_and_direction() -> None:
    page = table(
        "Model | From 1 Sep 2026 | Until 31 Aug 2026",
        "swan input | $2 | $1",
        "swan output | $8 | $4",
        before=PER_MILLION,
    )
    assert [line.rpartition(" | ")[0] for line in read_lines(page)] == [
        "swan | input | 2 USD / 1M token",
        "swan | input | 1 USD / 1M token",
        "swan | output | 8 USD / 1M token",
        "swan | output | 4 USD / 1M token",
    ]


def test_a_month_and_a_year_as_headers_are_units_of_subscriptions() -> None:
    assert read_lines(table("Plan | Monthly | Annual", "Basic | $10 | $96")) == [
        "Basic | subscription | 10 USD / month | billing=monthly",
        "Basic | subscription | 96 USD / year | billing=yearly",
    ]


def test_places_as_headers_are_regions_of_what_the_rows_price() -> None:
    page = table(
        "模型 | 计费项 | 中国内地 | 新加坡",
        "swan-1 | 输入（元/百万Token） | 2.4 | 8.8",
        "swan-1 | 输出（元/百万Token） | 9.6 | 26",
    )
    assert read_lines(page) == [
        "swan-1 | input | 2.4 CNY / 1M token | region=中国内地",
        "swan-1 | input | 8.8 CNY / 1M token | region=新加坡",
        "swan-1 | output | 9.6 CNY / 1M token | region=中国内地",
        "swan-1 | output | 26 CNY / 1M token | region=新加坡",
    ]


def test_a_unit_that_other_rows_print_does_not_beat_the_one_of_the_section() -> None:
    page = table(
        "Model | Training | Input",
        "swan-1 | $100 / hour | $4",
        "swan-2 | $90 / hour | $3",
        "lark-1 | $25 | $3",
        before=PER_MILLION,
    )
    assert "lark-1 | training | 25 USD / 1M token" in read_lines(page)


def test_two_prices_under_both_directions_are_the_one_and_the_other() -> None:
    expected = ["swan-1 | input | 1 CNY / 1M token", "swan-1 | output | 4 CNY / 1M token"]
    assert read_lines(table("模型 | 价格（输入/输出，元/百万 tokens）", "swan-1 | 1 / 4")) == expected
    assert read_lines(table("Model | Pricing [in &#124; out]", "swan-1 | ¥1/¥4 per 1M")) == expected
    assert read_lines(table("Model | Price", "swan-1 | ¥1 / ¥4 per 1M tokens")) == expected


def test_a_line_of_a_name_and_several_prices_is_a_card() -> None:
    page = (
        "### Cost\n\n- `swan-1`: $3.00 input / $15.00 output per 1M tokens\n"
        "- `swan-2`: $0.25 / $1.25 per MTok (input/output)\n- `swan-3`: input $1, cached $0.1, output $4 (per 1M)\n"
    )
    assert read_lines(page, "text/markdown") == [
        "swan-1 | input | 3 USD / 1M token",
        "swan-1 | output | 15 USD / 1M token",
        "swan-2 | input | 0.25 USD / 1M token",
        "swan-2 | output | 1.25 USD / 1M token",
        "swan-3 | input | 1 USD / 1M token",
        "swan-3 | cache_read | 0.1 USD / 1M token",
        "swan-3 | output | 4 USD / 1M token",
    ]


def test_a_size_is_no_model() -> None:
    assert read_lines(table("Resolution | Price per image", "1024x1024 | $0.04")) == []
