"""A new belief about a page → its sheet, and the rates that follow from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from pipeline.types import Believed, Decision, EventState
from storage.facts import rates_moved
from storage.packing import event_of, pack_sheet
from storage.rates import Identity, Sighting, believe_rates, identity_of
from storage.tables import believed, events
from storage.upserts import upsert


def believe(c: Connection, vendor: str, decision: Decision) -> bool:
    """The new belief and the rates that follow from it; True where any rate changed."""
    belief = decision.believed
    if belief is None:
        return False
    capture = decision.capture
    upsert(c, believed, [_belief_row(capture.page, belief)])
    sighting = Sighting(capture.page, vendor, belief.capture_sha256, capture.fetched_at)
    return believe_rates(c, sighting, belief.sheet.rates, _moments(c, decision))


def _belief_row(page: str, belief: Believed) -> dict[str, Any]:
    return {
        "page": page,
        "reader": belief.reader,
        "capture_sha256": belief.capture_sha256,
        "fetched_at": belief.fetched_at,
        "fingerprint": belief.fingerprint,
        "sheet": pack_sheet(belief.sheet),
    }


def _moments(c: Connection, decision: Decision) -> dict[Identity, datetime]:
    """From when a rate holds that begins, or until when one did that went, where that is not the capture's time: the
    day the page gives, or for a change that was held, the day it was first seen."""
    ids = [done.event_id for done in decision.resolutions if done.state is EventState.PUBLISHED]
    facts = c.scalars(select(events.c.fact).where(events.c.id.in_(ids)).order_by(events.c.id)) if ids else ()
    moments = {}
    for event in (*map(event_of, facts), *decision.events):
        for rate in rates_moved(event):
            moments[identity_of(rate)] = event.effective_from or event.observed_at
    return moments
