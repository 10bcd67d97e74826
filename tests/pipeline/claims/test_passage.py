"""An article as plain text in sentences, every offset the original's."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.claims.passage import Passage, clauses, passage_of, plain_of
from pipeline.types import Article


def sentences(text: str) -> list[str]:
    passage = passage_of(Article("", text))
    return [" ".join(passage.plain[start:end].split()) for start, end in passage.sentences]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**Swan 2** is out", "Swan 2 is out"),
        ("[Swan 2](https://swan.example/a_(b)) is out", "Swan 2 is out"),
        ("see https://swan.example/price?a=1 now", "see now"),
        ("<li><strong>Swan</strong> at `$1`</li>", "Swan at $1"),
        ("## Prices\n- Swan", "Prices Swan"),
        ("price_per_token stays", "price_per_token stays"),
        ("Swan\u20112 at\u00a0$1", "Swan-2 at $1"),
        ("降价 ９７％", "降价 97%"),
    ],
)
def test_marks_and_addresses_are_blanked(marked: str, plain: str) -> None:
    assert len(plain_of(marked)) == len(marked)
    assert " ".join(plain_of(marked).split()) == plain


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Swan 2.5 costs $0.5 now. Finch v3. Next.", ["Swan 2.5 costs $0.5 now.", "Finch v3. Next."]),
        ("In the U.S. Swan is sold. It is cheap!", ["In the U.S. Swan is sold.", "It is cheap!"]),
        ("价格下调。即日起生效！", ["价格下调。", "即日起生效！"]),
        ("- Swan at $1\n- Finch at $2", ["Swan at $1", "Finch at $2"]),
        ("<ul><li>Swan</li><li>Finch</li></ul>", ["Swan", "Finch"]),
        ("input: $1; output: $2", ["input: $1;", "output: $2"]),
    ],
)
def test_sentences_of_both_languages(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_a_decimal_point_ends_no_sentence() -> None:
    assert len(sentences("gpt-4.1 costs 0.0008 per 1.5M tokens")) == 1


def headlines(passage: Passage) -> list[str]:
    return [passage.plain[a:b].strip(" :") for a, b in passage.sentences if a in passage.headlines]


def test_the_title_and_the_bold_words_before_a_colon_are_headlines() -> None:
    passage = passage_of(Article("Swan is cheaper", "- **Swan cuts prices**: Swan 2 costs half.\n- plain: text"))
    assert headlines(passage) == ["Swan is cheaper", "Swan cuts prices"]


def test_a_title_told_again_as_the_first_line_is_a_headline() -> None:
    assert headlines(passage_of(Article("Swan 2", "Swan 2\nIt costs $1."))) == ["Swan 2", "Swan 2"]


def test_clauses_part_at_commas_and_while() -> None:
    passage = passage_of(Article("", "Input is $1, output is $2 while cache is free"))
    (sentence,) = passage.sentences
    parts = [passage.plain[start:end] for start, end in clauses(passage, sentence)]
    assert parts == ["Input is $1,", "output is $2", "while cache is free"]


@given(st.text(alphabet=st.sampled_from("ab1.。，,:：*[]()<>/# \n-$价折_`"), max_size=300))
def test_no_offset_moves(text: str) -> None:
    passage = passage_of(Article("t", text))
    assert len(passage.plain) == len(passage.whole)
    assert all(0 <= start < end <= len(passage.plain) for start, end in passage.sentences)


@pytest.mark.parametrize("piece", ["[", "[a](", "**", "<li", "_a", "https://", "a: ", "- **a", "(" * 9, " "])
def test_a_long_run_of_marks_takes_no_longer_than_its_length(piece: str) -> None:
    began = time.process_time()
    passage_of(Article("", piece * (100_000 // len(piece))))
    assert time.process_time() - began < 4
