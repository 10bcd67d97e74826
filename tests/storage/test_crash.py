"""kill -9 at any step of a write loses nothing that was said and says nothing twice."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event as engine_event
from sqlalchemy import select

from pipeline.types import Decision, EventState, Page, Resolution
from storage.answers import Recorded
from storage.engine import Store
from storage.tables import captures, events, fetches, mentions, pages, rates, rulings, wire
from tests.storage.desk import Desk, day, event, rate, sheet

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


class Steps:
    """Counts every statement, commit and file operation of this process, and kills it before one of them."""

    def __init__(self, fatal: int) -> None:
        self.left = fatal

    def __call__(self, *_: Any, **__: Any) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, store: Store) -> None:
        for name in ("before_cursor_execute", "commit"):
            engine_event.listen(store.engine, name, self)
        sys.addaudithook(lambda name, _: self() if name in ("open", "os.rename", "os.mkdir") else None)


def dies_at(step: int, url: str, data: Path, decision: Decision, page: Page) -> bool:
    """Record in a process of its own that is killed at a step; False where it came to its end before."""
    child = os.fork()
    if child == 0:
        try:
            store = Store.open(url, data)
            steps = Steps(step)
            steps.watch(store)
            Desk.at(store, page).records(decision)
            steps()  # once more, after the commit
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def kept_of(store: Store, page: Page) -> dict[str, list[tuple[Any, ...]]]:
    """All that is kept of a page, without the numbers that count up."""
    mine = select(events.c.id).where(events.c.page == page.id)
    asked = {
        "pages": select(pages).where(pages.c.id == page.id),
        "captures": select(captures.c.fetched_at, captures.c.sha256).where(captures.c.page == page.id),
        "fetches": select(fetches.c.fetched_at, fetches.c.outcome).where(fetches.c.page == page.id),
        "events": select(events).where(events.c.page == page.id).order_by(events.c.id),
        "mentions": select(mentions)
        .where(mentions.c.event_id.in_(mine))
        .order_by(mentions.c.event_id, mentions.c.name),
        "rulings": select(rulings.c.event_id, rulings.c.state).where(rulings.c.event_id.in_(mine)),
        "wire": select(wire.c.event_id, wire.c.action).where(wire.c.event_id.in_(mine)).order_by(wire.c.seq),
        "rates": select(rates.c.model, rates.c.unit_price, rates.c.valid_from, rates.c.valid_to, rates.c.known_to)
        .where(rates.c.page == page.id)
        .order_by(rates.c.seq),
    }
    with store.read() as c:
        return {name: [tuple(row) for row in c.execute(statement)] for name, statement in asked.items()}


def test_a_program_killed_at_any_step_of_recording_has_recorded_all_or_nothing(url: str, tmp_path: Path) -> None:
    step, died = 0, True
    store = Store.open(url, tmp_path)
    while died:
        step += 1
        died = dies_and_recovers(step, store, url, tmp_path)
    store.close()
    assert step > 20


def dies_and_recovers(step: int, store: Store, url: str, data: Path) -> bool:
    page = Page(f"acme/page-{step}", "acme", "https://acme.example/")
    desk = Desk(store, page)
    held = event(f"{step}-held", rate("large"), rate("large", "0.01"), day(1), page, state=EventState.HELD)
    desk.sees(1, sheet(small="0.30", large="0.30"), held)
    settled = Resolution(held.id, EventState.PUBLISHED, "second_look", "twice")
    cut = event(f"{step}-cut", rate("small"), rate("small", "0.20"), day(2), page)
    body = f"a body of page {step}".encode()
    decision = desk.decision(2, sheet(small="0.20", large="0.01"), cut, resolutions=(settled,), body=body)
    before = kept_of(store, page)
    store.engine.dispose()  # the child inherits no connection

    died = dies_at(step, url, data, decision, page)

    found = kept_of(store, page)
    outcome = Desk.at(store, page).records(decision)
    after = kept_of(store, page)
    assert found == (before if outcome is Recorded.CHANGED else after), f"killed at step {step}"
    assert outcome in (Recorded.CHANGED, Recorded.ALREADY)
    assert after["wire"] == [(cut.id, "published"), (held.id, "published")]
    assert store.bodies.get(decision.capture.sha256) == body
    return died
