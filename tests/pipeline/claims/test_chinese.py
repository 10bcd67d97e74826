"""Chinese sentences → the claims they make, and the near misses that make none."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pipeline.claims import claims_of
from pipeline.types import Article, Claim

PUBLISHED = datetime(2026, 5, 20, tzinfo=UTC)


def told(text: str, title: str = "") -> list[Claim]:
    return list(claims_of(Article(title, text, published=PUBLISHED, lang="zh")))


def brief(claim: Claim) -> str:
    """vendor kind meter old→new percent ratio free, what is said of it only."""
    price = f"{claim.old_price or ''}→{claim.new_price}" if claim.new_price is not None else ""
    percent = f"{claim.percent.normalize():f}%" if claim.percent else ""
    ratio = f"×{claim.ratio.normalize():f}" if claim.ratio else ""
    words = (claim.vendor, claim.kind.value, claim.meter, price, percent, claim.percent_against, ratio)
    return " ".join(filter(None, (*words, "free" if claim.free else "")))


PRICES = [
    ("DeepSeek 宣布 V4 输出价格从 16 元/百万 tokens 降至 8 元/百万 tokens。", ["deepseek price_cut output 16→8"]),
    (
        "智谱宣布 GLM-4-Plus 降价 90%，由 0.05 元/千 tokens 调整为 0.005 元/千 tokens。",
        ["zhipu price_cut 0.05→0.005 90%"],
    ),
    ("阿里云宣布 Qwen-Long 输入价降至 0.0006 元/千 tokens,直降96%。", ["alibaba price_cut input →0.0006 96%"]),
    (
        "火山引擎宣布豆包新模型定价为0.0009元/千 tokens,较行业便宜98.5%。",
        ["bytedance model_launched_with_price →0.0009 98.5% market"],
    ),
    ("豆包视频模型比行业平均价格便宜 70%。", ["bytedance model_launched_with_price 70% market"]),
    ("MiniMax 宣布 M2.5 模型降价最高达80%。", ["minimax price_cut 80%"]),
    ("腾讯云宣布混元-standard 降至原有价格的十分之一。", ["tencent price_cut ×0.1"]),
    ("百度文心大模型击穿底价，三百万tokens只需两元。", ["baidu price_cut →2"]),
    ("阿里云百炼将 Qwen-Max 的折扣由 7 折调整为 8 折。", ["alibaba price_rise ×0.8"]),
    (
        "Anthropic 发布 Claude Opus 5，输入/输出价格为 25/125 美元，约为 Opus 4.6 的五倍。",
        ["anthropic model_launched_with_price input →25", "anthropic model_launched_with_price output →125"],
    ),
    (
        "Mistral 发布新模型 Mistral Large 4，每百万输入 tokens **2** 美元、输出 tokens **6** 美元。",
        ["mistral model_launched_with_price input →2", "mistral model_launched_with_price output →6"],
    ),
    (
        "OpenAI 宣布 o3 降价 80%，输入 2 美元、输出 8 美元。",
        ["openai price_cut input →2 80%", "openai price_cut output →8 80%"],
    ),
    (
        "通义千问 API 价格调整为输入 0.002 元/千 tokens，输出 0.006 元/千 tokens。",
        ["alibaba model_launched_with_price input →0.002", "alibaba model_launched_with_price output →0.006"],
    ),
    ("月之暗面 moonshot-v1 的价格由 12 元/百万 tokens 调整为 2 元/百万 tokens。", ["moonshot price_cut 12→2"]),
    (
        "Kimi K2 降价，现为 2 元/百万 tokens 输入、10 元/百万 tokens 输出。",
        ["moonshot price_cut input →2", "moonshot price_cut output →10"],
    ),
    ("智谱上调 GLM Coding Plan 价格，涨幅 30% 起。", ["zhipu price_rise subscription 30%"]),
    ("DeepSeek 开放平台推出优惠，DeepSeek-R1 降至原价的 40%。", ["deepseek price_cut ×0.4"]),
    ("智譜宣布，GLM-5 的輸入價格下調至每百萬 tokens 2 元。", ["zhipu price_cut input →2"]),
    (
        "对比国内外主力模型，GPT-4 价格约为0.4元/千tokens，而豆包新模型输入价格仅为0.0009元/千tokens。",
        ["bytedance model_launched_with_price input →0.0009"],
    ),
    ("DeepSeek API 高峰时段价格上调一倍。", ["deepseek price_rise ×2"]),
    (
        "火山引擎宣布 Doubao-Seed-1.6 系列降价：\n"
        "- Doubao-Seed-1.6 输入 0.7 元/百万 tokens\n- Doubao-Seed-1.6-flash 输入 0.1 元/百万 tokens",
        ["bytedance price_cut input →0.7", "bytedance price_cut input →0.1"],
    ),
    (
        "阿里云 Qwen-Long 输入价从0.02元/千tokens（20元/百万tokens）降至0.001元/千tokens（1元/百万tokens）。",
        ["alibaba price_cut input 0.02→0.001"],
    ),
    (
        "Anthropic 发布 Claude Haiku 5，定价为每百万 token 输入 1 美元（约合人民币 7.1 元）、输出 5 美元。",
        ["anthropic model_launched_with_price input →1", "anthropic model_launched_with_price output →5"],
    ),
    ("DeepSeek 将于下月取消夜间优惠。", ["deepseek price_rise"]),
    ("Sora 2 API 价格为每秒 0.1 美元。", ["openai model_launched_with_price →0.1"]),
]


@pytest.mark.parametrize(("text", "expected"), PRICES)
def test_the_verb_tells_the_direction_of_a_price(text: str, expected: list[str]) -> None:
    assert [brief(claim) for claim in told(text)] == expected


FREE = [
    (
        "百度智能云宣布文心大模型的 ERNIE Speed、ERNIE Lite 全面免费。",
        ["baidu became_free free", "baidu became_free free"],
    ),
    ("科大讯飞宣布讯飞星火Lite API永久免费开放。", ["iflytek became_free free"]),
    ("腾讯云的混元-lite模型调整为全面免费。", ["tencent became_free free"]),
    ("OpenRouter 上线 Qwen3-Coder，限时免费至 9 月 23 日。", ["openrouter promotion free"]),
    ("阶跃星辰为 Hermes Agent 用户提供 Step 3.5 Flash 模型限时免费服务。", ["stepfun promotion free"]),
    (
        "腾讯云宣布混元-lite免费、混元-standard-256k输入价格下调80%。",
        ["tencent became_free free", "tencent price_cut input 80%"],
    ),
    ("腾讯云 CodeBuddy 个人版每月赠送 1000 Credits。", ["tencent free_tier_added free"]),
    ("百度智能云宣布 ERNIE 4.5 Turbo 恢复收费。", ["baidu free_ended"]),
    ("讯飞星火 API 不再免费。", ["iflytek free_ended"]),
    (
        "OpenAI 移除免费层级对 gpt-5.1 及 gpt-5.2 模型的调用权限。",
        ["openai free_tier_removed", "openai free_tier_removed"],
    ),
    ("谷歌收紧 Gemini 免费额度，每日请求由 500 次降至 50 次。", ["google free_tier_changed 500→50"]),
    ("美团为 LongCat 的开发者提供每日20万的免费Token。", ["meituan free_tier_added free"]),
]


@pytest.mark.parametrize(("text", "expected"), FREE)
def test_free_is_told_from_its_end_and_from_its_terms(text: str, expected: list[str]) -> None:
    assert [brief(claim) for claim in told(text)] == expected


PLANS = [
    ("Cursor 推出每月 200 美元的 Ultra 套餐。", ["cursor plan_changed subscription →200"]),
    ("xAI 推出 SuperGrok Lite，每月 10 美元。", ["xai plan_changed subscription →10"]),
    (
        "阿里云百炼推出 Coding Plan 订阅，定价分别为 40 元、200 元。",
        ["alibaba plan_changed subscription →40", "alibaba plan_changed subscription →200"],
    ),
    (
        "腾讯云推出 Coding Plan 套餐：Lite 版首月 9.9 元，次月 25 元，第三月恢复 45 元/月。",
        ["tencent plan_changed subscription →45"],
    ),
    ("智谱 Lite 套餐由每月 40 元调整为 49 元。", ["zhipu price_rise subscription 40→49"]),
    (
        "Anthropic 将 Claude Enterprise 从最高 200 美元/人/月的固定订阅制，"
        "改为按用量计费的新标准：每月 20 美元/人的基础席位费。",
        ["anthropic plan_changed subscription 200→20"],
    ),
    ("目前 MiniMax 订阅首购可享 88 折优惠。", ["minimax promotion subscription ×0.88"]),
    ("GitHub Copilot 宣布 6 月 1 日起改为按用量计费。", ["github plan_changed subscription"]),
    ("智谱暂停 GLM Coding Plan 新用户注册。", ["zhipu plan_changed subscription"]),
    ("Anthropic 对 Claude Code 增加每周限额。", ["anthropic rate_limit_changed"]),
    ("OpenAI 宣布 GPT-4.5 将于下月停用。", ["openai model_retired"]),
]


@pytest.mark.parametrize(("text", "expected"), PLANS)
def test_plans_limits_and_retirements_are_claims(text: str, expected: list[str]) -> None:
    assert [brief(claim) for claim in told(text)] == expected


NEAR_MISSES = [
    "传 OpenAI 考虑将 ChatGPT Plus 涨价至 25 美元。",
    "DeepSeek V4 或将降价 50%，输出价格降至 4 元/百万 tokens。",
    "谷歌否认 Gemini API 将涨价 20%。",
    "Claude Sonnet 5 定价与前代保持不变，为每百万 tokens 3/15 美元。",
    "Kimi K2 的 API 价格维持 4 元/百万 tokens 不变。",
    "Gemini 2.5 Flash-Lite 价格比 GPT-4o mini 便宜一半。",
    "实测 Claude 完成一个任务只花 0.3 美元。",
    "用户抱怨 Cursor 太贵，一个月花了 500 美元。",
    "OpenAI 重置了 Codex 付费用户的使用额度。",
    "RTX 5090 显卡降价 20%。",
    "阿里云 ECS 云服务器降价 30%。",
    "小米汽车宣布降价 2 万元。",
    "英伟达发布新芯片，售价 1.2 万美元。",
    "DeepSeek 筹划融资，目标估值超 100 亿美元。",
    "OpenAI 将向 ChatGPT 免费版用户展示广告。",
    "消息称字节跳动豆包将推出付费订阅服务，月费 68 元。",
    "研究显示，GPT-5 完成一次任务的平均成本为 0.12 美元，低于 Claude 的 0.3 美元。",
    "阿里云宣布上调部分云产品价格，AI 算力卡涨幅最高 34%。",
    "ChatGPT 登顶 App Store 免费榜。",
    "华为开源盘古 7B 模型，可免费下载。",
    "分析师认为 AI 编程工具价格战将持续，Cursor 或被迫降价。",
    "一文看懂主流大模型 API 价格：GPT-5 输入 1.25 美元，Claude 输入 3 美元。",
    "月之暗面回应 Kimi K2 涨价：目前没有涨价计划。",
    "开发者称把 Claude 换成 DeepSeek 后费用降低 90%。",
    "Anthropic 年化收入达 300 亿美元，企业客户贡献 80%。",
    "摩根士丹利上调阿里巴巴目标价至 200 美元。",
    "腾讯元宝发放 10 亿元现金红包。",
    "Claude Opus 5 定价与 Opus 4.7 相同，输入 5 美元、输出 25 美元。",
    "大模型厂商集体降价的背后，是技术成本的下降。",
]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_sounds_like_a_price_change_is_no_claim(text: str) -> None:
    assert told(text) == []


def test_a_clause_without_a_name_speaks_of_the_one_before() -> None:
    claims = told("商汤上线了日日新 V7。该模型的 API 输入价格降至 2 元/百万 tokens。")
    assert [brief(claim) for claim in claims] == ["sensetime price_cut input →2"]


def test_who_is_named_by_the_way_sells_nothing() -> None:
    claims = told("Mistral 发布 Mistral Large 4，可通过 Hugging Face 获取，定价为每百万 tokens 输入 2 美元。")
    assert [claim.vendor for claim in claims] == ["mistral"]


def test_two_tellings_of_one_free_offer_are_one_of_the_host() -> None:
    claims = told(
        "OpenCode 宣布推出限时免费活动。该活动限时免费提供 Xiaomi MiMo V2.5 模型。", "OpenCode 免费提供 MiMo V2.5 模型"
    )
    assert [(claim.vendor, claim.maker, claim.free) for claim in claims] == [("opencode", "xiaomi", True)]


def test_an_old_change_told_again_is_marked() -> None:
    (claim,) = told("此前，DeepSeek 曾将 V3 的输入价格降至 1 元/百万 tokens。")
    assert claim.recap


def test_a_reseller_sets_its_own_price_and_the_official_one_is_only_compared() -> None:
    claims = told(
        "GPT-5 模型的 OpenAI 官方输入价格为 5 美元/1M tokens，而 Deepbricks 自身的售价只要 3 美元/1M tokens。"
    )
    assert [(claim.vendor, claim.new_price) for claim in claims] == [("deepbricks", Decimal(3))]


def test_title_and_body_make_one_claim() -> None:
    claims = told("月之暗面今日宣布，Kimi K3 的输入价格从 4 元/百万 tokens 降至 2 元/百万 tokens。", "Kimi K3 降价")
    assert [brief(claim) for claim in claims] == ["moonshot price_cut input 4→2"]


def test_a_body_printed_twice_is_told_once() -> None:
    body = "5月15日，智谱宣布 GLM-5 输入价格降至 1 元/百万 tokens，直降 80%。\n百度宣布 ERNIE Lite 全面免费。\n"
    assert [brief(claim) for claim in told(body * 2)] == [brief(claim) for claim in told(body)]


def test_a_rumour_in_the_title_silences_the_article() -> None:
    assert told("Gemini 4 的输入价格为 1 美元/百万 tokens。", "消息称谷歌将推出 Gemini 4") == []


def test_the_year_of_a_date_is_the_one_nearest_to_the_article() -> None:
    claim = told("自 6 月 1 日起，DeepSeek V4 的输入价格降至 1 元/百万 tokens。")[0]
    assert claim.effective == datetime(2026, 5, 31, 16, tzinfo=UTC)
    assert claim.effective_printed == "6 月 1 日"


def test_at_once_is_the_day_of_the_article() -> None:
    claim = told("即日起，DeepSeek V4 的输入价格降至 1 元/百万 tokens。")[0]
    assert (claim.effective, claim.effective_printed) == (PUBLISHED, "即日起")


def test_an_offer_ends_after_the_last_day_it_names() -> None:
    claim = told("硅基流动宣布 DeepSeek-R1 优惠活动延长至 5 月 31 日。")[0]
    assert claim.ends == datetime(2026, 5, 31, 16, tzinfo=UTC)
    assert claim.effective is None


def test_a_quote_is_a_piece_of_the_article_where_it_says_it_stands() -> None:
    article = Article("降价", "**智谱** 宣布 `GLM-5` 输入价格降至 **1** 元/百万 tokens。", lang="zh")
    for claim in claims_of(article):
        assert article.whole[claim.start : claim.start + len(claim.quote)] == claim.quote
        assert "GLM-5" in claim.quote


def test_a_list_without_an_end_is_read_in_pieces() -> None:
    claims = told("DeepSeek 发布价格表：" + "".join(f"输入 {price} 元/百万 tokens、" for price in range(1, 2001)))
    assert 0 < len(claims) <= 300
