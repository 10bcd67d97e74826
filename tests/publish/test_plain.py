"""Text of pages that nobody vouches for."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from publish.plain import moment, plain, short_hash, web_link


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("gpt\u202eevil\u202c-4", "gptevil-4"),
        ("a\u2066b\u2069c\u200ed\u200fe\u061cf", "abcdef"),
        ("nul\x00bell\x07esc\x1b[31m", "nulbellesc[31m"),
        ("two\nlines\r\nand\ttabs", "two lines and tabs"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\ud800 lone surrogate", "lone surrogate"),
        ("\ufffe\uffff\U0001fffe", ""),
        ("  豆包·主力模型  ", "豆包·主力模型"),
        ("👩‍💻 coder", "👩‍💻 coder"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("weiß – naïve", "weiß – naïve"),
    ],
)
def test_what_cannot_be_seen_is_removed_and_what_can_stays(text: str, seen: str) -> None:
    assert plain(text) == seen


def test_a_long_text_is_cut_with_a_mark() -> None:
    assert plain("x" * 1000, 10) == "xxxxxxxxx…"
    assert len(plain("\u202e" * 10_000 + "x")) <= 1


@given(st.text())
def test_any_text_can_stand_in_xml_afterwards(text: str) -> None:
    assert etree.fromstring(f"<a>{escape(plain(text))}</a>").tag == "a"


@pytest.mark.parametrize("address", ["https://a.example/x?y=1#z", "http://a.example:8080/中文"])
def test_an_address_on_the_web_is_a_link(address: str) -> None:
    assert web_link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://a.example/%0aalert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//a.example/x",
        "/x",
        "https://",
        "https:///x",
        "https://a.example/\r\nSet-Cookie: x",
        'https://a.example/"onclick="x',
        "https://a.example/<b>",
        "https://a.example/\u202egpj",
        "http://[::1",
        "",
    ],
)
def test_anything_else_is_none(address: str) -> None:
    assert web_link(address) is None


def test_a_moment_is_told_in_utc() -> None:
    beijing = timezone(timedelta(hours=8))
    assert moment(datetime(2026, 11, 24, 0, 30, tzinfo=beijing)) == "2026-11-23 16:30 UTC"


def test_a_hash_is_shortened_to_twelve_digits() -> None:
    assert short_hash("0123456789abcdef" * 4) == "0123456789ab"
