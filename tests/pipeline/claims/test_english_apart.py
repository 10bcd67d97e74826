"""English sentences that tell two things at once → each claim for itself, and nothing of what is only set beside it."""

from __future__ import annotations

import pytest

from tests.pipeline.claims.test_english import brief, told

TWO_THINGS = [
    (
        "Together AI announced a price drop on DeepSeek R9 from $8 to $3 per 1M input tokens, and introduced Qwen9 Max "
        "at $0.55 in / $2.19 out.",
        [
            "DeepSeek R9: together price_cut input 8→3",
            "Qwen9 Max: together model_launched_with_price input →0.55",
            "Qwen9 Max: together model_launched_with_price output →2.19",
        ],
    ),
    (
        "MiniMax-M9 is priced at $0.30/M input and $1.20/M output, and it is free for a limited time until Nov 7.",
        [
            "MiniMax-M9: minimax model_launched_with_price input →0.30",
            "MiniMax-M9: minimax model_launched_with_price output →1.20",
            "MiniMax-M9: minimax promotion free",
        ],
    ),
    (
        "DeepSeek-R9 is available on the API for $0.55 per million input tokens and $2.19 per million output tokens, "
        "96% less than GPT-9.",
        [
            "DeepSeek-R9: deepseek model_launched_with_price input →0.55",
            "DeepSeek-R9: deepseek model_launched_with_price output →2.19",
        ],
    ),
    (
        "Google priced Imagen 9 at $0.04 per image and Imagen 9 Ultra at $0.06.",
        [
            "Imagen 9: google model_launched_with_price →0.04",
            "Imagen 9 Ultra: google model_launched_with_price →0.06",
        ],
    ),
    (
        "Google announced a $249.99/month AI Ultra subscription with Veo 9, with 50% off the first three months.",
        ["AI Ultra: google plan_changed subscription →249.99", "AI Ultra: google promotion 50%"],
    ),
    (
        "Windsurf moved from a flat fee to usage-based pricing and added a new Ultra plan at $200/month.",
        [": windsurf plan_changed subscription", ": windsurf plan_changed subscription →200"],
    ),
]


@pytest.mark.parametrize(("text", "found"), TWO_THINGS)
def test_each_of_two_things_is_told_for_itself(text: str, found: list[str]) -> None:
    assert [brief(claim) for claim in told(text)] == found


OTHER_WORDS = [
    (
        "Free model requests on OpenRouter are now capped at 50 per day, down from 200.",
        [": openrouter free_tier_changed 200→50"],
    ),
    (
        "Free tier access to Gemini 9 Pro in the Gemini API has been temporarily turned off due to demand.",
        ["Gemini 9 Pro: google free_tier_removed"],
    ),
    (
        "OpenRouter said the free variant of Hermes 9 405B will be retired on Friday.",
        ["Hermes 9 405B: openrouter free_ended"],
    ),
    (
        "Claude Opus 9 in GitHub Copilot moves from a promotional **1x** to a **3x** premium request multiplier.",
        ["Claude Opus 9: github price_rise 1→3"],
    ),
    ("In Cursor, Claude Opus 9 now costs 1 request.", ["Claude Opus 9: cursor model_launched_with_price →1"]),
    (
        "Groq lists Llama 9 70B at $0.59 per million input tokens, with speculative decoding at $0.79.",
        ["Llama 9 70B: groq model_launched_with_price input →0.59"],
    ),
    ("Free-tier rate limits on La Plateforme are now lower.", ["La Plateforme: mistral free_tier_changed"]),
    (
        "Together cut Llama 9 70B to $0.60/M tokens and Qwen9 Max to $0.30/M tokens.",
        ["Llama 9 70B: together price_cut →0.60", "Qwen9 Max: together price_cut →0.30"],
    ),
    (
        "Gemini 9 Pro is now available in Windsurf for 1 User Prompt credit on every message.",
        ["Gemini 9 Pro: windsurf model_launched_with_price →1"],
    ),
]


@pytest.mark.parametrize(("text", "found"), OTHER_WORDS)
def test_a_limit_a_free_tier_and_a_multiplier_in_other_words(text: str, found: list[str]) -> None:
    assert [brief(claim) for claim in told(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "A member reports that a usual Opus workload runs to over $1,500 a month on the Claude API.",
        "OpenAI's new data center will create jobs at no cost to local ratepayers.",
        "Inference costs halve every quarter for language models.",
        "Several users would come back to Claude if Opus 9 dropped to $5/M input.",
        "Windsurf 1.9 is here.\nFixed an issue with free-tier users not seeing the model picker.",
        "Claude Code limits are now 5 times lower than they feel.",
        "Users can buy more credits from the Cursor dashboard.",
        "Gemini 9 Pro users note that a long chat gets expensive fast.",
        "The trial keys can now use Command A and the new rerank endpoint.",
        "ChatGPT Go includes 10x more messages than Free.",
        "OpenAI released GPT-9 mini, 40% cheaper than Claude Haiku 9.",
    ],
)
def test_what_is_only_told_or_compared_is_no_claim(text: str) -> None:
    assert told(text) == []


def test_a_model_of_a_maker_that_nobody_listed_is_called_after_it() -> None:
    text = "Lumen has cut the input price of lumen-2 from $0.40 to $0.20 per million tokens, the company said."
    assert [brief(claim) for claim in told(text)] == ["lumen-2: lumen price_cut input 0.40→0.20"]


@pytest.mark.parametrize("text", ["It costs $2 a month since covid-19.", "Prices of tier-1 fell by 20%, said Lumen."])
def test_a_number_behind_a_hyphen_makes_no_model_of_a_word(text: str) -> None:
    assert not [claim for claim in told(text) if claim.model in ("covid-19", "tier-1")]
