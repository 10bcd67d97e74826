"""Where something stands on a page, said in the reader's language."""

from __future__ import annotations

import pytest

from publish.places import place_words


@pytest.mark.parametrize(
    ("locator", "words"),
    [
        ("table 1, row 2, column 3", "表格 1，第 2 行，第 3 列"),
        ("card 2, value 4", "卡片 2，第 4 项"),
        ("line 3 to line 9", "第 3 行至第 9 行"),
        ("$.data[2].price", "$.data[2].price"),
        ("", ""),
    ],
)
def test_a_place_is_said_in_chinese_and_left_alone_in_english(locator: str, words: str) -> None:
    assert place_words(locator, "zh") == words
    assert place_words(locator, "en") == locator
