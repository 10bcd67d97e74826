"""Lines of the wire → deliveries owed to those who asked for them, in the transaction that writes the lines."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from pipeline.subscriptions import Subscriber, SubscriberState, send_at, waits_for_news, wanting
from pipeline.types import Event, EventStanding
from storage.answers import Action, DeliveryState
from storage.events import event_from
from storage.subscribers import subscribers
from storage.subscription_tables import deliveries as table
from storage.tables import events, wire
from storage.upserts import insert_into

log = logging.getLogger(__name__)
_CHUNK = 500
_OWED = table.c.state == DeliveryState.OWED.value
_UNTOLD = _OWED & table.c.letter.is_(None)
_HEARD = (EventStanding.CORROBORATED, EventStanding.CLAIMED)
CLAIMED_RULE = "claimed"
"""The rule under which the news alone makes an event; see `pipeline.corroborate`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that was just written to the wire."""

    seq: int
    event_id: str
    at: datetime
    action: Action


def owe(c: Connection, lines: Sequence[Line]) -> None:
    """What is told is owed to those whose basket holds it; what is put right, to those who were told."""
    told = [line for line in lines if line.action is Action.PUBLISHED]
    if told:
        _owe_told(c, told)
    for line in lines:
        if line.action is not Action.PUBLISHED:
            _owe_correction(c, line)


def owe_standing(c: Connection, standings: Mapping[str, EventStanding], at: datetime) -> None:
    """An event that the news now bears out, or tells alone, is owed to those who wait for that."""
    heard = {event_id: standing for event_id, standing in standings.items() if standing in _HEARD}
    readers = _active(c) if heard else []
    if not readers:
        return
    readers = [one for one in readers if one.basket.news is not None]
    found = events_by_id(c, heard) if readers else {}
    lines = {line.event_id: line for line in _first_lines(c, found)}
    rows = []
    for event_id, line in lines.items():
        waiting = [one for one in readers if waits_for_news(one, heard[event_id])]
        rows += [_row(one, line, at) for one in wanting(waiting, found[event_id], heard[event_id])]
    _add(c, rows)


def _owe_told(c: Connection, lines: Sequence[Line]) -> None:
    readers = _active(c)
    if not readers:
        return
    found = events_by_id(c, [line.event_id for line in lines])
    rows = []
    for line in lines:
        event = found[line.event_id]
        standing = EventStanding.CLAIMED if event.rule == CLAIMED_RULE else None
        rows += [_row(one, line, line.at) for one in wanting(readers, event, standing)]
    _add(c, rows)


def _owe_correction(c: Connection, line: Line) -> None:
    """To those who were told, or are being told. Who still waits for the event gets it as it then stands, or, where it
    is taken back, not at all."""
    about = table.c.event_id == line.event_id
    if line.action is Action.RETRACTED:
        c.execute(update(table).where(about, _UNTOLD).values(state=DeliveryState.DROPPED.value, detail="taken back"))
    reached = (table.c.state == DeliveryState.SENT.value) | (_OWED & table.c.letter.is_not(None))
    ids = set(c.scalars(select(table.c.subscriber).where(about, reached).distinct()))
    if ids:
        _add(c, [_row(one, line, line.at) for one in _active(c) if one.id in ids])


def _active(c: Connection) -> list[Subscriber]:
    return subscribers(c, states=(SubscriberState.ACTIVE,))


def events_by_id(c: Connection, ids: Iterable[str]) -> dict[str, Event]:
    """The events as they stand now."""
    wanted, found = list(ids), dict[str, Event]()
    for start in range(0, len(wanted), _CHUNK):
        rows = c.execute(select(events).where(events.c.id.in_(wanted[start : start + _CHUNK])))
        found |= {row.id: event_from(row) for row in rows}
    return found


def _first_lines(c: Connection, ids: Iterable[str]) -> list[Line]:
    """The line with which each event was told; one that never was by itself has none."""
    wanted = list(ids)
    first = func.min(wire.c.seq)
    asked = select(first, wire.c.event_id, func.min(wire.c.at)).group_by(wire.c.event_id)
    rows: list[Any] = []
    for start in range(0, len(wanted), _CHUNK):
        rows += c.execute(
            asked.where(wire.c.event_id.in_(wanted[start : start + _CHUNK]), wire.c.action == Action.PUBLISHED.value)
        ).all()
    return [Line(seq, event_id, at, Action.PUBLISHED) for seq, event_id, at in rows]


def _row(reader: Subscriber, line: Line, at: datetime) -> dict[str, Any]:
    return {
        "subscriber": reader.id,
        "wire_seq": line.seq,
        "event_id": line.event_id,
        "about": line.action.value,
        "due_at": _due(reader, at),
        "state": DeliveryState.OWED.value,
    }


def _due(reader: Subscriber, at: datetime) -> datetime:
    """A reader whose zone does not exist is told at once: late would be never, and nobody else waits for it."""
    try:
        return send_at(reader, at)
    except (LookupError, ValueError, OSError) as error:
        log.warning("subscriber %s has no usable zone and is told at once: %s", reader.id, error)
        return at


def _add(c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    for start in range(0, len(rows), _CHUNK):
        added = insert_into(c, table).on_conflict_do_nothing(index_elements=["subscriber", "wire_seq"])
        c.execute(added, rows[start : start + _CHUNK])
