"""Something that is done every so many seconds, on a clock of its own, until it is stopped."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger("pricewire")


class Rounds:
    """Never two rounds at once; missed ones are not made up for; a fault is told, and the next round follows."""

    def __init__(self, what: str, go: Callable[[], object], every: float, *, first_at_once: bool = True) -> None:
        """`what` is done, for the log; `every` in seconds."""
        self._what, self._go = what, go
        self._every, self._first_at_once = max(every, 0.1), first_at_once
        self._halted = threading.Event()
        self._idle = threading.Lock()
        self._clock = BackgroundScheduler(timezone=UTC, daemon=True)

    @property
    def halted(self) -> bool:
        """Whether to end as soon as one can."""
        return self._halted.is_set()

    def start(self) -> None:
        first = {"next_run_time": datetime.now(UTC)} if self._first_at_once else {}
        self._clock.add_job(
            self.go,
            "interval",
            seconds=self._every,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            **first,
        )
        self._clock.start()

    def go(self) -> None:
        """One round."""
        with self._idle:
            try:
                if not self.halted:
                    self._go()
            except Exception:
                log.exception("%s stopped on an error; the next try is in %s s.", self._what, self._every)

    def halt(self) -> None:
        """Begin no round any more."""
        self._halted.set()
        if self._clock.running:
            self._clock.shutdown(wait=False)

    def is_done(self, within: float) -> bool:
        """Wait so many seconds for the round under way; False where it still is."""
        if not self._idle.acquire(timeout=within):
            return False
        self._idle.release()
        return True
