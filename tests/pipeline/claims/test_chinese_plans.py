"""Chinese news of plans → whose level each price is, for how long, and which month's price counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.claims import claims_of
from pipeline.types import Article, Claim, ClaimKind

PUBLISHED = datetime(2026, 7, 1, tzinfo=UTC)


def told(text: str, title: str = "") -> list[Claim]:
    return list(claims_of(Article(title, text, published=PUBLISHED, lang="zh")))


def levels(text: str, title: str = "") -> list[tuple[str, str, str]]:
    """(model, new price, unit) of every claim with a price."""
    return [(claim.model, str(claim.new_price), claim.unit) for claim in told(text, title) if claim.new_price]


def test_prices_in_a_row_are_those_of_the_levels_listed_before_them() -> None:
    text = "智谱推出 Token Plan，分 Lite、Plus 和 Ultra 三档，月费分别为 19 元、59 元和 199 元。"
    assert levels(text) == [
        ("Token Plan Lite", "19", "month"),
        ("Token Plan Plus", "59", "month"),
        ("Token Plan Ultra", "199", "month"),
    ]


def test_the_list_may_stand_in_the_sentence_before() -> None:
    text = "商汤推出 Token Plan，包含 Flash Mini、Flash Pro 两个等级。目前价格分别为每月 15 元和 69 元。"
    assert levels(text) == [("Token Plan Flash Mini", "15", "month"), ("Token Plan Flash Pro", "69", "month")]


def test_a_level_in_chinese_beside_its_english_name_is_said_once() -> None:
    text = "百度智能云推出 Coding Plan。Lite 基础套餐每月 35 元，Pro 高级套餐每月 180 元。"
    assert [model.rsplit(" ", 1)[1] for model, _, _ in levels(text)] == ["Lite", "Pro"]


def test_an_old_and_a_new_price_are_of_the_one_level_before_both() -> None:
    assert levels("可灵 AI 宣布，黄金会员连续包月价格由 58 元上调至 72 元。") == [("可灵 AI 黄金会员", "72", "month")]


def test_a_level_may_stand_behind_its_price() -> None:
    assert levels("Anthropic 推出每月 150 美元的全新 Max 档位。") == [("Max", "150", "month")]


def test_a_model_that_ends_with_a_word_for_a_level_names_no_level() -> None:
    text = "阶跃星辰上线包月套餐，每月 20 元，可调用 MiMo-V2-Pro。"
    assert [claim.model for claim in told(text) if claim.new_price] == ["阶跃星辰"]


def test_a_title_without_the_level_tells_the_same_price() -> None:
    found = levels(
        "MiniMax 推出 Coding Plan，Starter 版每月 25 元，Max 版每月 125 元。", "MiniMax 上线 Coding Plan：25 元起"
    )
    assert [(model.rsplit(" ", 1)[1], price) for model, price, _ in found] == [("Starter", "25"), ("Max", "125")]


def test_an_offer_for_the_first_month_of_a_plan_that_exists_is_the_news() -> None:
    claims = told("Cursor 限时优惠：新用户订阅 Pro 套餐，首月仅需 4 美元，次月起恢复每月 20 美元。")
    assert [(claim.kind, str(claim.new_price)) for claim in claims] == [(ClaimKind.PROMOTION, "4")]


def test_the_later_months_of_a_new_plan_are_its_price() -> None:
    claims = told("腾讯云推出 Coding Plan，首月 8 元，第三个月恢复每月 45 元。")
    assert [(claim.kind, str(claim.new_price)) for claim in claims] == [(ClaimKind.PLAN_CHANGED, "45")]


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("Kiro 宣布免费计划不再支持 Claude Sonnet 5。", "Claude Sonnet 5"),
        ("阿里云百炼不再为新用户发放 Qwen4 系列的免费额度。", "Qwen4"),
        ("TRAE 国际版不再提供 GPT-6 的免费调用。", "GPT-6"),
    ],
)
def test_what_is_no_longer_free_is_taken_away_and_not_given(text: str, model: str) -> None:
    assert [(claim.kind, claim.model) for claim in told(text)] == [(ClaimKind.FREE_TIER_REMOVED, model)]


def test_vouchers_that_are_stopped_are_not_given() -> None:
    assert [claim.kind for claim in told("硅基流动自 8 月 1 日起停止向新用户赠送 10 元代金券。")] == [
        ClaimKind.FREE_TIER_REMOVED
    ]


def test_the_storage_of_a_cloud_drive_is_no_plan_of_a_model() -> None:
    assert told("谷歌上调 Google One 存储订阅价格，200GB 档由每月 2.99 美元涨至 3.49 美元。") == []


def test_levels_behind_semicolons_are_each_told() -> None:
    text = "Cursor 将订阅计费方式改为积分制。Pro 每月 25 美元；Ultra 每月 220 美元。"
    assert [(model.rsplit(" ", 1)[-1], price) for model, price, _ in levels(text)] == [("Pro", "25"), ("Ultra", "220")]
