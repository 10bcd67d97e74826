"""Somebody asks to be told: kept, and asked back before anything is sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, func, select

from pipeline.subscriptions import Subscriber, SubscriberState
from storage.deliveries import CONFIRM, owe_letter
from storage.subscribers import add_subscriber
from storage.subscription_tables import deliveries, subscribers

MOST_ASKED = 3
"""Letters in a day that ask one address back: nobody's mailbox is filled by somebody else."""
DAY = timedelta(days=1)


class Asked(StrEnum):
    """What became of it."""

    ASKED_BACK = "asked_back"
    """A letter is owed that asks whether it was meant."""
    TOLD = "told"
    """Nothing to do: this address is told of this basket already."""
    TOO_OFTEN = "too_often"
    """The address was asked back often enough today."""


def ask(c: Connection, subscriber: Subscriber, at: datetime) -> Asked:
    """Keep who asks, and owe them the letter that asks back. Write transaction.

    Who asked for the same before is asked back once more unless they said yes.
    """
    if _asked_back(c, subscriber, at - DAY) >= MOST_ASKED:
        return Asked.TOO_OFTEN
    whose = subscriber.id
    if not add_subscriber(c, subscriber, at):
        known = c.execute(select(subscribers.c.id, subscribers.c.state).where(*_same(subscriber))).one()
        if known.state == SubscriberState.ACTIVE.value:
            return Asked.TOLD
        whose = known.id
    owe_letter(c, whose, CONFIRM, at)
    return Asked.ASKED_BACK


def _same(subscriber: Subscriber) -> tuple[ColumnElement[bool], ...]:
    return (
        subscribers.c.channel == subscriber.channel,
        subscribers.c.address == subscriber.address,
        subscribers.c.basket == subscriber.line,
    )


def _asked_back(c: Connection, subscriber: Subscriber, since: datetime) -> int:
    asked = select(func.count()).join(subscribers, subscribers.c.id == deliveries.c.subscriber)
    letters = (deliveries.c.about == CONFIRM, deliveries.c.due_at >= since)
    return c.scalar(asked.where(*letters, subscribers.c.address == subscriber.address)) or 0
