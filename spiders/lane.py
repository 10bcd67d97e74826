"""Jobs into answers through one crawl process, which may end at any moment."""

from __future__ import annotations

import select
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pipeline.types import Failed, Fetch, Rendering, Why
from spiders.browser import AT_ONCE, NoBrowser, executable
from spiders.child import Child
from spiders.orders import CrawlSettings
from spiders.wire import Answer, Job, pack_job, unpack_answer

_GIVEN_FOR_EACH = 4
"""Jobs given out for each that can be fetched at one time: enough to choose among hosts, few to lose in a crash.

A browser is given no more than it can have open: when it dies, all that it was given has failed.
"""


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
        self._most_given = settings.concurrency * _GIVEN_FOR_EACH if rendering is Rendering.STATIC else AT_ONCE
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


def wait(lanes: Sequence[Lane], timeout: float) -> set[int]:
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
