"""Text from pages, which nobody vouches for, into text and links that are safe to pass on as text and links."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from urllib.parse import urlsplit

JOINERS = frozenset("\u200c\u200d")
"""Invisible, but Persian words and family emoji fall apart without them."""

_SPACES = re.compile(r"\s+")


def plain(text: str, limit: int = 300) -> str:
    """One line of `text` without bidi controls, control bytes and other invisible characters, at most `limit` long.

    Markup is left as it stands: it is text here, and every wire escapes it in its own way.
    """
    spaced = _SPACES.sub(" ", text[: limit * 8])
    visible = _SPACES.sub(" ", "".join(char for char in spaced if _is_visible(char))).strip()
    return visible if len(visible) <= limit else visible[: limit - 1].rstrip() + "…"


def web_link(address: str) -> str | None:
    """`address` if it is http or https with a host, and has no character that a link cannot have; else None."""
    if not address.isprintable() or any(char in address for char in " \"'<>\\^`{|}"):
        return None
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return address if usable else None


def short_hash(sha256: str) -> str:
    """The first twelve digits: enough to find the body, short enough to read aloud."""
    return plain(sha256)[:12]


def moment(at: datetime) -> str:
    """`2026-11-24 09:30 UTC`: the same in both languages."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def day(at: datetime) -> str:
    """`2026-11-24`, by UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%d")


def _is_visible(char: str) -> bool:
    if char in JOINERS:
        return True
    if ord(char) & 0xFFFE == 0xFFFE:  # not a character in any plane, and not allowed in XML
        return False
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
