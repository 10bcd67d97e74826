"""The week in May 2024 in which five vendors cut or dropped their prices, told a week later by one article."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from pipeline.arithmetic import Sums, arithmetic
from pipeline.corroborate import Told, announcements, event_standing, standing
from pipeline.names import model_id
from pipeline.small_print import Around
from pipeline.types import Claim, ClaimKind, ClaimState, Event, EventStanding, Vendor
from tests.pipeline.newsroom import TOLD, claim, event, report, shown, story, yuan, yuan_a_thousand

FREE = ClaimKind.BECAME_FREE
ARTICLE = datetime(2024, 5, 28, 2, tzinfo=UTC)


def may(day: int) -> datetime:
    """Midnight in China."""
    return datetime(2024, 5, day, tzinfo=UTC) - timedelta(hours=8)


DOUBAO = yuan_a_thousand(
    "bytedance", "豆包主力模型", ClaimKind.MODEL_LAUNCHED_WITH_PRICE, new_price="0.0008", percent="99.3",
    percent_against="market", effective=may(15),
)  # fmt: skip
QWEN = yuan_a_thousand("alibaba", "Qwen-Long", meter="input", new_price="0.0005", percent=97, effective=may(21))
SPEED, LITE = (claim("baidu", name, FREE, free=True, effective=may(21)) for name in ("ERNIE Speed", "ERNIE Lite"))
SPARK = claim("iflytek", "讯飞星火Lite API", FREE, free=True, effective=may(22))
HUNYUAN = claim("tencent", "混元-lite大模型", FREE, free=True, effective=may(22))


def hours(day: int, hour: float) -> float:
    return (may(day) - TOLD) / timedelta(hours=1) + hour


PAGES = (
    event("volcengine", None, yuan("Doubao-pro-32k", "0.8"), hours=hours(15, 11)),
    event("volcengine", None, yuan("Doubao-lite-32k", "0.3"), hours=hours(15, 11)),
    event("alibaba", yuan("qwen-long", "20"), yuan("qwen-long", "0.5"), hours=hours(21, 10)),
    event("alibaba", yuan("qwen-long", "20", "output"), yuan("qwen-long", "2", "output"), hours=hours(21, 10)),
    event("alibaba", yuan("qwen-max", "120"), yuan("qwen-max", "40"), hours=hours(21, 10)),
    event("baidu", yuan("ERNIE-Speed-8K", "4"), yuan("ERNIE-Speed-8K", "free"), hours=hours(21, 14)),
    event("baidu", yuan("ERNIE-Speed-128K", "4"), yuan("ERNIE-Speed-128K", "free"), hours=hours(21, 14)),
    event("baidu", yuan("ERNIE-Lite-8K", "3"), yuan("ERNIE-Lite-8K", "free"), hours=hours(21, 14)),
    event("tencent", yuan("hunyuan-lite", "8"), yuan("hunyuan-lite", "free"), hours=hours(22, 15)),
)


@pytest.mark.parametrize(
    ("said", "models", "first"),
    [
        (DOUBAO, {"Doubao-pro-32k"}, PAGES[0]),
        (QWEN, {"qwen-long"}, PAGES[2]),
        (SPEED, {"ERNIE-Speed-8K", "ERNIE-Speed-128K"}, PAGES[5]),
        (LITE, {"ERNIE-Lite-8K"}, PAGES[7]),
        (HUNYUAN, {"hunyuan-lite"}, PAGES[8]),
    ],
)
def test_each_claim_finds_its_own_change_and_how_long_before_it_was(
    said: Claim, models: set[str], first: Event
) -> None:
    found = standing(said, ARTICLE, PAGES, (), ARTICLE)
    assert (found.state, found.lag) == (ClaimState.CONFIRMED, ARTICLE - first.observed_at)
    assert {one.model for one in PAGES if one.id in found.events} == models


def test_only_the_rate_that_was_named_is_corroborated() -> None:
    told = [Told(one, ARTICLE, one.model) for one in (DOUBAO, QWEN, SPEED, LITE, SPARK, HUNYUAN)]
    alone = [
        (one.model, one.meter)
        for one in PAGES
        if event_standing(one, told, ARTICLE).standing is not EventStanding.CORROBORATED
    ]
    assert alone == [("Doubao-lite-32k", "input"), ("qwen-long", "output"), ("qwen-max", "input")]


def test_a_vendor_whose_page_cannot_be_read_is_claimed_only_until_it_says_so_itself() -> None:
    assert standing(SPARK, ARTICLE, PAGES, (), ARTICLE + timedelta(days=4)).state is ClaimState.CLAIMED_ONLY
    vendors = {"iflytek": Vendor("iflytek", "iFlytek", hosts=("xfyun.example",))}
    own = report("post", SPARK, url="https://www.xfyun.example/news/1")
    (made,) = announcements(story(own), {"post": own}, vendors, ("baidu",), TOLD)
    assert (made.vendor, made.model, made.rule) == ("iflytek", "讯飞星火Lite API", "claimed")
    assert model_id(made.model, "iflytek") == "iflytek/spark-lite"


def test_99_3_percent_below_the_industry_is_a_position_and_97_percent_is_rounded() -> None:
    position = arithmetic(DOUBAO, Around(market=(yuan("ERNIE-4.0-8K", "120"),)))
    assert (position.verdict, [rate.model for rate in position.candidates]) == (
        Sums.BASELINE_UNKNOWN, ["ERNIE-4.0-8K"],
    )  # fmt: skip
    cut = arithmetic(QWEN, Around(known_old=PAGES[2].old, siblings=()))
    assert (cut.verdict, cut.computed) == (Sums.CONSISTENT, Decimal("97.5"))


def test_the_reseller_s_price_is_the_reseller_s() -> None:
    said = claim("deepbricks", "GPT-4o", ClaimKind.MODEL_LAUNCHED_WITH_PRICE, meter="input", new_price=2)
    own = claim("openai", "GPT-4o", ClaimKind.MODEL_LAUNCHED_WITH_PRICE, meter="input", new_price=5)
    page = (
        shown("deepbricks", yuan("gpt-4o", "2", currency="USD")),
        shown("openai", yuan("gpt-4o", "5", currency="USD")),
    )
    for one, rate in zip((said, own), page, strict=True):
        assert standing(one, ARTICLE, (), page, ARTICLE).shown == rate
