from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from pipeline.arithmetic import Sums, arithmetic
from pipeline.corroborate import contradict
from pipeline.small_print import Around, Beside, Note
from pipeline.types import Change, Claim, ClaimKind, ClaimState, Event, EventKind, EventStanding, Vendor
from publish import claim_vocabulary as words
from publish.claim_words import (
    _note,
    arithmetic_words,
    claim_words,
    event_standing_words,
    lag_words,
    standing_words,
)
from publish.money import LANGS, Lang
from tests.pipeline.newsroom import asks, claim, event, yuan, yuan_a_thousand

CUT, RISE, FREE = ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE, ClaimKind.BECAME_FREE
VENDORS = {
    "alibaba": Vendor("alibaba", "Alibaba Cloud", "阿里云"),
    "volcengine": Vendor("volcengine", "Volcengine", "火山引擎"),
    "baidu": Vendor("baidu", "Baidu", "百度"),
    "openai": Vendor("openai", "OpenAI"),
}
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
QWEN_LONG = yuan_a_thousand("alibaba", "Qwen-Long", meter="input", new_price="0.0005", percent=97)
DOUBAO = yuan_a_thousand(
    "bytedance", "豆包主力模型", meter="input", new_price="0.0008", percent="99.3", percent_against="market"
)


@pytest.mark.parametrize(
    ("said", "en", "zh"),
    [
        (
            QWEN_LONG,
            "Alibaba Cloud is said to cut Qwen-Long input by 97 %, to ¥0.0005 per 1K tokens",
            "据报道，阿里云下调 Qwen-Long 输入价 97%，至 0.0005 元/千 tokens",
        ),
        (
            replace(QWEN_LONG, old_price=Decimal("0.02")),
            "Alibaba Cloud is said to cut Qwen-Long input by 97 %: ¥0.02 → ¥0.0005 per 1K tokens",
            "据报道，阿里云下调 Qwen-Long 输入价 97%：0.02 → 0.0005 元/千 tokens",
        ),
        (
            DOUBAO,
            "Volcengine is said to cut 豆包主力模型 input to ¥0.0008 per 1K tokens, "
            "which it puts 99.3 % below the market",
            "据报道，火山引擎将豆包主力模型输入价下调至 0.0008 元/千 tokens，自称比行业便宜 99.3%",
        ),
        (
            claim("baidu", "ERNIE Speed", FREE, free=True),
            "Baidu is said to make ERNIE Speed free",
            "据报道，百度将 ERNIE Speed 改为免费",
        ),
        (
            claim("openai", "GPT-4o", RISE, meter="output", new_price="12", effective=DECEMBER),
            "OpenAI is said to raise GPT-4o output to $12 per 1M tokens, from 1 Dec 2026",
            "据报道，OpenAI 将 GPT-4o 输出价上调至 12 美元/百万 tokens，2026年12月1日起",
        ),
        (
            claim("openai", "GPT-4o", percent=50, percent_bound="max", scope="batch", recap=True),
            "OpenAI is said to cut GPT-4o by up to 50 % (only batch) (told again)",
            "据报道，OpenAI 下调 GPT-4o 最高 50%（仅限 batch）（重提旧事）",
        ),
        (
            claim("openai", "GPT-4o", new_price="0.9", is_delta=True),
            "OpenAI is said to cut GPT-4o by $0.90 per 1M tokens",
            "据报道，OpenAI 将 GPT-4o 下调 0.90 美元/百万 tokens",
        ),
        (
            claim("openai", "GPT-4o", new_price="2.5", unit="", per=Decimal(1)),
            "OpenAI is said to cut GPT-4o to $2.50",
            "据报道，OpenAI 将 GPT-4o 下调至 2.50 美元",
        ),
        (
            claim("openai", "GPT-4o", ClaimKind.PROMOTION, ratio="0.5", ends_printed="Nov 21"),
            "OpenAI is said to promote GPT-4o for a time, 50 % off, until 21 Nov",
            "据报道，OpenAI 对 GPT-4o 限时优惠 50%，至 11月21日",
        ),
        (
            claim("baidu", "", ClaimKind.RATE_LIMIT_CHANGED, old_price=10000, new_price=500, unit_printed="RPM"),
            "Baidu is said to change a limit of its models: 10,000 → 500 RPM",
            "据报道，百度调整旗下模型的限制：10,000 → 500 RPM",
        ),
    ],
)  # fmt: skip
def test_a_claim_is_one_sentence_and_said_to_be_so(said: Claim, en: str, zh: str) -> None:
    assert (claim_words(said, VENDORS, "en"), claim_words(said, VENDORS, "zh")) == (en, zh)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ClaimKind)
