"""A text → the names it prints, and the words that only look like names."""

from __future__ import annotations

import pytest

from pipeline.claims.mentions import mentions, sells_others
from pipeline.claims.passage import passage_of
from pipeline.claims.printed import Mention
from pipeline.types import Article


def named(text: str) -> tuple[Mention, ...]:
    return mentions(passage_of(Article("", text)))


def brief(text: str) -> list[str]:
    return [f"{each.kind} {each.printed}={each.model_id or each.company}" for each in named(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GPT-4.1 mini got cheaper", ["model GPT-4.1 mini=openai/gpt-4.1-mini"]),
        ("Claude 3.5 Sonnet and Claude Opus 4.6", 2),
        ("**Gemini 1.5 Flash** at 7.5c", ["model Gemini 1.5 Flash=google/gemini-1.5-flash"]),
        ("Gemini 2.5 Flash 50% off", ["model Gemini 2.5 Flash=google/gemini-2.5-flash"]),
        ("Llama-3 8B rises", ["model Llama-3 8B=meta/llama-3-8b"]),
        ("Kimi K2 and MiniMax M2", ["model Kimi K2=moonshot/kimi-k2", "model MiniMax M2=minimax/minimax-m2"]),
        ("sao10k/l3-finch-70b fell", ["model sao10k/l3-finch-70b=sao10k/l3-finch-70b"]),
        ("Command R+ costs less", ["model Command R+=cohere/command-r-plus"]),
        ("Copilot Pro+ costs $39", ["plan Copilot Pro+=github"]),
        ("DeepSeek lowers R1", ["company DeepSeek=deepseek", "model R1=deepseek/deepseek-r1"]),
        ("阿里云通义千问", ["company 阿里云=alibaba", "company 通义千问=alibaba"]),
        ("Together AI and Groq", ["company Together AI=together", "company Groq=groq"]),
    ],
)  # fmt: skip
def test_names_in_prose(text: str, found: list[str] | int) -> None:
    assert brief(text) == found if isinstance(found, list) else len(brief(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "we work together on a mercury thermometer",
        "the cursor blinks, a meta analysis, a solar panel, sonar",
        "a spark of hope and a step towards Paris",
        "input/output and and/or",
        "the seed round, a titan of industry, command a room",
        "bedrocks and operators",
    ],
)
def test_common_words_are_no_names(text: str) -> None:
    assert [each for each in named(text) if each.kind == "model"] == []
    assert [each.company for each in named(text) if each.company in ("together", "cursor", "meta")] == []


def test_spark_in_a_codex_model_is_not_iflyteks() -> None:
    assert [each.company for each in named("gpt-5.3-codex-spark is out")] == ["openai"]


def test_short_names_need_their_maker() -> None:
    assert brief("the V3 engine and the R1 form") == []


def test_a_price_behind_a_model_is_not_its_version() -> None:
    assert [each.printed for each in named("Grok 4 $3, Claude 3 20% cheaper, Gemini 2.5 Pro 2x")] == [
        "Grok 4",
        "Claude 3",
        "Gemini 2.5 Pro",
    ]


def test_a_letter_that_shrinks_to_two_moves_no_name() -> None:
    (found,) = named("İİİ GPT-4o")
    assert found.printed == "GPT-4o"


def test_who_sells_the_models_of_others() -> None:
    assert sells_others("openrouter")
    assert not sells_others("anthropic")
