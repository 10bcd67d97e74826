"""Corrections: a ruling and a line on the wire more, the fact itself untouched."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from threading import Event as Signal

import pytest

from pipeline.corroborate.kinds import NOT_OF_A_PAGE
from pipeline.types import Event, EventKind, EventState, Resolution
from storage.corrections import correct, rulings_of
from storage.engine import Store
from storage.errors import NotCorrectable, UnknownEvent
from storage.events import event as find
from storage.events import original
from storage.gather import gather
from storage.pages import due_pages
from storage.prices import history
from storage.queries import Direction, EventQuery
from storage.record import record
from storage.wire import newest_wire_seq, wire
from tests.storage.desk import ACME, Desk, day, event, rate, sheet

RETRACTED, CORRECTED = EventState.RETRACTED, EventState.CORRECTED
WRONG = event("e1", rate("small"), rate("small", "0.03"), day(2))
RIGHT = replace(WRONG, kind=EventKind.PRICE_RISE, new=rate("small", "0.33"), percent=Decimal(10))


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """One that has told something wrong."""
    desk.sees(1, sheet(small="0.30"))
    desk.sees(2, sheet(small="0.03"), WRONG)
    return desk


def corrects(desk: Desk, state: EventState, replacement: Event | None = None, number: float = 3, **other: str) -> bool:
    with desk.store.write() as c:
        return correct(c, "e1", state, "a slip of the reader", day(number), replacement, **other)


def spans(desk: Desk) -> list[tuple[str, datetime, datetime | None]]:
    with desk.store.read() as c:
        return [(str(row.unit_price), row.valid_from, row.valid_to) for row in history(c, "small")]


def test_a_corrected_event_reads_as_it_should_have_been_under_its_id(desk: Desk) -> None:
    assert corrects(desk, CORRECTED, RIGHT)
    (now,) = desk.events()
    assert (now.id, now.state, now.reason, now.new) == ("e1", CORRECTED, "a slip of the reader", RIGHT.new)
    assert now.published_at == day(2)


def test_the_fact_itself_is_never_rewritten(desk: Desk) -> None:
    corrects(desk, CORRECTED, RIGHT)
    with desk.store.read() as c:
        assert original(c, "e1") == WRONG
        began, ruled = rulings_of(c, "e1")
    assert (began.state, began.reason, began.at) == (EventState.PUBLISHED, WRONG.reason, day(2))
    assert (ruled.state, ruled.replacement, ruled.at) == (CORRECTED, RIGHT, day(3))


def test_a_corrected_event_is_found_by_what_it_says_now(desk: Desk) -> None:
    corrects(desk, CORRECTED, RIGHT)
    assert desk.events(EventQuery(direction=Direction.DOWN)) == []
    assert desk.events(EventQuery(min_percent=Decimal(50))) == []
    assert [it.id for it in desk.events(EventQuery(kinds=frozenset({EventKind.PRICE_RISE})))] == ["e1"]


def test_a_retracted_event_is_off_the_list_but_not_lost(desk: Desk) -> None:
    corrects(desk, RETRACTED)
    assert desk.events(EventQuery()) == []
    (kept,) = desk.events(EventQuery(states=frozenset({RETRACTED})))
    assert kept.new == WRONG.new


def test_the_wire_tells_each_in_turn_with_the_event_as_it_stands(desk: Desk) -> None:
    corrects(desk, CORRECTED, RIGHT)
    corrects(desk, RETRACTED, number=4)
    assert desk.wire() == [("e1", "published"), ("e1", "corrected"), ("e1", "retracted")]
    with desk.store.read() as c:
        entries = wire(c, limit=2)
        assert [entry.event.state for entry in entries] == [RETRACTED, RETRACTED]
        assert [entry.action.value for entry in wire(c, entries[-1].seq)] == ["retracted"]
        assert newest_wire_seq(c) == entries[-1].seq + 1


def test_the_same_correction_made_twice_is_one(desk: Desk) -> None:
    assert corrects(desk, CORRECTED, RIGHT)
    assert not corrects(desk, CORRECTED, RIGHT)
    assert len(desk.wire()) == 2


def test_a_retracted_event_is_not_corrected_any_more(desk: Desk) -> None:
    corrects(desk, RETRACTED)
    with pytest.raises(NotCorrectable, match="e1: expected one that is told: found it retracted"):
        corrects(desk, CORRECTED, RIGHT, number=4)


def test_a_held_event_was_not_told_and_is_not_corrected(desk: Desk) -> None:
    desk.sees(3, sheet(small="0.30"), replace(WRONG, id="h", state=EventState.HELD))
    with pytest.raises(NotCorrectable, match="held"), desk.store.write() as c:
        correct(c, "h", RETRACTED, "why", day(4))


def test_an_unknown_event_is_told(desk: Desk) -> None:
    with pytest.raises(UnknownEvent, match="e9"), desk.store.write() as c:
        correct(c, "e9", RETRACTED, "why", day(4))


@pytest.mark.parametrize(
    ("state", "replacement"),
    [(EventState.PUBLISHED, None), (CORRECTED, None), (RETRACTED, RIGHT), (CORRECTED, replace(RIGHT, id="e2"))],
)
def test_a_correction_that_makes_no_sense_is_refused(desk: Desk, state: EventState, replacement: Event | None) -> None:
    with pytest.raises(ValueError, match="e1"):
        corrects(desk, state, replacement)
    assert desk.wire() == [("e1", "published")]


def test_a_retracted_price_never_held_as_known_since(desk: Desk) -> None:
    corrects(desk, RETRACTED, number=4)
    assert (desk.price(on=3, known=3), desk.price(on=3, known=4)) == ("0.03", "0.30")
    assert spans(desk) == [("0.30", day(1), None)]


def test_a_retracted_price_that_was_taken_back_leaves_one_span(desk: Desk) -> None:
    flap = Resolution("e1", RETRACTED, "flap", "the page took it back")
    desk.sees(4, sheet(small="0.30"), resolutions=(flap,))
    assert spans(desk) == [("0.30", day(1), None)]
    assert desk.price(on=3, known=3) == "0.03"


def test_a_retracted_price_that_moved_on_leaves_the_old_one_until_then(desk: Desk) -> None:
    desk.sees(4, sheet(small="0.20"), event("e2", rate("small", "0.03"), rate("small", "0.20"), day(4)))
    corrects(desk, RETRACTED, number=5)
    assert spans(desk) == [("0.30", day(1), day(4)), ("0.20", day(4), None)]


def test_a_retracted_addition_was_never_there(desk: Desk) -> None:
    desk.sees(3, sheet(small="0.03", large="3"), event("e2", None, rate("large", "3"), day(3)))
    with desk.store.write() as c:
        correct(c, "e2", RETRACTED, "a row of another table", day(4))
    assert (desk.prices(3, 3, model="large") != [], desk.prices(3, 4, model="large")) == (True, [])


def test_a_corrected_price_was_the_right_one_all_the_time(desk: Desk) -> None:
    corrects(desk, CORRECTED, RIGHT, number=4)
    assert spans(desk) == [("0.30", day(1), day(2)), ("0.33", day(2), None)]
    assert desk.price(on=3, known=3) == "0.03"
    desk.sees(5, sheet(small="0.33"))
    assert spans(desk) == [("0.30", day(1), day(2)), ("0.33", day(2), None)]


def test_a_corrected_event_that_is_retracted_takes_the_correction_back_too(desk: Desk) -> None:
    corrects(desk, CORRECTED, RIGHT, number=4)
    corrects(desk, RETRACTED, number=5)
    assert spans(desk) == [("0.30", day(1), None)]


def test_a_corrected_event_is_found_by_its_right_names(desk: Desk) -> None:
    corrects(desk, CORRECTED, replace(RIGHT, model="tiny", model_id="other/tiny", old=None, new=rate("tiny", "0.33")))
    assert [it.id for it in desk.events(EventQuery(model="tiny", maker="other"))] == ["e1"]
    assert desk.events(EventQuery(model="small")) == []


def test_a_correction_waits_for_what_is_being_recorded_of_the_page(desk: Desk) -> None:
    written, may_commit = Signal(), Signal()
    flap = Resolution("e1", RETRACTED, "flap", "the page took it back")

    def records_slowly() -> None:
        with desk.store.write() as c:
            record(c, desk.decision(4, sheet(small="0.30"), resolutions=(flap,)))
            written.set()
            may_commit.wait(10)

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(records_slowly)
        assert written.wait(10)
        late = pool.submit(corrects, desk, CORRECTED, RIGHT, 5)
        assert not wait([late], timeout=0.3).done
        may_commit.set()
        slow.result(10)
        with pytest.raises(NotCorrectable, match="retracted"):
            late.result(10)
    assert spans(desk) == [("0.30", day(1), None)]


def test_an_event_about_no_model_is_told_and_put_right(desk: Desk) -> None:
    war = replace(WRONG, id="war", kind=EventKind.PRICE_WAR, model="", model_id=None, old=None, new=None, percent=None)
    desk.sees(3, sheet(small="0.03"), war)
    with desk.store.write() as c:
        assert correct(c, "war", CORRECTED, "why", day(4), replace(war, detail={"movers": "3"}))
    assert desk.wire()[-2:] == [("war", "published"), ("war", "corrected")]


def test_an_empty_wire_has_no_newest(store: Store) -> None:
    with store.read() as c:
        assert (newest_wire_seq(c), wire(c), find(c, "e1")) == (0, [], None)


@pytest.mark.parametrize("kind", sorted(NOT_OF_A_PAGE))
@pytest.mark.parametrize("state", [RETRACTED, CORRECTED])
def test_what_a_gap_a_war_or_the_news_quotes_stands_when_it_is_taken_back(
    desk: Desk, kind: EventKind, state: EventState
) -> None:
    quoted = event("gap", rate("small", "0.30"), rate("small", "0.03"), day(2), kind=kind)
    desk.sees(2.5, sheet(small="0.03"), quoted)
    before = spans(desk)
    with desk.store.write() as c:
        right = replace(quoted, new=rate("small", "0.33")) if state is CORRECTED else None
        assert correct(c, "gap", state, "another model was meant", day(3), right)
    assert spans(desk) == before
    assert {it.id: it.state for it in desk.events(EventQuery(states=frozenset(EventState)))}["gap"] is state


def test_a_corrected_gap_is_found_by_the_model_that_was_meant(desk: Desk) -> None:
    quoted = event("gap", rate("small", "0.30"), rate("small", "0.03"), day(2), kind=EventKind.RESELLER_GAP)
    desk.sees(2.5, sheet(small="0.03"), quoted)
    meant = replace(quoted, model="large", model_id="acme/large", new=rate("large", "0.03"), old=rate("large", "0.30"))
    with desk.store.write() as c:
        correct(c, "gap", CORRECTED, "another model was meant", day(3), meant)
    assert [it.id for it in desk.events(EventQuery(model="large"))] == ["gap"]
    assert "gap" not in [it.id for it in desk.events(EventQuery(model="small"))]


def test_a_move_of_the_page_itself_takes_its_rate_along(desk: Desk) -> None:
    """What the test above would see if the gap were taken for one."""
    before = spans(desk)
    corrects(desk, RETRACTED)
    assert spans(desk) != before


def test_what_was_put_right_since_a_page_was_read_is_gathered_and_its_page_is_due(desk: Desk) -> None:
    corrects(desk, CORRECTED, RIGHT)
    with desk.store.read() as c:
        (one,) = gather(c, ACME).put_right
        assert [status.id for status in due_pages(c, day(3), 9)] == [ACME.id]
    assert (one.told, one.right and one.right.new, one.at, one.reason) == (
        WRONG, RIGHT.new, day(3), "a slip of the reader",
    )  # fmt: skip
    corrects(desk, RETRACTED, number=4)
    with desk.store.read() as c:
        assert [(it.told.new, it.right, it.at) for it in gather(c, ACME).put_right] == [
            (WRONG.new, None, day(4)),
            (RIGHT.new, None, day(4)),
        ]
    desk.sees(5, sheet(small="0.30"))
    with desk.store.read() as c:
        assert gather(c, ACME).put_right == ()
