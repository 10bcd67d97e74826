"""English sentences → the claims they make, and the near misses that make none."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pipeline.claims import claims_of
from pipeline.types import Article, Claim

PUBLISHED = datetime(2026, 9, 20, tzinfo=UTC)


def told(text: str, title: str = "", url: str = "") -> list[Claim]:
    return list(claims_of(Article(title, text, url, published=PUBLISHED, lang="en")))


def brief(claim: Claim) -> str:
    """model: vendor kind meter old→new percent ratio free, what is said of it only."""
    old = claim.old_price if claim.old_price is not None else ""
    price = f"{old}→{claim.new_price}" if claim.new_price is not None else ""
    percent = f"{claim.percent.normalize():f}%" if claim.percent else ""
    ratio = f"×{claim.ratio.normalize():f}" if claim.ratio else ""
    words = (claim.vendor, claim.kind.value, claim.meter, price, percent, ratio, "free" if claim.free else "")
    return f"{claim.model}: " + " ".join(filter(None, words))


CLAIMS = [
    (
        (
            "OpenAI today cut the price of GPT-4.1 mini by 40%, to $0.24 per million input tokens and $0.96 per "
            "million output tokens."
        ),
        ["GPT-4.1 mini: openai price_cut input →0.24 40%", "GPT-4.1 mini: openai price_cut output →0.96"],
    ),
    (
        (
            "Claude Opus 5.5 costs $4 per million input tokens and $20 per million output tokens, down from $5 "
            "and $25 for Opus 5."
        ),
        [
            "Claude Opus 5.5: anthropic model_launched_with_price input 5→4",
            "Claude Opus 5.5: anthropic model_launched_with_price output 25→20",
        ],
    ),
    (
        (
            "The API price is $4 per million input tokens and $20 per million output tokens, down from $5/$25 "
            "for Claude Opus 5."
        ),
        [": anthropic price_cut input 5→4", ": anthropic price_cut output 25→20"],
    ),
    (
        "OpenAI cut GPT-6 Sol from $4/$20 to $2/$10 per million tokens and GPT-6 Luna from $0.20/$1.20 to $0.10/$0.50.",
        [
            "GPT-6 Sol: openai price_cut input 4→2",
            "GPT-6 Sol: openai price_cut output 20→10",
            "GPT-6 Luna: openai price_cut input 0.20→0.10",
            "GPT-6 Luna: openai price_cut output 1.20→0.50",
        ],
    ),
    (
        (
            "OpenAI dropped the price of o3 by 80%, from $10 to $2 per million input tokens and from $40 to $8 "
            "per million output tokens."
        ),
        ["o3: openai price_cut input 10→2 80%", "o3: openai price_cut output 40→8"],
    ),
    (
        "o3 is now 80% cheaper: input falls to $2 and output to $8 per 1M tokens, down from $10 and $40 respectively.",
        ["o3: openai price_cut input 10→2 80%", "o3: openai price_cut output 40→8"],
    ),
    (
        (
            "Gemini 2.5 Flash input rises to $0.30 per million tokens (was $0.15), while output drops to $2.50 "
            "from $3.50 non-thinking."
        ),
        ["Gemini 2.5 Flash: google price_rise input 0.15→0.30", "Gemini 2.5 Flash: google price_cut output 3.50→2.50"],
    ),
    (
        (
            "Google raised the price of Gemini 2.5 Flash input from $0.15 to $0.30 per million tokens and "
            "lowered output from $3.50 to $2.50."
        ),
        ["Gemini 2.5 Flash: google price_rise input 0.15→0.30", "Gemini 2.5 Flash: google price_cut output 3.50→2.50"],
    ),
    ("DeepSeek cuts V3.2-Exp API prices by more than 50%.", ["V3.2-Exp: deepseek price_cut 50%"]),
    (
        "Mistral Small 3.1 is available at $0.1 per million input tokens and $0.3 per million output tokens.",
        [
            "Mistral Small 3.1: mistral model_launched_with_price input →0.1",
            "Mistral Small 3.1: mistral model_launched_with_price output →0.3",
        ],
    ),
    (
        "xAI launched Grok 4 Fast, priced at $0.20 per 1M input tokens and $0.50 per 1M output tokens.",
        [
            "Grok 4 Fast: xai model_launched_with_price input →0.20",
            "Grok 4 Fast: xai model_launched_with_price output →0.50",
        ],
    ),
    (
        "Cohere released Command A at $2.50/$10 per million tokens.",
        [
            "Command A: cohere model_launched_with_price input →2.50",
            "Command A: cohere model_launched_with_price output →10",
        ],
    ),
    ("Perplexity Pro drops to $10 a month from $20.", ["Perplexity Pro: perplexity price_cut 20→10"]),
    ("GitHub Copilot Pro+ launches at $39 per month.", ["GitHub Copilot Pro+: github plan_changed subscription →39"]),
    (
        "Groq cut prices on Llama 3.3 70B to $0.59 per million input tokens.",
        ["Llama 3.3 70B: groq price_cut input →0.59"],
    ),
    ("Groq doubles rate limits for Developer tier users.", [": groq rate_limit_changed"]),
    ("Anthropic introduces weekly rate limits for Claude Pro and Max.", ["Claude Pro: anthropic rate_limit_changed"]),
    (
        "OpenAI raised ChatGPT Plus limits for o3 from 50 to 100 messages per week.",
        ["ChatGPT Plus: openai rate_limit_changed 50→100"],
    ),
    (
        "Google removes Gemini 2.5 Pro from the free tier of the Gemini API.",
        ["Gemini 2.5 Pro: google free_tier_removed"],
    ),
    ("Google is ending the free tier of Gemini 2.5 Pro in AI Studio.", ["Gemini 2.5 Pro: google free_tier_removed"]),
    ("Qwen3-Coder is free on OpenRouter until Friday.", ["Qwen3-Coder: openrouter became_free free"]),
    ("The free period for Kimi K2.5 on OpenCode Zen has ended.", ["Kimi K2.5: opencode free_ended"]),
    ("Grok 4 is now free for all users.", ["Grok 4: xai became_free free"]),
    ("Cerebras launched a free tier with 1M tokens per day.", [": cerebras free_tier_added free"]),
    ("OpenAI will retire GPT-4.5 preview from the API on July 14.", ["GPT-4.5 preview: openai model_retired"]),
    ("OpenRouter: Sonar Pro price reduced 30%.", ["Sonar Pro: openrouter price_cut 30%"]),
    ("Together AI introduced batch inference at half the price for most models.", [": together price_cut ×0.5"]),
    ("Amazon Bedrock lowers Claude Haiku 3.5 prices by 20%.", ["Claude Haiku 3.5: amazon price_cut 20%"]),
    ("Vercel AI Gateway offers GPT-5.6 at 50% off until September 30.", ["GPT-5.6: vercel promotion 50%"]),
    ("MiniMax M2 is free for a limited time.", ["MiniMax M2: minimax promotion free"]),
    ("From October 1, Z.ai raises GLM Coding Plan prices by 30%.", ["GLM Coding Plan: zhipu price_rise 30%"]),
    (
        (
            "Moonshot lowers Kimi K2 Turbo input price from $2.40 to $1.15 and output price from $10 to $8 per "
            "million tokens."
        ),
        ["Kimi K2 Turbo: moonshot price_cut input 2.40→1.15", "Kimi K2 Turbo: moonshot price_cut output 10→8"],
    ),
    (
        (
            "Cursor replaced its request-based pricing with a usage-credit pool: Pro still costs $20/mo but now "
            "includes $20 of API usage instead of 500 fast requests."
        ),
        [": cursor plan_changed subscription →20"],
    ),
    (
        "Cursor Pro+ launched at $60/mo with 3x usage on all models.",
        ["Cursor Pro+: cursor plan_changed subscription →60"],
    ),
    (
        "Windsurf moved from credits to daily and weekly quotas. Pro raised from $15 to $20/mo.",
        [": windsurf price_rise 15→20"],
    ),
    (
        "ChatGPT Go is free for one year for users in India starting November 4.",
        ["ChatGPT Go: openai promotion free"],
    ),
    ("Perplexity Pro free for 12 months for all Airtel customers.", ["Perplexity Pro: perplexity promotion free"]),
    ("OpenAI doubled Codex rate limits for all paid plans through April 2.", ["Codex: openai rate_limit_changed"]),
    (
        "OpenAI is giving Plus users 2x the usage of Codex until the end of October.",
        ["Codex: openai rate_limit_changed"],
    ),
    ("ChatGPT Plus price rises to $25 per month in October.", ["ChatGPT Plus: openai price_rise →25"]),
    ("Price increase for o1-preview on Perplexity Pro", ["o1-preview: perplexity price_rise"]),
    ("Gemini 2.0 Flash Thinking gets more expensive.", ["Gemini 2.0 Flash Thinking: google price_rise"]),
    (
        "xAI made Grok 2 more costly: the API now costs $5/$15.",
        ["Grok 2: xai price_rise input →5", "Grok 2: xai price_rise output →15"],
    ),
    ("Sonnet pricing went up.", ["Sonnet: anthropic price_rise"]),
    ("Google has hiked Gemini Flash output costs.", ["Gemini Flash: google price_rise"]),
    ("The cost of GPT-4o has been halved.", ["GPT-4o: openai price_cut ×0.5"]),
    ("GPT-4 Turbo is 3x cheaper than GPT-4.", ["GPT-4 Turbo: openai price_cut ×0.333"]),
    (
        (
            "GPT-4o mini is 60% cheaper than GPT-3.5 Turbo, at $0.15 per million input tokens and $0.60 per "
            "million output tokens."
        ),
        [
            "GPT-4o mini: openai model_launched_with_price input →0.15 60%",
            "GPT-4o mini: openai model_launched_with_price output →0.60",
        ],
    ),
    (
        "OpenRouter has cut the price of WizardLM 8x22B by 20%; Mixtral 8x22B Instruct drops 15%.",
        ["WizardLM 8x22B: openrouter price_cut 20%", "Mixtral 8x22B Instruct: openrouter price_cut 15%"],
    ),
    (
        "New price drops: nousresearch/hermes-3-llama-3.1-405b (-50%), qwen/qwen-2.5-72b-instruct (-35%).",
        [
            "nousresearch/hermes-3-llama-3.1-405b: openrouter price_cut 50%",
            "qwen/qwen-2.5-72b-instruct: openrouter price_cut 35%",
        ],
    ),
    (
        "Claude 2.1 price dropped 20%; Claude Instant 1.2 by 50%.",
        ["Claude 2.1: anthropic price_cut 20%", "Claude Instant 1.2: anthropic price_cut 50%"],
    ),
    ("Mistral Large is now 8x cheaper.", ["Mistral Large: mistral price_cut ×0.125"]),
    (
        "Mixtral-8x7b-instruct price lowered to $0.27 per million tokens on DeepInfra.",
        ["Mixtral-8x7b-instruct: deepinfra price_cut →0.27"],
    ),
    (
        "Cohere's Command R got a 70% price cut: $0.15 input, $0.60 output.",
        ["Command R: cohere price_cut input →0.15 70%", "Command R: cohere price_cut output →0.60"],
    ),
    (
        "The Gemini API free tier now allows 1,500 requests per day, up from 1,000.",
        ["Gemini API: google rate_limit_changed 1000→1500"],
    ),
    (
        "Gemini 2.5 Pro's free rate limits cut from 100 RPD to 50 RPD.",
        ["Gemini 2.5 Pro: google rate_limit_changed 100→50"],
    ),
    ("OpenAI retires GPT-4o in ChatGPT on February 13; API access remains.", ["GPT-4o: openai model_retired"]),
    (
        "Cohere deprecates command-light; it will be shut down on September 15, 2025.",
        ["command-light: cohere model_retired"],
    ),
    (
        "DeepSeek introduces context caching: cache hits cost $0.014 per million tokens, 90% cheaper.",
        [": deepseek price_cut cache_read →0.014 90%"],
    ),
    ("Batch API gives 50% discount on GPT-4o.", ["GPT-4o: openai price_cut 50%"]),
    (
        "Amazon Nova Lite is priced at $0.06 per million input tokens and $0.24 per million output tokens.",
        [
            "Amazon Nova Lite: amazon model_launched_with_price input →0.06",
            "Amazon Nova Lite: amazon model_launched_with_price output →0.24",
        ],
    ),
    ("Grok Code Fast 1 stays free in Cursor until September 10.", ["Grok Code Fast 1: cursor promotion free"]),
    ("Qwen Code free OAuth tier will be discontinued on April 15.", ["Qwen Code: alibaba free_tier_removed"]),
    ("GLM-4.6 coding plan starts at $3/month.", [": zhipu plan_changed subscription →3"]),
    ("Ollama introduces Turbo at $20/month.", [": ollama plan_changed subscription →20"]),
    (
        "Deepinfra undercuts everyone with Llama 3.1 405B at $1.79/M.",
        ["Llama 3.1 405B: deepinfra model_launched_with_price →1.79"],
    ),
    (
        "The price of DeepSeek R1 on Together fell from $8 to $3/$7 per M tokens.",
        ["DeepSeek R1: together price_cut input 8→3", "DeepSeek R1: together price_cut output →7"],
    ),
    (
        "Microsoft raises Microsoft 365 Personal by $3 a month as it bundles Copilot.",
        ["Microsoft 365 Personal: microsoft price_rise →3"],
    ),
    (
        (
            "GitHub Copilot Business will cost $19 per user per month from June 1, with AI credits replacing "
            "premium requests."
        ),
        ["GitHub Copilot Business: github plan_changed subscription →19"],
    ),
    (
        "Vercel passes through DeepSeek's 50% cut: V4-Pro now $0.87/M output.",
        ["V4-Pro: vercel price_cut output →0.87 50%"],
    ),
]


@pytest.mark.parametrize(("text", "found"), CLAIMS)
def test_what_a_sentence_claims(text: str, found: list[str]) -> None:
    assert [brief(claim) for claim in told(text)] == found


NEAR_MISSES = [
    "OpenAI is reportedly considering a price increase for ChatGPT Plus.",
    "Anthropic said pricing for Claude Sonnet 4.5 remains at $3/$15 per million tokens.",
    "GPT-5 costs $1.25 per million input tokens, compared with $3 for Claude Sonnet 4.",
    "A user complained that Cursor is expensive at $200 a month.",
    "H100 rental prices dropped to $2 an hour as DeepSeek cut demand.",
    "We cut our inference costs by 60% by moving to Mistral Small.",
    "GPT-4o scores 88.7% on MMLU, a 20% increase over GPT-3.5.",
    "Anthropic reset weekly limits for everybody after yesterday's outage.",
    "Nvidia shares fell 17% after DeepSeek released R1.",
    "DeepSeek denied it would raise prices for V4.",
    "OpenAI raised $40 billion at a $300 billion valuation.",
    "Training DeepSeek V3 cost only $5.6 million.",
    "Users hope that Anthropic lowers Opus prices soon.",
    "Claude Code now supports background agents and faster startup. Fixed a crash when the rate limit was reached.",
    "The model runs locally and is free and open source under Apache 2.0: Qwen3-8B.",
    "Mistral released Devstral, an open-weights model free to download from Hugging Face.",
    "OpenAI spends $700,000 a day to run ChatGPT.",
    "Prompt caching on Claude 3.5 Sonnet cuts costs by up to 90% and latency by 85%.",
    "Claude 3 Haiku is half the price of GPT-3.5 Turbo.",
    "Anthropic did not raise prices for Claude Opus 4.6.",
    "Claude Opus 4.6 keeps the same price of $5/$25.",
    "OpenAI could cut GPT-5 prices by half next month.",
    "There are rumours that Gemini 3 Pro will cost $4 per million tokens.",
    "Mistral needs to lower prices to compete.",
    "Members were baffled by the price hike from Claude 3 Haiku to Claude 3 Opus.",
    "Other platforms are cutting prices, so Cohere looks dear.",
    "How Acme cut ML costs by 90% with Cursor",
    "The RTX 5090 dropped to $1,800 and runs Qwen3 well.",
    "Meta's stock price fell 10% after Llama 4.",
    "A robot dog fell from $76,000 to $1,600, and GPT-4o mini is nearly free.",
    "Someone is trying to sell his Perplexity Pro subscription at a lower price.",
    "Fixed the rate limit error message for API providers.",
    "The price of bread rose by 10%.",
]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_is_no_claim(text: str) -> None:
    assert [brief(claim) for claim in told(text)] == []


def test_a_headline_gives_way_to_what_is_told_below_it() -> None:
    text = "- **Swan prices fall**: OpenAI cut GPT-4.1 by 25%, to $1.50 per million input tokens."
    (claim,) = told(text, "OpenAI cuts prices")
    assert brief(claim) == "GPT-4.1: openai price_cut input →1.50 25%"


def test_a_headline_stands_where_nothing_below_it_says_more() -> None:
    (claim,) = told("More in our newsletter.", "OpenAI cuts GPT-4.1 prices by 25%")
    assert (claim.vendor, claim.percent, claim.start) == ("openai", Decimal(25), 0)


def test_the_direction_of_a_heading_holds_for_figures_below_it() -> None:
    (claim,) = told("- **Price hikes at xAI**: Grok 4 goes for $4 per million input tokens.")
    assert brief(claim) == "Grok 4: xai price_rise input →4"


def test_a_sellers_own_page_makes_it_the_vendor() -> None:
    text = "Claude Sonnet 4.6 is available with promotional pricing: 2x credits."
    (claim,) = told(text, url="https://windsurf.com/blog/x")
    assert (claim.vendor, claim.maker, claim.new_price, claim.currency) == (
        "windsurf",
        "anthropic",
        Decimal(2),
        "CREDIT",
    )


def test_a_slug_is_priced_by_the_gateway() -> None:
    (claim,) = told("A 12% price cut for [gryphe/mythomax-l2-13b](https://openrouter.ai/gryphe/mythomax-l2-13b).")
    assert (claim.vendor, claim.percent) == ("openrouter", Decimal(12))


def test_a_link_to_a_gateway_does_not_make_it_openais_price() -> None:
    (claim,) = told("[GPT-4o mini](https://openrouter.ai/openai/gpt-4o-mini) got a 10% price cut.")
    assert claim.vendor == "openai"


def test_cents_are_hundredths() -> None:
    (claim,) = told("Gemini 1.5 Flash dropped its price to 8.5c/million tokens.")
    assert (claim.new_price, claim.coin, claim.currency) == (Decimal("0.085"), Decimal("0.01"), "USD")


def test_a_discount_in_money_is_a_delta() -> None:
    (claim,) = told("Anthropic announced price reductions, input at -$0.7 per million tokens.")
    assert (claim.is_delta, claim.new_price, claim.meter) == (True, Decimal("-0.7"), "input")


def test_when_it_begins_and_ends() -> None:
    (claim,) = told("OpenAI cuts GPT-5 prices by 20% from October 1 until November 15.")
    assert claim.effective == datetime(2026, 10, 1, tzinfo=UTC)
    assert claim.ends == datetime(2026, 11, 16, tzinfo=UTC)


def test_an_end_without_a_date_is_kept_as_printed() -> None:
    (claim,) = told("Grok 4 is free until servers melt.")
    assert claim.ends_printed == "servers melt"


def test_the_predecessor_is_named() -> None:
    claims = told("Claude Opus 5 costs $5/$25, 60% below the previous Claude Opus 4.1 pricing of $15/$75.")
    assert {claim.successor_of for claim in claims} == {"Claude Opus 4.1"}
    assert [(claim.old_price, claim.new_price) for claim in claims] == [(15, 5), (75, 25)]


def test_a_list_below_a_tier_tells_its_amounts() -> None:
    text = "Upgraded Free Tier\nFree tier now has higher limits\nPrompt credits: 10 to 40 prompt credits per month"
    claims = told(text, "Windsurf 9.1", "https://windsurf.com/changelog")
    assert (claims[-1].kind, claims[-1].old_price, claims[-1].new_price) == ("free_tier_changed", 10, 40)


def test_a_rumour_after_a_price_leaves_it_standing() -> None:
    (claim,) = told("OpenAI cut o3 by 80%, hoping to win developers who might leave.")
    assert (claim.model, claim.percent) == ("o3", Decimal(80))


def test_an_unchanged_price_beside_a_cut_takes_nothing_from_it() -> None:
    (claim,) = told(
        "Google cut Gemini 2.5 Flash input to $0.20 per million tokens, while output pricing stays the same."
    )
    assert brief(claim) == "Gemini 2.5 Flash: google price_cut input →0.20"


@pytest.mark.parametrize("text", [text for text, _ in CLAIMS])
def test_every_quote_is_exact(text: str) -> None:
    for claim in told(text):
        assert text[claim.start - 1 : claim.start - 1 + len(claim.quote)] == claim.quote


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Google cut Gemini 1.5 Flash to $0.09 per million tokens for prompts under 128K.", "for prompts under 128K"),
        ("Gemini 2.5 Pro is 20% off for new customers.", "for new customers"),
        ("DeepSeek V3 is 50% off during off-peak hours (16:30-00:30 UTC).", "during off-peak hours (16:30-00:30 UTC)"),
    ],
)
def test_the_conditions_are_kept_as_printed(text: str, scope: str) -> None:
    assert {claim.scope for claim in told(text)} == {scope}


def test_a_percent_below_the_market_is_no_cut() -> None:
    (claim,) = told("Doubao Pro costs $0.11 per million input tokens, 99.1% below the industry average.")
    assert (claim.kind, claim.percent_against) == ("model_launched_with_price", "market")


def test_an_old_change_told_again_is_a_recap() -> None:
    (claim,) = told("Back in June, OpenAI cut o3 prices by 80%.")
    assert claim.recap


def test_a_title_that_lists_news_is_read_piece_by_piece() -> None:
    (claim,) = told("", "Gemini Flash Gets Pricey, Robots Learn to Cook, GPT-3 Turns Six")
    assert (claim.model, claim.kind) == ("Gemini Flash", "price_rise")
    assert told("", "FLUX.1 Learns to Draw, Benchmarking Costs Climb, A New Report on Video") == []


def test_a_vendor_of_many_things_has_to_speak_of_ai() -> None:
    assert told("Vercel raised the Pro plan from $20 to $25 a month.") == []
    assert told("Vercel raised the Pro plan from $20 to $25 a month for agents.") != []


def test_the_lines_below_a_new_price_take_its_direction() -> None:
    text = "On Tuesday our GPT-5 promotion will end. The new prices are:\nGPT 5 High: 2x Credits\nGPT 5 Low: 1x Credit"
    claims = told(text, "Windsurf 2.1", "https://windsurf.com/changelog")
    assert [(claim.kind, claim.new_price) for claim in claims if claim.new_price] == [
        ("price_rise", Decimal(2)),
        ("price_rise", Decimal(1)),
    ]


def test_two_models_and_two_prices_belong_together_in_order() -> None:
    claims = told("Veo 3 and Veo 3 Fast get price cuts of 50% ($0.45/s and $0.20/s).")
    assert [(claim.model, claim.new_price) for claim in claims] == [
        ("Veo 3", Decimal("0.45")),
        ("Veo 3 Fast", Decimal("0.20")),
    ]


def test_a_range_is_no_change() -> None:
    assert told("Runs of Opus 4.8 cost $1–$2, those of GPT-5.5 $0.20–$0.50.") == []


def test_a_launch_price_is_the_new_one_where_the_text_says_it_is_cut() -> None:
    claims = told("GPT-9 Luna will cost 80% less. API pricing is $0.20 per million input tokens for GPT-9 Luna.")
    assert {claim.kind for claim in claims} == {"price_cut"}


def test_open_models_of_several_makers_are_cut_by_a_gateway() -> None:
    claims = told("Price cuts for several models: mythomax-l2-13b by 12% and hermes-3-llama-3.1-70b by 31%.")
    assert {claim.vendor for claim in claims} == {"openrouter"}


@pytest.mark.parametrize(
    ("text", "retired"),
    [
        ("The endpoint mistral-tiny will be deprecated in three months.", False),
        ("mistral-tiny will be deprecated on March 1, 2027.", True),
        ("This version of mistral-tiny will be retired on September 30.", True),
    ],
)
def test_a_deprecation_needs_a_day(text: str, retired: bool) -> None:
    assert bool(told(text)) == retired


@pytest.mark.parametrize(
    "text",
    [
        "Fixed certain models seeing increased error rates.",
        "Cursor has a new plan mode for creating implementation plans.",
        "All users had their quota reset.",
        "Use this new agent with your existing subscription.",
        "Improve notifications for model price changes",
    ],
)
def test_a_changelogs_other_lines_are_no_claims(text: str) -> None:
    assert told(text, "Windsurf 2.1", "https://windsurf.com/changelog") == []


WORDS = [
    ("RPM for GPT-9 mini goes from 40 to 400.", ["GPT-9 mini: openai rate_limit_changed 40→400"]),
    (
        "Gemini 9 Pro daily quota: 2,000 → 300 requests per day.",
        ["Gemini 9 Pro: google rate_limit_changed 2000→300"],
    ),
    (
        "OpenAI bumped GPT-9 Thinking to 2,500 messages a week for Plus.",
        ["GPT-9 Thinking: openai rate_limit_changed"],
    ),
    (
        "GPT-9 costs a third of what it did: $2 per million input tokens.",
        ["GPT-9: openai price_cut input →2 ×0.333"],
    ),
    (
        "Gemini 9 Flash is now $0.30/$1.80 per million tokens, down 25%.",
        ["Gemini 9 Flash: google price_cut input →0.30 25%", "Gemini 9 Flash: google price_cut output →1.80 25%"],
    ),
    ("GPT-9 is twice as expensive as GPT-8.", ["GPT-9: openai price_rise ×2"]),
    ("Qwen9-Plus drops to 0.6 yuan per million input tokens.", ["Qwen9-Plus: alibaba price_cut input →0.6"]),
    (
        "The GPT-9 launch discount is gone: it costs $3 per million input tokens from today.",
        ["GPT-9: openai price_rise input →3"],
    ),
    ("For the next 10 days, GPT-9 mini is free in Windsurf.", ["GPT-9 mini: windsurf promotion free"]),
    ("Claude Opus 9 costs 6x credits in Windsurf, up from 2x.", ["Claude Opus 9: windsurf price_rise 2→6"]),
    ("The OpenAI Batch API gives 50% off GPT-9.", ["GPT-9: openai price_cut 50%"]),
    (
        "Gemini 9 Pro is no longer available on the free tier of the Gemini API.",
        ["Gemini 9 Pro: google free_tier_removed"],
    ),
    ("Le Chat has a free tier now.", ["Le Chat: mistral free_tier_added free"]),
    (
        "Gemini Code Assist is now free, with 9,000 completions a month.",
        ["Gemini Code Assist: google free_tier_added free"],
    ),
    ("GPT-9 mini will be removed from the API on March 1, 2027.", ["GPT-9 mini: openai model_retired"]),
    (
        "OpenAI launched ChatGPT Go at ₹299 per month, with 10x the messages of the free plan.",
        ["ChatGPT Go: openai plan_changed subscription →299"],
    ),
]


@pytest.mark.parametrize(("text", "found"), WORDS)
def test_other_words_for_the_same(text: str, found: list[str]) -> None:
    assert [brief(claim) for claim in told(text)] == found


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        (
            "Swan — pricing restructured",
            "Swan Pro is now $18/month with 500 prompts for its coding agent.",
            [": swan plan_changed subscription →18"],
        ),
        (
            "Swan — free tier reduced",
            "Free plan credits cut from $5 to $3 per month; Swan is an AI coding assistant.",
            [": swan free_tier_changed 5→3"],
        ),
        (
            "",
            "Nimbus slashes the price of its language model by 40% to $1.20 per million tokens.",
            [": nimbus price_cut →1.20 40%"],
        ),
        (
            "",
            "Nimbus raised Nimbus Pro from $20 to $25 a month, citing inference costs.",
            [": nimbus price_rise 20→25"],
        ),
    ],
)
def test_a_seller_whom_no_list_names_is_called_as_printed(title: str, text: str, found: list[str]) -> None:
    assert [brief(claim) for claim in told(text, title)] == found


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Swan — price increase", "Team goes from $14 to $16 per user per month and adds a dashboard."),
        (
            "Swan — pricing restructured",
            "Business rises from $24 to $30 per user per month; it now bundles AI Studio credits.",
        ),
        ("Doubled prices", "Prices doubled for most users of the frontier models."),
    ],
)
def test_who_sells_other_things_is_no_seller_of_models(title: str, text: str) -> None:
    assert told(text, title) == []


def test_a_product_for_ai_of_a_vendor_of_many_things_is_enough() -> None:
    claims = told("Free plan credits cut from $6 to $4 per month.", "v0 — limits reduced")
    assert [brief(claim) for claim in claims] == [": vercel free_tier_changed 6→4"]


def test_a_row_of_a_table_tells_input_and_output() -> None:
    table = "| Model | Input | Output |\n| --- | --- | --- |\n| gpt-9 | $2.00 → $1.50 | $8.00 → $6.00 |"
    claims = told(f"OpenAI cut prices.\n\n{table}", "New prices")
    assert [brief(claim) for claim in claims] == [
        "gpt-9: openai price_cut input 2.00→1.50",
        "gpt-9: openai price_cut output 8.00→6.00",
    ]


def test_a_price_raised_by_a_sum_is_a_delta() -> None:
    (claim,) = told("OpenAI raised the price of ChatGPT Plus by $4 a month.")
    assert (claim.new_price, claim.is_delta) == (Decimal(4), True)


MORE_NEAR_MISSES = [
    "A user asked how to cancel their Claude Pro subscription and get a refund for $200.",
    "A tip: using Haiku for subagents cut one developer's costs by 65%.",
    "The post explains how Nimbus lowered cost per token by 40% with GPT-9.",
    "Members compared three subscriptions: ChatGPT Plus at $20, Claude Pro at $20 and Gemini Ultra at $250.",
    "Colocation costs $0.12 per kWh in Virginia, up 15%, as Claude traffic grows.",
    "A blogger estimates that a $200 Claude Max plan gives up to $5,000 of usage.",
    "The Pro plan of Claude is unchanged at $20 a month.",
    "OpenAI has no intention to raise ChatGPT Plus prices this year.",
    "A startup says that its compiler makes Llama 9 70B inference 3x cheaper.",
    "Comet previously required the $200/month Perplexity Max plan.",
]


@pytest.mark.parametrize("text", MORE_NEAR_MISSES)
def test_what_else_is_no_claim(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "One engineer finds Kimi K9 6x cheaper than Claude Sonnet 9, at $0.50/$2 per million tokens versus $3/$15.",
        "Users argue whether ChatGPT Plus at $20 or Claude Max at $100 is the better deal.",
        "OpenAI tests ads for Free and Go users; ChatGPT Plus stays ad-free.",
        "Sam Altman said the cost of intelligence will fall another 8x.",
    ],
)
def test_what_is_set_beside_another_is_no_claim(text: str) -> None:
    assert told(text) == []


def test_a_guide_to_prices_launches_nothing() -> None:
    prices = "Claude Opus 9 costs $4 per million input tokens and $20 per million output tokens."
    assert told(prices, "How much does Claude Opus 9 cost") == []
    assert len(told(prices, "Claude Opus 9 is here")) == 2


def test_what_credits_are_worth_is_no_price() -> None:
    (claim,) = told("Zed Pro drops from $18 to $9/month, with $4 of credits included.")
    assert (claim.old_price, claim.new_price) == (Decimal(18), Decimal(9))


def test_a_model_that_is_free_first_and_priced_then_is_both() -> None:
    found = {
        (claim.kind.value, claim.free)
        for claim in told(
            "MiniMax-M9 is free until November 7, after which it will cost $0.30 per million input tokens."
        )
    }
    assert found == {("promotion", True), ("model_launched_with_price", False)}


def test_a_promotion_that_ends_at_a_higher_price_is_a_rise() -> None:
    (claim,) = told("In Windsurf, Claude Opus 9 moves from its promotional 1x credits to 3x credits.")
    assert (claim.kind.value, claim.old_price, claim.new_price) == ("price_rise", Decimal(1), Decimal(3))
