"""What is owed to whom: made with the line of the wire, taken letter by letter, once and never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from pipeline.basket import parse
from pipeline.subscriptions import MOST_REFUSALS, Cadence, Subscriber, SubscriberState
from pipeline.types import EventStanding, EventState, Resolution
from storage.corrections import correct
from storage.deliveries import (
    CONFIRM,
    MOST_IN_ONE,
    Letter,
    deliveries_of,
    owe_letter,
    put_off,
    queue,
    refused,
    sent,
    take,
)
from storage.engine import Store
from storage.news_answers import Standing
from storage.record import record_events
from storage.standings import set_standings
from storage.subscribers import add_subscriber, consent, erase, forget_pending, subscriber, subscribers
from storage.subscription_tables import subscribers as table
from tests.storage.desk import Desk, day, event, rate, sheet

pytestmark = pytest.mark.usefixtures("desk")
ANN = Subscriber("ann", "mail", "ann@readers.example", parse("vendor=acme"), state=SubscriberState.ACTIVE)
BOB = replace(ANN, id="bob", address="bob@readers.example", basket=parse("direction=up"))
NOON = day(2) + timedelta(hours=12)


def _reads(store: Store, *readers: Subscriber) -> None:
    with store.write() as c:
        assert all(add_subscriber(c, one, day(1)) for one in readers)


def _tell(store: Store, *ids: str, at: datetime = NOON, new: str = "0.20") -> None:
    with store.write() as c:
        record_events(c, [event(one, rate("small", "0.30"), rate("small", new), at) for one in ids], at)


def _take(store: Store, now: datetime = NOON) -> list[Letter]:
    with store.write() as c:
        return take(c, now)


def _told(store: Store, now: datetime = NOON) -> list[tuple[str, list[str]]]:
    return [(one.subscriber.id, [o.event.id for o in one.owed if o.event]) for one in _take(store, now)]


def _send(store: Store, now: datetime = NOON) -> int:
    taken = _take(store, now)
    with store.write() as c:
        for letter in taken:
            sent(c, letter, now)
    return len(taken)


def test_an_event_is_owed_to_those_whose_basket_holds_it(store: Store) -> None:
    _reads(store, ANN, BOB)
    _tell(store, "cut")
    _tell(store, "rise", new="0.40")
    assert _told(store) == [("ann", ["cut", "rise"]), ("bob", ["rise"])]


def test_an_event_whose_write_fails_is_owed_to_nobody(store: Store) -> None:
    _reads(store, ANN)
    cut = event("cut", rate("small"), rate("small", "0.20"), NOON)
    with pytest.raises(RuntimeError, match="disk"), store.write() as c:
        record_events(c, [cut], NOON)
        assert queue(c)[0] == 1
        raise RuntimeError("the disk is full")
    with store.read() as c:
        assert queue(c) == (0, None)


def test_what_is_recorded_twice_is_owed_once(store: Store) -> None:
    _reads(store, ANN)
    _tell(store, "cut")
    _tell(store, "cut")
    assert _told(store) == [("ann", ["cut"])]


def test_a_held_event_is_owed_when_it_is_published(store: Store, desk: Desk) -> None:
    _reads(store, ANN)
    held = event("cut", rate("small"), rate("small", "0.01"), day(2), state=EventState.HELD)
    desk.sees(2, sheet(small="0.30"), held)
    assert _told(store, day(9)) == []
    shown = Resolution("cut", EventState.PUBLISHED, "second_look", "it was there again")
    desk.sees(3, sheet(small="0.01"), resolutions=(shown,))
    assert _told(store, day(9)) == [("ann", ["cut"])]


def test_a_letter_that_was_begun_is_the_same_when_it_is_taken_again(store: Store) -> None:
    _reads(store, ANN)
    _tell(store, "cut")
    (first,) = _take(store)
    _tell(store, "rise", new="0.40")
    again, later = _take(store)
    assert (again.id, [o.seq for o in again.owed]) == (first.id, [o.seq for o in first.owed])
    assert later.id != first.id


def test_what_was_sent_is_not_taken_again(store: Store) -> None:
    _reads(store, ANN)
    _tell(store, "cut")
    assert _send(store) == 1
    assert _take(store) == []


def test_what_the_server_did_not_take_waits_and_stays(store: Store) -> None:
    _reads(store, ANN)
    _tell(store, "cut")
    (letter,) = _take(store)
    with store.write() as c:
        put_off(c, letter, NOON + timedelta(hours=1), "no answer")
    assert _take(store) == []
    (again,) = _take(store, NOON + timedelta(hours=1))
    assert (again.id, again.tries) == (letter.id, 1)


def test_a_digest_waits_for_the_readers_hour_and_gathers(store: Store) -> None:
    daily = replace(ANN, cadence=Cadence.DAILY, zone="Asia/Shanghai", hour=9)
    _reads(store, daily)
    _tell(store, "one", "two")
    nine_there = day(3) + timedelta(hours=1)
    assert _take(store, nine_there - timedelta(seconds=1)) == []
    assert _told(store, nine_there) == [("ann", ["one", "two"])]


def test_a_zone_that_does_not_exist_stops_nobody(store: Store) -> None:
    _reads(store, replace(ANN, cadence=Cadence.DAILY), BOB)
    with store.write() as c:
        c.execute(update(table).where(table.c.id == "ann").values(zone="Mars/Olympus"))
    _tell(store, "rise", new="0.40")
    assert {whom for whom, _ in _told(store)} == {"ann", "bob"}


def test_a_reader_that_cannot_be_read_stops_nobody(store: Store) -> None:
    _reads(store, ANN, BOB)
    _tell(store, "rise", new="0.40")
    with store.write() as c:
        c.execute(update(table).where(table.c.id == "ann").values(basket="colour=red"))
    _tell(store, "again", new="0.41")
    assert _told(store) == [("bob", ["rise", "again"])]
    with store.read() as c:
        assert [one.id for one in subscribers(c)] == ["bob"]


def test_a_correction_goes_to_those_who_were_told(store: Store) -> None:
    _reads(store, ANN, replace(BOB, basket=parse("vendor=acme"), cadence=Cadence.DAILY))
    _tell(store, "cut")
    assert _send(store) == 1
    with store.write() as c:
        correct(c, "cut", EventState.RETRACTED, "misread", NOON + timedelta(minutes=5))
    (letter,) = _take(store, day(9))
    assert (letter.subscriber.id, [owed.about for owed in letter.owed]) == ("ann", ["retracted"])
    with store.read() as c:
        assert [row["state"] for row in deliveries_of(c, "bob")] == ["dropped"]


def test_news_and_corrections_never_share_a_letter(store: Store) -> None:
    _reads(store, ANN)
    _tell(store, "cut")
    _send(store)
    with store.write() as c:
        correct(c, "cut", EventState.RETRACTED, "misread", NOON + timedelta(minutes=5))
    _tell(store, "rise", new="0.40", at=NOON + timedelta(minutes=5))
    assert sorted(one.owed[0].about for one in _take(store, day(9))) == ["published", "retracted"]


def test_who_asked_for_corroborated_events_is_told_when_the_news_bears_one_out(store: Store) -> None:
    _reads(store, replace(ANN, basket=parse("news=corroborated")))
    _tell(store, "cut")
    assert _take(store) == []
    for _ in range(2):
        with store.write() as c:
            set_standings(c, [Standing("cut", EventStanding.CORROBORATED, day(5), 3_600, NOON)])
    assert _told(store) == [("ann", ["cut"])]


def test_refused_too_often_pauses_and_a_yes_resumes(store: Store) -> None:
    _reads(store, ANN)
    for number in range(MOST_REFUSALS):
        _tell(store, f"cut{number}")
        (letter,) = _take(store)
        with store.write() as c:
            assert refused(c, letter, "550 no such user") == (number == MOST_REFUSALS - 1)
    _tell(store, "after")
    assert _take(store) == []
    with store.write() as c:
        assert consent(c, "ann", NOON)
    _tell(store, "rise", new="0.40")
    assert _told(store) == [("ann", ["rise"])]


def test_the_first_yes_is_the_one_that_is_kept(store: Store) -> None:
    _reads(store, replace(ANN, state=SubscriberState.PENDING))
    for at in (day(2), day(3)):
        with store.write() as c:
            assert consent(c, "ann", at)
    with store.read() as c:
        kept = subscriber(c, "ann")
    assert kept is not None
    assert (kept.consented_at, kept.state) == (day(2), SubscriberState.ACTIVE)


def test_a_letter_taken_counts_refusals_from_zero_again(store: Store) -> None:
    _reads(store, ANN)
    for number in range(2 * MOST_REFUSALS):
        _tell(store, f"cut{number}")
        (letter,) = _take(store)
        with store.write() as c:
            sent(c, letter, NOON) if number % 2 else refused(c, letter, "552 full")
    with store.read() as c:
        assert (found := subscriber(c, "ann")) is not None
        assert found.state is SubscriberState.ACTIVE


def test_who_has_not_said_yes_is_asked_and_told_nothing(store: Store) -> None:
    _reads(store, replace(ANN, state=SubscriberState.PENDING))
    with store.write() as c:
        owe_letter(c, "ann", CONFIRM, NOON)
    _tell(store, "cut")
    (asked,) = _take(store)
    assert [owed.about for owed in asked.owed] == [CONFIRM]
    with store.write() as c:
        assert forget_pending(c, NOON) == 1


def test_erased_means_that_nothing_is_left(store: Store) -> None:
    _reads(store, ANN, BOB)
    _tell(store, "rise", new="0.40")
    with store.write() as c:
        assert erase(c, address="ann@readers.example") == 1
    with store.read() as c:
        assert subscriber(c, "ann") is None
        assert deliveries_of(c, "ann") == []
    assert [whom for whom, _ in _told(store)] == ["bob"]


def test_a_flood_is_told_in_letters_of_bounded_size(store: Store) -> None:
    _reads(store, ANN)
    _tell(store, *(f"e{number}" for number in range(MOST_IN_ONE + 1)))
    assert [len(told) for _, told in _told(store)] == [MOST_IN_ONE]
    assert (_send(store), _send(store)) == (2, 0)
