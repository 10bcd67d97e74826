"""An event corrected or retracted → everything that follows from it: its rates, and the names it is found by."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from pipeline.corroborate.kinds import NOT_OF_A_PAGE
from pipeline.types import Event, EventState
from storage.facts import mentions_of
from storage.packing import event_of
from storage.tables import events, mentions
from storage.withdrawals import amend, withdraw


def put_right(c: Connection, event_id: str, state: EventState, replacement: Event | None, at: datetime) -> None:
    """Before the ruling itself is written; nothing for a state that takes nothing back.

    An event made of the news or of other events brought no rate: what it quotes stands whatever becomes of it.
    """
    told = _as_told(c, event_id)
    of_a_page = told.kind not in NOT_OF_A_PAGE
    if state is EventState.RETRACTED and of_a_page:
        withdraw(c, told, at)
    elif state is EventState.CORRECTED and replacement is not None:
        if of_a_page:
            amend(c, told, replacement, at)
        _mention_anew(c, replace(replacement, observed_at=told.observed_at))


def _as_told(c: Connection, event_id: str) -> Event:
    row = c.execute(select(events.c.correction, events.c.fact).where(events.c.id == event_id)).one()
    return event_of(row.correction or row.fact)


def _mention_anew(c: Connection, event: Event) -> None:
    c.execute(delete(mentions).where(mentions.c.event_id == event.id))
    about = mentions_of(event)
    if about:
        c.execute(insert(mentions), about)
