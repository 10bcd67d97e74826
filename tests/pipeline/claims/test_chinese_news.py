"""Chinese news as vendors and papers write it → its claims: lists, reviews, offers for a time, limits, days."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pipeline.claims import claims_of
from pipeline.types import Article, Claim, ClaimKind

PUBLISHED = datetime(2026, 7, 1, tzinfo=UTC)


def told(text: str, title: str = "") -> list[Claim]:
    return list(claims_of(Article(title, text, published=PUBLISHED, lang="zh")))


def metered(text: str, title: str = "") -> list[tuple[str | None, str | None, str | None]]:
    """(meter, old, new) of every claim."""
    return [(claim.meter, _printed(claim.old_price), _printed(claim.new_price)) for claim in told(text, title)]


def _printed(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def test_what_stands_in_brackets_behind_a_price_is_its_meter() -> None:
    assert metered("DeepSeek-V5 定价为每百万 tokens 0.3 元（缓存命中）/ 3 元（缓存未命中），输出 6 元。") == [
        ("cache_read", None, "0.3"),
        ("input", None, "3"),
        ("output", None, "6"),
    ]


def test_old_prices_in_a_row_are_those_of_the_new_ones_in_the_same_order() -> None:
    text = (
        "DeepSeek-V5 每百万输入 tokens 由 0.2 元（缓存命中）/ 2 元（缓存未命中）"
        "上调为 0.4 元（缓存命中）/ 5 元（缓存未命中）。"
    )
    assert metered(text) == [("cache_read", "0.2", "0.4"), ("input", "2", "5")]


def test_one_old_price_is_that_of_input_and_of_output() -> None:
    text = "GLM-5-Air 由 9 元/百万 tokens 下调至输入 2 元、输出 7 元。"
    assert metered(text) == [("input", "9", "2"), ("output", "9", "7")]


def test_old_prices_that_are_listed_are_all_old() -> None:
    text = "Qwen4-Max 每百万 tokens 输入 4 元、输出 9 元，较此前的 8 元、20 元明显下降。"
    assert {claim.kind for claim in told(text)} == {ClaimKind.PRICE_CUT}
    assert [claim.new_price for claim in told(text)] == [Decimal(4), Decimal(9)]


def test_a_price_with_what_it_was_in_brackets_has_moved() -> None:
    rise, cut = told("自 8 月 1 日起，文心一言会员价格调整：单月 39 元（原 29 元），年付 188 元（原 258 元）。")
    assert (rise.kind, rise.old_price, rise.new_price) == (ClaimKind.PRICE_RISE, Decimal(29), Decimal(39))
    assert (cut.kind, cut.old_price, cut.new_price) == (ClaimKind.PRICE_CUT, Decimal(258), Decimal(188))


def test_a_price_told_again_in_another_currency_is_one_price() -> None:
    claims = told("MiniMax-M4 定价：每百万 tokens 输入 0.4 美元/2.8 元，输出 1.6 美元（约合 11.5 元人民币）。")
    assert [(claim.new_price, claim.currency) for claim in claims] == [(Decimal("0.4"), "USD"), (Decimal("1.6"), "USD")]


def test_a_price_in_rupees_is_not_the_one_in_yuan_beside_it() -> None:
    (claim,) = told("OpenAI 在印度推出 ChatGPT Go 订阅，月费 450 卢比（约合人民币 36 元）。")
    assert (claim.new_price, claim.currency) == (Decimal(450), "INR")


def test_the_unit_holds_for_all_models_of_a_list_that_semicolons_part() -> None:
    text = (
        "GPT-7 为每百万 token 输入 3 美元、输出 9 美元；GPT-7 mini 为 0.7 美元、2.1 美元；"
        "GPT-7 nano 为 0.2 美元、0.6 美元。"
    )
    claims = told(text, "OpenAI 发布 GPT-7")
    assert [(claim.meter, claim.new_price) for claim in claims] == [
        ("input", Decimal(3)), ("output", Decimal(9)), ("input", Decimal("0.7")), ("output", Decimal("2.1")),
        ("input", Decimal("0.2")), ("output", Decimal("0.6")),
    ]  # fmt: skip
    assert {(claim.per, claim.unit) for claim in claims} == {(Decimal(10**6), "token")}


REVIEW = """半个月里，国内厂商轮番出招。

