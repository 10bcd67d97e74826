"""What other pages and the news say of rates on which a change is held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select

from pipeline.corroborate import story_witness
from pipeline.types import Change, ClaimState, Event, EventState, Page, Witness
from storage.claims import claims_about
from storage.events import event_from
from storage.names import folded
from storage.prices import price_from
from storage.stories import stories_with
from storage.tables import events, rates

WITHIN = timedelta(days=3)
"""A move of another page witnesses ours if it was seen within this time of it."""
SEEN = (EventState.PUBLISHED, EventState.CORRECTED, EventState.HELD)


def witnesses(c: Connection, page: Page, changes: Iterable[Change], at: datetime) -> tuple[Witness, ...]:
    """The rates that other pages believe of the models in `changes`, and the moves that other pages of the same vendor
    have shown of them within days."""
    about = list(changes)
    names = {folded(change.model) for change in about if change.model}
    ids = {folded(change.model_id) for change in about if change.model_id}
    if not names and not ids:
        return ()
    return (*_rates(c, page, names, ids), *_moves(c, page, names, ids, at))


def news_witnesses(c: Connection, page: Page, changes: Iterable[Change], at: datetime) -> tuple[Witness, ...]:
    """What stories told within days say of the models in `changes`, but for what the page itself has told."""
    models = {name for change in changes for name in (change.model, change.model_id) if name}
    told = [
        row
        for row in claims_about(c, [page.vendor], models, at - WITHIN, ClaimState)
        if row.page != page.id and abs(row.at - at) <= WITHIN
    ]
    stories = stories_with(c, (row.key for row in told))
    found = (story_witness(row.claim, stories[row.key], page.vendor) for row in told if row.key in stories)
    return tuple(witness for witness in found if witness is not None)


def _rates(c: Connection, page: Page, names: set[str], ids: set[str]) -> Iterable[Witness]:
    """Of any vendor, under the same id; of the same vendor, under the same printed name too."""
    same = or_(rates.c.model_id_folded.in_(ids), (rates.c.vendor == page.vendor) & rates.c.model_folded.in_(names))
    asked = select(rates).where(rates.c.page != page.id, rates.c.known_to.is_(None), rates.c.valid_to.is_(None), same)
    for row in c.execute(asked):
        rate = price_from(row).rate
        yield Witness(row.page, rate, None, rate.model, rate.model_id, rate.meter, rate.terms)


def _moves(c: Connection, page: Page, names: set[str], ids: set[str], at: datetime) -> Iterable[Witness]:
    asked = select(events).where(
        events.c.vendor == page.vendor,
        events.c.page != page.id,
        events.c.observed_at >= at - WITHIN,
        events.c.state.in_([state.value for state in SEEN]),
    )
    for event in map(event_from, c.execute(asked)):
        if event.percent is not None and _among(event, names, ids):
            yield Witness(event.page, None, event.percent, event.model, event.model_id, event.meter, event.terms)


def _among(event: Event, names: set[str], ids: set[str]) -> bool:
    return folded(event.model) in names or (event.model_id is not None and folded(event.model_id) in ids)
