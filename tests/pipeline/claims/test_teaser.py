"""Which articles are fetched, by their title and teaser alone."""

from __future__ import annotations

import pytest

from pipeline.claims import may_concern_prices, may_lead_to_prices
from pipeline.types import Article


@pytest.mark.parametrize(
    ("title", "teaser"),
    [
        ("OpenAI cuts GPT-4o", ""),
        ("Gemini 9 Flash is now available", "It reads long documents"),
        ("Notes from Tuesday", "OpenAI quietly dropped the"),
        ("Claude 9 Sonnet", ""),
        ("Windsurf 9.1.2", "Happy holidays"),
        ("DeepSeek 发布新模型", ""),
        ("智谱调整 GLM-9 方案", ""),
    ],
)
def test_a_known_name_beside_a_word_of_change_is_fetched_though_no_price_is_told_yet(title: str, teaser: str) -> None:
    assert may_lead_to_prices(Article(title, teaser))
    assert not may_concern_prices(Article(title, teaser))


@pytest.mark.parametrize(
    ("title", "teaser"),
    [
        ("GPT-9 struggles with sums", "A benchmark of arithmetic"),
        ("How scientists use Claude", "Four of them tell"),
        ("字节跳动重组豆包团队", ""),
        ("Mistral AI raises 1B €", ""),
        ("OpenAI and three startups met", ""),
    ],
)
def test_a_name_alone_is_not_fetched(title: str, teaser: str) -> None:
    assert not may_lead_to_prices(Article(title, teaser))


@pytest.mark.parametrize("title", ["City council launches a tram", "市政府发布公告", "", "9.1.2", "2026-11-24"])
def test_a_word_of_change_without_a_name_is_not_fetched(title: str) -> None:
    assert not may_lead_to_prices(Article(title, "It starts in May."))


def test_on_the_site_of_a_company_that_sells_no_name_is_needed() -> None:
    assert may_lead_to_prices(Article("Introducing bigger batches", "", "https://docs.anthropic.com/en/batches"))
    assert not may_lead_to_prices(Article("Introducing bigger batches", "", "https://bakery.example/batches"))
    assert not may_lead_to_prices(Article("Introducing bigger batches", "", "https://notopenai.com/batches"))


def test_what_speaks_of_prices_needs_no_name() -> None:
    assert may_lead_to_prices(Article("Prices fall", ""))


@pytest.mark.parametrize(
    "url", ["http://[", "javascript:alert(1)", "https://", "//openai.com", "https://openai.com@bakery.example/"]
)
def test_no_address_is_a_crash(url: str) -> None:
    assert not may_lead_to_prices(Article("Introducing bigger batches", "", url))
