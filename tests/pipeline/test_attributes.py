"""Tags of thousands of attributes lose them; nothing else of a page changes."""

from __future__ import annotations

from time import perf_counter

import pytest

from pipeline.blocks.attributes import MOST, few_attributes

MANY = " ".join(f"a{number}='>'" for number in range(MOST + 1))


def test_a_tag_of_thousands_of_attributes_loses_them_and_keeps_its_text() -> None:
    assert few_attributes(f"<b>1</b><p {MANY}>$2</p><i c=d>3</i>") == "<b>1</b><p>$2</p><i c=d>3</i>"
    assert few_attributes(f"<script {MANY}>if (a<b) c</script>") == "<script>if (a<b) c</script>"
    assert few_attributes("<p " + "a " * (MOST + 1) + ">x") == "<p >x"


@pytest.mark.parametrize(
    "page",
    [
        f"<script>if (a<b {MANY}</script>",
        f"<!-- <p {MANY}> -->",
        f"1 < 2 {MANY}",
        "<p data-x='" + "a " * 50_000 + "'>x</p>",
        "<p " + " ".join(f"a{number}" for number in range(MOST)) + ">",
        "<textarea><p " + MANY,
    ],
    ids=["script", "comment", "text", "one long value", "as many as may be", "text of a field"],
)
def test_what_is_no_such_tag_stays_as_it_is(page: str) -> None:
    assert few_attributes(page) == page


@pytest.mark.parametrize(
    "piece", ['<a b="', "<a b='", "<a b=\"'", "<script>", "<script></scrip", "<!-- -->", "<", "=", "/ "]
)
def test_it_takes_its_time_and_no_more(piece: str) -> None:
    start = perf_counter()
    few_attributes("<a " + piece * 200_000)
    assert perf_counter() - start < 2, "seconds on a busy machine"
