"""A query string into what is asked for: a language, a vendor, kinds, a number of events; anything else is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from pipeline.types import EventKind
from publish.money import LANGS, Lang

MOST = 200
USUAL = 50
VENDOR_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
NAMES = ("lang", "vendor", "kind", "limit")


class BadQuery(ValueError):
    """What was asked for cannot be: one sentence that says what may be asked, and repeats nothing of the question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to a feed or a page."""

    lang: Lang | None = None
    vendor: str | None = None
    kinds: frozenset[EventKind] = frozenset()
    limit: int = USUAL

    def query_string(self) -> str:
        """`?vendor=deepseek&kind=price_cut`: the same for the same question, whatever order it was asked in."""
        limit = str(self.limit) if self.limit != USUAL else ""
        kinds = ",".join(sorted(kind.value for kind in self.kinds))
        values = (self.lang or "", self.vendor or "", kinds, limit)
        given = [(name, value) for name, value in zip(NAMES, values, strict=True) if value]
        return f"?{urlencode(given, safe=',')}" if given else ""


def asked_for(pairs: Iterable[tuple[str, str]]) -> Asked:
    """From the pairs of a query string. An empty value asks for nothing. Raises `BadQuery`."""
    values: dict[str, str] = {}
    for name, value in pairs:
        if name not in NAMES:
            raise BadQuery(f"a parameter is unknown; known are {', '.join(NAMES)}")
        if name in values:
            raise BadQuery(f"{name} is given twice; give it once")
        values[name] = value
    return Asked(
        lang=_lang(values.get("lang", "")),
        vendor=_vendor(values.get("vendor", "")),
        kinds=_kinds(values.get("kind", "")),
        limit=_limit(values.get("limit", "")),
    )


def _lang(value: str) -> Lang | None:
    if not value:
        return None
    for lang in LANGS:
        if value == lang:
            return lang
    raise BadQuery(f"lang must be one of {', '.join(LANGS)}")


def _vendor(value: str) -> str | None:
    if value and not VENDOR_ID.fullmatch(value):
        raise BadQuery("vendor must be a vendor's id: lower-case letters, digits, '.', '_' and '-', at most 64")
    return value or None


def _kinds(value: str) -> frozenset[EventKind]:
    if not value:
        return frozenset()
    try:
        return frozenset(EventKind(kind) for kind in value.split(",", len(EventKind)))
    except ValueError:
        raise BadQuery(f"kind must be one or more, with commas, of {', '.join(EventKind)}") from None


def _limit(value: str) -> int:
    if not value:
        return USUAL
    if not NUMBER.fullmatch(value) or not 1 <= int(value) <= MOST:
        raise BadQuery(f"limit must be a whole number from 1 to {MOST}")
    return int(value)
