"""Turns the bytes of a page into text, whatever the header claims of their charset."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDER: Final = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "ascii": "cp1252", "us-ascii": "cp1252", "iso8859-1": "cp1252", "iso-8859-1": "cp1252", "latin-1": "cp1252",
    "latin1": "cp1252", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs", "euc_kr": "cp949", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949", "windows-949": "cp949",
    "windows-31j": "cp932", "utf8": "utf-8", "utf-8-sig": "utf-8", "unicode": "utf-16",
}  # fmt: skip
"""What a label is to be read as: the charset that holds it whole, as browsers do."""
_MANY_BYTES: Final = frozenset({"gb18030", "big5hkscs", "cp932", "cp949", "euc_jp", "hz", "iso2022_jp"})
_NOT_OF_PAGES: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
"""Encodings that Python knows and no page is written in: a header that names one is not believed."""
_ESCAPED: Final = frozenset({"hz", "iso2022_jp"})
"""Seven-bit charsets: their bytes look like plain ASCII."""
_GUESSES: Final = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1252", "cp1251")
_HEAD: Final = 4096
_SAMPLE: Final = 16_384
_META: Final = re.compile(rb"<meta\b[^<>]{0,300}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.I)
_XML: Final = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9_.\-]{2,40})[\"']")
_NON_ASCII: Final = re.compile("[^\x00-\x7f]")
_EAST_ASIAN: Final = re.compile("[\u0800-\uffff\U00010000-\U0010ffff]")
_COMMON: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民"
    "得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社"
    "义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并"
    "提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强"
    "价格元输入输出模型费用计费按量单位百万千每免优惠这個們為時來對會發動後經過產種國說學電應開還關與點業實無現體數長間問題間區計價費額單專門"
)
"""What Chinese text is mostly made of, and what price pages say: enough to tell two readings of some bytes apart."""


def decode(body: bytes, declared: str | None = None, media_type: str = "", last: str | None = None) -> tuple[str, str]:
    """`body` as (text, the charset it was read with).

    `declared` is what the header says and `last` what this host's pages turned out to be: both are only witnesses.
    Bytes that fit no charset come out with U+FFFD in their place; nothing is raised.
    """
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace"), charset
    witnesses = _witnesses(body, declared, media_type, last)
    text = _strict(body, "utf-8")
    if text is not None:
        return _utf8_or_declared(body, text, witnesses)
    return _wide(body) or _by_witness(body, witnesses) or _by_guess(body)


def charset_name(label: str | None) -> str | None:
    """The charset a label stands for, in Python's spelling; None for no label or one that nobody knows."""
    if not label:
        return None
    label = label.strip().strip("\"'").lower()
    try:
        name = _WIDER.get(label) or codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return None if name in _NOT_OF_PAGES else _WIDER.get(name, name)


def _witnesses(body: bytes, declared: str | None, media_type: str, last: str | None) -> list[str]:
    """What is said of the charset, the most trustworthy first: the page itself, its header, the host's habit."""
    head = body[:_HEAD]
    inside = _XML.search(head) or (None if "json" in media_type else _META.search(head))
    said = [inside[1].decode("ascii") if inside else None, declared, last]
    names = [name for name in map(charset_name, said) if name and name != "utf-16"]
    return list(dict.fromkeys(names))


def _strict(body: bytes, charset: str) -> str | None:
    """The text, if all bytes fit; a character cut off at the very end is let go."""
    try:
        return body.decode(charset)
    except UnicodeDecodeError as error:
        cut = error.start
    except (LookupError, ValueError):
        return None
    return body[:cut].decode(charset, "replace") if cut > 0 and len(body) - cut <= 3 else None


def _utf8_or_declared(body: bytes, text: str, witnesses: list[str]) -> tuple[str, str]:
    """Bytes that are valid UTF-8 are UTF-8, save seven-bit charsets and a few words of GBK that happen to fit."""
    for charset in witnesses:
        if charset in _ESCAPED and (b"\x1b" in body or b"~{" in body):
            other = _strict(body, charset)
            if other is not None:
                return other, charset
    if text.isascii() or _EAST_ASIAN.search(text) or not witnesses or witnesses[0] not in _MANY_BYTES:
        return text, "utf-8"
    other = _strict(body, witnesses[0])
    return (text, "utf-8") if other is None or _share_common(other) < 0.5 else (other, witnesses[0])


def _wide(body: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: every second byte of its markup and digits is a NUL."""
    sample = body[:_HEAD]
    if sample.count(0) * 8 < max(len(sample), 16):
        return None
    charset = "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"
    return body.decode(charset, "replace"), charset


def _by_witness(body: bytes, witnesses: list[str]) -> tuple[str, str] | None:
    """The reading of the first witness that fits; of several charsets that fit, the one that makes Chinese of it."""
    damaged = _damaged_utf8(body)
    if damaged is not None:
        return damaged, "utf-8"
    fitting = [(text, name) for name in witnesses if name != "utf-8" and (text := _strict(body, name)) is not None]
    if not fitting:
        return None
    doubled = [pair for pair in fitting if pair[1] in _MANY_BYTES]
    text, name = max(doubled, key=lambda pair: _share_common(pair[0])) if doubled else fitting[0]
    if _share_common(text) >= 0.15:
        return text, name
    share, better = _as_chinese(_telling(body))
    return (body.decode(better, "replace"), better) if share >= 0.3 else (text, name)


def _damaged_utf8(body: bytes) -> str | None:
    """UTF-8 with a few broken bytes in it, which no other charset would be so like."""
    sample = _telling(body).decode("utf-8", "replace")
    broken = sample.count("\ufffd")
    whole = len(_NON_ASCII.findall(sample)) - broken
    return body.decode("utf-8", "replace") if whole >= 20 and broken * 20 <= whole else None


def _share_common(text: str) -> float:
    """How much of the East Asian text is common Chinese."""
    letters = _EAST_ASIAN.findall(text, 0, _SAMPLE)
    return sum(letter in _COMMON for letter in letters) / len(letters) if letters else 0.0


def _by_guess(body: bytes) -> tuple[str, str]:
    """The last resort, from a part of the body: our own test for Chinese, then charset-normalizer."""
    sample = _telling(body)
    share, best = _as_chinese(sample)
    if share < 0.25:
        found = from_bytes(sample, cp_isolation=list(_GUESSES)).best()
        best = (charset_name(found.encoding) if found else None) or best or "cp1252"
    return body.decode(best, "replace"), best


def _as_chinese(sample: bytes) -> tuple[float, str]:
    """The better of the two Chinese readings, with how much common Chinese it makes."""
    readings = [(_share_common(text), name) for name in _GUESSES[:2] if (text := _loose(sample, name)) is not None]
    return max(readings, default=(0.0, ""))


def _telling(body: bytes) -> bytes:
    """A bounded part of the body that has its high bytes in it, cut at line ends so that no character is halved."""
    if len(body) <= _SAMPLE:
        return body
    lines = [line for line in body[: 64 * _SAMPLE].splitlines() if not line.isascii()]
    return b"\n".join(lines)[:_SAMPLE] or body[:_SAMPLE]


def _loose(sample: bytes, charset: str) -> str | None:
    """The text, if all but a hundredth fits."""
    text = sample.decode(charset, "replace")
    return text if text.count("\ufffd") * 100 <= max(len(text), 100) else None
