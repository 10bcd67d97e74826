"""What was told wrong and put right by hand while the page goes on printing it: never silent, not believed at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import update

from pipeline.read import READER
from pipeline.types import Event, EventKind, EventState, Page, PageKind
from schedules.rebuild import beside, differences, rebuild, verify
from spiders.declarations import Catalogue
from storage.corrections import BY_HAND, correct
from storage.gather import gather, glance
from storage.pages import due_pages, validators_of
from storage.prices import prices
from storage.tables import pages
from tests.schedules.conftest import Desk

SOON = timedelta(minutes=20)
BEFORE = {"a": ("$1", "$2"), "b": ("$3", "$4")}
WRONG = {"a": ("$0.8", "$2"), "b": ("$3", "$4")}


@pytest.fixture
def page(desk: Desk) -> Page:
    """A page whose cut of `a` was told."""
    watched = desk.watches("acme")
    desk.shows(watched, BEFORE)
    desk.shows(watched, WRONG)
    return watched


def puts_right(desk: Desk, right: Event | None = None, event_id: str = "") -> Event:
    desk.at += SOON
    told = next(event for event in desk.events() if event_id in ("", event.id))
    state = EventState.RETRACTED if right is None else EventState.CORRECTED
    with desk.store.write() as c:
        correct(c, told.id, state, "A test price.", desk.at, right, BY_HAND)
    return told


def held(desk: Desk) -> list[tuple[str, str]]:
    return [(event.kind.value, event.rule) for event in desk.events(EventState.HELD)]


def price_of_a(desk: Desk) -> str:
    with desk.store.read() as c:
        return str(prices(c, desk.at, desk.at, model="a", meter="input")[0].unit_price)


def test_a_page_that_goes_on_printing_what_was_taken_back_is_held_with_the_reason(desk: Desk, page: Page) -> None:
    told = puts_right(desk)
    desk.shows(page, WRONG)
    assert (desk.told(), held(desk)) == ([], [("price_cut", "put_right")])
    (waiting,) = desk.events(EventState.HELD)
    assert told.id in waiting.reason
    assert "A test price." in waiting.reason
    assert waiting.evidence.before_sha256 == told.evidence.before_sha256
    desk.shows(page, WRONG | {"b": ("$3", "$5")})
    assert (desk.told(), held(desk)) == (["acme price_rise b output"], [("price_cut", "put_right")])


def test_the_page_is_asked_at_once_and_its_bytes_are_read(desk: Desk, page: Page) -> None:
    puts_right(desk)
    with desk.store.read() as c:
        assert [one.id for one in due_pages(c, desk.at, 9)] == [page.id]
        assert validators_of(c, [page.id], desk.at) == {}
        assert (glance(c, page.id).wakes_at, gather(c, page).put_right[0].reason) == (desk.at, "A test price.")


def test_what_is_printed_for_a_week_after_it_was_taken_back_is_believed_untold(desk: Desk, page: Page) -> None:
    puts_right(desk)
    for _ in range(7):
        desk.shows(page, WRONG)
    assert price_of_a(desk) == "1"
    desk.shows(page, WRONG)
    (dropped,) = desk.events(EventState.DROPPED)
    assert (dropped.rule, price_of_a(desk), desk.told()) == ("unresolved", "0.8", [])


def test_a_page_that_no_longer_prints_it_bears_the_hand_out(desk: Desk, page: Page) -> None:
    puts_right(desk)
    desk.shows(page, BEFORE)
    assert (desk.events(*EventState)[1:], price_of_a(desk)) == ([], "1")
    desk.shows(page, WRONG)
    assert desk.told() == ["acme price_cut a input"]


def test_a_new_reader_does_not_settle_it_either(desk: Desk, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    puts_right(desk)
    monkeypatch.setattr("schedules.look.READER", f"{READER}+1")
    desk.shows(page, WRONG)
    desk.shows(page, WRONG, after=SOON)
    assert (desk.told(), held(desk)) == ([], [("price_cut", "put_right")])


def test_another_page_that_prints_the_same_settles_it(desk: Desk, page: Page) -> None:
    twin = desk.watches("acme", name="twin")
    puts_right(desk)
    desk.shows(page, WRONG)
    desk.shows(twin, WRONG)
    desk.shows(page, WRONG, after=SOON)
    assert [(event.page, event.rule) for event in desk.events()] == [("acme/pricing", "witnessed")]


def test_a_price_put_right_stays_right_while_the_page_says_otherwise(desk: Desk, page: Page) -> None:
    (told,) = desk.events()
    assert told.new is not None
    right = replace(told, kind=EventKind.PRICE_RISE, new=replace(told.new, unit_price=Decimal("1.2")))
    puts_right(desk, right)
    desk.shows(page, WRONG | {"b": ("$3", "$5")})
    assert (price_of_a(desk), held(desk)) == ("1.2", [("price_cut", "put_right")])


def test_a_model_that_was_never_sold_is_not_sold_again(desk: Desk, page: Page) -> None:
    desk.shows(page, WRONG | {"c": ("$5", "$6")})
    added = next(event for event in desk.events() if event.kind == "model_added")
    puts_right(desk, event_id=added.id)
    desk.shows(page, WRONG | {"c": ("$5", "$6")})
    assert (desk.told(), held(desk)) == (["acme price_cut a input"], [("model_added", "put_right")])


def test_a_removal_that_was_none_is_held_while_the_page_leaves_the_model_out(desk: Desk, page: Page) -> None:
    without = {"b": WRONG["b"]}
    desk.shows(page, without)
    desk.shows(page, without, after=SOON)
    gone = next(event for event in desk.events() if event.kind == "model_removed")
    puts_right(desk, event_id=gone.id)
    desk.shows(page, without)
    assert held(desk) == [("model_removed", "put_right")]
    assert "acme model_removed a" not in desk.told()


def test_a_look_from_before_the_hand_knows_nothing_of_it(desk: Desk, page: Page) -> None:
    (told,) = desk.events()
    with desk.store.write() as c:
        correct(c, told.id, EventState.RETRACTED, "A test price.", desk.at + timedelta(days=90), rule=BY_HAND)
    desk.shows(page, WRONG)
    assert held(desk) == []


def test_rebuilding_carries_the_hands_over_and_finds_no_difference(desk: Desk, page: Page, tmp_path: Path) -> None:
    told = puts_right(desk)
    for _ in range(9):
        desk.shows(page, WRONG)
    catalogue = Catalogue(desk.vendors.values())
    again = beside(desk.store, f"sqlite:///{tmp_path / 'again.db'}")
    try:
        for _ in rebuild(desk.store, catalogue, again):
            pass
        assert list(differences(desk.store, again)) == []
    finally:
        again.close()
    verified = verify(desk.store, catalogue, told.id)
    assert verified.holds
    assert verified.hand is not None
    assert verified.again is not None
    assert (verified.hand.reason, verified.again.rule) == ("A test price.", "unresolved")


def test_what_was_put_right_is_gathered_until_the_page_was_read_again(desk: Desk, page: Page) -> None:
    def waiting() -> list[datetime]:
        with desk.store.read() as c:
            return [one.at for one in gather(c, page).put_right]

    puts_right(desk)
    assert waiting() == [desk.at]
    desk.shows(page, WRONG)
    assert waiting() == []


def shows_limits(desk: Desk, page: Page, requests: str, given: str) -> None:
    table = f"<table><tr><th>Model</th><th>RPM</th></tr><tr><td>acme-2</td><td>{requests}</td></tr></table>"
    gift = f"<p>New users get {given} free tokens, valid for 90 days.</p>" if given else ""
    desk.serves(page, f"<html><title>Rate limits</title><h1>Rate limits</h1>{table}{gift}</html>")


@pytest.fixture
def limits(desk: Desk) -> Page:
    """A page whose tighter limit and smaller gift were told and taken back."""
    watched = replace(desk.watches("acme", name="limits"), kind=PageKind.LIMITS)
    shows_limits(desk, watched, "500", "1,000,000")
    shows_limits(desk, watched, "300", "500,000")
    for event in desk.events():
        puts_right(desk, event_id=event.id)
    assert len(desk.events(EventState.RETRACTED)) == 2
    return watched


def test_a_limit_and_a_gift_that_were_taken_back_are_held_while_the_page_prints_them(desk: Desk, limits: Page) -> None:
    for _ in range(2):
        shows_limits(desk, limits, "300", "500,000")
        assert desk.told() == []
        assert sorted(held(desk)) == [("allowance_changed", "put_right"), ("limit_tightened", "put_right")]


def test_a_page_that_goes_back_on_a_limit_and_a_gift_says_nothing_new(desk: Desk, limits: Page) -> None:
    shows_limits(desk, limits, "500", "1,000,000")
    assert (desk.told(), held(desk)) == ([], [])
    shows_limits(desk, limits, "250", "1,000,000")
    (told,) = desk.events()
    assert (told.kind, told.detail["old"], told.detail["new"]) == (EventKind.LIMIT_TIGHTENED, "500", "250")


def test_a_gift_that_was_said_to_end_and_did_not_goes_on_untold(desk: Desk) -> None:
    watched = replace(desk.watches("acme", name="limits"), kind=PageKind.LIMITS)
    shows_limits(desk, watched, "500", "1,000,000")
    shows_limits(desk, watched, "500", "")
    puts_right(desk)
    shows_limits(desk, watched, "501", "1,000,000")
    assert [(event.kind, event.detail.get("new")) for event in desk.events()] == [(EventKind.LIMIT_LOOSENED, "501")]


def test_what_is_put_right_between_a_fetch_and_its_recording_wakes_the_page(desk: Desk, page: Page) -> None:
    """The capture was fetched before, and moves something else: its recording must not put the page to sleep."""
    fetched_at = desk.at + SOON
    puts_right(desk)
    taken_back_at, desk.at = desk.at + timedelta(minutes=1), fetched_at - SOON
    with desk.store.write() as c:
        c.execute(update(pages).where(pages.c.id == page.id).values(wakes_at=taken_back_at))
    desk.shows(page, WRONG | {"b": ("$3", "$5")}, after=SOON)
    with desk.store.read() as c:
        assert glance(c, page.id).wakes_at == taken_back_at
