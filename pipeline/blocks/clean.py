"""Text as it stands in a page → the same text without what the eye does not see."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF, 0x00AD])
_WIDE = {code: code - 0xFEE0 for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
_LOOKALIKE = {
    0x00A0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0x202F: " ", 0x3000: " ", 0x2007: " ", 0x200A: " ",
    0xFFE5: "¥", 0xFF04: "$", 0xFE69: "$", 0xFF0E: ".", 0xFF0F: "/", 0x2215: "/", 0x2044: "/", 0xFF05: "%", 0xFF0B: "+",
    0xFF5C: "|", 0xFF0A: "*", 0xFF1C: "<", 0xFF1E: ">", 0xFF3B: "[", 0xFF3D: "]", 0xFF08: "(", 0xFF09: ")",
    0x2010: "-", 0x2011: "-", 0x2012: "-", 0xFF5E: "~",
    0x2460: "[1]", 0x2461: "[2]", 0x2462: "[3]", 0x2463: "[4]", 0x00B9: "[1]", 0x00B2: "[2]", 0x00B3: "[3]",
}  # fmt: skip
_TABLE = {**_INVISIBLE, **_WIDE, **_LOOKALIKE}
_SPACES = re.compile(r"[ \t\r\f\v]+")
_BREAKS = re.compile(r" ?\n[ \n]*")


def clean(text: str) -> str:
    """Invisible characters off, full-width digits and signs narrow, runs of blanks or breaks single."""
    if text.isascii():
        if "\n" not in text:
            return " ".join(text.split())
    else:
        text = unicodedata.normalize("NFC", text).translate(_TABLE)
    text = _SPACES.sub(" ", text)
    if "\n" in text:
        text = _BREAKS.sub("\n", text)
    return text.strip()


def one_line(text: str) -> str:
    """`clean`, with newlines as blanks too."""
    return clean(text.replace("\n", " "))
