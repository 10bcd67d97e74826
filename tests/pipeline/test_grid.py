"""Tables of every shape that vendors print, and the rates that a careful reader takes from them."""

from __future__ import annotations

from pipeline.read import read
from tests.pipeline.said import read_lines, table


def test_a_header_with_price_words_names_the_meter() -> None:
    page = table(
        "Model | Speed | Input Token Price (Per Million Tokens) | Output Token Price (Per Million Tokens)",
        "Heron 3 | 500 | $0.15 (6.67M / $1)* | $0.75 (1.33M / $1)*",
    )
    assert read_lines(page) == ["Heron 3 | input | 0.15 USD / 1M token", "Heron 3 | output | 0.75 USD / 1M token"]


def test_batch_columns_have_the_plain_meter_and_a_service_class() -> None:
    page = table(
        "Model | Price per 1,000 input tokens | Price per 1,000 output tokens | Price per 1,000 input tokens (batch)",
        "Heron Opus 4 | $0.015 | $0.075 | $0.0075",
        "Heron Lite | $0.001 | $0.005 | N/A",
    )
    assert read_lines(page) == [
        "Heron Opus 4 | input | 0.015 USD / 1K token",
        "Heron Opus 4 | output | 0.075 USD / 1K token",
        "Heron Opus 4 | input | 0.0075 USD / 1K token | service_class=batch",
        "Heron Lite | input | 0.001 USD / 1K token",
        "Heron Lite | output | 0.005 USD / 1K token",
    ]


def test_several_labelled_prices_stand_in_one_cell() -> None:
    page = table(
        "Models | Pricing (1M Tokens) | Pricing with Batch API (1M Tokens)",
        "Swan-4.1-2025-04-14 | Input: $2<br>Cached Input: $0.50<br>Output: $8 | Input: $1<br>Output: $4",
    )
    assert read_lines(page) == [
        "Swan-4.1-2025-04-14 | input | 2 USD / 1M token",
        "Swan-4.1-2025-04-14 | cache_read | 0.5 USD / 1M token",
        "Swan-4.1-2025-04-14 | output | 8 USD / 1M token",
        "Swan-4.1-2025-04-14 | input | 1 USD / 1M token | service_class=batch",
        "Swan-4.1-2025-04-14 | output | 4 USD / 1M token | service_class=batch",
    ]


def test_a_unit_above_the_table_holds_for_bare_numbers() -> None:
    page = table(
        "模型 | 输入 | 输出 | 缓存读取 | 缓存写入",
        "hx-m2 | 2.1 | 8.4 | 0.21 | 2.625",
        "hx-m2-lite | 0.5 | 2 | - | -",
        before="<p>单位：元/百万tokens</p>",
    )
    assert read_lines(page) == [
        "hx-m2 | input | 2.1 CNY / 1M token",
        "hx-m2 | output | 8.4 CNY / 1M token",
        "hx-m2 | cache_read | 0.21 CNY / 1M token",
        "hx-m2 | cache_write | 2.625 CNY / 1M token",
        "hx-m2-lite | input | 0.5 CNY / 1M token",
        "hx-m2-lite | output | 2 CNY / 1M token",
    ]


def test_search_queries_by_the_thousand_are_no_tokens() -> None:
    page = table(
        "Model | Input ($/1M) | Output ($/1M) | Citation Tokens ($/1M) | Search Queries ($/1K) | Reasoning ($/1M)",
        "Heron Deep | $2 | $8 | $2 | $5 | $3",
    )
    assert read_lines(page) == [
        "Heron Deep | input | 2 USD / 1M token",
        "Heron Deep | output | 8 USD / 1M token",
        "Heron Deep | citation | 2 USD / 1M token",
        "Heron Deep | web_search | 5 USD / 1K request",
        "Heron Deep | reasoning | 3 USD / 1M token",
    ]


def test_one_price_for_both_directions_is_two_rates() -> None:
    page = table("模型名称 | 价格", "Baixx4 | 0.1元/千tokens")
    assert read_lines(page) == ["Baixx4 | input | 0.1 CNY / 1K token", "Baixx4 | output | 0.1 CNY / 1K token"]


