"""What an event stands on and what stands under it: a capture by its bytes, the events that a headline tells."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from pipeline.types import Event
from storage.answers import StoredCapture
from storage.captures import capture_of
from storage.events import event_from
from storage.queries import TOLD
from storage.tables import captures, events


def told_under(c: Connection, headline_id: str) -> list[Event]:
    """The events that a headline tells and that still stand, each as it stands now."""
    return told_under_each(c, [headline_id]).get(headline_id, [])


def told_under_each(c: Connection, headline_ids: Sequence[str]) -> dict[str, list[Event]]:
    """The same of several headlines, by their ids; one that tells none is left out."""
    if not headline_ids:
        return {}
    standing = events.c.state.in_([state.value for state in TOLD])
    asked = select(events).where(events.c.headline.in_(headline_ids), standing)
    found: dict[str, list[Event]] = {}
    for row in c.execute(asked.order_by(events.c.observed_at, events.c.id)):
        found.setdefault(row.headline, []).append(event_from(row))
    return found


def capture_with(c: Connection, sha256: str) -> StoredCapture | None:
    """The first capture of any page with this body; None where there is none."""
    page = c.scalar(select(captures.c.page).where(captures.c.sha256 == sha256).order_by(captures.c.seq).limit(1))
    return None if page is None else capture_of(c, page, sha256)
