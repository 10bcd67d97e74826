"""The price wars as a timeline: who moved first, who followed and when, how deep, what became free and what did not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from pipeline.bursts import Burst, Move
from pipeline.types import Event, Vendor
from publish.market import Wars, price_wars
from publish.money import Lang, digits, size
from publish.naming import vendor_name
from publish.plain import plain
from publish.site.lanes import Lanes, lanes
from publish.site.page import Page, Shown
from publish.site.visit import Visit
from publish.site.words.market import HEADINGS, WARS
from publish.titles import title
from publish.vocabulary import PHRASES

MOST_WARS = 20
MOST_NAMES = 8
MOST_EVENTS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One vendor's part in words."""

    vendor: str
    name: str
    at: datetime
    lag: str
    depth: str
    models: str
    events: tuple[str, ...]
    """Ids."""


@dataclass(frozen=True, slots=True)
class War:
    """One price war in words and as a picture."""

    id: str
    """Of its first event."""
    heading: str
    direction: str
    began: datetime
    ended: datetime
    lines: tuple[Line, ...]
    picture: Lanes
    untouched: tuple[str, ...]
    tightened: tuple[tuple[str, str], ...]
    """(id, title) of events."""


def gather(c: Connection, here: Visit) -> Shown:
    found = price_wars(c, here.vendors)
    newest = list(reversed(found.bursts))[:MOST_WARS]
    return Shown(
        WARS["title"][here.lang],
        {"wars": [war(burst, found, here.vendors, here.lang) for burst in newest]},
        description=WARS["means"][here.lang],
    )


def war(burst: Burst, found: Wars, vendors: Mapping[str, Vendor], lang: Lang) -> War:
    untouched = [f"{vendor_name(vendor, vendors, lang)} {plain(model, 60)}" for vendor, model in burst.untouched]
    return War(
        id=burst.moves[0].events[0],
        heading=_heading(burst, vendors, lang),
        direction=burst.direction,
        began=burst.began,
        ended=burst.ended,
        lines=tuple(_line(move, vendors, lang) for move in burst.moves),
        picture=lanes(burst, found.moves),
        untouched=_listed(untouched, lang),
        tightened=tuple(_titled(found.moves[one], vendors, lang) for one in burst.tightened[:MOST_EVENTS]),
    )


def _heading(burst: Burst, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    hours = burst.moves[-1].hours_after_first
    span = WARS["hours"][lang].format(digits(hours)) if hours <= 72 else WARS["days"][lang].format(-(-hours // 24))
    first = vendor_name(burst.moves[0].vendor, vendors, lang)
    begun = burst.moves[0]
    opened = burst.direction == "down" and begun.deepest is None and not begun.became_free
    heading = HEADINGS["opened" if opened else burst.direction][lang]
    return heading.format(first=first, followers=len(burst.moves) - 1, span=span)


def _line(move: Move, vendors: Mapping[str, Vendor], lang: Lang) -> Line:
    lag = WARS["lag"][lang].format(digits(move.hours_after_first)) if move.hours_after_first else WARS["first"][lang]
    names = _listed([plain(model, 60) for model in move.models], lang)
    return Line(
        move.vendor,
        vendor_name(move.vendor, vendors, lang),
        move.at,
        lag,
        _depth(move, lang),
        PHRASES["comma"][lang].join(names),
        move.events[:MOST_EVENTS],
    )


def _depth(move: Move, lang: Lang) -> str:
    """`−97 %`, `became free`, or both."""
    sign = "−" if move.deepest is not None and move.deepest < 0 else "+"
    said = [
        f"{sign}{size(move.deepest, lang)}" if move.deepest is not None else "",
        WARS["free"][lang] if move.became_free else "",
    ]
    return PHRASES["clause comma"][lang].join(filter(None, said)) or WARS["first price"][lang]


def _listed(names: list[str], lang: Lang) -> tuple[str, ...]:
    shown = names[:MOST_NAMES]
    return (*shown, WARS["more"][lang].format(len(names) - MOST_NAMES)) if len(names) > MOST_NAMES else tuple(shown)


def _titled(event: Event, vendors: Mapping[str, Vendor], lang: Lang) -> tuple[str, str]:
    return event.id, title(event, vendors, lang)


PAGE = Page("/wars", "wars.html", WARS, gather)