def test_a_unit_column_holds_for_its_row() -> None:
    page = table("模型服务 | 输入 | 输出 | 单位", "hx-4 | 0.03 | 0.09 | 元/千tokens", "hx-3 | 3 | 9 | 元/百万tokens")
    assert read_lines(page) == [
        "hx-4 | input | 0.03 CNY / 1K token",
        "hx-4 | output | 0.09 CNY / 1K token",
        "hx-3 | input | 3 CNY / 1M token",
        "hx-3 | output | 9 CNY / 1M token",
    ]


def test_a_column_of_meters_names_what_a_row_counts() -> None:
    page = table(
        "服务 | 模型 | 计费项 | 单价",
        "文本生成 | hq-7b | 输入tokens | 0.0005元/千tokens",
        "文本生成 | hq-7b | 输出tokens | 0.001元/千tokens",
    )
    assert read_lines(page) == ["hq-7b | input | 0.0005 CNY / 1K token", "hq-7b | output | 0.001 CNY / 1K token"]


def test_two_prices_under_input_output_are_the_one_and_the_other() -> None:
    page = table("Model | Per million tokens: Input / Output | Context", "swan-4-0709 | $3.00 / $15.00 | 256K")
    assert read_lines(page) == ["swan-4-0709 | input | 3 USD / 1M token", "swan-4-0709 | output | 15 USD / 1M token"]


def test_two_prices_that_nothing_names_are_refused() -> None:
    sheet = read(table("Model | Price per 1M tokens", "swan-4-0709 | $3.00 / $15.00").encode(), media_type="text/html")
    assert (sheet.rates, sheet.refused) == ((), ("table 1, row 2, column 2: $3.00 / $15.00",))


def test_a_cell_in_two_currencies_is_two_rates() -> None:
    page = table("Model | Input (per 1M tokens)", "swan-5 | $2 / ¥14")
    assert read_lines(page) == ["swan-5 | input | 2 USD / 1M token", "swan-5 | input | 14 CNY / 1M token"]


def test_bounds_of_the_context_are_terms() -> None:
    page = table(
        "Model | Context | Input | Output",
        "swan-long | ≤128K | $2 | $6",
        "swan-long | &gt;128K | $4 | $12",
        caption="Prices per 1M tokens in USD",
    )
    assert read_lines(page) == [
        "swan-long | input | 2 USD / 1M token | context=<=128K",
        "swan-long | output | 6 USD / 1M token | context=<=128K",
        "swan-long | input | 4 USD / 1M token | context=>128K",
        "swan-long | output | 12 USD / 1M token | context=>128K",
    ]


def test_bounds_in_a_header_are_terms_and_no_meter() -> None:
    page = table(
        "Model | Type | Price (/1M tokens) &lt;= 200K input tokens | Price (/1M tokens) &gt; 200K input tokens",
        "Heron 2.5 | Input (text) | $1.25 | $2.50",
        "Heron 2.5 | Text output | $10 | $15",
    )
    assert read_lines(page) == [
        "Heron 2.5 | input | 1.25 USD / 1M token | context=<=200K modality=text",
        "Heron 2.5 | input | 2.5 USD / 1M token | context=>200K modality=text",
        "Heron 2.5 | output | 10 USD / 1M token | context=<=200K modality=text",
        "Heron 2.5 | output | 15 USD / 1M token | context=>200K modality=text",
    ]


def test_lengths_in_thousands_are_told_by_the_header() -> None:
    page = table(
        "模型名称 | 条件（千 token） | 输入（元/百万token） | 输出（元/百万token）",
        "hq-1.8 | 输入长度 [0, 32]<br>且输出长度 (0.2,+∞) | 0.8 | 8",
        "hq-1.8 | 输入长度 (32, 128] | 1.2 | 16",
    )
    assert read_lines(page) == [
        "hq-1.8 | input | 0.8 CNY / 1M token | context=<=32K output_length=>200",
        "hq-1.8 | output | 8 CNY / 1M token | context=<=32K output_length=>200",
        "hq-1.8 | input | 1.2 CNY / 1M token | context=32K-128K",
        "hq-1.8 | output | 16 CNY / 1M token | context=32K-128K",
    ]


