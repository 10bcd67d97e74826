"""The wire: what was told last, old and new, narrowed by the address, with the feeds of exactly that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from pipeline.types import EventKind, EventStanding
from publish.asked import Asked, asked_for
from publish.claim_words import event_standing_words
from publish.entry import Entry
from publish.feeds import about_words, discovery
from publish.money import Lang
from publish.news import fares
from publish.site.filters import choices, others, spans
from publish.site.page import Page, Shown
from publish.site.visit import Visit, address
from publish.site.words.wire import WORDS
from storage.news_answers import Standing
from storage.pages import page_status
from storage.standings import standings_of

BETTER = frozenset(
    {
        EventKind.PRICE_CUT,
        EventKind.BECAME_FREE,
        EventKind.PROMOTION_STARTED,
        EventKind.ALLOWANCE_ADDED,
        EventKind.LIMIT_LOOSENED,
    }
)
"""For whoever pays."""
WORSE = frozenset(
    {
        EventKind.PRICE_RISE,
        EventKind.FREE_ENDED,
        EventKind.PROMOTION_ENDED,
        EventKind.ALLOWANCE_REMOVED,
        EventKind.LIMIT_TIGHTENED,
    }
)


@dataclass(frozen=True, slots=True)
class Mark:
    """How an event stands against the news."""

    standing: str
    words: str


@dataclass(frozen=True, slots=True)
class Item:
    """One event on the wire."""

    entry: Entry
    tone: str
    """better, worse or plain."""
    mark: Mark | None
    """None where nothing was asked of the news."""


def gather(c: Connection, here: Visit) -> Shown:
    """The latest events, or those behind the place that the address names."""
    if any(not value for name, value in here.pairs if name != "lang"):
        return Shown("", to=address("/", [pair for pair in here.pairs if pair[1]]))
    asked = asked_for(here.pairs)
    here.serving.check(c, asked.basket)
    told = here.serving.worded(c, asked, here.lang)
    found = fares(page_status(c), here.now)
    title = " · ".join(about_words(asked.basket, here.vendors, here.lang)) or WORDS["events"][here.lang]
    feeds = discovery(asked, here.vendors, here.lang)
    return Shown(
        title,
        {
            "items": items(told.entries, standings_of(c, [entry.id for entry in told.entries]), here.lang),
            "asked": asked,
            "fares": found,
            "choices": choices(asked, here.vendors, here.lang),
            "others": others(asked),
            "spans": [(span, _at(here, span.asked)) for span in spans(asked, here.now, here.lang)],
            "older": None if told.more is None else _at(here, asked.behind(told.more)),
            "first": _at(here, asked.from_the_top()) if asked.after else None,
            "everything": here.to("/"),
            "narrowed": bool(asked.basket.pairs()),
            "text": asked.basket.text,
            "q": "",
        },
        feeds=feeds,
        basket=asked.basket,
    )


def items(entries: Sequence[Entry], standings: Mapping[str, Standing], lang: Lang) -> tuple[Item, ...]:
    """With what the news says of each."""
    return tuple(Item(entry, tone(entry.kind), mark(standings.get(entry.id), lang)) for entry in entries)


def tone(kind: EventKind) -> str:
    return "better" if kind in BETTER else "worse" if kind in WORSE else "plain"


def mark(standing: Standing | None, lang: Lang) -> Mark | None:
    """The lag only where the news bears the event out."""
    if standing is None:
        return None
    known = standing.lag is not None and standing.standing is EventStanding.CORROBORATED
    lag = timedelta(seconds=standing.lag or 0) if known else None
    return Mark(standing.standing.value, event_standing_words(standing.standing, lag, lang))


def _at(here: Visit, asked: Asked) -> str:
    return "/" + (asked.in_lang(here.lang) if here.chosen else asked).query_string()


PAGE = Page("/", "wire.html", WORDS, gather)
