"""What is searched for is found in Chinese and in English, whatever stands between the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.search import Nearness, nearness, readings, words_asked, words_in


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


@pytest.mark.parametrize("asked", ["gpt-4o", "gpt4o", "GPT 4o", "ＧＰＴ－4O", "openai/gpt-4o"])
def test_one_name_is_as_near_however_it_is_written(asked: str) -> None:
    near = {name: nearness(asked, [name]) for name in ("openai/gpt-4o", "openai/gpt-4o-mini", "openai/gpt-4-turbo")}
    assert list(near.values()) == [Nearness.IS_IT, Nearness.BEGINS_WITH_IT, None]


@pytest.mark.parametrize(
    ("asked", "name", "near"),
    [
        ("豆包", "豆包", Nearness.IS_IT),
        ("豆包", "豆包 Pro", Nearness.BEGINS_WITH_IT),
        ("包 pro", "豆包·Pro", Nearness.HOLDS_IT),
        ("pro 豆包", "豆包 Pro", Nearness.HOLDS_ITS_WORDS),
        ("gpt-4", "gpt-4.1", Nearness.BEGINS_WITH_IT),
        ("deeps", "DeepSeek", Nearness.BEGINS_WITH_IT),
        ("seek deep", "deepseek", Nearness.HOLDS_ITS_WORDS),
        ("4 gpt", "gpt-4.1", None),
        ("o gpt", "gpt-4-turbo", None),
        ("豆汁", "豆包", None),
        ("!?", "!?", None),
    ],
)
def test_how_near_a_name_is(asked: str, name: str, near: Nearness | None) -> None:
    assert nearness(asked, [name]) == near


def test_the_nearest_of_several_names_counts() -> None:
    assert nearness("small", ["acme/small", "Small (sale)"]) is Nearness.IS_IT


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("通义千问 Max", ("通义千问 Max", "qwen- Max")),
        ("豆包", ("豆包", "doubao-")),
        ("gpt", ("gpt",)),
        ("智谱", ("智谱",)),
    ],
)
def test_a_chinese_name_is_read_in_latin_letters_too(asked: str, read: tuple[str, ...]) -> None:
    assert readings(asked) == read


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_text_is_near_whatever_begins_with_it(text: str, more: str) -> None:
    near = nearness(text, [f"{text} {more}"])
    assert near is None if not words_asked(text) else near is not None
