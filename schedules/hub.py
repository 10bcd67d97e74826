"""What comes onto the wire, told to the WebSub hub of the feeds in `pricewire up`."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from pipeline.types import Vendor
from publish.websub import HubRefuses, ping, topics
from schedules.rounds import Rounds
from storage.engine import Store
from storage.wire import newest_wire_seq, wire

log = logging.getLogger("pricewire")
AT_ONCE = 500
"""Lines of the wire in one look."""


class Herald:
    """Tells a hub of news until it is stopped. To be told twice does a hub no harm, so that no two have to agree; one
    that does not answer is told at the next look."""

    def __init__(self, store: Store, vendors: Mapping[str, Vendor], hub: str, public_url: str, every: float) -> None:
        """`hub` and `public_url` are addresses; `every` in seconds. What is on the wire by now is no news."""
        self._store, self._vendors, self._hub, self._public_url = store, vendors, hub, public_url
        with store.read() as c:
            self._seq = newest_wire_seq(c)
        self._rounds = Rounds("The word to the hub", self.look, every)

    def start(self) -> None:
        self._rounds.start()

    def stop(self, within: float = 2.0) -> None:
        """End within so many seconds."""
        self._rounds.halt()
        self._rounds.is_done(within)

    def look(self) -> int:
        """Tell what came since the last look; returns how many feeds were told of."""
        try:
            return self._tell()
        except HubRefuses as error:
            log.warning("No feed was told of, the next look tries again: %s", error)
            return 0

    def _tell(self) -> int:
        told = 0
        while True:
            with self._store.read() as c:
                lines = wire(c, self._seq, AT_ONCE)
            if not lines:
                return told
            told += ping(self._hub, topics((line.event for line in lines), self._vendors, self._public_url))
            self._seq = lines[-1].seq
