"""What is taken for a name, a label or a unit where they stand close together, or the unit far off."""

from __future__ import annotations

import pytest

from pipeline.amounts import amounts
from pipeline.blocks.links import cards_in_links
from pipeline.labels import name_and_unit
from tests.pipeline.said import read_lines, table


def test_two_prices_that_touch_are_not_guessed_at() -> None:
    page = "<html><body><h1>模型广场</h1><div><h3>swan-5</h3><p>输入 $3.00$2.40/M tokens</p></div></body></html>"
    assert read_lines(page) == []
    assert amounts("$3.00$2.40/M tokens").refused


@pytest.mark.parametrize("name", ["old-price", "strikethrough"])
def test_a_class_may_say_by_its_name_that_a_price_is_crossed_out(name: str) -> None:
    price = f'<p>Input <span class="{name}">$3.00</span> <b>$2.40</b> / 1M tokens</p>'
    assert read_lines(f"<html><body><h1>API prices</h1><div><h3>swan-5</h3>{price}</div></body></html>") == [
        "swan-5 | input | 2.4 USD (list 3) / 1M token"
    ]


def test_the_end_of_a_name_is_no_amount() -> None:
    (quote,) = amounts("swan-speech-1.5 $15/M UTF-8 bytes").quotes
    assert (quote.label, str(quote.value), quote.unit and quote.unit.name) == ("swan-speech-1.5", "15", "byte")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("swan-video 2 / second", ("swan-video 2", "second")),
        ("Veo 3 per second", ("Veo 3", "second")),
        ("swan/lark-2", None),
        ("Input / second", None),
    ],
)
def test_a_name_may_be_printed_with_its_unit(text: str, parts: tuple[str, str] | None) -> None:
    assert name_and_unit(text) == parts


def test_a_row_named_with_its_unit_is_sold_by_it() -> None:
    assert read_lines(table("Model | Price", "Veo 3 / second | $0.40", "Kling 2 / second | $0.09")) == [
        "Veo 3 | video | 0.4 USD / second",
        "Kling 2 | video | 0.09 USD / second",
    ]


def test_a_line_named_with_its_unit_is_no_condition_of_the_section() -> None:
    page = "<html><body><h1>Serverless</h1><ul><li>Veo 3 / second: $0.40</li><li>Kling 2 / second: $0.09</li></ul>"
    assert read_lines(page) == ["Veo 3 | video | 0.4 USD / second", "Kling 2 | video | 0.09 USD / second"]


@pytest.mark.parametrize(
    ("model", "below", "said"),
    [
        ("swan-tts-2", "Prices are per 1M characters.", "audio | 2 USD / 1M character"),
        ("Veo 3", "All prices are per second of video.", "video | 2 USD / second"),
        ("Veo 3", "Video is billed per second of output.", "video | 2 USD / second"),
        ("swan-tts-2", "单位：美元/万字符", "audio | 2 USD / 10K character"),
        ("Veo 3", "注：按秒计费。", "video | 2 USD / second"),
    ],
)
def test_a_sentence_below_a_table_may_say_in_what_its_prices_are(model: str, below: str, said: str) -> None:
    page = f"# Prices\n\n| Model | Price |\n|---|---|\n| {model} | $2 |\n\n{below}\n"
    assert read_lines(page) == [f"{model} | {said}"]


@pytest.mark.parametrize(
    "below",
    [
        "We serve 2 billion requests per day.",
        "Prices are per minute.\n\nPrices are per second.",
        "## Next\n\nPrices are per second.",
    ],
)
def test_a_sentence_below_a_table_that_does_not_settle_the_unit_lends_none(below: str) -> None:
    assert read_lines(f"# Prices\n\n| Model | Price |\n|---|---|\n| Veo 3 | $2 |\n\n{below}\n") == []


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("swan-tts-2", "Video is billed per second of output."),
        ("swan-2", "Fine-tuning is priced per 1M tokens."),
        ("Pro", "Extra image prices are per image."),
        ("swan-2 专业版", "语音按分钟计费。"),
    ],
)
def test_a_sentence_below_a_table_about_one_kind_says_nothing_of_others(name: str, below: str) -> None:
    assert read_lines(f"# API pricing\n\n| Model | Price |\n|---|---|\n| {name} | $2 |\n\n{below}\n") == []


@pytest.mark.parametrize("tag", ["div", "h3"])
def test_a_card_may_be_called_by_the_kind_of_thing_it_sells(tag: str) -> None:
    speech = f"<div><{tag}>语音合成 TTS</{tag}><p>2元/万字符</p></div>"
    chat = f"<div><{tag}>swan-chat-2</{tag}><p>输入 1元/百万tokens</p><p>输出 2元/百万tokens</p></div>"
    assert read_lines(f"<html><body><h1>价格</h1><div>{speech}{chat}</div></body></html>") == [
        "语音合成 TTS | audio | 2 CNY / 10K character",
        "swan-chat-2 | input | 1 CNY / 1M token",
        "swan-chat-2 | output | 2 CNY / 1M token",
    ]


