"""One capture, one write: all of it or nothing, and the same capture only once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from pipeline.types import Change, EventKind, EventState, Health, Resolution, Ruling, Sheet, Verdict
from storage.answers import Recorded
from storage.captures import bodies_in_use, capture_of, captures
from storage.corrections import rulings_of
from storage.engine import Store
from storage.errors import UnknownPage
from storage.events import event as find
from storage.fetches import dropped_of
from storage.queries import EventQuery
from storage.record import record
from storage.tables import metadata
from tests.storage.desk import ACME, Desk, day, event, rate, sheet


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with store.read() as c:
        return {name: [tuple(row) for row in c.execute(select(table))] for name, table in metadata.tables.items()}


def test_a_page_never_seen_gathers_nothing(desk: Desk) -> None:
    gathered = desk.gathers()
    assert (gathered.believed, gathered.held, gathered.last_sha256, gathered.last_at) == (None, (), None, None)


def test_what_was_recorded_is_gathered_for_the_next_capture(desk: Desk) -> None:
    decision = desk.decision(1, sheet(small="0.30"))
    desk.records(decision)
    gathered = desk.gathers()
    assert gathered.believed == decision.believed
    assert (gathered.last_sha256, gathered.last_at) == (decision.capture.sha256, day(1))


def test_the_same_body_again_is_unchanged(desk: Desk) -> None:
    assert desk.sees(1, sheet(small="0.30")) is Recorded.CHANGED
    assert desk.sees(2, sheet(small="0.30")) is Recorded.UNCHANGED
    assert desk.sees(3, sheet(small="0.20")) is Recorded.CHANGED


def test_the_same_capture_recorded_twice_changes_nothing(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    cut = desk.decision(2, sheet(small="0.20"), event("e1", rate("small"), rate("small", "0.20"), day(2)))
    desk.records(cut)
    desk.sees(3, sheet(small="0.10"))
    before = everything(desk.store)
    assert desk.records(cut) is Recorded.ALREADY
    assert everything(desk.store) == before


@pytest.mark.parametrize("number", [1, 2])
def test_a_capture_not_later_than_the_last_one_is_refused(desk: Desk, number: float) -> None:
    desk.sees(2, sheet(small="0.30"))
    before = everything(desk.store)
    assert desk.sees(number, sheet(small="0.10")) is Recorded.OUT_OF_ORDER
    assert everything(desk.store) == before


def test_a_decision_about_a_page_that_has_moved_on_is_refused(desk: Desk) -> None:
    """Two workers gather the same page; the second must not tell again what the first has told."""
    desk.sees(1, sheet(small="0.30"))
    seen = desk.gathers()
    first = desk.decision(2, sheet(small="0.20"), event("e1", rate("small"), rate("small", "0.20"), day(2)))
    second = desk.decision(2.1, sheet(small="0.20"), event("e2", rate("small"), rate("small", "0.20"), day(2.1)))
    assert desk.records(first, seen) is Recorded.CHANGED
    assert desk.records(second, seen) is Recorded.STALE
    assert desk.wire() == [("e1", "published")]
    assert desk.records(desk.decision(2.1, sheet(small="0.20")), desk.gathers()) is Recorded.UNCHANGED


def test_a_fetch_told_as_unchanged_may_be_recorded_whole_later(desk: Desk) -> None:
    """A new reader reads again what an older one took for unchanged."""
    desk.sees(1, sheet(small="0.30"))
    desk.is_told_unchanged(2)
    assert desk.sees(2, sheet(small="0.30")) is Recorded.UNCHANGED
    assert desk.gathers().last_at == day(2)


def test_a_page_never_declared_is_told(desk: Desk) -> None:
    stranger = desk.decision(1, sheet(small="0.30"))
    stranger = replace(stranger, capture=replace(stranger.capture, page="nobody/nowhere"))
    with pytest.raises(UnknownPage, match="nobody/nowhere"):
        desk.records(stranger)


def test_a_write_that_fails_half_way_leaves_nothing(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    before = everything(desk.store)
    with pytest.raises(RuntimeError), desk.store.write() as c:
        record(c, desk.decision(2, sheet(small="0.20"), event("e1", rate("small"), rate("small", "0.20"), day(2))))
        raise RuntimeError("the power goes")
    assert everything(desk.store) == before


def test_a_held_event_is_not_told_and_is_gathered_with_its_looks(desk: Desk) -> None:
    held = event("e1", rate("small"), rate("small", "300"), day(2), state=EventState.HELD)
    desk.sees(1, sheet(small="0.30"))
    desk.sees(2, sheet(small="0.30"), held, body=b"300")
    desk.sees(3, sheet(small="0.30"), looked_again=("e1",), body=b"300")
    (waiting,) = desk.gathers().held
    assert (waiting.event, waiting.first_seen, waiting.looks) == (held, day(2), 1)
    assert desk.wire() == []


def test_a_held_event_is_published_once_when_it_is_settled(desk: Desk) -> None:
    held = event("e1", rate("small"), rate("small", "0.01"), day(2), state=EventState.HELD)
    settled = Resolution("e1", EventState.PUBLISHED, "second_look", "the page said so twice", "acme/pricing-zh")
    desk.sees(1, sheet(small="0.30"))
    desk.sees(2, sheet(small="0.30"), held, body=b"a")
    desk.sees(3, sheet(small="0.01"), resolutions=(settled,))
    desk.sees(4, sheet(small="0.01"), resolutions=(settled,))
    (told,) = desk.events()
    assert (told.state, told.published_at, told.observed_at) == (EventState.PUBLISHED, day(3), day(2))
    assert (told.rule, told.reason) == ("second_look", "the page said so twice")
    assert desk.wire() == [("e1", "published")]
    assert desk.gathers().held == ()


def test_a_held_event_that_is_dropped_is_never_told(desk: Desk) -> None:
    held = event("e1", rate("small"), rate("small", "0"), day(1), state=EventState.HELD)
    desk.sees(1, sheet(small="0.30"), held)
    desk.sees(2, sheet(small="0.30"), resolutions=(Resolution("e1", EventState.DROPPED, "flap", "it went back"),))
    assert [told.state for told in desk.events()] == [EventState.DROPPED]
    assert desk.wire() == []


def test_new_events_are_on_the_wire_in_their_order_and_before_settled_ones(desk: Desk) -> None:
    held = event("h", rate("small"), rate("small", "0.01"), day(1), state=EventState.HELD)
    desk.sees(1, sheet(small="0.30"), held)
    new = [event(name, rate(name), rate(name, "0.20"), day(2)) for name in ("z", "a", "m")]
    desk.sees(2, sheet(small="0.01"), *new, resolutions=(Resolution("h", EventState.PUBLISHED, "r", "why"),))
    assert [event_id for event_id, _ in desk.wire()] == ["z", "a", "m", "h"]


def test_an_event_told_under_a_headline_has_no_line_of_its_own(desk: Desk) -> None:
    held = event("late", rate("m"), rate("m", "0.1"), day(1), state=EventState.HELD)
    desk.sees(1, sheet(small="0.30"), held)
    headline = event("headline", rate("small"), rate("small", "0.20"), day(2))
    member = event("member", rate("small"), rate("small", "0.20"), day(2), headline="headline")
    settled = Resolution("late", EventState.PUBLISHED, "r", "why", headline="headline")
    desk.sees(2, sheet(small="0.20"), member, headline, resolutions=(settled,))
    assert desk.wire() == [("headline", "published")]
    under = {told.id: told.headline for told in desk.events()}
    assert under == {"headline": None, "member": "headline", "late": "headline"}
    assert [told.id for told in desk.events(EventQuery(members=False))] == ["headline"]


def test_a_later_capture_may_correct_or_retract_what_was_told(desk: Desk) -> None:
    one, two = (event(name, rate(name), rate(name, "0.1"), day(1)) for name in ("one", "two"))
    desk.sees(1, sheet(), one, two)
    right = replace(one, new=rate("one", "0.2"))
    corrected = Resolution("one", EventState.CORRECTED, "slip", "read again", replacement=right)
    retracted = Resolution("two", EventState.RETRACTED, "flap", "it went back")
    for number in (2, 3):
        desk.sees(number, sheet(), resolutions=(corrected, retracted), body=str(number).encode())
    stands = {told.id: (told.state, told.new, told.reason) for told in desk.events()}
    assert stands["one"] == (EventState.CORRECTED, right.new, "read again")
    assert stands["two"] == (EventState.RETRACTED, two.new, "it went back")
    assert desk.wire()[2:4] == [("one", "corrected"), ("two", "retracted")]
    with desk.store.read() as c:
        assert [ruling.replacement for ruling in rulings_of(c, "one")][:2] == [None, right]


def test_a_correction_repeated_by_the_next_capture_is_told_once(desk: Desk) -> None:
    told = event("e1", rate("small"), rate("small", "0.1"), day(1))
    desk.sees(1, sheet(), told)
    for number in (2, 3):
        done = Resolution("e1", EventState.CORRECTED, "slip", "read again", replacement=told)
        desk.sees(number, sheet(), resolutions=(done,), body=str(number).encode())
    assert desk.wire() == [("e1", "published"), ("e1", "corrected")]


def test_what_was_told_in_the_last_days_is_gathered(desk: Desk) -> None:
    for number, name in ((1, "old"), (8, "new")):
        desk.sees(number, sheet(), event(name, rate(name), rate(name, "0.1"), day(number)), body=name.encode())
    assert [told.id for told in desk.gathers().recent] == ["new"]


def test_a_run_of_unreadable_captures_is_gathered_with_its_beginning(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    assert desk.gathers().unhealthy_since is None
    for number in (2, 4):
        desk.sees(number, Sheet(health=Health.HALF_GONE), body=str(number).encode())
    desk.fails(3)
    assert desk.gathers().unhealthy_since == day(2)
    desk.is_told_unchanged(5)
    assert desk.gathers().unhealthy_since is None


def test_an_event_known_by_its_id_is_told_once(desk: Desk) -> None:
    told = event("e1", rate("small"), rate("small", "0.20"), day(1))
    desk.sees(1, sheet(small="0.20"), told)
    desk.sees(2, sheet(small="0.20"), told, body=b"again")
    assert desk.wire() == [("e1", "published")]


def test_an_event_comes_back_as_it_was_decided(desk: Desk) -> None:
    part = Change(EventKind.RATE_ADDED, "small", "output", (), None, rate("small", "0.60", "output"))
    whole = event(
        "e1",
        rate("small"),
        rate("small", "0.20"),
        day(1),
        detail={"旧名": "small-1"},
        parts=(part,),
        effective_from=day(3),
        published_at=day(1),
    )
    desk.sees(1, sheet(small="0.20"), whole)
    assert desk.events() == [whole]


def test_every_dropped_change_keeps_its_reason(desk: Desk) -> None:
    change = Change(EventKind.PRICE_RISE, "small", "input", (), rate("small"), rate("small", "2.1"))
    verdict = Verdict(change, Ruling.DROP, "exchange_rate", "2.1 ÷ 0.3 is the day's rate of 7.0")
    desk.records(replace(desk.decision(1, sheet(small="0.30")), dropped=(verdict,)))
    with desk.store.read() as c:
        (kept,) = dropped_of(c, ACME.id)
    assert (kept.change, kept.rule, kept.reason, kept.at) == (change, verdict.rule, verdict.reason, day(1))


def test_captures_come_back_by_time_with_their_bytes(desk: Desk) -> None:
    shots = [("https://acme.example/api", b"{}"), ("https://acme.example/api2", b"[]")]
    headers = (("ETag", "x"), ("Set-Cookie", "a"), ("Set-Cookie", "b"))
    made = [desk.decision(n, Sheet(), body=f"body {n}".encode(), headers=headers) for n in range(1, 6)]
    made[2] = replace(made[2], capture=replace(made[2].capture, attachments=tuple(shots), rendered=True, charset="gbk"))
    for decision in made:
        desk.records(decision)
    with desk.store.read() as c:
        assert [kept.load(desk.store.bodies) for kept in captures(c)] == [decision.capture for decision in made]
        assert [kept.fetched_at for kept in captures(c, ACME.id, since=day(4))] == [day(4), day(5)]
        assert list(captures(c, "other/page")) == []


def test_captures_are_read_in_batches_without_loss(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.captures._BATCH", 3)
    for number in range(1, 9):
        desk.sees(number, Sheet(), body=b"same")
    with desk.store.read() as c:
        assert [kept.fetched_at for kept in captures(c)] == [day(number) for number in range(1, 9)]


def test_an_events_evidence_is_found(desk: Desk) -> None:
    first = desk.decision(1, sheet(small="0.30"))
    for number in (1, 2):
        desk.sees(number, sheet(small="0.30"))
    with desk.store.read() as c:
        found = capture_of(c, ACME.id, first.capture.sha256)
        later = capture_of(c, ACME.id, first.capture.sha256, day(2))
        assert found is not None and found.fetched_at == day(1)
        assert later is not None and later.fetched_at == day(2)
        assert capture_of(c, ACME.id, "00" * 32) is None
        assert find(c, "no such event") is None


def test_bodies_in_use_are_all_that_any_row_speaks_of(desk: Desk) -> None:
    shown = desk.decision(1, sheet(small="0.30"), attachments=(("https://acme.example/api", b"{}"),))
    desk.records(shown)
    desk.store.bodies.put(b"an orphan")
    with desk.store.read() as c:
        assert bodies_in_use(c) == set(desk.store.bodies.all()) - {desk.store.bodies.put(b"an orphan")}


def test_a_reading_again_by_a_new_reader_replaces_the_belief_in_silence(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    anew = desk.decision(2, sheet(small="0.30", large="3"))
    assert anew.believed is not None
    desk.records(replace(anew, believed=replace(anew.believed, reader="reader-2")))
    gathered = desk.gathers()
    assert gathered.believed is not None and gathered.believed.reader == "reader-2"
    assert desk.wire() == []
    with desk.store.read() as c:
        assert c.scalar(select(func.count()).select_from(metadata.tables["believed"])) == 1
