"""Two articles on two things that look alike."""

from __future__ import annotations

import pytest

from pipeline.types import Claim, ClaimKind, Reported
from tests.pipeline.stories.newsroom import apart, claim, cut, day, report, rise, tokens, told

PROMOTION = ClaimKind.PROMOTION
LAUNCH = ClaimKind.MODEL_LAUNCHED_WITH_PRICE
PLAN = ClaimKind.PLAN_CHANGED
FREE = ClaimKind.BECAME_FREE
TIER = ClaimKind.FREE_TIER_CHANGED
ADDED = ClaimKind.FREE_TIER_ADDED
REMOVED = ClaimKind.FREE_TIER_REMOVED
LIMIT = ClaimKind.RATE_LIMIT_CHANGED
RETIRED = ClaimKind.MODEL_RETIRED
ENDED = ClaimKind.FREE_ENDED

PRO = "DeepSeek-V4-Pro"
LINK = "All of today in [our list](https://daily.example/2025/june-2)."


def two(a: Claim, b: Claim, at: float = 1, text: str = "") -> tuple[Reported, Reported]:
    return report("a", a, text=text), report("b", b, text=text, at=at)


PAIRS = {
    "another vendor's same percent": two(cut("GPT-4o", percent="50"), cut("Gemini 1.5 Pro", "google", percent="50")),
    "another vendor's same percent and link": two(
        cut("GPT-4o", percent="50"), cut("Gemini 1.5 Pro", "google", percent="50"), text=LINK
    ),
    "another model, the same link": two(
        cut("Qwen2.5 72B", "openrouter", percent="12"), cut("Mistral Nemo", "openrouter", percent="12"), text=LINK
    ),
    "the same model and percent, five weeks later": two(cut(percent="50"), cut(percent="50"), at=35),
    "the same model without a figure, five weeks later": two(cut(), cut(), at=35),
    "the same model a month later by another percent": two(cut(percent="50"), cut(percent="20"), at=29),
    "the same model on two printed days": two(
        cut(effective=day(0), effective_printed="1 June"), cut(effective=day(14), effective_printed="15 June"), at=14
    ),
    "a promotion and its extension": two(
        claim("deepseek", PRO, PROMOTION, "2.5 折，限时", ratio="0.25"),
        claim("deepseek", PRO, PROMOTION, "2.5 折活动延长", ratio="0.25"),
    ),
    "a promotion and its end": two(
        claim("windsurf", "GPT-5", PROMOTION, "free for a time", free=True),
        claim("windsurf", "GPT-5", PROMOTION, "The promotion has ended"),
        at=19,
    ),
    "an extension and the end": two(
        claim("deepseek", PRO, PROMOTION, "extended once more", ratio="0.25"),
        claim("deepseek", PRO, PROMOTION, "the offer is over"),
    ),
    "two promotions that end on two days": two(
        claim("deepseek", PRO, PROMOTION, ratio="0.5", ends=day(7)),
        claim("deepseek", PRO, PROMOTION, ratio="0.5", ends=day(29)),
        at=9,
    ),
    "a cut and a rise": two(cut(percent="50"), rise(percent="50")),
    "a cut and a rise without figures": two(cut(), rise()),
    "free and no longer free": two(claim("xai", "Grok 3", FREE, free=True), claim("xai", "Grok 3", ENDED)),
    "a free tier taken away and given back": two(
        claim("google", "Gemini 2.5 Pro", REMOVED), claim("google", "Gemini 2.5 Pro", ADDED, free=True), at=3
    ),
    "a price raised and a free tier taken away": two(
        rise("GPT-5.4", meter="input", **tokens("2.5")), claim("openai", "GPT-5.4", REMOVED)
    ),
    "input cut, and two weeks later output": two(
        cut(meter="input", percent="50"), cut(meter="output", percent="50"), at=14
    ),
    "two prices of one meter": two(cut(meter="output", **tokens("10")), cut(meter="output", **tokens("8"))),
    "v3 and v3.1": two(rise("DeepSeek-V3", "deepseek", percent="50"), rise("DeepSeek-V3.1", "deepseek", percent="50")),
    "v3 and v3.1 without figures": two(rise("DeepSeek-V3", "deepseek"), rise("DeepSeek-V3.1", "deepseek")),
    "a model and its mini": two(cut("GPT-4o", percent="50"), cut("GPT-4o mini", percent="50")),
    "a model and its mini, the mini beside": two(
        cut("GPT-4o", percent="50"), cut("GPT-4o mini", percent="60"), text="GPT-4o and GPT-4o mini cost less."
    ),
    "a model and its mini at a market place": two(
        cut("GPT-4o", "openrouter", percent="50"),
        cut("GPT-4o mini", "openrouter", percent="50"),
        text="Both GPT-4o and GPT-4o mini.",
    ),
    "8B and 70B": two(rise("Llama-3 8B", "together", percent="100"), rise("Llama-3 70B", "together", percent="100")),
    "two snapshots": two(cut("gpt-4o-2024-05-13", percent="50"), cut("gpt-4o-2024-08-06", percent="50")),
    "a reseller's price and the maker's": two(
        cut("DeepSeek-V2", "deepseek", **tokens("1")), cut("DeepSeek-V2", "openrouter", **tokens("3"))
    ),
    "a reseller and the maker without a figure": two(cut("Qwen3-Max", "alibaba"), cut("Qwen3-Max", "openrouter")),
    "two resellers with one model and one percent": two(
        cut("Qwen3-Max", "openrouter", percent="55"), cut("Qwen3-Max", "together", percent="55")
    ),
    "a market place in general and one model": two(
        claim("opencode", "OpenCode", PROMOTION, free=True), claim("opencode", "DeepSeek V4", PROMOTION, free=True)
    ),
    "a cut and a free tier of one company": two(
        cut("Mistral Large 2", "mistral", **tokens("2")), claim("mistral", "La Plateforme", ADDED, free=True)
    ),
    "a launch and a cut two weeks later": two(
        claim("xai", "Grok 4.3", LAUNCH, **tokens("1.25")), cut("Grok 4.3", "xai", percent="40"), at=14
    ),
    "a launch and a retirement": two(
        claim("openai", "GPT-4.5", LAUNCH, **tokens("75")), claim("openai", "GPT-4.5", RETIRED)
    ),
    "plan and API on one day": two(
        claim("openai", "ChatGPT Plus", PLAN, meter="subscription"), rise("GPT-5.4", meter="input", percent="40")
    ),
    "plans and API in general": two(
        claim("openai", "OpenAI", PLAN, meter="subscription"), rise("OpenAI API", meter="input", percent="40")
    ),
    "two plans": two(claim("cursor", "Cursor Pro", PLAN), claim("cursor", "Cursor Ultra", PLAN)),
    "two quotas of one plan": two(
        claim("alibaba", "Qwen Code", TIER, old_price="2000", new_price="1000"),
        claim("alibaba", "Qwen OAuth", TIER, old_price="1000", new_price="100"),
    ),
    "a recap of an older cut": two(cut(percent="20"), cut(percent="80", recap=True), at=40),
    "a recap of everything by a round percent": two(
        cut("Qwen-Long", "alibaba", percent="50"), cut("阿里云大模型", "alibaba", percent="50", recap=True), at=300
    ),
    "limits and a price": two(claim("openai", "GPT-4o", LIMIT), cut("GPT-4o", percent="50")),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_two_articles_that_tell_two_things_are_two_stories(pair: tuple[Reported, Reported]) -> None:
    assert told(*pair) == apart("a", "b")