3月2日，阶跃星辰宣布 Step-4 输入价格下调 20%。

3月4日，腾讯云宣布混元 Turbo 输出价格从 3 元/百万 tokens 降至 2 元/百万 tokens。

3月9日，商汤宣布日日新 Mini 永久免费。

笔者认为，价格还会继续走低。"""


def test_a_review_of_many_vendors_tells_what_each_of_them_announced() -> None:
    claims = told(REVIEW, "价格战盘点：谁在降，谁在等")
    assert [(claim.vendor, claim.kind) for claim in claims] == [
        ("stepfun", ClaimKind.PRICE_CUT),
        ("tencent", ClaimKind.PRICE_CUT),
        ("sensetime", ClaimKind.BECAME_FREE),
    ]


def test_a_review_that_tells_of_no_announcement_claims_nothing() -> None:
    assert told("GLM-5 输入 3 元/百万 tokens，Qwen4-Max 输入 4 元/百万 tokens。", "主力模型怎么选？一文看懂") == []


def test_prices_under_a_title_that_only_says_that_they_fell_are_what_they_became() -> None:
    (claim,) = told("缓存命中的部分，费用为 0.2 元每百万 tokens。", "DeepSeek API 价格再次下调")
    assert (claim.kind, claim.meter, claim.new_price) == (ClaimKind.PRICE_CUT, "cache_read", Decimal("0.2"))


def test_the_price_of_another_model_than_the_titles_was_not_cut() -> None:
    text = "同日推出的 GPT-7-pro 定价为每百万 tokens 输入 30 美元。"
    assert [claim.kind for claim in told(text, "OpenAI 下调 o5-mini 价格") if claim.new_price] == [
        ClaimKind.MODEL_LAUNCHED_WITH_PRICE
    ]


def test_a_percent_that_old_and_new_price_already_tell_is_no_second_claim() -> None:
    text = "7月5日起，M4 输出单价从 8 元/百万 tokens 调整到 10 元/百万 tokens。"
    (claim,) = told(text, "MiniMax 上调 API 价格 输出涨幅达 25%")
    assert (claim.old_price, claim.new_price) == (Decimal(8), Decimal(10))


def test_a_price_of_an_offer_for_a_time_is_a_promotion_until_it_ends() -> None:
    claims = told("阶跃星辰启动限时折扣，Step-4 每百万 token 输入 1 元、输出 3 元，活动持续至 8 月 15 日。")
    assert [(claim.kind, claim.new_price) for claim in claims] == [
        (ClaimKind.PROMOTION, Decimal(1)),
        (ClaimKind.PROMOTION, Decimal(3)),
    ]


def test_an_offer_ends_with_its_last_day_in_china() -> None:
    (claim,) = told("智谱宣布，GLM-6-Flash 限时免费，活动截至 8 月 15 日。")
    assert claim.ends == datetime(2026, 8, 15, 16, tzinfo=UTC)


LIMITS = [
    ("火山方舟通知，豆包主力模型的默认 RPM 由 20000 下调至 8000。", ClaimKind.RATE_LIMIT_CHANGED, 20000, 8000),
    ("百炼将 Qwen4-Max 的 TPM 从 500000 提升至 900000。", ClaimKind.RATE_LIMIT_CHANGED, 500000, 900000),
    (
        "智谱开放平台新用户获赠额度从 300 万 tokens 提升至 900 万 tokens。",
        ClaimKind.FREE_TIER_CHANGED,
        3000000,
        9000000,
    ),
]


@pytest.mark.parametrize(("text", "kind", "old", "new"), LIMITS)
def test_a_limit_is_what_it_was_and_is(text: str, kind: ClaimKind, old: int, new: int) -> None:
    (claim,) = told(text)
    assert (claim.kind, claim.old_price, claim.new_price) == (kind, Decimal(old), Decimal(new))


GIVEN = [
    "智谱推出换新计划，为开发者提供 8000 万 Token。",
    "百度智能云千帆赠送 ERNIE 旗舰模型 3000 万 Tokens 资源包。",
    "百川智能发布公告，完成认证即可获赠 60 元体验额度。",
]


@pytest.mark.parametrize("text", GIVEN)
def test_tokens_or_vouchers_for_nothing_are_a_free_tier(text: str) -> None:
    (claim,) = told(text)
    assert (claim.kind, claim.free) == (ClaimKind.FREE_TIER_ADDED, True)


def test_what_somebody_sells_for_nothing_is_not_its_makers_offer() -> None:
    claims = told("腾讯云宣布，DeepSeek-V5 上架知识引擎，DeepSeek-V5、DeepSeek-R3 在平台上限时免费。")
    assert {(claim.vendor, claim.maker) for claim in claims} == {("tencent", "deepseek")}


def test_a_free_plan_that_ends_does_not_vanish_beside_the_rise_of_another() -> None:
    ended, rise = told("通义灵码专业版将于 8 月 1 日起结束免费，改为每月 45 元；企业版由每人每月 60 元上调至 75 元。")
    assert (ended.kind, ended.new_price) == (ClaimKind.FREE_ENDED, Decimal(45))
    assert (rise.kind, rise.old_price, rise.new_price) == (ClaimKind.PRICE_RISE, Decimal(60), Decimal(75))


DAYS = [
    "智谱公告，GLM-6 输入价格由每百万 tokens 4 元上调至 5 元。新价格将于 7 月 20 日零点执行。",
    "智谱宣布自 7 月 20 日起调整计费。其中，GLM-6 输入价格由每百万 tokens 4 元上调至 5 元。",
    "财经社 7 月 2 日电，智谱宣布，自 7 月 20 日起，GLM-6 输入价格由每百万 tokens 4 元上调至 5 元。",
]


@pytest.mark.parametrize("text", DAYS)
def test_a_price_holds_from_the_day_that_is_said_to_be_its_first_not_from_that_of_the_news(text: str) -> None:
    days = {claim.effective for claim in told(text) if claim.new_price}
    assert days == {datetime(2026, 7, 19, 16, tzinfo=UTC)}


NOTHING = [
    "月之暗面回应称，目前没有下调 Kimi K3 价格的计划，其定价为 20 元/百万 tokens。",
    "昆仑云厂商公告，阿里云 AI 算力、存储等产品最高上涨 30%。",
    "而市面上同规格模型的定价一般为 0.2 元/千 tokens，豆包更有优势。",
    "混元新模型已经开源，权重可免费商用。",
    "某开发者把 Claude 换成 Kimi K3，月账单从 900 美元降到 100 美元。",
    "GitHub 表示，Copilot 学生计划仍继续免费。",
    "小米商城开启大促，小米 18 到手价 2999 元，降价 400 元，搭载 AI 大模型。",
    "豆包团队降低成本是为了把模型推向更多企业的价值创造阶段。",
    "一家应用公司今年的推理成本猛增 35%，训练成本上涨一倍。",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_vendors_own_price_is_no_claim(text: str) -> None:
    assert told(text) == []


def test_a_title_that_only_asks_claims_nothing() -> None:
    assert told("客服表示，暂未接到通知。", "智谱 GLM API 将于 8 月涨价？客服回应") == []


def test_a_rumour_ends_where_somebody_announces() -> None:
    (claim,) = told("传出收购消息之际，Windsurf 宣布 Pro 套餐价格由 50 美元降为每月 20 美元。")
    assert (claim.kind, claim.new_price) == (ClaimKind.PRICE_CUT, Decimal(20))


def test_what_a_rebate_comes_to_is_the_price_of_the_offer() -> None:
    (claim,) = told("即梦官宣，8 月 3 日至 8 月 5 日，标准会员年卡半价，仅需 288 元。")
    assert (claim.kind, claim.new_price) == (ClaimKind.PROMOTION, Decimal(288))


def test_the_models_that_a_plan_holds_are_not_what_its_price_is_of() -> None:
    text = "千问推出 Qwen Coding Plan，支持 Qwen4-Plus、Qwen4-Max 等模型，新客首月仅需 6.9 元。"
    (offer,) = (claim for claim in told(text) if claim.kind is ClaimKind.PROMOTION)
    assert (offer.model, offer.new_price) == ("Qwen Coding Plan", Decimal("6.9"))


def test_a_title_and_its_text_offer_one_thing_for_nothing() -> None:
    text = "ChatGPT 语音功能即日起向所有免费用户开放。"
    (claim,) = told(text, "OpenAI 语音功能向免费用户开放")
    assert claim.kind is ClaimKind.FREE_TIER_ADDED


def test_a_review_tells_of_each_vendor_its_own_models() -> None:
    text = (
        "5月15日，字节跳动发布豆包主力模型，定价为0.0007元/千tokens。\n"
        "5月21日，阿里云宣布降价。其中，Qwen-Long直降90%，更高性能的Qwen-Max降至0.03元/千tokens。"
    )
    assert [(claim.vendor, claim.model) for claim in told(text)] == [
        ("bytedance", "豆包主力模型"),
        ("alibaba", "Qwen-Long"),
        ("alibaba", "Qwen-Max"),
    ]


def test_a_list_below_a_price_that_goes_back_tells_a_rise_from_the_day_above_it() -> None:
    text = (
        "自 2026 年 7 月 9 日零时起，DeepSeek-V5 API 价格恢复为：\n\n"
        "- 百万 tokens 输入（缓存命中）：0.4 元\n- 百万 tokens 输入（缓存未命中）：3 元\n- 百万 tokens 输出：9 元\n"
    )
    claims = told(text)
    assert metered(text) == [("cache_read", None, "0.4"), ("input", None, "3"), ("output", None, "9")]
    assert {claim.kind for claim in claims} == {ClaimKind.PRICE_RISE}
    assert {(claim.unit, claim.per) for claim in claims} == {("token", Decimal(10**6))}
    assert {claim.effective for claim in claims} == {datetime(2026, 7, 8, 16, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("OpenAI 上线 sora-3，每秒 0.06 美元。", "second"),
        ("智谱推出 CogView-5，每张图片仅 0.05 元。", "image"),
        ("阶跃星辰 step-tts-3 价格由每万字符 5 元降至 3 元。", "character"),
    ],
)
def test_a_unit_may_stand_before_the_price(text: str, unit: str) -> None:
    assert [claim.unit for claim in told(text)] == [unit]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("自 5 月起，DeepSeek API 价格上调 20%。", datetime(2026, 4, 30, 16, tzinfo=UTC)),
        ("2027 年 1 月起，DeepSeek API 价格上调 20%。", datetime(2026, 12, 31, 16, tzinfo=UTC)),
    ],
)
def test_a_month_without_a_day_begins_on_its_first(text: str, day: datetime) -> None:
    assert [claim.effective for claim in told(text)] == [day]


def test_a_multiplier_is_a_number_of_requests_and_no_factor_of_a_price() -> None:
    (claim,) = told("GitHub 宣布 Claude Opus 5 在 Copilot 中的倍率由 3 倍上调至 9 倍。")
    assert (claim.kind, claim.ratio) == (ClaimKind.PRICE_RISE, None)
    assert (claim.old_price, claim.new_price, claim.currency) == (Decimal(3), Decimal(9), "CREDIT")


def test_a_model_that_no_list_names_is_called_as_the_clause_calls_it() -> None:
    assert [claim.model for claim in told("OpenRouter 上线匿名模型 Otter Alpha，目前输入输出均免费。")] == [
        "Otter Alpha"
    ]


def test_a_price_told_again_without_brackets_is_one_price() -> None:
    assert metered("OpenAI 推出 ChatGPT Go 订阅，月费 499 卢比约合人民币 41 元。") == [("subscription", None, "499")]


def test_a_question_of_what_models_cost_is_no_news() -> None:
    title = "GPT-6 输出每百万 tokens 要 40 美元，国产模型只要几元，差距值得吗？"
    assert told(title, title) == []


def test_a_price_that_is_not_adjusted_is_no_news() -> None:
    assert told("月之暗面宣布 Kimi K9 上下文提升至 2M，API 价格不作调整。") == []


def test_a_new_model_that_is_said_to_be_dearer_comes_out_at_its_price() -> None:
    text = "谷歌发布 Gemini 9 Flash。该模型 API 定价为输入 0.7 美元、输出 4 美元每百万 token。"
    claims = told(text, "谷歌发布 Gemini 9 Flash，价格较前代上涨")
    assert {claim.kind for claim in claims} == {ClaimKind.MODEL_LAUNCHED_WITH_PRICE}


def test_the_platform_on_which_a_model_is_sold_is_not_what_the_price_is_of() -> None:
    text = "百度宣布文心大模型 6.0 上线，已在千帆平台开放调用，输入价格为 0.004 元/千 tokens。"
    assert [claim.model for claim in told(text) if "千帆" in claim.model] == []
    assert metered(text) == [("input", None, "0.004")]