def test_a_context_size_is_no_bound() -> None:
    page = table("Model | Context | Input / 1M tokens", "swan-5 | 200K | $1")
    assert read_lines(page) == ["swan-5 | input | 1 USD / 1M token"]


def test_cache_lifetimes_are_terms() -> None:
    page = table(
        "Model | Input | 5-min cache write | 1-hour cache write | Cache read",
        "swan-5 | $3 | $3.75 | $6 | $0.30",
        caption="Price per MTok",
    )
    assert read_lines(page) == [
        "swan-5 | input | 3 USD / 1M token",
        "swan-5 | cache_write | 3.75 USD / 1M token | ttl=5m",
        "swan-5 | cache_write | 6 USD / 1M token | ttl=1h",
        "swan-5 | cache_read | 0.3 USD / 1M token",
    ]


def test_explicit_and_implicit_caches_are_told_apart() -> None:
    page = table("模型 | 显式缓存命中(元/千 Token) | 隐式缓存命中(元/千 Token)", "hq-max | 0.00144 | 0.00288")
    assert read_lines(page) == [
        "hq-max | cache_read | 0.00144 CNY / 1K token | cache=explicit",
        "hq-max | cache_read | 0.00288 CNY / 1K token | cache=implicit",
    ]


def test_audio_tokens_are_a_modality() -> None:
    page = table("模型名称 | 输入(非音频)元/百万token | 输入(音频)元/百万token", "hq-omni | 0.6 | 9.0")
    assert read_lines(page) == [
        "hq-omni | input | 0.6 CNY / 1M token | modality=non-audio",
        "hq-omni | input | 9 CNY / 1M token | modality=audio",
    ]


def test_thinking_is_a_term() -> None:
    page = table("模型 | 模式 | 输出（元/百万Token）", "hq-3 | 非思考 | 2元", "hq-3 | 思考 | 8元")
    assert read_lines(page) == [
        "hq-3 | output | 2 CNY / 1M token | thinking=off",
        "hq-3 | output | 8 CNY / 1M token | thinking=on",
    ]


def test_regions_are_terms() -> None:
    page = table("地域 | 模型名称 | 单价（元/张）", "北京 | hq-image | 0.6", "新加坡 | hq-image | 0.66")
    assert read_lines(page) == [
        "hq-image | image | 0.6 CNY / image | region=北京",
        "hq-image | image | 0.66 CNY / image | region=新加坡",
    ]


def test_two_times_of_validity_are_told_apart() -> None:
    page = table("GPU type | Until Aug 31 | From Sep 1", "G100 80 GB | $7.00 / hour | $8.00 / hour")
    assert read_lines(page) == [
        "G100 80 GB | gpu_hour | 7 USD / hour | valid=until aug 31",
        "G100 80 GB | gpu_hour | 8 USD / hour | valid=from sep 1",
    ]


def test_sizes_over_columns_are_resolutions() -> None:
    page = table("Model | Quality | 1024x1024 | 1024x1792", "swan-image-3 | HD | $0.080 / image | $0.120 / image")
    assert read_lines(page) == [
        "swan-image-3 | image | 0.08 USD / image | quality=HD resolution=1024x1024",
        "swan-image-3 | image | 0.12 USD / image | quality=HD resolution=1024x1792",
    ]


def test_a_struck_price_is_the_list_price() -> None:
    page = table(
        "模型 | 输入(元/百万tokens) | 输出(元/百万tokens)",
        "hq-max | <del>4</del> 2 | <s>12</s> 6",
        "hq-plus | 原价0.8 现价0.4 | 2",
    )
    assert read_lines(page) == [
        "hq-max | input | 2 CNY (list 4) / 1M token",
        "hq-max | output | 6 CNY (list 12) / 1M token",
        "hq-plus | input | 0.4 CNY (list 0.8) / 1M token",
        "hq-plus | output | 2 CNY / 1M token",
    ]


