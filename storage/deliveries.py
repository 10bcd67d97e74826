"""What is owed to the subscribers: taken letter by letter, and what became of each."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, case, func, insert, literal_column, select, update

from pipeline.subscriptions import Subscriber, SubscriberState
from pipeline.types import Event
from storage.answers import Action, DeliveryState
from storage.news_answers import Standing, StoryRow
from storage.owing import events_by_id
from storage.standings import standings_of
from storage.stories import stories_of
from storage.subscribers import count_accepted, count_refusal, subscriber_from
from storage.subscription_tables import deliveries as table
from storage.subscription_tables import subscribers

log = logging.getLogger(__name__)
MOST_IN_ONE = 200
"""Events told in one letter; what is more follows in the next."""
CONFIRM = "confirm"
"""Asks whether the reader meant it."""
CHOICE = "choice"
"""Tells how the costs of a watched workload moved."""
ALERT = "alert"
"""Tells the operator that something is wrong."""
_OWED = table.c.state == DeliveryState.OWED.value
_FOR_PENDING = (CONFIRM,)
_CORRECTION = "correction"
_sorted_by = case(
    (table.c.about.in_([Action.CORRECTED.value, Action.RETRACTED.value]), literal_column(f"'{_CORRECTION}'")),
    else_=table.c.about,
).label("sort")
"""What may share a letter: news with news, corrections with corrections."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing that a letter tells."""

    seq: int
    about: str
    """An action of the wire, `CONFIRM`, `CHOICE` or `ALERT`."""
    event: Event | None
    """As it stands now."""
    text: str
    due_at: datetime
    tries: int
    standing: Standing | None = None
    """How the event stands in the news now; None where nothing is asked of it, or where there is no event."""
    stories: tuple[StoryRow, ...] = ()
    """Those that tell the event, first told first."""


@dataclass(frozen=True, slots=True)
class Letter:
    """All that one subscriber is told at once."""

    id: str
    """The same however often it is tried."""
    subscriber: Subscriber
    owed: tuple[Delivery, ...]

    @property
    def tries(self) -> int:
        """How often it was tried before."""
        return max(owed.tries for owed in self.owed)

    @property
    def text(self) -> str:
        """Our own words in it, the newest first; empty where it tells of events."""
        return "\n\n".join(owed.text for owed in reversed(self.owed) if owed.text)


def owe_letter(c: Connection, subscriber_id: str, about: str, at: datetime, text: str = "") -> None:
    """A letter that tells no line of the wire: `CONFIRM`, `CHOICE` or `ALERT`."""
    row = {"subscriber": subscriber_id, "about": about, "text": text, "due_at": at, "state": DeliveryState.OWED.value}
    c.execute(insert(table), row)


def take(c: Connection, now: datetime, limit: int = 50) -> list[Letter]:
    """The next letters that are due, the longest due first, at most `limit`. Each keeps its id and its content until
    it is sent or refused, so that whoever ends between two steps repeats the same letter and no other.

    News and corrections never share one. Write transaction; one sender at a time (see `storage.leases`).
    """
    begun = _begun(c, now, limit)
    wanted = [*begun, *_due(c, now, limit - len(begun))]
    known = _known(c, {row.event_id for _, rows in wanted for row in rows if row.event_id is not None})
    made = (_letter(c, letter, rows, known) for letter, rows in wanted)
    return [letter for letter in made if letter is not None]


def sent(c: Connection, letter: Letter, at: datetime) -> None:
    """The other side took it."""
    values = {"state": DeliveryState.SENT.value, "sent_at": at, "tries": table.c.tries + 1, "detail": ""}
    c.execute(update(table).where(table.c.letter == letter.id, _OWED).values(values))
    count_accepted(c, letter.subscriber.id)


def put_off(c: Connection, letter: Letter, until: datetime, detail: str = "", *, tried: bool = True) -> None:
    """It is tried again at `until`: the server was away, or it is not the turn of this host yet (`tried=False`)."""
    values: dict[str, Any] = {"due_at": until}
    if tried:
        values |= {"tries": table.c.tries + 1, "detail": detail}
    c.execute(update(table).where(table.c.letter == letter.id, _OWED).values(values))


def refused(c: Connection, letter: Letter, detail: str) -> bool:
    """The other side said no for good; True where the reader is paused for it now."""
    values = {"state": DeliveryState.REFUSED.value, "tries": table.c.tries + 1, "detail": detail}
    c.execute(update(table).where(table.c.letter == letter.id, _OWED).values(values))
    if not count_refusal(c, letter.subscriber.id):
        return False
    drop(c, letter.subscriber.id, "paused")
    return True


