"""What a look put on the wire → what follows from it: reseller gaps that opened or closed, and price wars."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection

from pipeline.aftermath import gap_events, war_events
from pipeline.bursts import DOWN, OPENINGS, UP, WINDOW, Burst, bursts, is_flagship
from pipeline.gaps import Offer, gaps, one_each, subject
from pipeline.names import maker_of, sold_by
from pipeline.types import Channel, Event, EventKind, EventState
from schedules.look import Look, Then
from spiders.declarations import Catalogue
from storage.events import event, events
from storage.offers import models_of, offers
from storage.queries import EventQuery, Order
from storage.record import record_events

RESELLING = frozenset({Channel.RESELLER, Channel.HOST, Channel.CLOUD})
SPAN = 3 * WINDOW
"""How far back the moves of a price war are looked for."""
MOST = 2_000


def aftermath(catalogue: Catalogue) -> Then:
    """What to do in the transaction that records a look, for the vendors of `catalogue`."""
    channels = {vendor.id: vendor.channel for vendor in catalogue.vendors}

    def follow(c: Connection, look: Look) -> Look:
        told = _told(c, look)
        if not told:
            return look
        found = [*_gaps(c, look, told, channels), *_wars(c, look, told, channels)]
        record_events(c, found, look.at)
        return replace(look, events=(*look.events, *found))

    return follow


def _told(c: Connection, look: Look) -> list[Event]:
    """What this look put on the wire; the members of a headline too."""
    settled = [done.event_id for done in look.resolutions if done.state is EventState.PUBLISHED]
    found = (event(c, event_id) for event_id in settled)
    return [*look.published, *(one for one in found if one is not None)]


def _gaps(c: Connection, look: Look, told: Sequence[Event], channels: dict[str, Channel]) -> list[Event]:
    """Gaps of the models of which a price moved or came; what stood at a page's first sight is no news."""
    standing = one_each(offers(c, sorted(_model_ids(told))))
    own = [offer for offer in standing if _is_makers_own(offer, channels)]
    sold = {offer.rate.model_id for offer in own}
    resellers = [o for o in standing if channels.get(o.vendor) in RESELLING and o.rate.model_id in sold]
    found = gaps(resellers, own, _last_gaps(c, resellers), look.at)
    return gap_events(found, look.at, look.page.url)


def _model_ids(told: Iterable[Event]) -> set[str]:
    own = {event.model_id for event in told}
    parts = {part.model_id for event in told for part in event.parts}
    return {model_id for model_id in own | parts if model_id}


def _is_makers_own(offer: Offer, channels: dict[str, Channel]) -> bool:
    maker = maker_of(offer.rate.model_id or "")
    return channels.get(offer.vendor) is Channel.FIRST_PARTY and maker is not None and sold_by(maker) == offer.vendor


def _last_gaps(c: Connection, resellers: Sequence[Offer]) -> dict[Hashable, Decimal]:
    """The gap last told of each reseller's rate."""
    last: dict[Hashable, Decimal] = {}
    for vendor, model_id in sorted({(offer.vendor, offer.rate.model_id or "") for offer in resellers}):
        asked = EventQuery(vendor=vendor, model=model_id, kinds=frozenset({EventKind.RESELLER_GAP}))
        for told in events(c, asked, limit=MOST, order=Order.OLDEST_FIRST):
            last[(told.vendor, told.model_id, told.meter, told.terms)] = Decimal(told.detail["gap"])
    return {subject(offer): last[subject(offer)] for offer in resellers if subject(offer) in last}


def _wars(c: Connection, look: Look, told: Iterable[Event], channels: dict[str, Channel]) -> list[Event]:
    """Wars that the moves just told make, each told once."""
    if channels.get(look.page.vendor) is not Channel.FIRST_PARTY or not any(one.kind in DOWN | UP for one in told):
        return []
    members = _moves(c, channels, look.at - SPAN)
    on = [burst for burst in bursts(members, _flagships(c, members)) if burst.ended + WINDOW >= look.at]
    return war_events([burst for burst in on if not _is_told(c, look, burst.direction)], members, look.at)


def wars(c: Connection, catalogue: Catalogue, since: datetime | None = None) -> list[Burst]:
    """All price wars on record, by time."""
    members = _moves(c, {vendor.id: vendor.channel for vendor in catalogue.vendors}, since)
    return bursts(members, _flagships(c, members))


def _moves(c: Connection, channels: dict[str, Channel], since: datetime | None) -> list[Event]:
    """What makers told of their own prices; resellers and registries follow them."""
    asked = EventQuery(kinds=DOWN | UP | OPENINGS | {EventKind.LIMIT_TIGHTENED}, since=since, members=False)
    known = events(c, asked, limit=MOST, order=Order.OLDEST_FIRST)
    return [one for one in known if channels.get(one.vendor) is Channel.FIRST_PARTY]


def _flagships(c: Connection, members: Iterable[Event]) -> list[tuple[str, str]]:
    vendors = sorted({one.vendor for one in members})
    return [(vendor, model) for vendor in vendors for model in models_of(c, vendor) if is_flagship(model)]


def _is_told(c: Connection, look: Look, direction: str) -> bool:
    asked = EventQuery(kinds=frozenset({EventKind.PRICE_WAR}), since=look.at - SPAN)
    return any(war.detail.get("direction") == direction for war in events(c, asked, limit=MOST))
