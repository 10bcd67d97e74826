"""Limits, wherever a page prints them, and nowhere else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.blocks.types import Block, Sentence, Under
from pipeline.limits import metric_of, read_limits
from tests.pipeline.pages_in_words import markdown, table


def seen(blocks: tuple[Block, ...]) -> list[str]:
    """`model: metric amount [terms]` of each limit."""
    return [
        f"{limit.model}: {limit.metric} {limit.amount:f}" + "".join(f" [{name}={value}]" for name, value in limit.terms)
        for limit in read_limits(blocks)
    ]


def test_columns_of_limits_are_read_for_each_model() -> None:
    blocks = table("模型名称 | RPM | TPM", "glm-9-air | 1,200 | 100万", "glm-9-flash | 60次 | —")
    assert seen(blocks) == ["glm-9-air: rpm 1200", "glm-9-air: tpm 1000000", "glm-9-flash: rpm 60"]


def test_a_limit_knows_its_place_and_what_was_printed() -> None:
    (limit,) = read_limits(table("Model | Requests per minute (RPM)", "gpt-9-mini | 5,000 RPM"))
    assert (limit.printed, limit.locator) == ("5,000 RPM", "table 1, row 2, column 2")


def test_a_column_of_phrases_is_read_phrase_by_phrase() -> None:
    blocks = table(
        "模型 | 基础限流", "qwen9-max | RPM 1200; TPM 1,000,000", "qwen9-turbo | 每分钟请求数不超过60次，10并发"
    )
    assert seen(blocks) == [
        "qwen9-max: rpm 1200",
        "qwen9-max: tpm 1000000",
        "qwen9-turbo: rpm 60",
        "qwen9-turbo: concurrency 10",
    ]


def test_levels_are_terms_whether_rows_or_columns() -> None:
    rows = table("Tier | RPM | TPM", "Tier 1 | 50 | 30K", "Tier 2 | 1000 | 2M", above="## Claude Opus 9")
    assert seen(rows) == [
        "Claude Opus 9: rpm 50 [tier=Tier 1]",
        "Claude Opus 9: tpm 30000 [tier=Tier 1]",
        "Claude Opus 9: rpm 1000 [tier=Tier 2]",
        "Claude Opus 9: tpm 2000000 [tier=Tier 2]",
    ]
    columns = table("Limit | Free | Tier 1", "RPM | 5 | 500", "Support | mail | phone")
    assert seen(columns) == ["None: rpm 5 [tier=Free]", "None: rpm 500 [tier=Tier 1]"]
    both = table("用户等级 | 模型 | 并发数", "V0 | glm-9 | 5", "V1 | glm-9 | 10")
    assert seen(both) == ["glm-9: concurrency 5 [tier=V0]", "glm-9: concurrency 10 [tier=V1]"]


def test_a_level_may_be_the_heading_over_the_table() -> None:
    head = "Model | Maximum requests per minute (RPM) | Maximum input tokens per minute (ITPM)"
    blocks = table(head, "Claude Opus 9 | 50 | 30,000*", above="## Tier 1")
    assert seen(blocks) == ["Claude Opus 9: rpm 50 [tier=Tier 1]", "Claude Opus 9: itpm 30000 [tier=Tier 1]"]


def test_models_down_and_levels_across_have_phrases_in_their_cells() -> None:
    blocks = table(
        "Model | Free | Tier 1 | Notes", "gpt-9 | — | 500 RPM, 10,000 TPM | 3 RPM", "gpt-9-mini | 3 RPM | 14.4K RPD | "
    )
    assert seen(blocks) == [
        "gpt-9: rpm 500 [tier=Tier 1]",
        "gpt-9: tpm 10000 [tier=Tier 1]",
        "gpt-9-mini: rpm 3 [tier=Free]",
        "gpt-9-mini: rpd 14400 [tier=Tier 1]",
    ]


def test_two_models_in_one_cell_have_the_same_limits() -> None:
    blocks = table("Model | RPM", "MiniMax-M9<br>MiniMax-M9-highspeed | 500", "qwen9-max<br>等同于 2026-01 | 60")
    assert seen(blocks) == ["MiniMax-M9: rpm 500", "MiniMax-M9-highspeed: rpm 500", "qwen9-max: rpm 60"]


def test_the_metric_may_stand_beside_the_model_and_levels_across() -> None:
    blocks = table("Model | Limit | T1 | T2", "gpt-9 | RPM | 30 | 60", "gpt-9 | TPM | 5M | 50M")
    assert seen(blocks) == [
        "gpt-9: rpm 30 [tier=T1]",
        "gpt-9: rpm 60 [tier=T2]",
        "gpt-9: tpm 5000000 [tier=T1]",
        "gpt-9: tpm 50000000 [tier=T2]",
    ]


def test_input_and_output_tokens_are_limited_apart() -> None:
    blocks = table("Tier | Input TPM | Output TPM", "Tier 1 | 40,000 | 8,000")
    assert seen(blocks) == ["None: itpm 40000 [tier=Tier 1]", "None: otpm 8000 [tier=Tier 1]"]


def test_a_cell_that_says_it_twice_says_it_once() -> None:
    cell = "超出会触发限流：<br>调用频次 ≤ 84 QPS，每秒钟不超过84次API调用。<br>Token消耗 ≤ 4,980,000 TPM"
    found = seen(table("模型名称 | 基础限流", f"gte-rerank-v9 | {cell}"))
    assert found == ["gte-rerank-v9: qps 84", "gte-rerank-v9: tpm 4980000"]


def test_a_cell_may_spell_out_what_its_column_is_called() -> None:
    blocks = table("模型 | 每分钟调用次数(RPM) | TPM", "glm-9 | 600次/分钟 | 3 QPS")
    assert seen(blocks) == ["glm-9: rpm 600"]


def test_models_may_be_columns() -> None:
    blocks = table(
        "模型 | deepseek-v9-flash | deepseek-v9-pro",
        "上下文长度 | 1M | 128K",
        "并发限制[2] | 2500 | 500",
        "价格 | 1元 | 3元",
    )
    assert seen(blocks) == [
        "deepseek-v9-flash: context 1000000",
        "deepseek-v9-flash: concurrency 2500",
        "deepseek-v9-pro: context 128000",
        "deepseek-v9-pro: concurrency 500",
    ]


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        (
            "Every model here has a rate limit of 2 requests per second and 2 million tokens per minute.",
            ["qps 2", "tpm 2000000"],
        ),
        ("Rate limits: RPM 1200; TPM 1,000,000", ["rpm 1200", "tpm 1000000"]),
        ("默认限流为每分钟60次，每天10万tokens", ["rpm 60", "tpd 100000"]),
        ("并发上限：5，限制 3 QPS", ["concurrency 5", "qps 3"]),
        ("You are limited to 5 concurrent requests and 1,500 RPD.", ["rpd 1500", "concurrency 5"]),
    ],
)
def test_a_sentence_about_limits_states_them(text: str, limits: list[str]) -> None:
    found = sorted(seen(markdown(text)))
    assert found == sorted(f"None: {limit}" for limit in limits)


@pytest.mark.parametrize(
    "text",
    [
        "Our servers answer 10,000 requests per second with ease.",
        "$45 per 1,000 requests (limited to 1 million requests per day)",
        "TPM 保障包：1.92 元/每10K TPM/小时，限制见下",
        "Rate limits vary by usage tier.",
        "支持高并发，不限制调用。",
        "Version 3.5 is limited to testers.",
    ],
)
def test_a_sentence_about_something_else_states_none(text: str) -> None:
    assert seen(markdown(text)) == []


def test_prices_and_words_in_a_column_of_limits_are_no_limits() -> None:
    rows = ["gpt-9 | $5", "gpt-9-mini | unlimited", "gpt-9-nano | 3 ms", "gpt-8 | 5 TPM", "gpt-7 | 10-20", "gpt-6 | -"]
    assert seen(table("Model | RPM", *rows)) == []


def test_a_page_that_contradicts_itself_says_nothing() -> None:
    blocks = table("Model | RPM", "gpt-9 | 5", "gpt-9 | 6", "gpt-9-mini | 7", "gpt-9-mini | 7")
    assert seen(blocks) == ["gpt-9-mini: rpm 7"]


@pytest.mark.parametrize(
    ("label", "metric"),
    [
        ("RPM", "rpm"),
        ("每分钟请求数（RPM）", "rpm"),
        ("QPM", "rpm"),
        ("Requests per day", "rpd"),
        ("并发数", "concurrency"),
        ("Concurrency Limit[2]", "concurrency"),
        ("Context window", "context"),
        ("最大输出", "max_output"),
        ("限流条件", "limits"),
        ("Input price", None),
        ("Model", None),
        ("输入单价(每百万Token)", None),
        ("Context caching price", None),
        ("RPM 价格 3元", None),
    ],
)
def test_a_header_names_its_metric(label: str, metric: str | None) -> None:
    assert metric_of(label) == metric


@pytest.mark.parametrize("piece", ["RPM ", "1,000", "limit 5 ", "每分钟", "requests per ", "限制(", "(RPM"])
def test_a_long_sentence_takes_no_time(piece: str) -> None:
    sentences = tuple(Sentence("limit " + piece * (590 // len(piece)), Under()) for _ in range(300))
    start = time.process_time()
    read_limits(sentences)
    assert time.process_time() - start < 1.5


@given(
    st.lists(
        st.text(alphabet=st.sampled_from("RPMTD 0123456789,万次/分钟limit并发|:$") | st.characters(), max_size=60),
        max_size=4,
    )
)
def test_no_text_brings_it_down(texts: list[str]) -> None:
    for limit in read_limits(tuple(Sentence(text, Under()) for text in texts)):
        assert limit.amount >= 0
