"""The readers: who is told what, added, changed, paused and forgotten."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Row, case, delete, func, literal, select, update

from pipeline.basket import parse
from pipeline.query_text import BadBasket
from pipeline.subscriptions import MOST_REFUSALS, NO_EVENT, Cadence, Subscriber, SubscriberState
from pipeline.types import Vendor
from pipeline.watch import Remembered, parse_wish, remembered_of, remembered_text
from storage.columns import Moment
from storage.subscription_tables import deliveries
from storage.subscription_tables import subscribers as table
from storage.upserts import insert_new

log = logging.getLogger(__name__)


def add_subscriber(c: Connection, subscriber: Subscriber, at: datetime) -> bool:
    """False where the same address asked for the same basket before; nothing is changed then."""
    return insert_new(c, table, {"id": subscriber.id, "asked_at": at, "refusals": 0, **_columns(subscriber)})


def change_subscriber(c: Connection, subscriber: Subscriber) -> bool:
    """Everything of the reader but the id as it is from now on; False where there is none of this id."""
    values = _columns(subscriber) | {
        "remembered": case((table.c.basket == subscriber.line, table.c.remembered), else_="")
    }
    return c.execute(update(table).where(table.c.id == subscriber.id).values(values)).rowcount == 1


def subscriber(c: Connection, subscriber_id: str) -> Subscriber | None:
    """The reader of an id."""
    row = c.execute(select(table).where(table.c.id == subscriber_id)).one_or_none()
    return None if row is None else subscriber_from(row)


def subscribers(
    c: Connection, *, address: str | None = None, states: Iterable[SubscriberState] = tuple(SubscriberState)
) -> list[Subscriber]:
    """The readers in these states, of one address where given. A row that cannot be read is left out and logged."""
    asked = (
        select(table).where(table.c.state.in_([state.value for state in states])).order_by(table.c.asked_at, table.c.id)
    )
    if address is not None:
        asked = asked.where(table.c.address == address)
    return [one for row in c.execute(asked) if (one := _readable(row)) is not None]


def consent(c: Connection, subscriber_id: str, at: datetime) -> bool:
    """The reader says yes, for the first time or again; False where there is none of this id.

    The moment of the first yes stays on record: it is what makes every letter since a wanted one.
    """
    first = func.coalesce(table.c.consented_at, literal(at, Moment()))
    values = {"state": SubscriberState.ACTIVE.value, "consented_at": first, "refusals": 0}
    return c.execute(update(table).where(table.c.id == subscriber_id).values(values)).rowcount == 1


def pause(c: Connection, subscriber_id: str) -> None:
    """Nothing is sent to the reader until they say yes again."""
    c.execute(update(table).where(table.c.id == subscriber_id).values(state=SubscriberState.PAUSED.value))


def count_refusal(c: Connection, subscriber_id: str) -> bool:
    """The other side refused a letter for good; True where that was one too many and the reader is paused now."""
    counted = update(table).where(table.c.id == subscriber_id).values(refusals=table.c.refusals + 1)
    refusals = c.execute(counted.returning(table.c.refusals)).scalar_one_or_none()
    if refusals is None or refusals < MOST_REFUSALS:
        return False
    pause(c, subscriber_id)
    return True


def count_accepted(c: Connection, subscriber_id: str) -> None:
    """A letter was taken: refusals are counted from 0 again."""
    c.execute(update(table).where(table.c.id == subscriber_id, table.c.refusals > 0).values(refusals=0))


def erase(c: Connection, *, subscriber_id: str | None = None, address: str | None = None) -> int:
    """Forget a reader, or all that an address asked for, with everything owed or sent to them; how many there were."""
    if (subscriber_id is None) == (address is None):
        raise ValueError("expected either the id of a subscriber or an address")
    whom = table.c.id == subscriber_id if subscriber_id is not None else table.c.address == address
    return _erase(c, c.scalars(select(table.c.id).where(whom)).all())


def forget_pending(c: Connection, before: datetime) -> int:
    """Forget those who were asked before this time and never said yes; how many there were."""
    never = (table.c.state == SubscriberState.PENDING.value, table.c.asked_at < before, table.c.consented_at.is_(None))
    return _erase(c, c.scalars(select(table.c.id).where(*never)).all())


def watching(c: Connection) -> list[tuple[Subscriber, Remembered | None]]:
    """The readers whose workload is watched, each with what was last told; None before the first look."""
    asked = select(table).where(table.c.state == SubscriberState.ACTIVE.value, table.c.watches.is_(True))
    found = []
    for row in c.execute(asked.order_by(table.c.asked_at, table.c.id)):
        one = _readable(row)
        if one is not None:
            found.append((one, remembered_of(row.remembered)))
    return found


def remember(c: Connection, subscriber_id: str, remembered: Remembered) -> None:
    """What the reader was told last of their workload."""
    text = remembered_text(remembered)
    c.execute(update(table).where(table.c.id == subscriber_id).values(remembered=text))


def narrow(c: Connection, vendors: Iterable[Vendor]) -> None:
    """Take every basket within the catalogue of today; a reader whose basket cannot be read stays as they are."""
    known = list(vendors)
    for row in c.execute(select(table)).all():
        one = _readable(row)
        if one is None:
            continue
        within = str(one.basket.within(known))
        if within != row.within:
            c.execute(update(table).where(table.c.id == one.id).values(within=within))


def subscriber_from(row: Row[*tuple[object, ...]]) -> Subscriber:
    """Raises `BadBasket` or `ValueError` for a row that the program cannot have written."""
    reader = Subscriber(
        id=row.id,
        channel=row.channel,
        address=row.address,
        basket=NO_EVENT,
        lang=row.lang,
        cadence=Cadence(row.cadence),
        zone=row.zone,
        hour=row.hour,
        weekday=row.weekday,
        state=SubscriberState(row.state),
        consented_at=row.consented_at,
        changed_at=row.changed_at,
    ).wishing(parse_wish(row.basket))
    return replace(reader, within=parse(row.within))


def kept_of(one: Subscriber) -> dict[str, object]:
    """What is kept of a reader, under the names of its columns, for whoever asks for it."""
    return {
        "id": one.id,
        "channel": one.channel,
        "address": one.address,
        "basket": one.line,
        "lang": one.lang,
        "cadence": one.cadence.value,
        "zone": one.zone,
        "hour": one.hour,
        "weekday": one.weekday,
        "state": one.state.value,
        "consented_at": one.consented_at,
        "changed_at": one.changed_at,
    }


def _erase(c: Connection, ids: Sequence[str]) -> int:
    c.execute(delete(deliveries).where(deliveries.c.subscriber.in_(ids)))
    c.execute(delete(table).where(table.c.id.in_(ids)))
    return len(ids)


def _readable(row: Row[*tuple[object, ...]]) -> Subscriber | None:
    try:
        return subscriber_from(row)
    except (BadBasket, ValueError) as error:
        log.warning("subscriber %s cannot be read and is passed over: %s", row.id, error)
        return None


def _columns(one: Subscriber) -> dict[str, object]:
    within = one.within if one.within is not None else one.basket
    kept = {name: value for name, value in kept_of(one).items() if name != "id"}
    return {**kept, "within": str(within), "watches": one.watch is not None}
