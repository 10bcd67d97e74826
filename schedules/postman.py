"""The round of the post in `pricewire up`: every few seconds, what is due is sent."""

from __future__ import annotations

import logging
import os
import socket
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from schedules.choices import begin
from schedules.deliver import Deliverer
from schedules.rounds import Rounds
from storage.engine import Store
from storage.leases import acquire, release
from storage.subscribers import forget_pending

log = logging.getLogger("pricewire")
LEASE = "deliver"
LEASE_FOR = timedelta(minutes=2)
PENDING_FOR = timedelta(days=7)
"""Who did not say yes within this time is forgotten."""


class Postman:
    """Sends what is owed until it is stopped. Of two on one database only one goes round: it holds the lease."""

    def __init__(self, store: Store, deliverer: Deliverer, every: float) -> None:
        self._store, self._deliverer = store, deliverer
        self._holder = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
        self._held_until = datetime.min.replace(tzinfo=UTC)
        self._rounds = Rounds("The post", self._go_round, every)

    def start(self) -> None:
        """Begin; the first round is made at once."""
        self._rounds.start()

    def stop(self, within: float = 4.0) -> None:
        """End within so many seconds; a letter under way is sent again next time if nobody said that it arrived."""
        self._rounds.halt()
        if self._rounds.is_done(within):
            with self._store.write() as c:
                release(c, LEASE, self._holder)

    def _go_round(self) -> None:
        if not self._hold():
            return
        begin(self._store, self._deliverer.vendors, datetime.now(UTC))
        done = self._deliverer.run(self._gives_up)
        if done.sent or done.refused:
            log.info("Post: %d sent, %d put off, %d refused.", done.sent, done.put_off, done.refused)

    def _gives_up(self) -> bool:
        """Between two letters: asked to stop, or the lease was lost to another."""
        return self._rounds.halted or not self._hold()

    def _hold(self) -> bool:
        """Asked of the database only as often as the lease needs it: a round may be of many letters."""
        now = datetime.now(UTC)
        if now + LEASE_FOR / 2 < self._held_until:
            return True
        with self._store.write() as c:
            forget_pending(c, now - PENDING_FOR)
            held = acquire(c, LEASE, self._holder, now, LEASE_FOR)
        self._held_until = now + LEASE_FOR if held else now
        return held
