"""The addresses in a text → the same address in one form, so that two articles can be seen to speak of one page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_LINK: Final = re.compile(r"https?://[^\s()<>\[\]\"'`（）【】「」，。；]+", re.IGNORECASE)
_ENDING: Final = re.compile(r"[#?].*$|[/.,;:*_]+$")


def address(url: str) -> str:
    """The address without scheme, "www.", query and fragment; empty where it is only a site's front door."""
    bare = re.sub(r"^https?://(?:www\.)?", "", _ENDING.sub("", url.strip().casefold()))
    bare = _ENDING.sub("", bare)
    return bare if "/" in bare else ""


@lru_cache(maxsize=4_096)
def links_in(text: str) -> frozenset[str]:
    """The addresses that a text gives, each in one form."""
    return frozenset(filter(None, map(address, _LINK.findall(text)))) if "://" in text else frozenset()
