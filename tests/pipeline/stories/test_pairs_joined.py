"""Two articles on one thing, told as differently as claims come out of them."""

from __future__ import annotations

import pytest

from pipeline.types import Claim, ClaimKind, Reported
from tests.pipeline.stories.newsroom import claim, cut, day, one, report, rise, tokens, told

PROMOTION = ClaimKind.PROMOTION
LAUNCH = ClaimKind.MODEL_LAUNCHED_WITH_PRICE
PLAN = ClaimKind.PLAN_CHANGED
FREE = ClaimKind.BECAME_FREE
TIER = ClaimKind.FREE_TIER_CHANGED
ADDED = ClaimKind.FREE_TIER_ADDED
LIMIT = ClaimKind.RATE_LIMIT_CHANGED
RETIRED = ClaimKind.MODEL_RETIRED
ENDED = ClaimKind.FREE_ENDED

BOTH = "Sparrow Pro and Sparrow Flash both cost half as much from today, the company writes."
LONG = (
    "The maker told its customers on Monday morning that calls to the larger of its two models will be billed by a new "
    "table, and that everyone on an older contract is moved over without having to do anything."
)
LINK = "More in the [announcement](https://lab.example/news/new-prices?from=feed)."


def family() -> tuple[Reported, Reported]:
    """A headline that names the line, and an article that names the model the headline means."""
    headline = cut("GPT-5.6", percent="80", quote="GPT-5.6 80% cheaper")
    return report("a", headline, text="The price of Luna falls."), report("b", cut("GPT-5.6 Luna", percent="80"), at=1)


def listed() -> tuple[Reported, Reported]:
    """Two models in both texts, the one claimed here, the other there."""
    a, b = cut("Gemini 2.5", "google", percent="50"), cut("Gemini 2.5 Flash", "google", percent="50")
    return report("a", a, text=BOTH), report("b", b, text=BOTH, at=1)


def linked(*claims: tuple[str, ClaimKind]) -> tuple[Reported, Reported]:
    (vendor, one_kind), (other, two_kind) = claims
    return (
        report("a", claim(vendor, "Qwen3-Max", one_kind), text=LINK),
        report("b", claim(other, "Qwen3-Max", two_kind), text=LINK),
    )


def pointing() -> tuple[Reported, Reported]:
    """An article without a name, and one that points at it."""
    a = report("prices", claim("anthropic", "Claude", PLAN), site="lab.example/news")
    pointed = "See https://www.lab.example/news/prices#table for the table."
    return a, report("b", rise("Claude", "anthropic"), text=pointed, at=1)


def copied() -> tuple[Reported, Reported]:
    """One sentence in two digests, of which one takes the maker for the seller."""
    a = cut("Qwen3-Max", "alibaba", quote=LONG)
    return report("a", a, text=LONG), report("b", cut("Qwen3-Max", "openrouter", quote=LONG), text="Also: " + LONG)


def two(a: Claim, b: Claim, at: float = 1) -> tuple[Reported, Reported]:
    return report("a", a), report("b", b, at=at)