def test_a_discount_on_the_original_price_is_worked_out() -> None:
    page = table("模型 | 输入（每百万Token）", "hq-max | 原价12元 限时5折", "hq-mini | 3元(5折)")
    assert read_lines(page) == ["hq-max | input | 6 CNY (list 12) / 1M token", "hq-mini | input | 3 CNY / 1M token"]


def test_free_is_a_state_and_absent_is_nothing() -> None:
    page = table(
        "模型 | 输入（元/百万tokens） | 输出（元/百万tokens）", "hq-flash | 免费 | 限时免费", "hq-old | 不支持 | -"
    )
    assert read_lines(page) == ["hq-flash | input | free / 1M token", "hq-flash | output | free / 1M token"]


def test_contact_sales_has_no_number() -> None:
    page = table("Plan | Price", "Pro | $20/month", "Enterprise | Contact sales")
    assert read_lines(page) == [
        "Pro | subscription | 20 USD / month",
        "Enterprise | subscription | contact_sales / month",
    ]


def test_seats_and_months_are_one_unit() -> None:
    page = table("Plan | Price", "Team | $25 / seat / month", "Business | $30 per user per month, billed annually")
    assert read_lines(page) == [
        "Team | subscription | 25 USD / seat_month",
        "Business | subscription | 30 USD / seat_month | billing=yearly",
    ]


def test_plans_across_and_features_down_are_turned_over() -> None:
    page = table(
        " | Free | Pro | Team", "Monthly price | $0 | $20 | $30 / user", "Messages | 10/day | Unlimited | Unlimited"
    )
    assert read_lines(page) == [
        "Free | subscription | free / month | billing=monthly",
        "Pro | subscription | 20 USD / month | billing=monthly",
        "Team | subscription | 30 USD / seat | billing=monthly",
    ]


def test_models_across_and_meters_down_are_turned_over() -> None:
    page = table(
        "MODEL | swan-flash | swan-pro",
        "MAX OUTPUT | MAXIMUM: 384K | MAXIMUM: 384K",
        "1M INPUT TOKENS (CACHE HIT) | $0.02 | $0.04",
        "1M INPUT TOKENS (CACHE MISS) | $0.2 | $0.4",
        "1M OUTPUT TOKENS | $0.6 | $1.2",
        "Concurrency limit | 2500 | 500",
    )
    assert read_lines(page) == [
        "swan-flash | cache_read | 0.02 USD / 1M token",
        "swan-flash | input | 0.2 USD / 1M token",
        "swan-flash | output | 0.6 USD / 1M token",
        "swan-pro | cache_read | 0.04 USD / 1M token",
        "swan-pro | input | 0.4 USD / 1M token",
        "swan-pro | output | 1.2 USD / 1M token",
    ]


def test_clock_windows_are_terms_with_their_zone() -> None:
    page = table(
        "模型 | hq-chat",
        "标准时段价格（北京时间 08:30-00:30） 百万tokens输出 | 8元",
        "优惠时段价格（北京时间 00:30-08:30） 百万tokens输出 | 4元",
    )
    assert read_lines(page) == [
        "hq-chat | output | 8 CNY / 1M token | window=08:30-00:30 UTC+8",
        "hq-chat | output | 4 CNY / 1M token | window=00:30-08:30 UTC+8",
    ]


def test_what_is_sold_tells_the_meter_where_the_header_says_price() -> None:
    page = table(
        "Model | Price",
        "swan-image | $0.04 per image",
        "swan-song | $0.05/song",
        "swan-embed-3 | $0.10 / 1M tokens",
        "swan-ocr | $1 / 1000 pages",
    )
    assert read_lines(page) == [
        "swan-image | image | 0.04 USD / image",
        "swan-song | audio | 0.05 USD / song",
        "swan-embed-3 | embedding | 0.1 USD / 1M token",
        "swan-ocr | page | 1 USD / 1K page",
    ]


def test_speech_is_counted_in_characters_and_hours() -> None:
    page = table("模型 | 类型 | 价格", "hq-tts | 语音合成 | 2元/万字符", "hq-asr | 语音识别 | 0.8元/小时")
    assert read_lines(page) == ["hq-tts | audio | 2 CNY / 10K character", "hq-asr | audio | 0.8 CNY / hour"]