@pytest.mark.parametrize(("name", "price"), [("Audio guide hire", "$5 per hour"), ("语音会议 云端", "0.1元/分钟")])
def test_what_only_has_to_do_with_sound_is_no_card_of_a_model(name: str, price: str) -> None:
    assert (
        read_lines(f"<html><body><h1>Prices</h1><div><div><h3>{name}</h3><p>{price}</p></div></div></body></html>")
        == []
    )


def test_a_plan_may_be_called_standard() -> None:
    page = table("| Basic | Standard | Pro", "Monthly price | $10 | $30 | $60")
    assert [line.split(" | ")[0] for line in read_lines(page)] == ["Basic", "Standard", "Pro"]


def test_sizes_before_prices_of_images_are_no_numbers_of_tokens() -> None:
    page = table("Model | Price per image", "swan-draw-2 | 1K: $0.18, 2K: $0.24")
    assert read_lines(page) == [
        "swan-draw-2 | image | 0.18 USD / image | resolution=1K",
        "swan-draw-2 | image | 0.24 USD / image | resolution=2K",
    ]


def test_a_cached_price_without_a_unit_is_in_that_of_the_input_and_output_beside_it() -> None:
    page = table("模型 | 输入 (元/百万tokens) | 输出 (元/百万tokens) | 缓存命中", "swan-5 | 2元 | 8元 | 0.4元")
    assert "swan-5 | cache_read | 0.4 CNY / 1M token" in read_lines(page)


def test_a_column_of_the_automatic_context_cache_is_of_cached_input() -> None:
    page = table("模型 | 计费单位 | 自动上下文缓存 | 输入价格 | 输出价格", "swan-8k | 1M tokens | ￥1 | ￥2 | ￥10")
    assert [line.split(" | ")[1] for line in read_lines(page)] == ["cache_read", "input", "output"]


def test_how_lengths_are_counted_is_no_unit_of_prices() -> None:
    page = "# 价格\n\n## 在线\n\n单位：元/百万token\n\n| 模型 | 条件 (千 token) | 输入 | 输出 |\n|---|---|---|---|\n"
    page += "| swan-5 | 输入长度 [0, 32] | 1 | 4 |\n\n## 批量推理\n\n"
    page += "| 模型 | 输入 | 输出 |\n|---|---|---|\n| swan-4 | 2 | 8 |\n"
    assert read_lines(page)[2:] == [
        "swan-4 | input | 2 CNY / 1M token | service_class=batch",
        "swan-4 | output | 8 CNY / 1M token | service_class=batch",
    ]


def test_columns_between_blanks_may_end_in_several_of_prices() -> None:
    page = "价格\n模型名称 计费项 在线推理 批量推理\n"
    page += "swan-4-8K 输入 0.03元/千tokens 0.012元/千tokens\nswan-4-8K 输出 免费 不支持\n"
    assert read_lines(page, "text/plain") == [
        "swan-4-8K | input | 0.03 CNY / 1K token",
        "swan-4-8K | input | 0.012 CNY / 1K token | service_class=batch",
        "swan-4-8K | output | free / 1K token",
    ]


def test_a_row_may_end_in_the_kind_of_tokens_it_prices() -> None:
    page = table("模型 | 价格", "swan-draw-1 图片输入 | 0.08元/1K Tokens", "swan-draw-1 图片输出 | 0.32元/1K Tokens")
    assert read_lines(page) == [
        "swan-draw-1 | image_input | 0.08 CNY / 1K token",
        "swan-draw-1 | image_output | 0.32 CNY / 1K token",
    ]


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("Swan 1 big $1/M input|$4/M output", "swan-1: $1/M input | $4/M output"),
        ("Swan 1 128K Input $1/M Output $4/M", "swan-1: Input $1/M | Output $4/M"),
    ],
)
def test_a_direction_in_a_link_stands_before_its_price_or_behind_it(text: str, card: str) -> None:
    assert cards_in_links(f"[{text}](https://swan.example/models/swan-1)") == card


def test_the_number_at_the_end_of_an_address_is_no_name() -> None:
    line = "[Swan 3 Input $1/M Output $4/M](https://swan.example/models/3)"
    assert cards_in_links(line) == line


def test_a_row_of_lines_may_state_both_its_prices_in_one() -> None:
    rows = ("Base model", "$ / 1M tokens", "swan-4b", "$0.10", "swan-90b", "$0.56 input, $1.68 output")
    page = "\n".join(("Serverless pricing", *rows)) + "\n"
    assert read_lines(page, "text/plain") == [
        "swan-4b | input | 0.1 USD / 1M token",
        "swan-4b | output | 0.1 USD / 1M token",
        "swan-90b | input | 0.56 USD / 1M token",
        "swan-90b | output | 1.68 USD / 1M token",
    ]


def test_what_is_kept_by_the_month_is_storage() -> None:
    page = table("Model | Training | Storage", "swan-code-1 | $3 / 1M tokens | $2 per month per model")
    assert [line.split(" | ")[1] for line in read_lines(page)] == ["training", "storage"]
