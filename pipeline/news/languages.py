"""A text into its language, as far as the house needs to know: Chinese, English, or what was said of it."""

from __future__ import annotations

import re
from typing import Final

_HAN: Final = re.compile("[\u3400-\u9fff]")
_KANA: Final = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
_LATIN: Final = re.compile("[A-Za-z]+")
_SAMPLE: Final = 4_000


def language(text: str, said: str = "") -> str:
    """zh or en; `said` (a language tag) where the text does not tell, as with Spanish, or with no letters at all."""
    sample = text[:_SAMPLE]
    han, words = len(_HAN.findall(sample)), len(_LATIN.findall(sample))
    said = said.lower().replace("_", "-").partition("-")[0]
    if len(_KANA.findall(sample)) * 10 > han + words:
        return said
    if han * 4 >= words and han:
        return "zh"
    return said if said not in ("", "zh") or not words else "en"