def test_fine_tuning_is_training() -> None:
    page = table("模型 | LoRA微调单价 | 全参微调单价", "hq-7b | 0.03 元 / 千tokens | 0.05 元 / 千tokens")
    assert read_lines(page) == [
        "hq-7b | training | 0.03 CNY / 1K token | column=LoRA微调单价",
        "hq-7b | training | 0.05 CNY / 1K token | column=全参微调单价",
    ]


def test_compute_units_by_the_day_are_hosting() -> None:
    page = table("模型 | 部署版本 | 私有实例", "hq-7b | 8k-int8 | 100 元 / 算力单元 / 天")
    assert read_lines(page) == ["hq-7b | hosting_private | 100 CNY / compute_unit_day | version=8k-int8"]


def test_rate_limits_are_no_prices() -> None:
    page = table("Model | RPM | TPM | Price", "swan-1 | 500 | 30,000 | $1 / 1M tokens")
    assert read_lines(page) == ["swan-1 | input | 1 USD / 1M token", "swan-1 | output | 1 USD / 1M token"]


def test_figures_of_merit_are_no_prices() -> None:
    page = table("Model | MMLU | Latency (ms) | Params", "swan-1 | 88.2 | 120 | 7B")
    assert read_lines(page) == []


def test_several_models_in_a_cell_each_have_the_price() -> None:
    page = table("模型 | 输入（元/1k token）", "swan-4, swan-4-v, swan-4-draw | 2.1 * 0.6")
    assert read_lines(page) == [
        "swan-4 | input | 1.26 CNY (list 2.1) / 1K token",
        "swan-4-v | input | 1.26 CNY (list 2.1) / 1K token",
        "swan-4-draw | input | 1.26 CNY (list 2.1) / 1K token",
    ]


def test_a_row_of_one_cell_heads_those_after_it() -> None:
    page = table("Model | Input / 1M tokens", "swan-1 | $1").replace(
        "</table>", "<tr><td colspan=2>Batch</td></tr><tr><td>swan-1</td><td>$0.5</td></tr></table>"
    )
    assert read_lines(page) == [
        "swan-1 | input | 1 USD / 1M token",
        "swan-1 | input | 0.5 USD / 1M token | service_class=batch",
    ]


def test_rows_with_one_key_are_told_apart_by_their_other_words() -> None:
    page = table(
        "Tool | Details | Pricing",
        "Web lookup | all models | $10.00 / 1k calls",
        "Web lookup | preview models | $25.00 / 1k calls",
    )
    assert read_lines(page) == [
        "Web lookup | request | 10 USD / 1K request | variant=all models",
        "Web lookup | request | 25 USD / 1K request | variant=preview models",
    ]


def test_a_range_is_refused() -> None:
    sheet = read(table("模型 | 价格（元/个）", "hq-video | 2.53~5.62").encode(), media_type="text/html")
    assert (sheet.rates, sheet.refused) == ((), ("table 1, row 2, column 2: 2.53~5.62",))


def test_usage_limits_in_money_are_no_prices() -> None:
    assert read_lines(table("Tier | Usage limits", "Tier 1 | $100 / month", "Tier 2 | $500 / month")) == []


def test_bought_credits_are_no_prices_of_a_model() -> None:
    assert read_lines(table("充值金额 | 赠送", "100元 | 10元", "1000元 | 200元")) == []


def test_products_across_are_turned_over_whatever_else_is_compared() -> None:
    page = table("Feature | Swan | Goose", "Price per 1M input tokens | $3 | $5", "Context | 200K | 128K")
    assert read_lines(page) == ["Swan | input | 3 USD / 1M token", "Goose | input | 5 USD / 1M token"]


def test_tokens_kept_for_an_hour_are_the_unit_of_cache_storage() -> None:
    page = table("模型 | 缓存存储(百万tokens/小时) | 问题 (点数 / 1k token)", "hq-1 | 0.017元 | 2")
    assert read_lines(page) == [
        "hq-1 | cache_storage | 0.017 CNY / 1M token_hour",
        "hq-1 | input | 2 POINT / 1K token",
    ]


