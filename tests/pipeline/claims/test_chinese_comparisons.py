"""Chinese sentences of the whole market, of two sellers and of the hours after: whose claims they are, and of when."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pipeline.claims import claims_of
from pipeline.types import Article, Claim, ClaimKind

PUBLISHED = datetime(2026, 5, 23, tzinfo=UTC)
MAY_20_IN_CHINA = datetime(2026, 5, 19, 16, tzinfo=UTC)


def told(text: str, title: str = "") -> list[Claim]:
    return list(claims_of(Article(title, text, published=PUBLISHED, lang="zh")))


@pytest.mark.parametrize(
    "text",
    [
        "继 OpenAI 推出 GPT-4o 之后，大模型的价格被打到了零。",
        "OpenAI 的 GPT-4o 刚刚发布，价格战就把大模型价格打到了零。",
        "GPT-4o 问世一周后，大模型 API 价格直接卷到地板价。",
        "自 GPT-4o 问世，国产大模型集体进入免费时代。",
        "字节跳动发布豆包之后，行业价格已经打到零。",
        "OpenAI 发布 GPT-4o，价格一路打到零。",
        "大模型降价卷到白菜价，GPT-4o 也在其列。",
    ],
)
def test_a_figure_of_speech_of_the_whole_market_is_nobodys_price(text: str) -> None:
    assert told(text) == []


def test_what_a_vendor_does_to_its_own_price_is_claimed_however_it_is_put() -> None:
    assert [(one.vendor, one.model) for one in told("百度把 ERNIE Speed 的价格打到了零。")] == [
        ("baidu", "ERNIE Speed")
    ]
    free = told("百度宣布 ERNIE Speed 全面免费，大模型进入免费时代。")
    assert [(one.vendor, one.kind) for one in free] == [("baidu", ClaimKind.BECAME_FREE)]


@pytest.mark.parametrize(
    "text",
    [
        "GPT-4o 哪里买便宜？OpenAI官方的输入价格是每百万 tokens 5 美元，Deepbricks的售价只要 2 美元。",
        "Deepbricks 上线 GPT-4o。OpenAI官方的输入价格是5美元每百万tokens，Deepbricks的售价只要2美元。",
        "GPT-4o 在 OpenAI官方的输入价格是5美元/百万tokens，而Deepbricks的售价只要2美元。",
        "GPT-4o 的价格差得远：OpenAI官方输入定价5美元/百万tokens，Deepbricks只要2美元/百万tokens。",
    ],
)
def test_the_official_price_beside_another_sellers_is_only_compared_with(text: str) -> None:
    (only,) = told(text)
    assert (only.vendor, only.model_id, only.maker) == ("deepbricks", "openai/gpt-4o", "openai")
    assert (only.meter, only.new_price, only.currency) == ("input", Decimal(2), "USD")
    assert (only.per, only.unit) == (Decimal(1_000_000), "token")


def test_an_official_price_that_stands_alone_is_claimed() -> None:
    (only,) = told("GPT-4o 的OpenAI官方输入价格是5美元/百万tokens，效果很好。")
    assert (only.vendor, only.new_price) == ("openai", Decimal(5))


@pytest.mark.parametrize(
    "hours",
    ["仅隔了几个小时", "只过了几个小时", "才过了 3 个小时", "数小时后", "几个钟头后", "同日下午", "当天", "不到半天"],
)
def test_the_day_named_before_holds_some_hours_later(hours: str) -> None:
    text = f"5月20日上午，阿里云宣布 Qwen-Long 降价 90%。{hours}，百度宣布 ERNIE Speed 免费。"
    assert [(one.vendor, one.effective) for one in told(text)] == [
        ("alibaba", MAY_20_IN_CHINA),
        ("baidu", MAY_20_IN_CHINA),
    ]


@pytest.mark.parametrize("days", ["仅隔了一天", "只过了几天", "一周后"])
def test_the_day_named_before_does_not_hold_some_days_later(days: str) -> None:
    text = f"5月20日上午，阿里云宣布 Qwen-Long 降价 90%。{days}，百度宣布 ERNIE Speed 免费。"
    assert [(one.vendor, one.effective) for one in told(text)] == [("alibaba", MAY_20_IN_CHINA), ("baidu", None)]
