"""The demo's site: the price war of May 2024, page by page and moment by moment, over real HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from pipeline.read import read
from pipeline.types import Health, Rate, Sheet, State
from schedules.demo import DemoSite, catalogue, moments, page_text
from schedules.demo_press import article_text, feed_text

VENDORS = ["alibaba", "baidu", "deepbricks", "deepseek", "iflytek", "openai", "tencent", "volcengine", "zhipu"]


TELLERS = ["zhipu", "openai", "guanlan", "morning"]


def shanghai(day: int, hour: int = 12) -> datetime:
    return datetime(2024, 5, day, hour - 8, tzinfo=UTC)


def test_the_moments_are_in_order_and_in_utc() -> None:
    assert moments() == sorted(set(moments()))
    assert {moment.utcoffset() for moment in moments()} == {timedelta(0)}
    assert (moments()[0], moments()[-1]) == (shanghai(5), shanghai(24))


def test_each_moment_moves_one_page_or_prints_one_piece_of_news_and_the_last_look_finds_nothing() -> None:
    moved = [
        [vendor for vendor in VENDORS if page_text(before, vendor) != page_text(after, vendor)]
        + [f"{source}/news" for source in TELLERS if feed_text(source, before, "") != feed_text(source, after, "")]
        for before, after in zip(moments(), moments()[1:], strict=False)
    ]
    assert moved == [
        ["deepseek"], ["zhipu/news"], ["zhipu"], ["openai/news"], ["openai"], ["volcengine"], ["alibaba"], ["baidu"],
        ["iflytek"], ["tencent"], ["deepbricks"], ["guanlan/news"], ["morning/news"], [],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("vendor", "moment", "before", "after"),
    [
        ("deepseek", shanghai(6), "商务咨询", "<td>1 元</td><td>2 元</td>"),
        ("zhipu", shanghai(11), "5 元 / 百万 tokens", "1 元 / 百万 tokens"),
        (
            "openai",
            datetime(2024, 5, 13, 19, tzinfo=UTC),
            "gpt-4-turbo",
            "<code>gpt-4o</code></td><td>$5.00 / 1M tokens</td>",
        ),
        ("volcengine", shanghai(15), "商务咨询", "0.0008"),
        ("alibaba", shanghai(21, 10), "0.02元", "0.0005元"),
        ("baidu", shanghai(21, 14), "商务咨询", "免费"),
        ("iflytek", shanghai(22), "商务咨询", "永久免费"),
        ("tencent", shanghai(22, 15), "0.008 元/千tokens", "免费"),
        ("deepbricks", shanghai(23), "Contact sales", "$2.00 / 1M tokens"),
    ],
)
def test_a_page_says_the_old_price_until_its_moment_and_the_new_one_from_it(
    vendor: str, moment: datetime, before: str, after: str
) -> None:
    earlier, later = page_text(moment - timedelta(hours=1), vendor), page_text(moment, vendor)
    assert before in earlier and after not in earlier
    assert after in later


def test_only_qwen_longs_input_price_is_named() -> None:
    assert "输出" not in page_text(moments()[-1], "alibaba")


def test_no_page_has_a_hole_left_in_it() -> None:
    for vendor in VENDORS:
        for moment in moments():
            assert "{" not in page_text(moment, vendor)


def test_a_moment_before_the_first_has_no_page() -> None:
    with pytest.raises(LookupError, match="expected a moment after the first"):
        page_text(moments()[0] - timedelta(seconds=1), "openai")


def test_the_catalogue_leads_to_the_site() -> None:
    assert [vendor.id for vendor in catalogue(8123).vendors if vendor.channel != "press"] == VENDORS
    assert [vendor.id for vendor in catalogue(8123).vendors if vendor.channel == "press"] == ["guanlan", "morning"]
    assert catalogue(8123).page("zhipu/pricing").url == "http://127.0.0.1:8123/zhipu/pricing"
    assert catalogue(8123).vendor("deepbricks").channel == "reseller"


def test_the_site_serves_the_page_of_the_moment_in_its_own_charset() -> None:
    with DemoSite() as site:
        page = site.catalogue().page("iflytek/pricing")
        site.set(shanghai(22))
        with urlopen(page.url, timeout=5) as answer:
            assert answer.headers["Content-Type"] == "text/html; charset=gb18030"
            assert answer.read().decode("gb18030") == page_text(shanghai(22), "iflytek")


def test_an_unchanged_page_is_answered_with_304_and_a_changed_one_is_not() -> None:
    with DemoSite() as site:
        url = site.catalogue().page("alibaba/pricing").url
        with urlopen(url, timeout=5) as answer:
            known = {"If-None-Match": answer.headers["ETag"]}
        with pytest.raises(HTTPError) as caught:
            urlopen(Request(url, headers=known), timeout=5)
        caught.value.close()
        assert caught.value.code == 304
        site.set(moments()[-1])
        with urlopen(Request(url, headers=known), timeout=5) as answer:
            assert (answer.status, "0.0005元" in answer.read().decode()) == (200, True)


def test_the_article_has_a_sold_title_its_body_twice_and_a_day_without_a_year() -> None:
    page = article_text("guanlan", "price-war", shanghai(24, 9))
    assert "<title>鼎盛棋牌下载_官网入口_手机版注册靠谱吗知乎</title>" in page
    assert (page.count("直降97%"), page.count("05/24 09:00"), "2024" in page) == (2, 2, False)


def test_an_article_is_not_there_before_its_feed_points_at_it() -> None:
    with DemoSite() as site:
        feed, article = site.catalogue().page("guanlan/news").url, f"http://127.0.0.1:{site.port}/guanlan/price-war"
        site.set(shanghai(24, 8))
        with pytest.raises(HTTPError) as caught:
            urlopen(article, timeout=5)
        caught.value.close()
        site.set(shanghai(24, 9))
        with urlopen(feed, timeout=5) as answer:
            assert article in answer.read().decode()
        with urlopen(article, timeout=5) as answer:
            assert "Deepbricks" in answer.read().decode()


def test_another_path_is_not_found() -> None:
    with DemoSite() as site:
        with pytest.raises(HTTPError) as caught:
            urlopen(f"http://127.0.0.1:{site.port}/robots.txt", timeout=5)
        caught.value.close()
        assert caught.value.code == 404


ASKED_FOR = {"deepseek": 2, "volcengine": 1, "iflytek": 6, "deepbricks": 1}
"""Vendor → how many rates its page shows before the war, all of them 商务咨询 or "Contact sales"."""


@pytest.mark.parametrize("vendor", sorted(ASKED_FOR))
def test_a_page_that_only_says_to_ask_sales_is_read_as_that(vendor: str) -> None:
    sheet = read(page_text(moments()[0], vendor).encode(), media_type="text/html", at=moments()[0])
    assert sheet.health is Health.OK
    assert [rate.state for rate in sheet.rates] == [State.CONTACT_SALES] * ASKED_FOR[vendor]


AFTER_THE_WAR = {
    "deepseek": ["DeepSeek-V2 input 1 CNY/1000000", "DeepSeek-V2 output 2 CNY/1000000"],
    "zhipu": ["GLM-3-Turbo input 1 CNY/1000000", "GLM-3-Turbo output 1 CNY/1000000"],
    "openai": [
        *("gpt-4o input 5.00 USD/1000000", "gpt-4o output 15.00 USD/1000000"),
        *("gpt-4-turbo-2024-04-09 input 10.00 USD/1000000", "gpt-4-turbo-2024-04-09 output 30.00 USD/1000000"),
        *("gpt-3.5-turbo-0125 input 0.50 USD/1000000", "gpt-3.5-turbo-0125 output 1.50 USD/1000000"),
    ],
    "volcengine": ["豆包主力模型 input 0.0008 CNY/1000"],
    "alibaba": ["Qwen-Long input 0.0005 CNY/1000"],
    "baidu": [
        *("ERNIE-Bot input 0.012 CNY/1000", "ERNIE-Bot output 0.012 CNY/1000"),
        *("ERNIE-Bot-8K input 0.024 CNY/1000", "ERNIE-Bot-8K output 0.048 CNY/1000"),
        *("ERNIE Speed input free", "ERNIE Speed output free", "ERNIE Lite input free", "ERNIE Lite output free"),
    ],
    "iflytek": [
        *("Spark Lite input free", "Spark Lite output free"),
        *("Spark Pro input 0.21 CNY/10000", "Spark Pro output 0.21 CNY/10000"),
        *("Spark Max input 0.21 CNY/10000", "Spark Max output 0.21 CNY/10000"),
    ],
    "tencent": [
        *("hunyuan-lite input free", "hunyuan-lite output free"),
        *("hunyuan-standard-256k input 0.015 CNY/1000", "hunyuan-standard-256k output 0.015 CNY/1000"),
        *("hunyuan-pro input 0.03 CNY/1000", "hunyuan-pro output 0.03 CNY/1000"),
    ],
    "deepbricks": ["GPT-4o input 2.00 USD/1000000"],
}
"""Vendor → the prices of its page in the end. A price that names no direction is one of both."""


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_page_after_the_war_is_read_whole(vendor: str) -> None:
    sheet = read(page_text(moments()[-1], vendor).encode(), media_type="text/html", at=moments()[-1])
    assert (sheet.health, sheet.refused) == (Health.OK, ())
    assert sorted(map(in_short, with_a_number(sheet))) == sorted(AFTER_THE_WAR[vendor])


def with_a_number(sheet: Sheet) -> list[Rate]:
    return [rate for rate in sheet.rates if rate.state in (State.PRICED, State.FREE)]


def in_short(rate: Rate) -> str:
    asked = "free" if rate.state is State.FREE else f"{rate.unit_price} {rate.currency}/{rate.per}"
    return f"{rate.model} {rate.meter} {asked}"