PAIRS = {
    "one lacks the meter": two(cut(meter="input", percent="50"), cut(percent="50")),
    "one lacks the figure": two(cut(meter="input", percent="50"), cut(), at=5),
    "one says a percent, one a price": two(cut(percent="50"), cut(**tokens("2.5"))),
    "a ratio and both prices": two(cut(ratio="0.5"), cut(old_price="5", **tokens("2.5"))),
    "a thousand and a million": two(
        cut("Qwen-Long", "alibaba", **tokens("0.5", "CNY")),
        cut("Qwen-Long", "alibaba", new_price="0.0005", currency="CNY", unit="token", per="1000"),
    ),
    "the point version is missing": two(cut("Gemini Flash", "google"), cut("Gemini 1.5 Flash", "google")),
    "free under a name in short": two(
        claim("google", "Gemini Flash", FREE, free=True), claim("google", "Gemini 1.5 Flash", FREE, free=True)
    ),
    "a cut and a promotion": two(cut(percent="40"), claim("openai", "GPT-4o", PROMOTION, percent="40")),
    "a cut to nothing and a gift": two(
        cut("GLM-4-Flash", "zhipu", new_price="0"), claim("zhipu", "GLM-4-Flash", FREE, free=True)
    ),
    "free and a new free tier": two(
        claim("github", "Copilot", FREE, free=True), claim("github", "Copilot", ADDED, free=True)
    ),
    "a launch and a cut against the predecessor": two(
        claim("xai", "Grok 4.3", LAUNCH, **tokens("1.25")), cut("Grok 4.3", "xai", percent="40")
    ),
    "a launch and a rise against the predecessor": two(
        claim("openai", "GPT-5.2", LAUNCH, **tokens("1.75")), rise("GPT-5.2", percent="40")
    ),
    "a free launch and a gift": two(claim("xai", "Grok 3", LAUNCH, free=True), claim("xai", "Grok 3", FREE, free=True)),
    "a plan changed and a plan raised": two(
        claim("cursor", "Cursor Pro", PLAN, meter="subscription"), rise("Cursor Pro", "cursor", meter="subscription")
    ),
    "plans changed and plans raised": two(
        claim("cursor", "Cursor", PLAN, meter="subscription"), rise("Cursor", "cursor", meter="subscription")
    ),
    "a plan changed and its limits": two(claim("github", "Copilot Pro", PLAN), claim("github", "Copilot Pro", LIMIT)),
    "a free tier added and a free tier changed": two(
        claim("github", "Copilot Student", ADDED), claim("github", "Copilot Student", TIER)
    ),
    "the same printed day, one of all and one of a model": two(
        claim("deepseek", "DeepSeek", PLAN, effective=day(9), effective_printed="10 June"),
        rise("DeepSeek V4", "deepseek", effective=day(9), effective_printed="6月10日"),
        at=10,
    ),
    "all experimental models and one of them": two(
        claim("google", "Gemini Experimental", FREE, "All Gemini Experimental models are free", free=True),
        claim("google", "Gemini Flash 8B", FREE, "Gemini Flash 8B (EXP) is free", free=True),
    ),
    "a series and a member of it": two(
        rise("DeepSeek V4", "deepseek", quote="DeepSeek V4 全系列涨价"),
        rise("DeepSeek V4-Pro", "deepseek", percent="70"),
    ),
    "a line in the headline means the model in the text": family(),
    "two models listed, one claimed here, one there": listed(),
    "a reseller and the maker by one price": two(
        cut("Qwen3-Max", "alibaba", **tokens("1.2")), cut("Qwen3-Max", "openrouter", **tokens("1.2"))
    ),
    "a reseller and the maker with one link": linked(("alibaba", ClaimKind.PRICE_CUT), ("openrouter", PROMOTION)),
    "a reseller and the maker in one sentence": copied(),
    "an article and one that points at it": pointing(),
    "input and output mixed up": two(cut(meter="input", **tokens("2.5")), cut(meter="output", **tokens("2.5"))),
    "input here and output there, on one day": two(cut(meter="input", percent="50"), cut(meter="output", percent="33")),
    "a snapshot and its model": two(cut("GPT-4o"), cut("gpt-4o-2024-08-06", percent="50")),
    "announced with its day and told on the day": two(
        rise("Llama-3 8B", "together", effective=day(20), effective_printed="21 June"),
        rise("Llama-3 8B", "together"),
        at=21,
    ),
    "up to so much and a part of it": two(
        cut("MiMo-V2.5", "xiaomi", percent="99", percent_bound="max"), cut("MiMo-V2.5", "xiaomi", percent="75")
    ),
    "a retirement told twice": two(claim("openai", "GPT-4.5", RETIRED), claim("openai", "gpt-4.5", RETIRED), at=6),
    "a recap by its model": two(cut(percent="80"), cut(percent="80", recap=True), at=150),
    "the end of what was free": two(claim("xai", "Grok 3", ENDED), claim("xai", "grok-3", ENDED), at=2),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_two_articles_that_tell_one_thing_are_one_story(pair: tuple[Reported, Reported]) -> None:
    assert told(*pair) == one(*(each.id for each in pair))


def test_a_recap_of_a_company_joins_the_story_that_its_fellow_account_tells() -> None:
    """Two accounts of one price war: what the one leaves unnamed is what the other names."""
    known = [cut("Qwen-Long", "alibaba", percent="97"), claim("baidu", "ERNIE Speed", FREE, free=True)]
    vague = [cut("阿里云", "alibaba", recap=True), claim("baidu", "ERNIE Speed", FREE, free=True, recap=True)]
    found = told(report("known", *known), report("vague", *vague, at=80))
    assert found == one("known", "vague")
    assert told(report("known", *known), report("vague", vague[0], at=80)) != found
