"""Which articles are read further."""

from __future__ import annotations

import pytest

from pipeline.claims import may_concern_prices
from pipeline.types import Article


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Swan 2 is 40% off", ""),
        ("News", "The free tier now allows 100 requests per day."),
        ("News", "Swan 1 will be retired in May."),
        ("Swan 大降价", "即日起生效"),
        ("消息", "接口限流放宽"),
        ("Swan", "costs $0.10"),
    ],
)
def test_a_word_of_prices_opens_it(title: str, text: str) -> None:
    assert may_concern_prices(Article(title, text))


@pytest.mark.parametrize(
    ("title", "text"),
    [("A paper on attention", "It scores 88 on a benchmark."), ("招聘启事", "我们在找工程师"), ("", "")],
)
def test_what_says_none_is_not_read(title: str, text: str) -> None:
    assert not may_concern_prices(Article(title, text))
