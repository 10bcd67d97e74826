"""The signs and words of currencies, as printed → ISO codes."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.vocabulary import COINS, CURRENCIES, OWN_UNITS

_ORDER = sorted([*CURRENCIES, *(w for w in COINS if w not in ("分",)), *OWN_UNITS], key=len, reverse=True)
_BEFORE = sorted((w for w in CURRENCIES if not re.search(r"[元块金刀s]$", w)), key=len, reverse=True)
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
        for word in sorted(CURRENCIES, key=len, reverse=True)
        if word not in ("刀", "块")
    ),
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?:" + "|".join(word for word in CURRENCIES if word.isascii() and word.isalpha()) + r"|dollars)\b",
    re.IGNORECASE,
)
_UPPER = {word.upper(): code for word, code in CURRENCIES.items()}


_SIGN = re.compile("|".join(sorted({re.escape(word.lower()) for word in (*CURRENCIES, *COINS, *OWN_UNITS)})))


def names_currency(text: str) -> bool:
    """False where no sign or word of a currency can be in a text: most lines of a page need no closer look."""
    return _SIGN.search(text.lower()) is not None


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
