"""What was decided about events → new ones, settled ones, one look more, and what was dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy import Update as UpdateStatement

from pipeline.types import Capture, Decision, Event, EventState, Resolution, Verdict
from storage.facts import columns_of, mentions_of, row_of
from storage.packing import change_text, event_text
from storage.queries import TOLD
from storage.righting import put_right
from storage.tables import dropped, events, mentions
from storage.telling import ruling_row


def add_events(c: Connection, found: Sequence[Event], at: datetime) -> list[dict[str, Any]]:
    """New events; returns the rulings that they begin with. An event known by its id already is left as it is."""
    known = _known_events(c, [event.id for event in found])
    new = [event for event in found if event.id not in known]
    if not new:
        return []
    c.execute(insert(events), [row_of(event, _told_at(event, at)) for event in new])
    about = [mention for event in new for mention in mentions_of(event)]
    if about:
        c.execute(insert(mentions), about)
    return [_first_ruling(event, at) for event in new]


def resolve(c: Connection, decision: Decision) -> list[dict[str, Any]]:
    """What becomes of events that were there before; returns the rulings.

    A held event is published or dropped once, one that is told corrected or retracted; any other stays as it is, and
    so does one that was corrected in the same way before.
    """
    now = _standings(c, [resolution.event_id for resolution in decision.resolutions])
    at = decision.capture.fetched_at
    resolved = [done for done in decision.resolutions if _changes(now.get(done.event_id), done)]
    for resolution in resolved:
        put_right(c, resolution.event_id, resolution.state, resolution.replacement, at)
        c.execute(_standing(resolution, at))
    return [_later_ruling(resolution, at) for resolution in resolved]


def count_looks(c: Connection, ids: tuple[str, ...]) -> None:
    """One look more at each of these held events."""
    if ids:
        c.execute(update(events).where(events.c.id.in_(ids)).values(looks=events.c.looks + 1))


def add_dropped(c: Connection, decision: Decision) -> None:
    """The changes that were judged to be none, each with its reason."""
    rows = [_dropped_row(decision.capture, verdict) for verdict in decision.dropped]
    if rows:
        c.execute(insert(dropped), rows)


def _first_ruling(event: Event, at: datetime) -> dict[str, Any]:
    return ruling_row(event.id, at, event.state, event.rule, event.reason)


def _known_events(c: Connection, ids: list[str]) -> set[str]:
    return set(c.scalars(select(events.c.id).where(events.c.id.in_(ids)))) if ids else set()


def _told_at(event: Event, at: datetime) -> datetime | None:
    return (event.published_at or at) if event.state is EventState.PUBLISHED else None


def _standings(c: Connection, ids: list[str]) -> dict[str, Row[*tuple[Any, ...]]]:
    """Where events stand, kept from other writers until the commit."""
    if not ids:
        return {}
    columns = (events.c.id, events.c.state, events.c.reason, events.c.correction)
    asked = select(*columns).where(events.c.id.in_(ids)).order_by(events.c.id)
    return {row.id: row for row in c.execute(asked.with_for_update())}


def _changes(now: Row[*tuple[Any, ...]] | None, done: Resolution) -> bool:
    if now is None:
        return False
    if done.state not in (EventState.CORRECTED, EventState.RETRACTED):
        return EventState(now.state) is EventState.HELD
    replacement = None if done.replacement is None else event_text(done.replacement)
    made = now.state == done.state and now.reason == done.reason and now.correction == replacement
    return EventState(now.state) in TOLD and not made


def _standing(resolution: Resolution, at: datetime) -> UpdateStatement:
    standing: dict[str, Any] = {
        "state": resolution.state.value,
        "rule": resolution.rule,
        "reason": resolution.reason,
    }
    if resolution.state is EventState.PUBLISHED:
        standing |= {"published_at": at, "headline": resolution.headline}
    if resolution.replacement is not None:
        standing |= columns_of(resolution.replacement) | {"correction": event_text(resolution.replacement)}
    return update(events).where(events.c.id == resolution.event_id).values(standing)


def _later_ruling(resolution: Resolution, at: datetime) -> dict[str, Any]:
    text = None if resolution.replacement is None else event_text(resolution.replacement)
    told = (resolution.event_id, at, resolution.state, resolution.rule, resolution.reason, resolution.witness, text)
    return ruling_row(*told)


def _dropped_row(capture: Capture, verdict: Verdict) -> dict[str, Any]:
    return {
        "page": capture.page,
        "at": capture.fetched_at,
        "kind": verdict.change.kind.value,
        "model": verdict.change.model,
        "rule": verdict.rule,
        "reason": verdict.reason,
        "witness": verdict.witness,
        "change": change_text(verdict.change),
    }
