"""Chinese sentences → the conditions, predecessors and days of their claims, and the prices told around a change."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pipeline.claims import claims_of
from pipeline.types import Article, Claim, ClaimKind

PUBLISHED = datetime(2026, 7, 1, tzinfo=UTC)


def told(text: str, title: str = "", published: datetime | None = PUBLISHED) -> list[Claim]:
    return list(claims_of(Article(title, text, published=published, lang="zh")))


CHANGES = [
    ("智谱 GLM-5-Air 原价 4 元/百万 tokens，现价 2 元/百万 tokens。", [("4", "2")]),
    ("讯飞 Spark X3 调价：\n- 输入：2 元/百万 tokens → 3 元/百万 tokens", [("2", "3")]),
    (
        "Gemini 3.5 Flash 价格上涨：输入 0.5 美元涨到 0.75 美元，输出 3 美元涨到 4.5 美元。",
        [("0.5", "0.75"), ("3", "4.5")],
    ),
    ("即梦会员涨价：基础会员由 69 元/月调至 79 元/月。", [("69", "79")]),
    (
        "月之暗面將 Kimi K2 的輸入價格由每百萬 tokens 6 元調降至 4 元，輸出價格由 27 元調降至 16 元。",
        [("6", "4"), ("27", "16")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CHANGES)
def test_the_old_price_stands_before_the_new_one_however_it_is_said(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(claim.old_price, claim.new_price) for claim in told(text)] == [
        (Decimal(old), Decimal(new)) for old, new in expected
    ]


def test_prices_after_a_change_are_those_of_the_change() -> None:
    claims = told(
        "百度智能云宣布 ERNIE 6 Turbo 降价 50%。\n调整后，ERNIE 6 Turbo 输入 1 元/百万 tokens，输出 4 元/百万 tokens。"
    )
    assert [(claim.kind, claim.meter, claim.new_price) for claim in claims] == [
        (ClaimKind.PRICE_CUT, "input", Decimal(1)),
        (ClaimKind.PRICE_CUT, "output", Decimal(4)),
    ]


def test_a_title_and_a_body_that_say_a_half_make_no_third_claim() -> None:
    claims = told(
        "Mistral 宣布 Codestral 26.07 的价格下调一半，现为每百万 tokens 输入 0.15 美元、输出 0.45 美元。",
        "Mistral 将 Codestral 价格下调一半",
    )
    assert [(claim.kind, claim.new_price) for claim in claims] == [
        (ClaimKind.PRICE_CUT, Decimal("0.15")),
        (ClaimKind.PRICE_CUT, Decimal("0.45")),
    ]


def test_a_rebate_with_a_price_is_one_promotion() -> None:
    (claim,) = told("硅基流动：DeepSeek-V4 限时 3 折，低至 0.9 元/M Tokens。")
    assert (claim.kind, claim.new_price, claim.ratio) == (ClaimKind.PROMOTION, Decimal("0.9"), Decimal("0.3"))


def test_what_follows_an_offer_is_no_rise() -> None:
    claims = told("阿里云百炼宣布 Qwen4-Max 限时五折，活动结束后将恢复原价。")
    assert [claim.kind for claim in claims] == [ClaimKind.PROMOTION]


def test_the_end_of_an_offer_raises_the_price_to_what_it_was() -> None:
    (claim,) = told("火山引擎取消 Coding Plan 新用户首月 8.9 元优惠，Lite 套餐恢复 40 元/月。")
    assert (claim.kind, claim.new_price) == (ClaimKind.PRICE_RISE, Decimal(40))


def test_each_model_has_its_own_of_several_percents() -> None:
    claims = told("阿里云宣布 Qwen-VL-Max、Qwen-VL-Plus 分别降价 80% 和 60%。")
    assert [(claim.model, claim.percent) for claim in claims] == [
        ("Qwen-VL-Max", Decimal(80)),
        ("Qwen-VL-Plus", Decimal(60)),
    ]


def test_a_price_at_the_end_of_a_free_time_ends_it() -> None:
    (claim,) = told("自 7 月 5 日起，硅基流动的 Qwen3-8B 不再免费，按 0.4 元/百万 tokens 计费。")
    assert (claim.kind, claim.new_price) == (ClaimKind.FREE_ENDED, Decimal("0.4"))


def test_more_than_the_predecessor_is_no_rise_of_the_model() -> None:
    claims = told("智谱发布 GLM-6，输入和输出价格分别为 6 元和 22 元每百万 tokens，较上一代 GLM-5 上涨 20%。")
    assert {(claim.kind, claim.percent, claim.percent_against, claim.successor_of) for claim in claims} == {
        (ClaimKind.MODEL_LAUNCHED_WITH_PRICE, Decimal(20), "predecessor", "GLM-5")
    }


SCOPES = [
    ("京东云上线 DeepSeek V4，前 2000 名新用户可获赠 500 万 tokens。", "前 2000 名新用户"),
    ("火山引擎宣布豆包新模型在企业市场定价为 0.7 元/百万 tokens。", "企业市场"),
    ("智谱 GLM Coding Plan 老用户续费 8.8 折。", "老用户"),
    ("DeepSeek V5 的输入价格降至 1 元/百万 tokens。", ""),
]


@pytest.mark.parametrize(("text", "scope"), SCOPES)
def test_the_condition_of_a_price_is_kept_as_printed(text: str, scope: str) -> None:
    assert [claim.scope for claim in told(text)] == [scope]


def test_a_family_that_goes_by_its_company_is_named_with_what_makes_it_a_model() -> None:
    claims = told("科大讯飞宣布讯飞星火Lite API永久免费开放。下午，腾讯云宣布，主力模型之一的混元-lite调整为全面免费。")
    assert [claim.model for claim in claims] == ["讯飞星火Lite API", "混元-lite"]


SAME_DAY = "5月21日，智谱宣布 GLM-3 降价 50%；仅隔了几个小时，百度宣布 ERNIE Lite 全面免费。"


def test_some_hours_later_is_the_day_named_before() -> None:
    claims = told(SAME_DAY, published=datetime(2024, 5, 30, tzinfo=UTC))
    assert {claim.effective for claim in claims} == {datetime(2024, 5, 20, 16, tzinfo=UTC)}


def test_a_day_without_a_year_is_kept_as_printed() -> None:
    claims = told(SAME_DAY, published=None)
    assert {(claim.effective, claim.effective_printed) for claim in claims} == {(None, "5月21日")}


def test_a_company_that_only_speaks_leaves_the_subject_as_it_was() -> None:
    claims = told("OpenAI 发布 GPT-6 mini。OpenAI 表示，API 价格为每百万 tokens 输入 1 美元。")
    assert [claim.model for claim in claims] == ["GPT-6 mini"]


SAID = [
    ("Stability AI 将 Stable Image Core 从每张 8 credits 降为 6 credits。", ClaimKind.PRICE_CUT),
    ("Luma AI 发布 Ray 5，生成一段 5 秒视频的价格为 0.4 美元。", ClaimKind.MODEL_LAUNCHED_WITH_PRICE),
    ("Kimi 开放平台：即日起充值满 100 元送 20 元。", ClaimKind.PROMOTION),
    ("PPIO 邀请新用户注册，可领取 100 元代金券用于 DeepSeek V4。", ClaimKind.FREE_TIER_ADDED),
    ("Vercel 调整 v0 免费计划，每月赠送的 credits 由 5 美元降至 2 美元。", ClaimKind.FREE_TIER_CHANGED),
    ("Kimi K2 系列模型将于 5 月 25 日起停止维护与支持。", ClaimKind.MODEL_RETIRED),
    ("Claude Sonnet 6 长上下文加价取消。", ClaimKind.PRICE_CUT),
    ("GitHub Copilot Pro 每月高级请求数由 300 次增至 500 次。", ClaimKind.RATE_LIMIT_CHANGED),
    ("Google AI Studio 将 Gemini 4 Pro 的免费 API 额度归零。", ClaimKind.FREE_TIER_REMOVED),
]


@pytest.mark.parametrize(("text", "kind"), SAID)
def test_one_claim_of_its_kind(text: str, kind: ClaimKind) -> None:
    assert [claim.kind for claim in told(text)] == [kind]


NEAR_MISSES = [
    "字节内部讨论将豆包 API 价格下调 30%，最快下月实施。",
    "多名用户反馈 Claude Max 额度消耗加快，Anthropic 回应称未对套餐额度做任何调整。",
    "联想发布搭载通义千问的 AI PC，首发价 6999 元，前 500 名立减 300 元。",
    "飞书宣布商业版涨价，从每人每月 50 元上调至 60 元。",
    "OpenAI 推迟原定于本月的 ChatGPT 涨价计划。",
    "OpenAI 员工称 GPT-6 的价格未来会继续下降。",
    "华为 Mate 90 降价 800 元，内置盘古大模型。",
    "京东上架 DeepSeek 一体机，起售价 9.8 万元。",
    "Anthropic 宣布 Claude Team 最低席位数从 5 降至 2。",
    "Claude 更新后 token 使用量显著减少，实际任务成本可能更低。",
    "有网友称用 MiMo 做游戏，一个下午就花掉了 300 元。",
]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_is_said_of_other_things_is_no_claim(text: str) -> None:
    assert told(text) == []
