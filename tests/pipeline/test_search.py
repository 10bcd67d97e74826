"""What is searched for is found in Chinese and in English, whatever stands between the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.search import words_asked, words_in


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("降价", "全线降价三成"),
        ("全线降价", "全线降价三成"),
        ("价", "降价"),
        ("gpt4o", "GPT-4o mini"),
        ("qwen", "qwen3-max"),
        ("v3.1 DEEPSEEK", "deepseek-v3.1"),
        ("0.15", "$0.15"),
        ("ＧＰＴ", "gpt"),
        ("豆包 1.5", "豆包·主力模型1.5pro"),
    ],
)
def test_it_is_found(asked: str, said: str) -> None:
    assert words_asked(asked) <= words_in([said])


@pytest.mark.parametrize(
    ("asked", "said"),
    [("涨价", "降价上涨"), ("降三", "全线降价三成"), ("0.1", "$0.15"), ("flas", "flash"), ("3.1", "v3")],
)
def test_it_is_not_found(asked: str, said: str) -> None:
    assert not words_asked(asked) <= words_in([said])


@given(st.text(max_size=40), st.text(max_size=10), st.text(max_size=10))
def test_every_text_is_found_in_itself_with_a_space_around(text: str, before: str, after: str) -> None:
    assert words_asked(text) <= words_in([f"{before} {text} {after}"])


@given(st.text(max_size=40))
def test_a_word_has_no_space_and_is_what_it_is_asked_by(text: str) -> None:
    for word in words_in([text]):
        assert not any(sign.isspace() for sign in word)
        assert words_asked(word) == {word}
