"""A basket into the controls that narrow it: what each can be set to, and what it is set to now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pipeline.about import Direction
from pipeline.basket import News
from pipeline.types import Vendor
from publish.asked import Asked
from publish.money import Lang
from publish.naming import vendor_name
from publish.site.words.wire import ANY, FILTERS, SPANS
from publish.site_words import BASKET
from publish.vocabulary import KINDS, PHRASES

SIZES = ("5", "10", "25", "50")
DAYS = {"today": 0, "week": 7, "month": 30}
IN_FORM = ("vendor", "kind", "direction", "size", "news", "q")
"""What the controls set; whatever else the basket says is kept as it is."""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_set: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One control."""

    name: str
    label: str
    options: tuple[Option, ...]


def choices(asked: Asked, vendors: Mapping[str, Vendor], lang: Lang) -> tuple[Choice, ...]:
    """The controls, each with what the basket says chosen, be that one value, several or none."""
    said = dict(asked.basket.pairs())
    named = [(vendor, vendor_name(vendor, vendors, lang)) for vendor in vendors]
    named.sort(key=lambda one: one[1].casefold())
    offered: dict[str, list[tuple[str, str]]] = {
        "vendor": named,
        "kind": [(kind.value, words[lang]) for kind, words in KINDS.items()],
        "direction": [(way.value, BASKET[way.value][lang]) for way in Direction],
        "size": [(size, BASKET["size"][lang].format(size=size)) for size in SIZES],
        "news": [(news.value, BASKET[news.value][lang]) for news in News],
    }
    return tuple(_choice(name, values, said.get(name, ""), lang) for name, values in offered.items())


@dataclass(frozen=True, slots=True)
class Span:
    """A link that narrows the wire to what was observed lately."""

    label: str
    asked: Asked
    is_set: bool


def spans(asked: Asked, now: datetime, lang: Lang) -> tuple[Span, ...]:
    """All of it, and the last days; a day begins by UTC, as everywhere."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    begins = {"any": None, **{name: today - timedelta(days=days) for name, days in DAYS.items()}}
    return tuple(_span(SPANS[name][lang], asked, since) for name, since in begins.items())


def _span(label: str, asked: Asked, since: datetime | None) -> Span:
    narrowed = replace(asked.from_the_top(), basket=replace(asked.basket, since=since, until=None))
    return Span(label, narrowed, (asked.basket.since, asked.basket.until) == (since, None))


def others(asked: Asked) -> list[tuple[str, str]]:
    """What the basket says beyond the controls."""
    return [pair for pair in asked.basket.pairs() if pair[0] not in IN_FORM]


def _choice(name: str, offered: Iterable[tuple[str, str]], said: str, lang: Lang) -> Choice:
    known = [("", ANY[name][lang]), *offered]
    labels = dict(known)
    if said not in labels:
        known.append((said, PHRASES["comma"][lang].join(labels.get(one, one) for one in said.split(","))))
    return Choice(name, FILTERS[name][lang], tuple(Option(value, label, value == said) for value, label in known))
