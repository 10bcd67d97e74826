"""Cells and headers whose words qualify one of several amounts, and the rates that a careful reader takes from them."""

from __future__ import annotations

import pytest

from pipeline.read import read
from tests.pipeline.said import read_lines, table

CELLS = (
    (
        "a bracket with its own amount is a second rate",
        "$2 / 1,000 pages ($1 with Batch API)",
        ["swan-1 | page | 2 USD / 1K page", "swan-1 | page | 1 USD / 1K page | service_class=batch"],
    ),
    (
        "a discount qualifies no price that is printed",
        "$0.002 per image, 50% off for batch",
        ["swan-1 | image | 0.002 USD / image"],
    ),
    (
        "each amount keeps the direction in its own unit",
        "$0.03 per M input tokens<br>$0.2 per M output tokens",
        ["swan-1 | input | 0.03 USD / 1M token", "swan-1 | output | 0.2 USD / 1M token"],
    ),
    (
        "a size before one image is its resolution",
        "$0.13 per 1K/2K image<br>$0.24 per 4K image",
        [
            "swan-1 | image | 0.13 USD / image | resolution=1K/2K",
            "swan-1 | image | 0.24 USD / image | resolution=4K",
        ],
    ),
    (
        "a bracket with several amounts says nothing of the one before it",
        "Output $15 per 1M tokens (batch: $1.5/$7.5)",
        ["swan-1 | output | 15 USD / 1M token"],
    ),
    (
        "a cached price between two others leaves them input and output",
        "$3 (cached: $0.30) / $15 per 1M tokens",
        [
            "swan-1 | input | 3 USD / 1M token",
            "swan-1 | cache_read | 0.3 USD / 1M token",
            "swan-1 | output | 15 USD / 1M token",
        ],
    ),
    (
        "the length of a clip and the size in a note are conditions",
        "$0.50 per 5s video<br>$0.10/sec (720p)",
        [
            "swan-1 | video | 0.5 USD / video | duration=5s",
            "swan-1 | video | 0.1 USD / second | resolution=720p",
        ],
    ),
    ("many images are counted", "$20 per 1K images", ["swan-1 | image | 20 USD / 1K image"]),
    (
        "the unit at the end of an enumeration holds for all of it",
        "1 GB $0.03, 4 GB $0.12 per 20-minute session",
        [
            "swan-1 | compute | 0.03 USD / session | condition=1 GB",
            "swan-1 | compute | 0.12 USD / session | condition=4 GB",
        ],
    ),
    (
        "a direction holds for the conditions after it",
        "输入：1元/百万tokens<br>输出：非思考 2元/百万tokens，思考 8元/百万tokens",
        [
            "swan-1 | input | 1 CNY / 1M token",
            "swan-1 | output | 2 CNY / 1M token | thinking=off",
            "swan-1 | output | 8 CNY / 1M token | thinking=on",
        ],
    ),
    (
        "a band in a note is no direction",
        "输出：15元/百万tokens（输入≤32K）<br>21元/百万tokens（输入&gt;32K）",
        [
            "swan-1 | output | 15 CNY / 1M token | context=<=32K",
            "swan-1 | output | 21 CNY / 1M token | context=>32K",
        ],
    ),
    (
        "a hit is a cache hit",
        "命中：0.2元/百万tokens；存储：0.02元/百万tokens/小时",
        ["swan-1 | cache_read | 0.2 CNY / 1M token", "swan-1 | cache_storage | 0.02 CNY / 1M token_hour"],
    ),
    (
        "an arrow leads from the list price to the price now",
        "Input: $2.50 → $1.25 per 1M tokens",
        ["swan-1 | input | 1.25 USD (list 2.5) / 1M token"],
    ),
    (
        "a discounted price in a bracket is the price now",
        "输入：1元(8折后0.8元)/百万tokens",
        ["swan-1 | input | 0.8 CNY (list 1) / 1M token"],
    ),
)


@pytest.mark.parametrize(("cell", "expected"), [row[1:] for row in CELLS], ids=[row[0] for row in CELLS])
def test_what_stands_beside_an_amount_belongs_to_it(cell: str, expected: list[str]) -> None:
    assert read_lines(table("Model | Price", f"swan-1 | {cell}")) == expected


def test_words_before_the_first_amount_do_not_shift_the_brackets_after_each() -> None:
    page = table(
        "Model | Cache price, per 1M tokens",
        "swan-1 | As above $0.05 (text / image / video) $0.10 (audio) $1.00 / 1M tokens per hour (storage price)",
    )
    assert read_lines(page) == [
        "swan-1 | cache_read | 0.05 USD / 1M token | modality=text/image/video",
        "swan-1 | cache_read | 0.1 USD / 1M token | modality=audio",
        "swan-1 | cache_storage | 1 USD / 1M token_hour",
    ]


def test_cached_beside_an_input_price_is_a_cache_hit() -> None:
    page = table("Model | $ per 1M input tokens | $ per 1M output tokens", "swan-1 | $0.50 / $0.15 cached | $2")
    assert read_lines(page) == [
        "swan-1 | input | 0.5 USD / 1M token",
        "swan-1 | cache_read | 0.15 USD / 1M token",
        "swan-1 | output | 2 USD / 1M token",
    ]