def test_a_table_that_states_no_number_is_one_of_prices_where_its_header_says_so() -> None:
    page = table("模型 | 输入价格 | 输出价格", "hq-1 | 商务咨询 | 限时免费")
    assert read_lines(page) == ["hq-1 | input | contact_sales / token", "hq-1 | output | free / token"]
    assert read_lines(table("Feature | Input", "Batch calls | Included")) == []


def test_of_two_header_rows_the_lower_names_the_meter() -> None:
    head = (
        "<tr><th rowspan=2>模型</th><th colspan=2>标准时段 08:30-00:30</th><th colspan=2>优惠时段 00:30-08:30</th></tr>"
    )
    lower = "<tr><th>输入</th><th>输出</th><th>输入</th><th>输出</th></tr>"
    row = "<tr><td>hq-chat</td><td>2元</td><td>8元</td><td>1元</td><td>4元</td></tr>"
    assert read_lines(f"<h2>定价（元/百万tokens）</h2><table>{head}{lower}{row}</table>") == [
        "hq-chat | input | 2 CNY / 1M token | window=08:30-00:30",
        "hq-chat | output | 8 CNY / 1M token | window=08:30-00:30",
        "hq-chat | input | 1 CNY / 1M token | window=00:30-08:30",
        "hq-chat | output | 4 CNY / 1M token | window=00:30-08:30",
    ]


def test_a_second_header_row_needs_no_markup() -> None:
    page = table("Model | Standard | Standard | Batch | Batch", " | Input | Output | Input | Output",
                 "hq-1 | $1/M | $4/M | $0.5/M | $2/M")  # fmt: skip
    assert read_lines(page) == [
        "hq-1 | input | 1 USD / 1M token",
        "hq-1 | output | 4 USD / 1M token",
        "hq-1 | input | 0.5 USD / 1M token | service_class=batch",
        "hq-1 | output | 2 USD / 1M token | service_class=batch",
    ]


def test_a_bar_of_tabs_is_no_heading() -> None:
    bar = "<div><button>Standard</button><button>Batch</button><button>Priority</button></div>"
    assert read_lines(table("Model | Input / 1M", "swan-4 | $1.00", before=bar)) == [
        "swan-4 | input | 1 USD / 1M token"
    ]


def test_a_row_over_the_whole_width_qualifies_the_rows_below_it() -> None:
    sections = ["<tr><th colspan=2>Standard</th></tr>", "<tr><th colspan=2>Batch</th></tr>"]
    rows = [f"{one}<tr><td>Input / 1M</td><td>${price}</td></tr>" for one, price in zip(sections, (2, 1), strict=True)]
    assert read_lines(f"<table><tr><th></th><th>swan-large</th></tr>{''.join(rows)}</table>") == [
        "swan-large | input | 2 USD / 1M token",
        "swan-large | input | 1 USD / 1M token | service_class=batch",
    ]


def test_a_tab_holds_over_a_table_in_html_too() -> None:
    panes = [
        f'<Tab title="{tab}">\n<table><tr><th>Model</th><th>Input / 1M</th></tr>'
        f"<tr><td>swan-4</td><td>${price}</td></tr></table>\n</Tab>"
        for tab, price in (("Standard", "1"), ("Batch", "0.5"))
    ]
    assert read_lines("<Tabs>\n" + "\n".join(panes) + "\n</Tabs>\n", "text/markdown") == [
        "swan-4 | input | 1 USD / 1M token",
        "swan-4 | input | 0.5 USD / 1M token | service_class=batch",
    ]


def test_an_empty_first_cell_continues_the_model_above() -> None:
    page = table("Model | Flavor | Input / 1M", "swan-r1 | fast | $2.00", " | base | $0.80")
    assert read_lines(page) == [
        "swan-r1 | input | 2 USD / 1M token | variant=fast",
        "swan-r1 | input | 0.8 USD / 1M token | variant=base",
    ]


