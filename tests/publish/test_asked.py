"""Only what can be answered is asked of the wire."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.types import EventKind
from publish.asked import Asked, BadQuery, asked_for


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("", Asked()),
        ("lang=zh", Asked(lang="zh")),
        ("lang=&vendor=&kind=&limit=", Asked()),
        ("vendor=deepseek&limit=200", Asked(vendor="deepseek", limit=200)),
        ("kind=price_cut,became_free", Asked(kinds=frozenset({EventKind.PRICE_CUT, EventKind.BECAME_FREE}))),
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
        "vendor=Deep Seek",
        "vendor=../../etc/passwd",
        "vendor=" + "a" * 65,
        "vendor='; drop table events; --",
        "kind=price_cuts",
        "kind=price_cut,",
        "kind=" + ",".join(["price_cut"] * 40),
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=1.5",
        "limit=٣",
        "limit=99999999999999999999",
        "__proto__=1",
        "\x00=\x00",
    ],
)
def test_anything_else_is_refused(query: str) -> None:
    with pytest.raises(BadQuery):
        asked_for(parse_qsl(query, keep_blank_values=True))


@pytest.mark.parametrize("name", ["lang", "vendor", "kind", "limit", "<script>alert(1)</script>"])
def test_a_refusal_repeats_nothing_of_the_question(name: str) -> None:
    with pytest.raises(BadQuery) as refusal:
        asked_for([(name, "<script>alert(1)</script>")])
    assert "<" not in str(refusal.value)


@given(
    lang=st.sampled_from([None, "en", "zh"]),
    vendor=st.sampled_from([None, "deepseek"]),
    kinds=st.frozensets(st.sampled_from(list(EventKind))),
    limit=st.integers(1, 200),
)
def test_a_question_survives_its_own_query_string(lang, vendor, kinds, limit) -> None:  # type: ignore[no-untyped-def]
    asked = Asked(lang, vendor, kinds, limit)
    assert asked_for(parse_qsl(asked.query_string().removeprefix("?"))) == asked
