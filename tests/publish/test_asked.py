"""Only what can be answered is asked of the wire."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.basket import NAMES as BASKET_NAMES
from pipeline.basket import parse
from pipeline.query_text import BadBasket
from publish.asked import MOST, NAMES, Asked, asked_for
from storage.queries import Cursor
from tests.pipeline.test_basket import BASKETS

PLACE = Cursor(datetime(2026, 11, 24, 9, 30, tzinfo=UTC), "5f2c")


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("", Asked()),
        ("lang=zh", Asked(lang="zh")),
        ("lang=&vendor=&kind=&limit=&after=", Asked()),
        ("vendor=deepseek&limit=200", Asked(parse("vendor=deepseek"), limit=200)),
        ("kind=price_cut,became_free", Asked(parse("kind=price_cut,became_free"))),
        ("kind=price_cut&kind=became_free", Asked(parse("kind=price_cut,became_free"))),
        ("after=2026-11-24T09:30:00.000000Z~5f2c", Asked(after=PLACE)),
    ],
)
def test_a_proper_question_is_understood(query: str, asked: Asked) -> None:
    assert asked_for(parse_qsl(query, keep_blank_values=True)) == asked


@pytest.mark.parametrize(
    "query",
    [
        "vendr=deepseek",
        "lang=fr",
        "lang=zh&lang=en",
        "vendor=../../etc/passwd",
        "vendor='; drop table events; --",
        "kind=price_cuts",
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=1.5",
        "limit=٣",
        "limit=99999999999999999999",
        "after=1",
        "after=2026-11-24T09:30:00~5f2c",
        "after=2026-99-24T09:30:00Z~5f2c",
        "after=2026-11-24T09:30:00Z~",
        "after=2026-11-24T09:30:00Z~%00",
        "after=0001-01-01T00:00:00%2B14:00~a",
        "__proto__=1",
        "\x00=\x00",
    ],
)
def test_anything_else_is_refused(query: str) -> None:
    with pytest.raises(BadBasket):
        asked_for(parse_qsl(query, keep_blank_values=True))


@pytest.mark.parametrize("name", [*NAMES, "<script>alert(1)</script>"])
def test_a_refusal_repeats_nothing_that_could_do_harm(name: str) -> None:
    for value in ("<script>alert(1)</script>", "a\r\nb: c", "\u202e"):
        try:
            asked_for([(name, value)])
        except BadBasket as refusal:
            assert not set(str(refusal)) & set("<>\r\n\u202e")


def test_an_unknown_parameter_is_told_all_that_are_known() -> None:
    with pytest.raises(BadBasket, match=", ".join((*BASKET_NAMES, "lang", "limit", "after"))):
        asked_for([("x", "")])


@given(
    basket=BASKETS,
    lang=st.sampled_from([None, "en", "zh"]),
    limit=st.integers(1, MOST),
    after=st.sampled_from([None, PLACE]),
)
def test_a_question_survives_its_own_query_string(basket, lang, limit, after) -> None:  # type: ignore[no-untyped-def]
    asked = Asked(basket, lang, limit, after)
    assert asked_for(parse_qsl(asked.query_string().removeprefix("?"))) == asked
