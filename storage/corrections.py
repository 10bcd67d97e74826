"""Events put right after they were told: a ruling and a line on the wire more, the fact itself untouched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from pipeline.corroborate.kinds import NOT_OF_A_PAGE
from pipeline.types import Event, EventState
from storage.answers import RulingRow
from storage.errors import NotCorrectable, UnknownEvent
from storage.facts import columns_of
from storage.packing import event_of, event_text
from storage.pages import locked_page
from storage.queries import TOLD
from storage.righting import put_right
from storage.tables import events, pages, rulings
from storage.telling import append_rulings, ruling_row

BY_HAND = "by_hand"
"""The rule under which people put right what was told."""


def correct(
    c: Connection,
    event_id: str,
    state: EventState,
    reason: str,
    at: datetime,
    replacement: Event | None = None,
    rule: str = "correction",
    witness: str | None = None,
) -> bool:
    """Rule that a told event was wrong: `CORRECTED`, with the event as it should have been, or `RETRACTED`.

    What the event brought is no longer believed: `prices` and `history` say, as known from `at`, what is right, and as
    known before it what was believed then. The same correction made twice changes nothing and returns False.

    Raises `UnknownEvent`, `NotCorrectable` for an event that is not told or retracted already, `ValueError` for another
    state or a replacement of another event.
    """
    _check(event_id, state, replacement)
    text = None if replacement is None else event_text(replacement)
    row = ruling_row(event_id, at, state, rule, reason, witness, text)
    standing = _locked(c, event_id)
    if _is_made(c, row):
        return False
    if EventState(standing.state) not in TOLD:
        raise NotCorrectable(f"event {event_id}: expected one that is told: found it {standing.state}")
    put_right(c, event_id, state, replacement, at)
    c.execute(update(events).where(events.c.id == event_id).values(_standing(state, rule, reason, replacement)))
    append_rulings(c, [row], at)
    if standing.kind not in NOT_OF_A_PAGE:
        _ask_again(c, standing.page, at)
    return True


def rulings_of(c: Connection, event_id: str) -> list[RulingRow]:
    """All that was ruled about an event, first to last."""
    asked = select(rulings).where(rulings.c.event_id == event_id).order_by(rulings.c.seq)
    return [_ruling(row) for row in c.execute(asked)]


def rulings_by_hand(c: Connection, page: str | None = None) -> Iterator[RulingRow]:
    """What people took back or corrected (of one page), first to last: the part of the record that no bytes give."""
    asked = select(rulings).where(rulings.c.rule == BY_HAND)
    if page is not None:
        asked = asked.join(events, events.c.id == rulings.c.event_id).where(events.c.page == page)
    for row in c.execute(asked.order_by(rulings.c.at, rulings.c.seq)):
        yield _ruling(row)


def _ask_again(c: Connection, page: str, at: datetime) -> None:
    """The page's own word on it is wanted: it means something else from now on, even where its bytes stay the same."""
    since = or_(pages.c.wakes_at.is_(None), pages.c.wakes_at > at)
    c.execute(update(pages).where(pages.c.id == page, since).values(wakes_at=at))
    sooner = pages.c.next_due_at > at
    why = "something told of it was put right"
    c.execute(update(pages).where(pages.c.id == page, sooner).values(next_due_at=at, due_why=why))


def _locked(c: Connection, event_id: str) -> Row[*tuple[Any, ...]]:
    page = c.scalar(select(events.c.page).where(events.c.id == event_id))
    if page is None:
        raise UnknownEvent(f"no event {event_id!r} is recorded")
    locked_page(c, page)
    return c.execute(select(events).where(events.c.id == event_id)).one()


def _check(event_id: str, state: EventState, replacement: Event | None) -> None:
    if state not in (EventState.CORRECTED, EventState.RETRACTED):
        raise ValueError(f"event {event_id}: expected corrected or retracted: found {state.value}")
    if (replacement is not None) != (state is EventState.CORRECTED):
        raise ValueError(f"event {event_id}: a correction says what is right, a retraction does not")
    if replacement is not None and replacement.id != event_id:
        raise ValueError(f"event {event_id}: the replacement is of another event, {replacement.id}")


def _is_made(c: Connection, row: dict[str, Any]) -> bool:
    same = [rulings.c[name] == row[name] for name in ("event_id", "at", "state", "reason")]
    return c.execute(select(rulings.c.seq).where(*same).limit(1)).first() is not None


def _standing(state: EventState, rule: str, reason: str, replacement: Event | None) -> dict[str, Any]:
    standing: dict[str, Any] = {"state": state.value, "rule": rule, "reason": reason}
    if replacement is None:
        return standing
    return columns_of(replacement) | standing | {"correction": event_text(replacement)}


def _ruling(row: Row[*tuple[Any, ...]]) -> RulingRow:
    return RulingRow(
        event_id=row.event_id,
        at=row.at,
        state=EventState(row.state),
        rule=row.rule,
        reason=row.reason,
        witness=row.witness,
        replacement=None if row.replacement is None else event_of(row.replacement),
    )
