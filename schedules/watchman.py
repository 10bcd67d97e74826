"""The wire watches itself: the operator is told what is overdue or keeps failing, weekly while it does, and its end."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from sqlalchemy import Connection

from pipeline.alarms import Alarm, alarms
from pipeline.basket import NOBODY, Basket
from pipeline.subscriptions import Subscriber, SubscriberState
from schedules.rounds import Rounds
from spiders.declarations import Catalogue
from storage.alarms import fared, raised, record_alarms
from storage.deliveries import ALERT, owe_letter
from storage.engine import Store
from storage.pages import page_status
from storage.subscribers import add_subscriber, change_subscriber

log = logging.getLogger("pricewire")
OPERATOR = "operator"
"""The id of the subscriber who is told what is wrong; their basket holds no event."""


class Watchman:
    """Looks every minute how the pages fare, on a clock of its own: a scheduler that hangs is told too."""

    def __init__(self, store: Store, catalogue: Catalogue, operator: Subscriber | None, every: float = 60) -> None:
        self._store, self._catalogue, self._operator = store, catalogue, operator
        # The first look is made after a minute, so that what is late after a pause can be caught up.
        self._rounds = Rounds("The look at how the pages fare", self._look, every, first_at_once=False)

    def start(self) -> None:
        self._rounds.start()

    def stop(self) -> None:
        self._rounds.halt()

    def _look(self) -> None:
        watch(self._store, self._catalogue, self._operator, datetime.now(UTC))


def operator(address: str, channel: str = "mail", lang: str = "en") -> Subscriber:
    """Who is told what is wrong."""
    nothing = Basket(vendors=frozenset({NOBODY}))
    return Subscriber(OPERATOR, channel, address, nothing, lang, state=SubscriberState.ACTIVE)


def watch(store: Store, catalogue: Catalogue, who: Subscriber | None, now: datetime) -> list[Alarm]:
    """One look: what is told now, which is owed to the operator in the same transaction."""
    with store.write() as c:
        told = alarms(fared(page_status(c), catalogue.pages), raised(c), now)
        if told and who is not None:
            _known(c, who, now)
            for alarm in told:
                owe_letter(c, who.id, ALERT, now, alarm.text)
        record_alarms(c, told, now)
    for alarm in told:
        log.warning("%s", alarm.text.replace("\n", " · "))
    return told


def _known(c: Connection, who: Subscriber, now: datetime) -> None:
    if not change_subscriber(c, who):
        add_subscriber(c, who, now)