def test_every_kind_of_claim_has_a_sentence_however_little_it_says(kind: ClaimKind, lang: Lang) -> None:
    bare = claim_words(Claim("nobody", "", kind, "…", 0), {}, lang)
    assert "nobody" in bare
    assert "{" not in bare


@pytest.mark.parametrize("lang", LANGS)
def test_no_text_of_an_article_is_told_with_what_cannot_be_seen(lang: Lang) -> None:
    trick = "a\u202eb\x00\x1b[0m\u2066"
    hostile = claim(
        trick, trick, new_price=1, currency=trick, unit=trick, scope=trick, ends_printed=trick, effective_printed=trick,
        model_id=None,
    )  # fmt: skip
    limit = replace(hostile, kind=ClaimKind.RATE_LIMIT_CHANGED, unit_printed=trick)
    sentences = [claim_words(one, {}, lang) for one in (hostile, limit)]
    sentences += [_note(Note(kind, dict.fromkeys(("model", "models", "meter"), trick)), hostile, lang)
                  for kind in (Beside.CACHE_RAISED, Beside.FLAGSHIP_UNTOUCHED)]  # fmt: skip
    assert not any(sign in text for text in sentences for sign in ("\u202e", "\x00", "\x1b", "\u2066"))


@pytest.mark.parametrize(
    ("lag", "en", "zh"),
    [
        (timedelta(seconds=36), "page first, news 36 s later", "页面在先，报道晚 36 秒"),
        (timedelta(hours=-4), "news first, page 4 h later", "报道在先，页面晚 4 小时"),
        (timedelta(minutes=-12), "news first, page 12 min later", "报道在先，页面晚 12 分钟"),
        (timedelta(days=28), "page first, news 28 days later", "页面在先，报道晚 28 天"),
        (timedelta(0), "page and news at once", "页面与报道同时"),
    ],
)
def test_a_lag_says_who_was_first(lag: timedelta, en: str, zh: str) -> None:
    assert (lag_words(lag, "en"), lag_words(lag, "zh")) == (en, zh)


def test_a_standing_is_told_with_its_lag_or_its_rule() -> None:
    confirmed = standing_words(ClaimState.CONFIRMED, "seen", timedelta(hours=-4), "en")
    assert confirmed == "confirmed by the page (news first, page 4 h later)"
    against = standing_words(ClaimState.CONTRADICTED, "old_price_stands", None, "zh")
    assert against == "与页面不符：页面仍为原价。"
    assert standing_words(ClaimState.WAITING, "", None, "en") == "being checked"
    corroborated = event_standing_words(EventStanding.CORROBORATED, timedelta(seconds=36), "en")
    assert corroborated == "also in the news (page first, news 36 s later)"
    assert event_standing_words(EventStanding.CLAIMED, None, "zh") == "仅见于报道，页面未见"


def test_figures_that_agree_are_said_with_both_figures() -> None:
    said = replace(QWEN_LONG, old_price=Decimal("0.02"), meter="output")
    assert arithmetic_words(arithmetic(said), said, "en") == (
        "97 % said, 97.5 % computed: consistent within rounding.",
        "Exactly 97 % would need an old price of ¥0.01667 per 1K tokens.",
    )
    assert arithmetic_words(arithmetic(said), said, "zh") == (
        "报道称 97%，按价格计算为 97.5%：在取整范围内一致。",
        "若恰为 97%，原价应为 0.01667 元/千 tokens。",
    )


