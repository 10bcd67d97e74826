"""Turns a printed model name into a clean one, and a clean one into `maker/name`, the same at every vendor."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


def clean_name(printed: str) -> str:
    """The name without what the eye does not see."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", printed)).split())


def model_id(printed: str, vendor: str = "") -> str | None:
    """`maker/name`, or None where the name is not known."""
    return None
