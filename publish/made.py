"""When a document was made, as a date that can stand for its content."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from threading import Lock

SECOND = timedelta(seconds=1)


class Made:
    """The dates under which the newest documents were made, by what they are about.

    The time of an event cannot be that date: an event may be recorded after one that was seen later, and two may share
    a second. A reader that asks by date alone would be told that nothing is new, and would miss one.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._dates: OrderedDict[Hashable, tuple[datetime, str | None]] = OrderedDict()
        self._lock = Lock()

    def again(self, about: Hashable, now: datetime, content: str | None = None) -> datetime:
        """The date of a document made now: in whole seconds, and later than the one before it about the same, unless
        that had the same `content`, as a digest tells."""
        with self._lock:
            last, had = self._dates.pop(about, (None, None))
            date = now.replace(microsecond=0)
            if last is not None and content is not None and content == had:
                date = last
            elif last is not None and date <= last:
                date = last + SECOND
            self._dates[about] = date, content
            if len(self._dates) > self._most:
                self._dates.popitem(last=False)
        return date