def test_figures_that_do_not_agree_are_said_so() -> None:
    said = claim("openai", "GPT-4o", old_price=5, new_price="2.5", percent=70)
    assert arithmetic_words(arithmetic(said), said, "en")[0] == "70 % said, 50 % computed: they do not agree."


def test_a_baseline_that_is_not_named_is_guessed_as_a_guess() -> None:
    reckoned = arithmetic(DOUBAO, Around(market=(yuan("ERNIE-4.0-8K", "120"),)))
    assert arithmetic_words(reckoned, DOUBAO, "en") == (
        "What 99.3 % is measured against is not said; a price between ¥0.1 per 1K tokens and ¥0.1333 per 1K tokens "
        "would fit, such as that of ERNIE-4.0-8K (¥120 per 1M tokens). That is a guess.",
        "Only the input price is named; what output costs is not said.",
    )
    assert arithmetic_words(reckoned, DOUBAO, "zh")[0] == (
        "未说明 99.3% 以何为基准；0.1 元/千 tokens 至 0.1333 元/千 tokens 之间的价格均可得出此数，"
        "例如 ERNIE-4.0-8K (120 元/百万 tokens)。此为推测。"
    )
    bare = claim("openai", "GPT-4o", percent=50)
    assert arithmetic_words(arithmetic(bare), bare, "en") == ("What 50 % is measured against is not known.",)


def test_what_the_headline_leaves_out_is_said_beside_it() -> None:
    raised = Change(
        EventKind.PRICE_RISE, "qwen-long", "cache_read", (), yuan("qwen-long", "0.1"), yuan("qwen-long", "0.2")
    )
    made = event("alibaba", None, yuan("x", "1"))
    limit = {"metric": "rpm", "old": "10000", "new": "500"}
    tightened: Event = replace(made, kind=EventKind.LIMIT_TIGHTENED, model="", model_id=None, detail=limit)
    known = Around(
        known_old=yuan("qwen-long", "20"),
        siblings=(raised,),
        selling=(asks("Qwen-Max", "5"),),
        limits=(tightened,),
    )
    said = replace(QWEN_LONG, percent_bound="max")
    assert arithmetic_words(arithmetic(said, known), said, "en")[1:] == (
        "97 % is the most that anything was cut by.",
        "The old price ¥0.02 per 1K tokens is from our own record.",
        "Only the input price is named; what output costs is not said.",
        "Not cut: the flagship Qwen-Max.",
        "Meanwhile qwen-long cache read rose 100 %.",
        "Meanwhile a limit was tightened: requests per minute 10,000 → 500.",
    )
    assert len(arithmetic_words(arithmetic(said, known), said, "zh")) == 7


TABLES = [
    words.CLAIM_KINDS, words.CLAIM_STATES, words.EVENT_STANDINGS, words.STANDING_RULES, words.SUMS, words.RECKONED,
    words.BESIDE, words.LAGS, words.BOUNDS, words.SAID, words.CLAUSES, words.DATES, {"": words.EXACT_OLD},
]  # fmt: skip


def test_every_rule_of_a_standing_has_words() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(contradict.__file__).parent.glob("*.py"))
    rules = set(re.findall(r'(?:_against\(|ClaimState\.[A-Z_]+, )"([a-z_]+)"', source))
    assert rules == set(words.STANDING_RULES)


@pytest.mark.parametrize("lang", LANGS)
def test_every_word_is_in_both_languages_with_the_same_fields(lang: str) -> None:
    for table in TABLES:
        for both in table.values():
            assert fields(both[lang]) == fields(both["en"])


def fields(said: str | tuple[str, ...]) -> list[set[str]]:
    templates = (said,) if isinstance(said, str) else said
    return [{name for _, name, _, _ in Formatter().parse(one) if name} for one in templates]


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (words.CLAIM_KINDS, ClaimKind),
        (words.SAID, ClaimKind),
        (words.CLAIM_STATES, ClaimState),
        (words.EVENT_STANDINGS, EventStanding),
        (words.SUMS, Sums),
        (words.RECKONED, Sums),
        (words.BESIDE, Beside),
    ],
)
def test_nothing_is_without_words(table: dict[Any, Any], values: Any) -> None:
    assert set(values) == set(table)