def test_a_direction_at_the_end_of_a_name_is_no_part_of_it() -> None:
    page = table("Model | Standard | Batch", "swan input | $1.00 / 1M | $0.50 / 1M", "swan output | $4 / 1M | $2 / 1M")
    assert read_lines(page) == [
        "swan | input | 1 USD / 1M token",
        "swan | input | 0.5 USD / 1M token | service_class=batch",
        "swan | output | 4 USD / 1M token",
        "swan | output | 2 USD / 1M token | service_class=batch",
    ]


def test_places_over_columns_are_conditions_of_the_prices_in_them() -> None:
    page = table("模型 | 计费项 | 中国内地 | 国际", "hq-max | 输入（元/百万Token） | 2.4 | 8.8")
    assert read_lines(page) == [
        "hq-max | input | 2.4 CNY / 1M token | region=中国内地",
        "hq-max | input | 8.8 CNY / 1M token | region=国际",
    ]


def test_a_column_of_a_service_class_takes_its_direction_from_its_row() -> None:
    page = table("模型 | 价格（元/百万tokens） | 批量推理", "hq-1 | 输入：4 | 2")
    assert read_lines(page) == [
        "hq-1 | input | 4 CNY / 1M token",
        "hq-1 | input | 2 CNY / 1M token | service_class=batch",
    ]


def test_a_share_is_no_name_and_a_list_of_abilities_no_condition() -> None:
    page = table(
        "Provider | Uptime | Modalities | Region | Thinking mode | Input / 1M",
        "HostA | 99.9% | text, image | US, EU | Supports both; see the guide | $1",
        before="<h2>kite-1</h2>",
    )
    assert read_lines(page) == ["kite-1 | input | 1 USD / 1M token"]


def test_services_down_the_rows_are_what_is_sold() -> None:
    page = table("Service | Free tier | Paid", "OCR | 1,000 pages / month | $1.50 / 1,000 pages",
                 "STT | 60 minutes / month | $0.016 / minute")  # fmt: skip
    assert read_lines(page) == ["OCR | page | 1.5 USD / 1K page", "STT | audio | 0.016 USD / minute"]


def test_a_cell_over_several_columns_holds_under_none_of_their_conditions() -> None:
    head = "<tr><th>Tool</th><th>Price (&lt;= 128K input tokens)</th><th>Price (&gt; 128K input tokens)</th></tr>"
    row = "<tr><td>Grounding</td><td colspan=2>$35 / 1K requests</td></tr>"
    assert read_lines(f"<table>{head}{row}</table>") == ["Grounding | request | 35 USD / 1K request"]


def test_a_heading_that_is_places_is_the_region_as_printed() -> None:
    tables = [
        f"<h2>{places}</h2><table><tr><th>Models</th><th>Price per 1,000 input tokens</th></tr>"
        f"<tr><td>swan-x</td><td>${price}</td></tr></table>"
        for places, price in (("US East", 1), ("EU (Frankfurt)", 2), ("US East (Ohio) and US West (Oregon)", 3))
    ]
    assert read_lines("".join(tables)) == [
        "swan-x | input | 1 USD / 1K token | region=US East",
        "swan-x | input | 2 USD / 1K token | region=EU (Frankfurt)",
        "swan-x | input | 3 USD / 1K token | region=US East (Ohio) and US West (Oregon)",
    ]


def test_the_prompts_length_is_a_band_and_how_much_one_uses_is_none() -> None:
    prices = table("Model | Input (&gt;200K) | Output (&gt;200K)", "swan-1 | $2/M | $9/M")
    assert read_lines(prices) == [
        "swan-1 | input | 2 USD / 1M token | context=>200K",
        "swan-1 | output | 9 USD / 1M token | context=>200K",
    ]
    within = table("Model | Price", "swan-1 | 0-32k: $1 / 1M tokens<br>32k-128k: $2 / 1M tokens")
    assert [rate.rpartition(" | ")[2] for rate in read_lines(within)] == ["context=<=32K"] * 2 + [
        "context=32K-128K"
    ] * 2
    used = table("产品 | 阶梯用量（小时/月） | 单价（元/小时）", "录音识别 | 0-1000 | 2.5")
    assert read_lines(used) == ["录音识别 | compute | 2.5 CNY / hour | tier=0-1000"]
    quota = table("Tool | Pricing", "Grounding | $25 per 1,000 prompts (up to 1 million prompts per day)")
    assert read_lines(quota) == ["Grounding | request | 25 USD / 1K request"]