def test_a_size_or_a_span_in_a_header_is_no_unit() -> None:
    page = table(
        "Model | Input (32K) | Output (4K) | Cache write (5m) | Cache write (1h) | Cached input (24h)",
        "swan-1 | $1 | $4 | $1.25 | $2 | $0.10",
        before="<p>Prices per 1M tokens.</p>",
    )
    assert read_lines(page) == [
        "swan-1 | input | 1 USD / 1M token",
        "swan-1 | output | 4 USD / 1M token",
        "swan-1 | cache_write | 1.25 USD / 1M token | ttl=5m",
        "swan-1 | cache_write | 2 USD / 1M token | ttl=1h",
        "swan-1 | cache_read | 0.1 USD / 1M token",
    ]


def test_a_unit_in_the_cell_beats_the_one_in_the_header() -> None:
    page = table("Model | Type | Price (/1M tokens)", "swan-1 | Input | $4.5 (/M Tok/hr)", "swan-1 | Input | $2")
    assert read_lines(page) == ["swan-1 | cache_storage | 4.5 USD / 1M token_hour", "swan-1 | input | 2 USD / 1M token"]


def test_a_slash_between_kinds_of_tokens_is_no_per() -> None:
    page = table(
        "Model | Type | Price", "swan-1 | 1M input text tokens | $0.5", "swan-2 | 1M input video/image tokens | $3"
    )
    assert [line.rpartition(" | ")[0] for line in read_lines(page)] == [
        "swan-1 | input | 0.5 USD / 1M token",
        "swan-2 | input | 3 USD / 1M token",
    ]


@pytest.mark.parametrize("header", ["Price per 1K tokens", "Price per token"])
def test_an_absurd_price_of_tokens_is_refused(header: str) -> None:
    sheet = read(table(f"Model | {header}", "swan-1 | $128000").encode(), media_type="text/html")
    assert (sheet.rates, len(sheet.refused)) == ((), 1)


def test_numbers_may_be_words() -> None:
    page = table("Model | Input | Output", "swan-1 | $0.50 | $1.50", before="<p>Prices are per one million tokens.</p>")
    assert read_lines(page) == ["swan-1 | input | 0.5 USD / 1M token", "swan-1 | output | 1.5 USD / 1M token"]


def test_a_column_of_units_gives_each_row_its_own() -> None:
    page = table("Model | Unit price | Unit", "swan-1 | $0.03 | image", "swan-2 | $0.02 | megapixel")
    assert read_lines(page) == ["swan-1 | image | 0.03 USD / image", "swan-2 | image | 0.02 USD / megapixel"]


def test_a_name_with_a_bracket_names_its_own_line() -> None:
    assert read_lines("* Swan 3.1 70B (FP8): $0.40 per million tokens\n", "text/markdown") == [
        "Swan 3.1 70B (FP8) | input | 0.4 USD / 1M token",
        "Swan 3.1 70B (FP8) | output | 0.4 USD / 1M token",
    ]


def test_seconds_in_a_header_are_how_long_a_video_lasts() -> None:
    page = table("模型 | 模式 | 5s 单价 | 10s 单价", "swan-v2 | 标准 | 2元 | 4元")
    assert [line.partition(" mode=")[0] for line in read_lines(page)] == [
        "swan-v2 | video | 2 CNY / video | duration=5s",
        "swan-v2 | video | 4 CNY / video | duration=10s",
    ]


def test_a_column_of_lengths_is_a_condition_and_a_clip_is_a_video() -> None:
    page = table("模型 | 分辨率 | 时长 | 单价", "swan-v2 | 768P | 6s | 2元/条", "swan-v2 | 768P | 10s | 4元/条")
    assert read_lines(page) == [
        "swan-v2 | video | 2 CNY / video | duration=6s resolution=768P",
        "swan-v2 | video | 4 CNY / video | duration=10s resolution=768P",
    ]


def test_what_is_paid_once_does_not_take_the_unit_of_its_column() -> None:
    page = table(
        "模型 | 单价（元/万字符） | 说明", "swan-hd | 3.5 | 语音合成", "swan-hd | 9.9元 | 音色复刻，在首次使用时收取"
    )
    assert [line.split(" | ")[2] for line in read_lines(page)] == ["3.5 CNY / 10K character", "9.9 CNY / voice"]


def test_a_unit_of_video_seconds_is_a_price_of_video() -> None:
    page = table("Model | Unit price | Unit", "swan-v2 | $0.07 | video second")
    assert read_lines(page) == ["swan-v2 | video | 0.07 USD / second"]


def test_one_minute_in_the_header_of_a_price_is_a_unit() -> None:
    page = table("Model | Price (1 minute)", "swan-stt | $0.006", before="<p>Text is priced per 1M tokens.</p>")
    assert read_lines(page) == ["swan-stt | audio | 0.006 USD / minute"]


def test_a_model_that_can_clone_voices_is_priced_as_its_column_says() -> None:
    page = table("模型 | 单价（元/万字符） | 说明", "swan-tts | 3.5 | 支持声音复刻")
    assert read_lines(page) == ["swan-tts | audio | 3.5 CNY / 10K character"]


def test_hours_of_discount_are_a_condition_and_no_discount() -> None:
    page = table("模型 | 输入", "swan-1 | 1元/百万tokens（优惠时段）")
    assert read_lines(page) == ["swan-1 | input | 1 CNY / 1M token | window=off-peak"]


def test_a_price_in_a_remark_is_none_of_the_row() -> None:
    page = table("Model | Input | Output | Notes", "swan-1 | $3 | $15 | a fee of $5 for setting up is waived")
    assert "5 USD" not in " ".join(read_lines(page))
