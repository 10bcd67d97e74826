"""A query string into what is asked for: a basket, a language, how many events, from where on; else it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from pipeline.basket import EVERYTHING, Basket, parse
from pipeline.basket import NAMES as BASKET_NAMES
from pipeline.query_text import BadBasket
from publish.money import LANGS, Lang
from storage.queries import Cursor

MOST = 200
USUAL = 50
OWN_NAMES = ("lang", "limit", "after")
NAMES = (*BASKET_NAMES, *OWN_NAMES)
_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
_PLACE = re.compile(r"[0-9TZ:.+-]{10,40}~[\w.~-]{1,80}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to a feed or a page."""

    basket: Basket = EVERYTHING
    lang: Lang | None = None
    limit: int = USUAL
    after: Cursor | None = None
    """Events behind this place; None: the latest."""

    def query_string(self) -> str:
        """`?lang=zh&vendor=deepseek&kind=price_cut`: the same for the same question, whatever order it was asked in."""
        given = [("lang", self.lang or ""), *self.basket.pairs()]
        given += [("limit", str(self.limit) if self.limit != USUAL else ""), ("after", str(self.after or ""))]
        pairs = [(name, value) for name, value in given if value]
        return f"?{urlencode(pairs, safe=',:/~')}" if pairs else ""

    def in_lang(self, lang: Lang) -> Asked:
        """The same question in another language."""
        return replace(self, lang=lang)

    def behind(self, place: Cursor) -> Asked:
        """The same question about the events behind a place."""
        return replace(self, after=place)

    def from_the_top(self) -> Asked:
        """The same question about the latest events."""
        return replace(self, after=None)


def asked_for(pairs: Iterable[tuple[str, str]]) -> Asked:
    """From the pairs of a query string. An empty value asks for nothing. Raises `BadBasket`."""
    own: dict[str, str] = {}
    rest: list[tuple[str, str]] = []
    for name, value in pairs:
        if name not in NAMES:
            raise BadBasket("a parameter is unknown", f"one of {', '.join(NAMES)}", name)
        if name not in OWN_NAMES:
            rest.append((name, value))
        elif name in own:
            raise BadBasket(name, "one value, not several")
        else:
            own[name] = value
    return Asked(parse(rest), _lang(own.get("lang", "")), _limit(own.get("limit", "")), _place(own.get("after", "")))


def _lang(value: str) -> Lang | None:
    if not value:
        return None
    for lang in LANGS:
        if value == lang:
            return lang
    raise BadBasket("lang", f"one of {', '.join(LANGS)}", value)


def _limit(value: str) -> int:
    if not value:
        return USUAL
    if not _NUMBER.fullmatch(value) or not 1 <= int(value) <= MOST:
        raise BadBasket("limit", f"a whole number from 1 to {MOST}", value)
    return int(value)


def _place(value: str) -> Cursor | None:
    if not value:
        return None
    try:
        if _PLACE.fullmatch(value):
            return Cursor.parse(value)
    except (ValueError, OverflowError):
        pass
    raise BadBasket("after", "a place as the link to the next page names it")
