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
        self._dates: OrderedDict[Hashable, datetime] = OrderedDict()
        self._lock = Lock()

    def again(self, about: Hashable, now: datetime) -> datetime:
        """The date of a document made now: in whole seconds, and later than the one before it about the same."""
        with self._lock:
            last = self._dates.pop(about, None)
            date = now.replace(microsecond=0)
            if last is not None and date <= last:
                date = last + SECOND
            self._dates[about] = date
            if len(self._dates) > self._most:
                self._dates.popitem(last=False)
        return date
