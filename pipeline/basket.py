"""A saved query: what somebody wants to hear of, as one line of text that is the same in an address, the API, the
command and a mail rule: `vendor=aliyun,deepseek&kind=price_cut&size=5`.

How to write one: docs/feeds.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from pipeline.about import (
    Direction,
    direction_of,
    folded,
    makers_of,
    micro,
    models_of,
    search_words_of,
    size_of,
    term,
    terms_of_event,
)
from pipeline.query_text import Field, read_fields
from pipeline.search import words_asked
from pipeline.types import Channel, Event, EventKind, EventStanding, Vendor

LONGEST = 120
"""Characters of one value."""
NOBODY = "-"
"""No vendor's and no page's id: a basket that is narrowed to it holds nothing."""

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
_PAGE = re.compile(rf"{_ID.pattern}/{_ID.pattern}", re.ASCII)
_SIZE = re.compile(r"[0-9]{1,7}(\.[0-9]{1,6})?", re.ASCII)
_TERM_NAME = re.compile(r"[a-z][a-z_]{0,39}", re.ASCII)


class News(StrEnum):
    """What the news has to do with an event that is wanted; unsaid, an event of a page is, whatever the news says."""

    CORROBORATED = "corroborated"
    """Only an event that a story bears out."""
    CLAIMED = "claimed"
    """Also an event that the news alone tells."""


@dataclass(frozen=True, slots=True)
class Basket:
    """Each field narrows, one that is empty does not. Several values of one field: any of them; several terms: of each
    name any. Values are brought to the form in which they are compared; one that cannot be raises `BadBasket`."""

    vendors: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()
    """As printed, or `maker/name`."""
    makers: frozenset[str] = frozenset()
    kinds: frozenset[EventKind] = frozenset()
    direction: Direction | None = None
    size: Decimal | None = None
    """Percent, up or down; an event without a percentage is left out."""
    terms: frozenset[str] = frozenset()
    """`name:value`, such as `service_class:batch`."""
    regions: frozenset[str] = frozenset()
    """The same as the term `region`."""
    sources: frozenset[str] = frozenset()
    """Languages of the page: `zh`, `en`."""
    channels: frozenset[Channel] = frozenset()
    pages: frozenset[str] = frozenset()
    news: News | None = None
    text: str = ""
    """Each word of it is in the event's names, printed prices or details; see `pipeline.search`."""
    since: datetime | None = None
    """Observed at or after."""
    until: datetime | None = None
    """Observed before."""

    def __post_init__(self) -> None:
        for field in _FIELDS:
            given = getattr(self, field.attribute)
            if given:
                object.__setattr__(self, field.attribute, field.canonical(given))

    def __str__(self) -> str:
        return urlencode(self.pairs(), safe=",:/")

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in their canonical order; see `parse`."""
        return [(field.name, field.written(given)) for field in _FIELDS if (given := getattr(self, field.attribute))]

    def within(self, vendors: Iterable[Vendor]) -> Basket:
        """The same in terms of what an event bears in itself: channels and languages as the vendors and pages of a
        catalogue that have them."""
        sold = [vendor for vendor in vendors if not self.channels or vendor.channel in self.channels]
        narrowed = self
        if self.channels:
            narrowed = replace(narrowed, channels=frozenset(), vendors=_both(self.vendors, (one.id for one in sold)))
        if self.sources:
            spoken = (page.id for vendor in sold for page in vendor.pages if page.lang in self.sources)
            narrowed = replace(narrowed, sources=frozenset(), pages=_both(self.pages, spoken))
        return narrowed

    def all_terms(self) -> dict[str, frozenset[str]]:
        """By the name of the term, the conditions of which an event has to have one."""
        wanted = self.terms | {term("region", region) for region in self.regions}
        names = {one.partition(":")[0] for one in wanted}
        return {name: frozenset(one for one in wanted if one.startswith(f"{name}:")) for name in sorted(names)}


def matches(basket: Basket, event: Event, standing: EventStanding | None = None) -> bool:
    """Whether the event, standing so against the news, is in the basket. Raises `ValueError` for one with channels or
    languages, which an event does not bear: take it `within` a catalogue first."""
    check_within(basket)
    return (
        _or_any(basket.vendors, {event.vendor})
        and _or_any(basket.pages, {event.page})
        and _or_any(basket.kinds, {event.kind})
        and basket.direction in (None, direction_of(event))
        and (basket.size is None or (size_of(event) or 0) >= micro(basket.size))
        and (basket.since is None or event.observed_at >= basket.since)
        and (basket.until is None or event.observed_at < basket.until)
        and _or_any(basket.models, models_of(event))
        and _or_any(basket.makers, makers_of(event))
        and all(terms & terms_of_event(event) for terms in basket.all_terms().values())
        and (not basket.text or words_asked(basket.text) <= search_words_of(event))
        and _reported(basket.news, standing)
    )


def check_within(basket: Basket) -> None:
    if basket.channels or basket.sources:
        raise ValueError("a basket with channels or languages has to be taken within a catalogue first")


def parse(given: str | Iterable[tuple[str, str]]) -> Basket:
    """From the text of a basket, with or without its question mark, or from its pairs. An empty value asks for nothing.

    Values of one field are parted by commas, or the field is given again; a comma within a value is written `\\,`.
    Raises `BadBasket`.
    """
    return Basket(**read_fields(given, _FIELDS))


def _or_any(wanted: frozenset[Any], found: Iterable[Any]) -> bool:
    return not wanted or not wanted.isdisjoint(found)


def _reported(wanted: News | None, standing: EventStanding | None) -> bool:
    if wanted is News.CORROBORATED:
        return standing is EventStanding.CORROBORATED
    return wanted is News.CLAIMED or standing is not EventStanding.CLAIMED


def _both(wanted: frozenset[str], found: Iterable[str]) -> frozenset[str]:
    both = wanted & frozenset(found) if wanted else frozenset(found)
    return both or frozenset({NOBODY})


def _id(text: str) -> str:
    wanted = text.strip().lower()
    if wanted != NOBODY and not _ID.fullmatch(wanted):
        raise ValueError
    return wanted


def _page(text: str) -> str:
    wanted = text.strip().lower()
    if wanted != NOBODY and not _PAGE.fullmatch(wanted):
        raise ValueError
    return wanted


def _language(text: str) -> str:
    wanted = text.strip().lower()
    if wanted not in ("en", "zh"):
        raise ValueError
    return wanted


def _name(text: str) -> str:
    wanted = folded(text)
    if not wanted or len(wanted) > LONGEST or not _is_text(wanted):
        raise ValueError
    return wanted


def _term(text: str) -> str:
    name, mark, value = _name(text).partition(":")
    if not mark or not _TERM_NAME.fullmatch(name) or not folded(value):
        raise ValueError
    return term(name, value)


def _size(text: str) -> Decimal | None:
    wanted = text.strip().removesuffix("%")
    if not _SIZE.fullmatch(wanted):
        raise ValueError
    return Decimal(wanted).normalize() or None


def _words(text: str) -> str:
    wanted = " ".join(text.split())
    if len(wanted) > LONGEST or not _is_text(wanted) or not words_asked(wanted):
        raise ValueError
    return wanted


def _moment(text: str) -> datetime:
    """In an address `+08:00` often comes as ` 08:00`."""
    wanted = text.strip()
    zoned = re.sub(r"(T\S+) (?=\d\d:?\d\d$)", r"\1+", wanted, flags=re.ASCII)
    moment = datetime.fromisoformat(zoned)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _moment_text(moment: datetime) -> str:
    """`2026-01-01`, or `2026-01-01T10:00:00Z` where it is not midnight."""
    told = moment.astimezone(UTC).replace(tzinfo=None)
    return told.isoformat().removesuffix("T00:00:00") + ("" if told == datetime.combine(told, time()) else "Z")


def _is_text(text: str) -> bool:
    return not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text)


def _one_of(values: type[StrEnum]) -> str:
    return f"one of {', '.join(values)}"


_AN_ID = "ids in lower case: letters, digits, '.', '_' and '-', at most 64, with commas between"
_NAMES = f"names of at most {LONGEST} characters, with commas between"
_A_DAY = "a day or time such as 2026-01-31 or 2026-01-31T10:00+08:00"
_FIELDS = (
    Field("vendor", "vendors", _AN_ID, _id),
    Field("model", "models", _NAMES, _name),
    Field("maker", "makers", _NAMES, _name),
    Field("kind", "kinds", _one_of(EventKind), EventKind),
    Field("direction", "direction", _one_of(Direction), Direction, many=False),
    Field(
        "size",
        "size",
        "a percentage such as 5 or 2.5, with at most 6 decimals",
        _size,
        "{:f}".format,
        many=False,
    ),
    Field("term", "terms", "conditions such as service_class:batch, with commas between", _term),
    Field("region", "regions", _NAMES, _name),
    Field("source", "sources", "one or both of en, zh", _language),
    Field("channel", "channels", _one_of(Channel), Channel),
    Field("page", "pages", "ids such as deepseek/pricing, with commas between", _page),
    Field("news", "news", _one_of(News), News, many=False),
    Field("q", "text", f"at most {LONGEST} characters with a letter or a digit among them", _words, many=False),
    Field("since", "since", _A_DAY, _moment, _moment_text, many=False),
    Field("until", "until", _A_DAY, _moment, _moment_text, many=False),
)
NAMES = tuple(field.name for field in _FIELDS)
"""The parameters of a basket, in the order in which they are written."""
EVERYTHING = Basket()
