"""The selectors that a list of news is declared with, into their faults before any page is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

KEYS: Final = ("items", "title", "link", "date", "text")
"""What `[pages.list]` may say, each a CSS selector."""


def check_selectors(selectors: Mapping[str, str]) -> None:
    """Raises `ValueError` with the first selector that is none."""
    if not selectors:
        return
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # not for a start of the command

    probe = LexborHTMLParser("<p>x</p>")
    for selector in selectors.values():
        try:
            probe.css(selector)
        except SelectolaxError as error:
            raise ValueError(selector) from error
