"""How reports, changelogs and notices tell of prices: whose a figure is, what only compares, what only recalls."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.claims import claims_of
from pipeline.types import Article, Claim
from tests.pipeline.claims.test_english import brief

PUBLISHED = datetime(2026, 9, 20, tzinfo=UTC)


def told(text: str, title: str = "") -> list[Claim]:
    return list(claims_of(Article(title, text, published=PUBLISHED, lang="en")))


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        (
            "",
            "OpenAI lowered GPT-9 to $4 per million input tokens, the firm wrote on X. Rivals such as Gemini 7 "
            "Pro charge $6.",
            ["GPT-9: openai price_cut input →4"],
        ),
        (
            "",
            "Grok 9 launched at $3 per million input tokens. Above that context, prices double.",
            ["Grok 9: xai model_launched_with_price input →3"],
        ),
        (
            "",
            "Claude Opus 9 will cost $3 per million input tokens, which the company says is 12% of the price of GPT-9.",
            ["Claude Opus 9: anthropic model_launched_with_price input →3"],
        ),
        (
            "",
            "Cohere cut Command R to $0.30 per million input tokens and $0.90 per million output tokens, compared with "
            "$0.50 and $1.50 before.",
            ["Command R: cohere price_cut input 0.50→0.30", "Command R: cohere price_cut output 1.50→0.90"],
        ),
        (
            "",
            "DeepSeek raised DeepSeek-V9 to $0.4 per million input tokens (cache miss) and $1.6 per million output "
            "tokens, up from $0.2 and $0.8.",
            ["DeepSeek-V9: deepseek price_rise input 0.2→0.4", "DeepSeek-V9: deepseek price_rise output 0.8→1.6"],
        ),
        (
            "",
            "We are updating Gemini 7 Flash: input goes from $0.15 to $0.30 per 1M tokens, and output drops from $3.50 "
            "(thinking) to a single price of $2.50 per 1M tokens.",
            [
                "Gemini 7 Flash: google price_rise input 0.15→0.30",
                "Gemini 7 Flash: google price_cut output 3.50→2.50",
            ],
        ),
    ],
)
def test_a_figure_is_of_the_model_and_the_time_it_is_said_of(title: str, text: str, found: list[str]) -> None:
    assert sorted(brief(claim) for claim in told(text, title)) == sorted(found)


def test_as_many_prices_as_models_are_one_each() -> None:
    claims = told("voyage-9 and voyage-9-lite are priced at $0.07 and $0.03 per million tokens respectively.")
    assert {(claim.model, str(claim.new_price), claim.meter) for claim in claims} == {
        ("voyage-9", "0.07", None),
        ("voyage-9-lite", "0.03", None),
    }


def test_a_sentence_may_begin_in_small_letters() -> None:
    claims = told("We've cut o3 to $1 per 1M input tokens. o3-pro is available at $15 / 1M input tokens.")
    assert [brief(claim) for claim in claims] == [
        "o3: openai price_cut input →1",
        "o3-pro: openai model_launched_with_price input →15",
    ]


def test_a_word_that_describes_a_model_is_no_part_of_its_name() -> None:
    (claim,) = told("OpenAI cut the price of its o9 reasoning model by 70%.")
    assert claim.model == "o9"


def test_an_introductory_price_stands_beside_the_one_that_follows_it() -> None:
    (claim,) = told(
        "Claude Sonnet 9 is offered at an introductory price of $2 per million input tokens through October 30, after "
        "which $3 applies."
    )
    assert (brief(claim), claim.ends) == (
        "Claude Sonnet 9: anthropic promotion input 3→2",
        datetime(2026, 10, 31, tzinfo=UTC),
    )


def test_a_discount_that_does_not_end_is_a_cut() -> None:
    (claim,) = told("DeepSeek said its 60% discount on V9-Pro, due to expire on May 31, will become permanent.")
    assert brief(claim) == "V9-Pro: deepseek price_cut 60%"


def test_a_percent_and_the_price_it_leads_to_are_one_claim() -> None:
    (claim,) = told(
        "OpenAI is cutting the price of GPT-9's input tokens by 30%. GPT-9 now costs $0.70 per million input tokens."
    )
    assert brief(claim) == "GPT-9: openai price_cut input →0.70 30%"


def test_a_plan_comes_at_its_list_price_though_it_is_discounted_at_first() -> None:
    kinds = {
        (claim.kind.value, str(claim.new_price or claim.percent))
        for claim in told(
            "Google unveiled a new subscription called Google AI Ultra at $210 per month, with a 40% discount for the "
            "first two months."
        )
    }
    assert kinds == {("plan_changed", "210"), ("promotion", "40")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "OpenAI: message caps for o7-mini go from 30 per week to 90 per week, and o7-pro from 10 to 20 per week.",
            [("o7-mini", 30, 90), ("o7-pro", 10, 20)],
        ),
        ("OpenAI doubled the weekly limit for o7 to 400 messages from 200.", [("o7", 200, 400)]),
        (
            "The free tier was cut for Gemini 7 Pro. Gemini 7 Flash went from 300 requests a day down to just 30.",
            [("Gemini 7 Pro", None, None), ("Gemini 7 Flash", 300, 30)],
        ),
    ],
)
def test_each_model_has_its_own_limits(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(claim.model, claim.old_price, claim.new_price) for claim in told(text)] == found


def test_a_limit_says_by_how_much() -> None:
    (claim,) = told("Anthropic increased weekly limits of Claude by 40% for all paid plans.")
    assert (claim.kind.value, claim.percent) == ("rate_limit_changed", 40)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mistral is introducing a free API for everyone.", "mistral free_tier_added free"),
        ("Developers also get a free tier on la Plateforme.", "mistral free_tier_added free"),
        ("Voyage AI: the first 90 million tokens are free for every account.", "voyage free_tier_added free"),
        ("New OpenAI API accounts no longer receive $9 in free credits.", "openai free_tier_removed"),
        ("xAI has ended the temporary free access to Grok 9.", "xai free_ended"),
    ],
)
def test_what_is_given_away_begins_and_ends(text: str, found: str) -> None:
    (claim,) = told(text)
    assert brief(claim).split(": ")[1] == found


def test_a_model_is_free_in_its_own_clause_only() -> None:
    claims = told("Developers can now call GLM-9-Flash for free, while the price of GLM-9-Air falls 50% to ¥0.5.")
    assert sorted((claim.model, claim.free) for claim in claims) == [("GLM-9-Air", False), ("GLM-9-Flash", True)]


def test_who_only_owns_the_seller_does_not_sell() -> None:
    (claim,) = told("Microsoft-owned GitHub raised the price of Copilot Pro from $10 to $12 a month.")
    assert claim.vendor == "github"


@pytest.mark.parametrize(
    "text",
    [
        "DeepSeek will adjust its API pricing starting 16:00 UTC on November 5. V9 output drops to $1.60 per 1M.",
        "DeepSeek cut DeepSeek-V9 output to $1.60 per 1M. The new prices take effect on November 5.",
    ],
)
def test_the_sentence_beside_says_from_when(text: str) -> None:
    (claim,) = told(text)
    assert claim.effective is not None
    assert claim.effective.date().isoformat() == "2026-11-05"


def test_a_day_of_another_price_is_not_this_ones() -> None:
    claims = told("OpenAI cut GPT-9 to $2 per 1M tokens. Starting May 1, Grok 9 will cost $5 per 1M tokens.")
    assert [claim.effective for claim in claims if claim.vendor == "openai"] == [None]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", "OpenAI plans to gradually raise the price of ChatGPT Plus to $50 a month, documents show."),
        ("GPT-9 vs Grok 9: which is cheaper?", "Grok 9 costs $2. In our benchmark GPT-9 came out 4x cheaper."),
        ("Pricing of GPT-9 and Grok 9, compared", "On our workload GPT-9 was 35% cheaper."),
        (
            "Xiaomi cuts the price of its flagship phone",
            "Xiaomi has slashed the price by 500 yuan. It comes with an AI aide.",
        ),
        ("", "The Pixel Buds Pro 9 with Gemini are 20% off, down to $150."),
        ("", "Snowflake is increasing storage to $25 per terabyte; it also sells Claude to its customers."),
        (
            "OpenAI may let the ChatGPT price rise",
            "OpenAI could raise ChatGPT Plus to 29 euros, a leaked image suggests.",
        ),
        ("Anthropic: no change to Claude Code pricing", "Anthropic said Pro stays at $20 a month."),
        (
            "Uber raises fares, cites AI",
            "Uber's pricing has increased fares by 9%. The AI model is not to blame, it said.",
        ),
        ("", "Anthropic said the new rules apply to its $20-a-month plan as well as the $100 plan."),
        ("", "Quest 9 gets dearer: Meta is raising the price of the Quest 9 to $650. It ships with Meta AI."),
        ("What we pay", "My team pays $100 for Claude Max; the total was $900, up 30% from June."),
        ("Price cuts are coming, says OpenAI", "The cost to use a given level of AI falls every year, it says."),
        ("", "LiteLLM adds price tracking for GPT-9 at $5 per million input tokens."),
        ("Huawei phone offer", "Huawei cut the price by up to 900 yuan until June 18. It runs an AI."),
        ("", "Perplexity can now alert Pro users when a product's price drops by 15% or more."),
        ("", "The regulator sued Microsoft over price increases of 35% after it added Copilot."),
        (
            "Why we left GPT-9",
            "Why we left: Gemini 9 Flash costs $0.20 per million input tokens, GPT-9 three times that.",
        ),
        ("", "A new attention kernel reduces DeepSeek inference cost by 40%; the code is free on GitHub."),
        ("", "Zoom's aide is included at no additional cost, unlike Microsoft's $40 Copilot."),
        ("", "Developers say their Claude Code bills have doubled, from $100 to $200 a month."),
        ("", "In a simulated market, GPT-9 agents raised prices by 15%."),
        ("", "A Telegram seller offers ChatGPT Plus for $6 a month, 70% off the official price."),
        ("", "Claude Code is for Free, Pro and Max subscribers."),
        ("", "Until now Qwen9-7B had been free to use, SiliconFlow said."),
    ],
)
def test_what_only_compares_recalls_or_sells_other_goods_is_no_claim(title: str, text: str) -> None:
    assert [brief(claim) for claim in told(text, title)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Mistral Medium 9 is priced at $0.4 input / $2 output per M tokens, beating leaders such as DeepSeek V9.",
            [
                "Mistral Medium 9: mistral model_launched_with_price input →0.4",
                "Mistral Medium 9: mistral model_launched_with_price output →2",
            ],
        ),
        (
            "Replit has bumped Replit Core from $21 to $26 per month, while annual subscribers still pay $21.",
            ["Replit Core: replit price_rise 21→26"],
        ),
        (
            "xAI is giving all users free access to Grok 9, limited to 12 messages a day.",
            ["Grok 9: xai became_free free"],
        ),
        (
            "GitHub is ending its Agent Mode for Copilot Pro plan subscribers from December 5.",
            ["Copilot Pro: github plan_changed subscription"],
        ),
        (
            "The free Llama 9 70B endpoint on Together AI will be discontinued on December 15.",
            ["Llama 9 70B: together free_ended"],
        ),
        (
            "OpenAI has cut daily free video generations in Sora to 7 from 40 for unpaid users.",
            ["Sora: openai rate_limit_changed 40→7"],
        ),
    ],
)
def test_the_figures_of_a_report_are_heard_without_its_asides(text: str, found: list[str]) -> None:
    assert [brief(claim) for claim in told(text)] == found
