"""Orders into what became of them: exactly one result each, whatever happens to the process that fetches."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from pipeline.types import Capture, Failed, Fetch, Page, Rendering
from spiders.archive import read_archive
from spiders.lane import Lane, wait
from spiders.orders import CrawlSettings, Order
from spiders.wire import Answer, Job, Recorded


class Crawler:
    """Fetches pages in a warm process of its own, and rendered pages in another, so that neither holds up the other.

    Not for several threads at a time. The processes start with the first order that needs them.
    """

    def __init__(self, settings: CrawlSettings, clock: Callable[[], datetime] | None = None) -> None:
        """`clock` dates what is fetched, where that is not to be the time at which it really was."""
        self._settings = settings
        self._numbers = itertools.count()
        self._lanes = {rendering: Lane(settings, rendering, clock) for rendering in Rendering}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; what was ordered and not answered is forgotten."""
        for lane in self._lanes.values():
            lane.close()

    @property
    def pids(self) -> tuple[int, ...]:
        """The crawl processes that are running."""
        return tuple(child.pid for lane in self._lanes.values() if (child := lane.child))

    def fetch(self, orders: Iterable[Order]) -> Iterator[Fetch]:
        """One result for each order, as they come in. A batch that keeps us waiting past the deadline is cut off."""
        jobs: dict[Rendering, list[Job]] = {rendering: [] for rendering in Rendering}
        for order in orders:
            jobs[order.page.rendering].append(Job(next(self._numbers), order.page, order.validators))
        for rendering, lane in self._lanes.items():
            lane.take(iter(_spread(jobs[rendering])))
        for answer in self._answers(list(self._lanes.values()), renewed=False):
            yield answer.fetch

    def replay(self, archives: Sequence[Path], page_for: Callable[[str], Page]) -> Iterator[Capture | Failed]:
        """What the sites in `archives` answered, in the order in which they did, as if it was fetched at those times.

        `page_for` says whose page an address is. Nothing is read ahead of what is taken, beyond a few records.
        """
        first = next(self._numbers)
        lane = self._lanes[Rendering.STATIC]
        lane.take(self._recorded(archives, page_for))
        early: dict[int, Fetch] = {}
        due = first + 1
        for answer in self._answers([lane], renewed=True):
            early[answer.number] = answer.fetch
            while (fetch := early.pop(due, None)) is not None:
                due += 1
                assert isinstance(fetch, Capture | Failed)
                yield fetch

    def _recorded(self, archives: Sequence[Path], page_for: Callable[[str], Page]) -> Iterator[Job]:
        for record in read_archive(archives):
            page = replace(page_for(record.url), url=record.url)
            recorded = Recorded(str(record.path), record.offset, record.at)
            yield Job(next(self._numbers), page, recorded=recorded)

    def _answers(self, lanes: list[Lane], *, renewed: bool) -> Iterator[Answer]:
        """What `lanes` answer, until the deadline; `renewed` starts that afresh with every answer."""
        left = self._settings.deadline
        try:
            while busy := [lane for lane in lanes if lane.busy()]:
                for lane in busy:
                    yield from lane.give()
                busy = [lane for lane in busy if lane.busy()]
                asked = monotonic()
                ready = wait(busy, left)
                left -= monotonic() - asked
                for lane in busy:
                    for answer in lane.receive(ready):
                        left = self._settings.deadline if renewed else left
                        yield answer
                if left <= 0:
                    for lane in busy:
                        yield from lane.give_up()
        finally:
            for lane in lanes:
                lane.forget()


def _spread(jobs: list[Job]) -> list[Job]:
    """`jobs` with those of one host far apart: a crawl that is kept to one host at a time waits for it."""
    hosts: dict[str, deque[Job]] = {}
    for job in jobs:
        _, _, host, *_ = f"{job.page.url}///".split("/", 3)
        hosts.setdefault(host, deque()).append(job)
    return [job for row in itertools.zip_longest(*hosts.values()) for job in row if job is not None]
