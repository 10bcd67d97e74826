"""Links around whole cards ("[Swan 1 … $1/M input|$4/M output](…/swan-1)") → lines of a name and its prices."""

from __future__ import annotations

import re

_LINK = re.compile(r"\[(?P<text>[^\[\]\n]{1,2000})\]\((?P<address>[^()\s]{1,300})\)")
_AMOUNT = r"[$¥€£]\s?\d[\d.,]*\s*/\s*\S{1,12}"
_DIRECTION = r"(?:cached(?: input)?|inputs?|outputs?|in|out)\b"
_PRICE = re.compile(rf"{_AMOUNT}(?:\s+{_DIRECTION})?", re.IGNORECASE)
_LABELLED = re.compile(rf"\b{_DIRECTION}\s*:?\s*{_AMOUNT}", re.IGNORECASE)
"""A price whose direction stands before it."""
SHORTEST_NAME = 3
_NOT_ALNUM = re.compile(r"[\W_]+")


def cards_in_links(line: str) -> str:
    """A line of links alone, one a card: a line each, named by the address, which repeats the name. Else as it is."""
    links = list(_LINK.finditer(line))
    if not links or _LINK.sub("", line).strip():
        return line
    cards = [_card(link["text"], link["address"]) for link in links]
    return "\n".join(filter(None, cards)) or line


def _card(text: str, address: str) -> str:
    labelled = _LABELLED.search(text)
    before = labelled is not None and not _PRICE.search(text, 0, labelled.start())
    prices = (_LABELLED if before else _PRICE).findall(text)
    name = address.rstrip("/").rpartition("/")[2]
    repeated = _NOT_ALNUM.sub("", name.lower())
    if len(prices) < 2 or len(repeated) < SHORTEST_NAME or repeated not in _NOT_ALNUM.sub("", text.lower()):
        return ""
    return f"{name}: {' | '.join(prices)}"
