"""Bytes are read by what they are, whatever is said of them."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decode import charset_name, decode

CHINESE = "<p>模型价格：输入 4元/百万tokens，输出 12元，限时免费，活动截止到本月底，请联系商务。</p>"
TRADITIONAL = "<p>模型價格：輸入 4元，輸出 12元，限時免費，活動截止到本月底，請聯繫商務，說明如下。</p>"
FRENCH = "<p>Le modèle coûte 3,50 par million de jetons, déjà remisé à l'été.</p>"
JAPANESE = "<p>モデルの価格：入力トークンは百万あたり三ドル、出力は十五ドルです。</p>"


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "gbk", "big5", "no-such-charset"])
@pytest.mark.parametrize(
    ("text", "charset"),
    [(CHINESE, "gb2312"), (CHINESE, "gbk"), (CHINESE, "gb18030"), (TRADITIONAL, "big5"), (CHINESE, "utf-8")],
)
def test_chinese_is_read_whatever_the_header_claims(text: str, charset: str, declared: str | None) -> None:
    assert decode(text.encode(charset), declared)[0] == text


@pytest.mark.parametrize("declared", [None, "utf-8"])
@pytest.mark.parametrize(("text", "charset"), [(FRENCH, "latin-1"), (JAPANESE, "shift_jis"), (JAPANESE, "euc-jp")])
def test_other_languages_are_read_too(text: str, charset: str, declared: str | None) -> None:
    body = f'<meta charset="{charset}">{text}'.encode(charset)
    assert decode(body, declared)[0].endswith(text)


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="gb2312">',
        '<meta http-equiv="Content-Type" content="text/html; charset=gbk">',
        '<?xml version="1.0" encoding="GB18030"?>',
    ],
)
def test_the_page_knows_its_charset_better_than_its_header(head: str) -> None:
    text = head + "<b>价格</b>"
    assert decode(text.encode("gbk"), "big5") == (text, "gb18030")


def test_five_characters_are_read_as_this_host_wrote_them_last_time() -> None:
    body = "文字模型价".encode("gbk")
    assert decode(body, last="gb18030") == ("文字模型价", "gb18030")
    assert decode("最新价目".encode("gbk"), "utf-8", last="gbk")[0] == "最新价目"


@pytest.mark.parametrize(
    ("mark", "charset"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_decides_and_is_not_part_of_the_text(mark: bytes, charset: str) -> None:
    assert decode(mark + CHINESE.encode(charset), "gbk") == (CHINESE, charset)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_sixteen_bits_are_seen_without_a_mark(charset: str) -> None:
    assert decode(CHINESE.encode(charset), "utf-8") == (CHINESE, charset)


def test_a_character_cut_off_at_the_end_does_not_change_the_charset() -> None:
    text, charset = decode(CHINESE.encode() + "价".encode()[:2])
    assert charset == "utf-8"
    assert text.startswith(CHINESE)


def test_utf8_with_a_broken_byte_is_still_utf8() -> None:
    body = CHINESE.encode() * 3 + b"\xff" + CHINESE.encode()
    text, charset = decode(body, "gbk")
    assert charset == "utf-8"
    assert text.count("\ufffd") == 1


def test_a_single_byte_claim_does_not_make_latin_of_chinese() -> None:
    assert decode(TRADITIONAL.encode("big5"), "iso-8859-1") == (TRADITIONAL, "big5hkscs")


def test_gbk_that_happens_to_be_valid_utf8_is_believed_to_be_what_it_was_declared() -> None:
    body = "联".encode("gbk") + "通".encode("gbk")
    valid = "һ".encode()  # one Cyrillic letter in UTF-8, one Chinese character in GBK
    assert decode(valid, "utf-8") == ("һ", "utf-8")
    assert decode(body, "gbk")[0] == "联通"


@pytest.mark.parametrize(
    ("label", "charset"),
    [
        ("GB2312", "gb18030"),
        (" 'utf8' ", "utf-8"),
        ("latin1", "cp1252"),
        ("Shift_JIS", "cp932"),
        ("x-unknown", None),
        ("utf-7", None),
        ("unicode_escape", None),
        ("", None),
    ],
)
def test_a_label_stands_for_the_charset_that_holds_it_whole(label: str, charset: str | None) -> None:
    assert charset_name(label) == charset


@given(st.text(), st.sampled_from([None, "gbk", "utf-8", "big5", "latin-1"]))
def test_valid_utf8_of_any_length_comes_back(text: str, declared: str | None) -> None:
    if declared in (None, "utf-8"):
        assert (
            decode(text.encode("utf-8", "ignore"), declared)[0].removeprefix("\ufeff")
            == text.encode("utf-8", "ignore").decode().removeprefix("\ufeff")
            or "\0" in text
        )


@given(st.binary(max_size=400), st.sampled_from([None, "gbk", "utf-8", "utf-7", "base64", "idna", "hz", "rot13", "\0"]))
def test_any_bytes_become_some_text(body: bytes, declared: str | None) -> None:
    text, charset = decode(body, declared, last=declared)
    assert isinstance(text, str)
    assert codecs.lookup(charset)
