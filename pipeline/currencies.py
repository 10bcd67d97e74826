"""The signs and words of currencies, as printed → ISO codes."""

from __future__ import annotations

import re
from functools import lru_cache

PRINTED: dict[str, str] = {
    "US$": "USD", "$": "USD", "USD": "USD", "U.S. dollars": "USD", "US dollars": "USD", "美元": "USD", "美金": "USD", "刀": "USD",
    "¥": "CNY", "CN¥": "CNY", "元": "CNY", "块": "CNY", "RMB": "CNY", "CNY": "CNY", "人民币": "CNY", "元人民币": "CNY",
    "€": "EUR", "EUR": "EUR", "euros": "EUR", "欧元": "EUR", "£": "GBP", "GBP": "GBP", "HK$": "HKD", "HKD": "HKD", "港元": "HKD",
    "S$": "SGD", "SGD": "SGD", "JPY": "JPY", "JP¥": "JPY", "日元": "JPY", "₹": "INR", "INR": "INR", "₩": "KRW", "KRW": "KRW",
    "A$": "AUD", "AUD": "AUD", "C$": "CAD", "CAD": "CAD", "CHF": "CHF", "R$": "BRL", "₽": "RUB", "RUB": "RUB", "NT$": "TWD",
    "TWD": "TWD",
}  # fmt: skip
CENTS: dict[str, tuple[str, str]] = {
    "¢": ("USD", "0.01"),
    "cents": ("USD", "0.01"),
    "美分": ("USD", "0.01"),
    "厘": ("CNY", "0.001"),
    "分": ("CNY", "0.01"),
    "角": ("CNY", "0.1"),
}
"""Coins: what one is worth, in which currency."""
OWN_UNITS: dict[str, str] = {
    "credits": "CREDIT",
    "credit": "CREDIT",
    "积分": "CREDIT",
    "点数": "POINT",
    "点": "POINT",
    "points": "POINT",
}
"""A vendor's own unit of account, where the page gives it no name of its own."""

_ORDER = sorted([*PRINTED, *(w for w in CENTS if w not in ("分",)), *OWN_UNITS], key=len, reverse=True)
_BEFORE = sorted((w for w in PRINTED if not re.search(r"[元块金刀s]$", w)), key=len, reverse=True)
BEFORE = "|".join(
    (r"(?<![A-Za-z])" if word[0].isalpha() and word[0].isascii() else "") + re.escape(word) for word in _BEFORE
)
"""As printed before a number."""
AFTER = "|".join(
    re.escape(word) + ("(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else "") for word in _ORDER
)
AFTER += r"|分(?=\s*/\s*(?:千|万|百万|1?[kKmM]\b|次|张))"
"""As printed after a number."""
_ANY = re.compile(
    "|".join(
        (r"(?<![A-Za-z])" if word[0].isascii() and word[0].isalpha() else "")
        + re.escape(word)
        + (r"(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else "")
        for word in sorted(PRINTED, key=len, reverse=True)
        if word not in ("刀", "块")
    ),
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?:" + "|".join(word for word in PRINTED if word.isascii() and word.isalpha()) + r"|dollars)\b", re.IGNORECASE
)
_UPPER = {word.upper(): code for word, code in PRINTED.items()}


def code_of(printed: str) -> str | None:
    """The ISO code of a sign or word."""
    return _UPPER.get(printed.strip().upper())


@lru_cache(maxsize=8192)
def currency_in(text: str) -> str | None:
    """The one currency a text speaks of; None if it names none, or two."""
    if text.isascii() and "$" not in text and not _CODE.search(text):
        return None
    found = {_UPPER[word.upper()] for word in _ANY.findall(text)}
    return found.pop() if len(found) == 1 else None