def test_free_for_a_time_is_free_and_keeps_the_price_that_is_crossed_out() -> None:
    page = table("Model | Input / 1M tokens | Output / 1M tokens", "swan-1 | Free until 30 Sep 2026 | <s>$2</s> Free")
    assert read_lines(page) == [
        "swan-1 | input | free / 1M token",
        "swan-1 | output | free (list 2) / 1M token",
    ]
    assert read_lines(table("模型 | 输入 | 输出", "hq-1 | 10 港币/百万tokens | 以控制台显示为准")) == [
        "hq-1 | input | 10 HKD / 1M token",
        "hq-1 | output | console_only / 1M token",
    ]


def test_a_badge_that_is_glued_to_a_name_is_no_part_of_it() -> None:
    page = table("Model | Input", "Swan 3 32BPreview | $0.4/M", "Swan 4Beta | $0.5/M")
    assert read_lines(page) == ["Swan 3 32B | input | 0.4 USD / 1M token", "Swan 4 | input | 0.5 USD / 1M token"]


def test_the_free_plan_is_a_rate_beside_the_paid_ones() -> None:
    page = table("Plan | Price | Messages", "Free | $0 | 20", "Pro | $20/month | 500", "Enterprise | Contact sales | -")
    assert read_lines(page) == [
        "Free | subscription | free / month",
        "Pro | subscription | 20 USD / month",
        "Enterprise | subscription | contact_sales / month",
    ]


def test_a_price_in_another_unit_does_not_make_counts_of_bare_ones() -> None:
    page = table(
        "Model | Input | Output | Training", "swan-1 | 3 | 15 | $25 / 1M", before="<p>Prices in USD per 1M tokens</p>"
    )
    assert read_lines(page) == [
        "swan-1 | input | 3 USD / 1M token",
        "swan-1 | output | 15 USD / 1M token",
        "swan-1 | training | 25 USD / 1M token",
    ]


def test_a_meter_is_no_name_and_a_heading_names_what_a_table_leaves_out() -> None:
    rows = ("Input | $1", "Output | $2")
    page = table("Type | Price / 1M tokens", *rows, before="<h2>GPT-4o pricing</h2>")
    assert read_lines(page) == ["GPT-4o | input | 1 USD / 1M token", "GPT-4o | output | 2 USD / 1M token"]
    nameless = read(table("Type | Price / 1M tokens", *rows).encode(), media_type="text/html")
    assert (nameless.rates, nameless.refused) == ((), ("table 1, row 2, column 2: $1", "table 1, row 3, column 2: $2"))


def test_a_list_is_a_condition_where_the_rows_of_a_model_differ_in_it() -> None:
    page = table("Region | Model | Input / 1M", "us-east-1, us-west-2 | swan-1 | $1", "eu-west-1 | swan-1 | $2")
    assert read_lines(page) == [
        "swan-1 | input | 1 USD / 1M token | region=us-east-1, us-west-2",
        "swan-1 | input | 2 USD / 1M token | region=eu-west-1",
    ]


def test_a_package_is_no_model_and_the_heading_names_the_model_it_is_for() -> None:
    page = table(
        "套餐 | 套餐一 | 套餐二", "单价 | 0.21元/万tokens | 0.2元/万tokens", before="<h1>星火 Max 服务定价</h1>"
    )
    assert [rate for rate in read_lines(page) if "input" in rate] == [
        "星火 Max | input | 0.21 CNY / 10K token | variant=套餐一",
        "星火 Max | input | 0.2 CNY / 10K token | variant=套餐二",
    ]


def test_a_price_is_no_name() -> None:
    wide = "<tr><td colspan=2>$5 minimum</td></tr>"
    page = f"<table><tr><th>Model</th><th>Input / 1M</th></tr>{wide}<tr><td>swan-1</td><td>$1</td></tr></table>"
    assert read_lines(page) == ["swan-1 | input | 1 USD / 1M token"]
