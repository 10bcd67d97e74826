"""The text of an HTML page → what of it is seen, and whether that shows prices."""

from __future__ import annotations

import re

_UNSEEN = re.compile(r"<(script|style|svg|noscript|template|!--)", re.IGNORECASE)
_MONEY = re.compile(r"[$¥€£]\s?\d(?!\d*0123456789)")
"""Not the columns of all ten digits that a page rolls to show a price."""
ENOUGH_PRICES = 3
"""A page that shows so many prices is not searched for more in its scripts."""


def seen_in(html: str) -> str:
    """An HTML page without its scripts, styles, drawings and comments."""
    low = html.lower() if html.isascii() else re.sub("[A-Z]", lambda letter: letter[0].lower(), html)
    kept: list[str] = []
    at = 0
    while (opens := _UNSEEN.search(html, at)) is not None:
        kept.append(html[at : opens.start()])
        end = "-->" if opens[1] == "!--" else f"</{opens[1].lower()}"
        closes = low.find(end, opens.end())
        at = len(html) if closes < 0 else low.find(">", closes) + 1 or len(html)
    kept.append(html[at:])
    return "".join(kept)


def shows_prices(text: str) -> bool:
    """True if an HTML page shows enough prices outside its scripts."""
    return shows_enough(seen_in(text))


def shows_enough(seen: str) -> bool:
    return len(_MONEY.findall(seen)) + seen.count("元") >= ENOUGH_PRICES