def drop(c: Connection, subscriber_id: str, detail: str) -> None:
    """What is owed to this subscriber is owed no more."""
    dropped = update(table).where(table.c.subscriber == subscriber_id, _OWED)
    c.execute(dropped.values(state=DeliveryState.DROPPED.value, detail=detail))


def queue(c: Connection) -> tuple[int, datetime | None]:
    """How many are owed, and since when the oldest is due."""
    owed, since = c.execute(select(func.count(), func.min(table.c.due_at)).where(_OWED)).one()
    return owed, since


def deliveries_of(c: Connection, subscriber_id: str) -> list[dict[str, object]]:
    """All that was or is owed to a subscriber, oldest first, for whoever asks what is kept of them."""
    shown = (table.c.event_id, table.c.about, table.c.due_at, table.c.state, table.c.sent_at, table.c.detail)
    asked = select(*shown).where(table.c.subscriber == subscriber_id).order_by(table.c.seq)
    return [dict(row._mapping) for row in c.execute(asked)]


Rows = Sequence[Row[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of some events at this moment, by their ids."""

    events: Mapping[str, Event]
    standings: Mapping[str, Standing]
    stories: Mapping[str, Sequence[StoryRow]]


def _begun(c: Connection, now: datetime, limit: int) -> list[tuple[str, Rows]]:
    """Letters that were tried before, or were being tried when the program ended."""
    ids = select(table.c.letter).where(_OWED, table.c.due_at <= now, table.c.letter.is_not(None))
    ids = ids.group_by(table.c.letter).order_by(func.min(table.c.seq)).limit(limit)
    asked = select(table).where(_OWED, table.c.letter.in_(ids)).order_by(table.c.letter, table.c.seq)
    return [(letter, list(rows)) for letter, rows in groupby(c.execute(asked), key=lambda row: row.letter)]


def _due(c: Connection, now: datetime, limit: int) -> list[tuple[str, Rows]]:
    """What is due and in no letter yet, gathered by reader, and by whether it is news."""
    heads = select(table.c.subscriber, _sorted_by, func.min(table.c.seq))
    heads = heads.join(subscribers, subscribers.c.id == table.c.subscriber)
    heads = heads.where(_OWED, table.c.letter.is_(None), table.c.due_at <= now, _is_told())
    heads = heads.group_by(table.c.subscriber, _sorted_by).order_by(func.min(table.c.due_at), func.min(table.c.seq))
    found = []
    for subscriber_id, sort, _ in c.execute(heads.limit(limit)).all():
        rows = _rows_of(c, subscriber_id, sort, now)
        letter = f"{rows[0].seq}"
        c.execute(update(table).where(table.c.seq.in_([row.seq for row in rows])).values(letter=letter))
        found.append((letter, rows))
    return found


def _rows_of(c: Connection, subscriber_id: str, sort: str, now: datetime) -> Rows:
    due = (
        _OWED,
        table.c.letter.is_(None),
        table.c.due_at <= now,
        table.c.subscriber == subscriber_id,
        _sorted_by == sort,
    )
    return c.execute(select(table).where(*due).order_by(table.c.seq).limit(MOST_IN_ONE)).all()


def _is_told() -> Any:
    """Only who said yes is told of events; who has not yet is only asked."""
    active = subscribers.c.state == SubscriberState.ACTIVE.value
    return active | table.c.about.in_(_FOR_PENDING)


def _known(c: Connection, ids: Collection[str]) -> _Known:
    """Asked once for all letters: one event is often owed to many."""
    wanted = sorted(ids)
    return _Known(events_by_id(c, wanted), standings_of(c, wanted), stories_of(c, wanted))


def _letter(c: Connection, letter: str, rows: Rows, known: _Known) -> Letter | None:
    """None for a reader whose row cannot be read: nobody else waits for that."""
    whom = c.execute(select(subscribers).where(subscribers.c.id == rows[0].subscriber)).one()
    try:
        reader = subscriber_from(whom)
    except ValueError as error:
        log.warning("subscriber %s cannot be read, nothing is sent to them: %s", whom.id, error)
        drop(c, whom.id, "the subscriber cannot be read")
        return None
    return Letter(letter, reader, tuple(_owed(row, known) for row in rows))


def _owed(row: Row[*tuple[Any, ...]], known: _Known) -> Delivery:
    return Delivery(
        row.seq,
        row.about,
        known.events.get(row.event_id),
        row.text,
        row.due_at,
        row.tries,
        known.standings.get(row.event_id),
        tuple(known.stories.get(row.event_id, ())),
    )
