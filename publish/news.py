"""What was told last, and how the pages fare: the questions that feeds and pages ask the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from pipeline.types import Event, EventState, Vendor
from publish.asked import Asked
from publish.claim_words import event_standing_words, heading_words, lag_words
from publish.entry import Entry, Telling
from publish.money import Lang
from publish.plain import plain, web_link
from publish.sides import with_sides
from publish.wording import tell
from storage.answers import PageStatus
from storage.events import events
from storage.news_answers import Standing, StoryRow
from storage.queries import Cursor, EventQuery
from storage.standings import standings_of
from storage.stories import stories_of
from storage.wire import last_told, told_lately

TOLD = frozenset({EventState.PUBLISHED, EventState.CORRECTED, EventState.RETRACTED})
"""What was once on the wire stays on it: a retraction must reach whoever read the mistake."""
MOST_STORIES = 5
RECENT = 500
"""So many of the newest lines of the wire are looked through for events observed long before they were told."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it stands, and when something was last said of it."""

    event: Event
    at: datetime
    seq: int = 0
    """Of the line that said it: the order in one moment."""
    standing: Standing | None = None
    stories: tuple[StoryRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Fares:
    """How the watched pages fare, in sum."""

    watched: int = 0
    failing: int = 0
    never_checked: int = 0
    last_checked_at: datetime | None = None
    overdue_seconds: int = 0
    """Of the page that is longest overdue; 0 where none is."""


@dataclass(frozen=True, slots=True)
class Latest:
    """The events that answer one question, last told or corrected first."""

    told: tuple[Told, ...] = ()
    more: Cursor | None = None
    """The place from which it goes on; None at the end."""


def latest(c: Connection, asked: Asked, vendors: Mapping[str, Vendor]) -> Latest:
    """The events asked for, at most `asked.limit`.

    An event that was held for days is observed long before it is told: by observation alone it would slip in below
    the end of a feed and never be seen. So what was said lately comes first, of however old an event. What has to make
    room for it, and all that is older, follows from the place where the answer ends: nothing is left out in between.
    """
    query = EventQuery(basket=asked.basket.within(vendors.values()), states=TOLD, members=False)
    found = events(c, query, asked.after, asked.limit + 1)
    last = last_told(c, [event.id for event in found])
    told = {
        one.id: Told(one, *last.get(one.id, (one.published_at or one.observed_at,))) for one in found[: asked.limit]
    }
    if asked.after is None and len(found) > asked.limit:
        for line in told_lately(c, query, RECENT, asked.limit):
            told.setdefault(line.event_id, Told(line.event, line.at, line.seq))
    # What was told in one moment stays in the order in which it was.
    in_order = sorted(sorted(told.values(), key=lambda one: one.seq), key=lambda one: one.at, reverse=True)
    shown = tuple(in_order[: asked.limit])
    return Latest(_reported(c, shown), _place_behind(found, shown))


def _reported(c: Connection, told: tuple[Told, ...]) -> tuple[Told, ...]:
    """With what the news has to say of each, and both sides of what was told at a second look."""
    ids = [one.event.id for one in told]
    standings, stories = standings_of(c, ids), stories_of(c, ids)
    sided = with_sides(c, [one.event for one in told])
    return tuple(
        replace(one, event=event, standing=standings.get(event.id), stories=tuple(stories.get(event.id, ())))
        for one, event in zip(told, sided, strict=True)
    )


def _place_behind(found: list[Event], shown: tuple[Told, ...]) -> Cursor | None:
    """The place up to which everything found is shown; None where all of it is."""
    ids = {one.event.id for one in shown}
    unseen = next((number for number, event in enumerate(found) if event.id not in ids), None)
    if unseen is None:
        return None
    # Right before the first one where not even that is shown: ids go on with signs below "~".
    return Cursor.after(found[unseen - 1]) if unseen else Cursor(found[0].observed_at, f"{found[0].id}~")


def entries(told: Iterable[Told], vendors: Mapping[str, Vendor], lang: Lang) -> tuple[Entry, ...]:
    """In words, in the same order."""
    return tuple(with_news(tell(one.event, vendors, lang, one.at), one, vendors, lang) for one in told)


def with_news(entry: Entry, told: Told, vendors: Mapping[str, Vendor], lang: Lang) -> Entry:
    """With how the event stands against the news, and the stories that tell it."""
    standing = told.standing
    words = "" if standing is None else event_standing_words(standing.standing, _span(standing.lag), lang)
    stories = tuple(_telling(row, entry.id, vendors, lang) for row in told.stories[:MOST_STORIES])
    return replace(entry, line=told.seq, standing=words, stories=stories)


def _telling(row: StoryRow, event_id: str, vendors: Mapping[str, Vendor], lang: Lang) -> Telling:
    first = row.claims[0]
    lag = next((_span(claim.lag) for claim in row.claims if claim.event_id == event_id), None)
    return Telling(
        title=plain(first.title),
        says=heading_words((one.claim for one in row.claims), vendors, lang),
        site=plain(first.site, 80),
        link=web_link(first.url),
        lag="" if lag is None else lag_words(lag, lang),
        origins=len(row.story.origins),
    )


def _span(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def fares(statuses: Iterable[PageStatus], now: datetime) -> Fares:
    """The sum of the pages that are still watched."""
    watched = [status for status in statuses if not status.retired]
    checked = [status.last_checked_at for status in watched if status.last_checked_at is not None]
    overdue = [(now - status.next_due_at).total_seconds() for status in watched if status.next_due_at is not None]
    return Fares(
        watched=len(watched),
        failing=sum(1 for status in watched if status.why is not None),
        never_checked=len(watched) - len(checked),
        last_checked_at=max(checked, default=None),
        overdue_seconds=max(0, int(max(overdue, default=0))),
    )
