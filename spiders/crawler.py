"""Orders into what became of them: exactly one result each, whatever happens to the process that fetches."""

from __future__ import annotations

import itertools
import select
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from pipeline.types import Capture, Failed, Fetch, Page, Rendering, Why
from spiders.archive import read_archive
from spiders.browser import NoBrowser, executable
from spiders.child import Child
from spiders.orders import CrawlSettings, Order
from spiders.wire import Answer, Job, Recorded, pack_job, unpack_answer

_AT_ONCE = 4
"""Jobs given out for each that can be fetched at one time: enough to choose among hosts, few to lose in a crash."""


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
        return tuple(lane.child.pid for lane in self._lanes.values() if lane.child)

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
                ready = _wait(busy, left)
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
        hosts.setdefault(job.page.url.split("/", 3)[2] if job.page.url.count("/") > 1 else "", deque()).append(job)
    return [job for row in itertools.zip_longest(*hosts.values()) for job in row if job is not None]


def _wait(lanes: list[Lane], timeout: float) -> set[int]:
    """The descriptors of `lanes` on which something can be done, once there are any or `timeout` seconds are over."""
    poll = select.poll()
    if not lanes:
        return set()
    for lane in lanes:
        if lane.child:
            poll.register(lane.child.readable, select.POLLIN)
            if lane.child.writable is not None:
                poll.register(lane.child.writable, select.POLLOUT)
    return {descriptor for descriptor, _ in poll.poll(max(0.0, timeout) * 1000)}


class Lane:
    """The orders that one kind of crawl process has still to answer, and that process."""

    def __init__(self, settings: CrawlSettings, rendering: Rendering, clock: Callable[[], datetime] | None) -> None:
        self.child: Child | None = None
        self._settings = settings
        self._rendering = rendering
        self._clock = clock
        self._waiting: Iterator[Job] = iter(())
        self._next: Job | None = None
        self._given: dict[int, Job] = {}
        self._served = 0
        self._worn = False
        self._no_browser = ""
        at_once = settings.concurrency if rendering is Rendering.STATIC else 2
        self._most_given = at_once * _AT_ONCE
        self._life = settings.plain_pages if rendering is Rendering.STATIC else settings.browser_pages

    def take(self, jobs: Iterator[Job]) -> None:
        """Take on `jobs`, drawn one by one as there is room for them."""
        self._waiting = jobs
        self._next = next(jobs, None)

    def forget(self) -> None:
        """Leave unanswered what has not been answered."""
        self._waiting, self._next = iter(()), None
        if self._given:
            self._given.clear()
            self.close()

    def close(self) -> str:
        """End the process, if there is one, and say how it ended."""
        if self.child is None:
            return ""
        child, self.child = self.child, None
        return child.end()

    def busy(self) -> bool:
        """Whether anything is still to be answered."""
        return bool(self._given) or self._next is not None

    def give(self) -> Iterator[Answer]:
        """Hand out jobs while there is room; yields the answers to those that cannot be handed out at all."""
        while self._next is not None and len(self._given) < self._most_given and self._ready():
            job, self._next = self._next, next(self._waiting, None)
            self._given[job.number] = job
            self._served += 1
            assert self.child is not None
            self.child.send(pack_job(job))
        if self._no_browser:
            yield from self._refuse_all()

    def _ready(self) -> bool:
        """Whether there is a process that can take a job; a worn or dead one is replaced once nothing waits for it."""
        if self.child and (self._worn or self._served >= self._life or self.child.ended):
            if self._given:
                return False
            self.close()
        if self.child is None:
            self._start()
        return self.child is not None

    def _start(self) -> None:
        settings = self._settings
        if self._rendering is Rendering.BROWSER:
            try:
                settings = replace(settings, browser=executable(settings.browser))
            except NoBrowser as error:
                self._no_browser = str(error)
                return
        self._served, self._worn = 0, False
        self.child = Child(settings, self._rendering)

    def receive(self, ready: set[int]) -> Iterator[Answer]:
        """Send and take what the pipes allow; yields answers, and failures if the process has ended."""
        child = self.child
        if child is None:
            return
        if child.writable in ready:
            child.write()
        if child.readable not in ready:
            return
        frames = child.read()
        if frames is None:
            ended = self.close()
            yield from self._fail(Why.CRASHED, f"the crawl process {ended} before it answered")
            return
        for frame in frames:
            answer = unpack_answer(frame)
            job = self._given.pop(answer.number, None)
            if job is not None:
                self._learn(answer.fetch)
                yield self._dated(answer, job)

    def give_up(self) -> Iterator[Answer]:
        """End the process; all that is unanswered has failed."""
        self.close()
        sentence = f"no answer within the {self._settings.deadline:g} s that a batch may take"
        yield from self._fail(Why.TIMEOUT, sentence)
        while self._next is not None:
            job, self._next = self._next, next(self._waiting, None)
            yield self._failure(job, Why.TIMEOUT, sentence)

    def _dated(self, answer: Answer, job: Job) -> Answer:
        if self._clock is None or job.recorded:
            return answer
        return replace(answer, fetch=replace(answer.fetch, fetched_at=self._clock()))

    def _learn(self, fetch: Fetch) -> None:
        if isinstance(fetch, Failed):
            if fetch.why is Why.NO_BROWSER:
                self._no_browser = fetch.detail
            if fetch.why is Why.BROWSER:
                self._worn = True

    def _refuse_all(self) -> Iterator[Answer]:
        yield from self._fail(Why.NO_BROWSER, self._no_browser)
        while self._next is not None:
            job, self._next = self._next, next(self._waiting, None)
            yield self._failure(job, Why.NO_BROWSER, self._no_browser)

    def _fail(self, why: Why, sentence: str) -> Iterator[Answer]:
        given, self._given = self._given, {}
        for job in given.values():
            yield self._failure(job, why, sentence)

    def _failure(self, job: Job, why: Why, sentence: str) -> Answer:
        now = job.recorded.at if job.recorded else self._clock() if self._clock else datetime.now(UTC)
        return Answer(job.number, Failed(job.page.id, job.page.url, now, why, sentence))
