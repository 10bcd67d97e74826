"""What is dear to make into what was made before, as long as it is about the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

Thing = TypeVar("Thing")
MOST = 8
"""So many are kept; a price map of twenty thousand rates has five megabytes."""


class Kept:
    """The newest things made. Two that ask for one thing at the same time wait for one making of it."""

    def __init__(self) -> None:
        self._things: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, about: Hashable, make: Callable[[], Thing]) -> Thing:
        """What was made about this, else what `make` gives."""
        with self._lock:
            if about not in self._things:
                self._things[about] = make()
            self._things.move_to_end(about)
            while len(self._things) > MOST:
                self._things.popitem(last=False)
            thing: Thing = self._things[about]
            return thing
