"""What the join asks of the pages: what they show, of whom none is read, and which are due sooner for a claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.types import Capture, Change, ClaimKind, ClaimState, EventKind, EventState, Failed, Page, PageKind, Why
from storage.article_fetches import add_article_fetch, article_fetches
from storage.claims import Settled, events_beside, last_settled_at
from storage.corrections import correct
from storage.engine import Store
from storage.entries import Noted, owed_at, owed_entry, record_entries, settle_entry
from storage.news_answers import Gate
from storage.pages import add_page, add_place, declare_pages, hasten, page_status, schedule_page
from storage.shown import readable_vendors, shown_of
from storage.stories import known_stories, stories_by_id, stories_with
from storage.witnesses import news_witnesses
from tests.storage.desk import ACME, Desk, capture, day, event, rate, sheet
from tests.storage.newsroom import GAZETTE, Newsroom, claim
from tests.storage.test_news_entries import ENTRY

TEN = timedelta(minutes=10)
PRICED = (PageKind.PRICING, PageKind.LIMITS)


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store)


def readable(store: Store) -> Iterable[str]:
    with store.read() as c:
        return sorted(readable_vendors(c))


def test_a_page_shows_what_is_believed_of_it_since_when_and_until_when_it_was_seen(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30", large="3"))
    desk.sees(2, sheet(small="0.15", large="3"))
    desk.fails(3)
    with desk.store.read() as c:
        found = {one.rate.model: one for one in shown_of(c, ["acme", "other"])}
        assert shown_of(c, ["other"]) == []
    assert {name: (str(one.rate.unit_price), one.since) for name, one in found.items()} == {
        "small": ("0.15", day(2)), "large": ("3", day(1)),
    }  # fmt: skip
    assert {(one.page, one.url, one.seen_at) for one in found.values()} == {(ACME.id, ACME.url, day(2))}


def test_a_vendor_is_unreadable_when_all_its_pages_of_prices_keep_failing(desk: Desk) -> None:
    other = Page("acme/api", "acme", "https://acme.example/api", PageKind.API)
    log = Page("log/changelog", "log", "https://log.example/", PageKind.CHANGELOG)
    with desk.store.write() as c:
        declare_pages(c, [ACME, other, log])
    assert readable(desk.store) == ["acme"]
    for number in (1, 2, 3):
        desk.fails(number)
    assert readable(desk.store) == ["acme"]
    for number in (1, 2, 3):
        Desk.at(desk.store, other).fails(number)
    assert readable(desk.store) == []
    desk.sees(4, sheet(small="1"))
    assert readable(desk.store) == ["acme"]


def test_what_is_claimed_makes_the_pages_of_its_vendor_due_but_not_too_often(desk: Desk) -> None:
    limits, log = (
        replace(ACME, id="acme/limits", kind=PageKind.LIMITS),
        replace(ACME, id="acme/log", kind=PageKind.CHANGELOG),
    )
    other = Page("other/pricing", "other", "https://other.example/")
    desk.sees(1, sheet(small="1"))
    with desk.store.write() as c:
        declare_pages(c, [ACME, limits, log, other])
        for page in (ACME, limits, log, other):
            schedule_page(c, page.id, day(3))
        assert hasten(c, ["acme"], PRICED, day(1) + TEN / 2, TEN) == ["acme/limits", "acme/pricing"]
        due = {status.id: status.next_due_at for status in page_status(c)}
        assert hasten(c, ["acme"], PRICED, day(2), TEN) == []
    assert due == {
        "acme/pricing": day(1) + TEN, "acme/limits": day(1) + TEN / 2, "acme/log": day(3), "other/pricing": day(3),
    }  # fmt: skip


def test_a_page_that_is_due_before_it_may_be_asked_again_is_not_put_off(desk: Desk) -> None:
    desk.sees(1, sheet(small="1"))
    with desk.store.write() as c:
        schedule_page(c, ACME.id, day(1) + TEN / 2)
        assert hasten(c, ["acme"], PRICED, day(1) + TEN / 4, TEN) == []
    assert desk.status().next_due_at == day(1) + TEN / 2


def test_a_page_that_is_due_at_once_stays_so(desk: Desk) -> None:
    with desk.store.write() as c:
        assert hasten(c, ["acme"], PRICED, day(1), TEN) == []
    assert desk.status().next_due_at is None


def test_a_page_that_is_only_spoken_of_is_never_due_and_leaves_a_declared_one_alone(desk: Desk) -> None:
    place = Page("acme/news", "acme", "https://acme.example/blog/1", PageKind.NEWS)
    with desk.store.write() as c:
        add_place(c, place)
        add_place(c, replace(ACME, url="https://elsewhere.example/"))
        found = {status.id: (status.retired, status.url) for status in page_status(c)}
        add_page(c, place)
    assert found == {"acme/news": (True, place.url), ACME.id: (False, ACME.url)}


def test_stories_are_known_by_who_sets_the_price_and_who_makes_the_model(room: Newsroom) -> None:
    room.groups("s1", room.prints("a", 1, claim()))
    room.groups("s2", room.prints("b", 2, claim(vendor="deepbricks", maker="acme")))
    room.groups("s3", room.prints("c", 3, claim(vendor="bytedance", model_id=None)))
    with room.store.read() as c:
        assert [row.story.id for row in known_stories(c, ["acme"], day(1), 10)] == ["s1", "s2"]
        assert [row.story.id for row in known_stories(c, ["acme"], day(2), 10)] == ["s2"]
        assert [row.story.id for row in known_stories(c, ["bytedance"], day(1), 10)] == ["s3"]
        assert [row.story.id for row in known_stories(c, ["acme", "bytedance"], day(1), 2)] == ["s2", "s3"]
        assert stories_with(c, [("a", 0), ("c", 0), ("c", 1)]) == {("a", 0): "s1", ("c", 0): "s3"}
        assert [row.story.id for row in stories_by_id(c, ["s3", "s1", "s9"])] == ["s1", "s3"]


def test_a_story_told_within_days_is_a_witness_but_not_for_the_page_that_told_it(room: Newsroom, desk: Desk) -> None:
    said = claim("small", "0.15", old_price=rate("small", "0.30").unit_price, unit="token", per=rate("small").per)
    room.groups("s1", room.prints("a", 5, said))
    room.groups("s2", room.prints("b", 1, replace(said, kind=ClaimKind.PRICE_RISE)))
    cut = Change(EventKind.PRICE_CUT, "small", "input", (), rate("small", "0.30"), rate("small", "0.15"), "acme/small")
    with room.store.read() as c:
        found = news_witnesses(c, desk.page, [cut], day(6))
        assert [(one.page, one.claim) for one in found] == [("story s1", said)]
        assert news_witnesses(c, replace(GAZETTE, vendor="acme"), [cut], day(6)) == ()
        assert news_witnesses(c, desk.page, [cut], day(9)) == ()


def test_how_the_fetch_of_an_article_ended_can_be_asked_again_by_time(room: Newsroom) -> None:
    came = capture(GAZETTE, day(2), b"<p>Acme cuts prices</p>", charset="gbk")
    lost = Failed(GAZETTE.id, ENTRY.url, day(1), Why.TIMEOUT, "no answer in 30 s")
    room.store.bodies.put_capture(came)
    with room.store.write() as c:
        add_article_fetch(c, GAZETTE.id, "tag:1", came)
        add_article_fetch(c, GAZETTE.id, "tag:1", lost)
    with room.store.read() as c:
        found = [one.load("press/1", room.store.bodies) for one in article_fetches(c)]
    assert found[0] == replace(lost, page="press/1")
    assert isinstance(found[1], Capture)
    assert (found[1].page, found[1].body, found[1].charset) == ("press/1", came.body, "gbk")


def test_an_article_is_owed_at_its_address_by_who_pointed_at_it_first(room: Newsroom) -> None:
    other = replace(GAZETTE, id="herald/news", vendor="herald")
    with room.store.write() as c:
        add_page(c, other)
        record_entries(c, other.id, [Noted(ENTRY, Gate.OWED, day(2))], day(2))
        record_entries(c, GAZETTE.id, [Noted(ENTRY, Gate.OWED, day(1))], day(1))
        found = owed_at(c, ENTRY.url)
        assert found is not None and (found.page, found.entry) == (GAZETTE.id, ENTRY)
        assert owed_entry(c, GAZETTE.id, "tag:1") == found
        settle_entry(c, GAZETTE.id, ENTRY, Gate.TEASER, None)
        assert (owed_at(c, ENTRY.url), owed_entry(c, other.id, "tag:1")) == (None, None)


def test_what_was_made_of_news_takes_no_rate_back_with_it(desk: Desk) -> None:
    moved = event("moved", rate("small", "0.30"), rate("small", "0.20"), day(2))
    against = replace(moved, id="against", kind=EventKind.PAGE_CONTRADICTS_CLAIM)
    desk.sees(1, sheet(small="0.30"))
    desk.sees(2, sheet(small="0.20"), moved, against)
    with desk.store.write() as c:
        assert correct(c, "against", EventState.RETRACTED, "The page confirms it after all.", day(3))
    assert desk.price(2, 4) == "0.20"
    with desk.store.write() as c:
        assert correct(c, "moved", EventState.RETRACTED, "The page took it back.", day(5))
    assert desk.price(2, 6) == "0.30"


def test_the_told_events_of_a_kind_beside_some_claims_are_found(room: Newsroom, desk: Desk) -> None:
    moved = event("moved", rate("small", "0.30"), rate("small", "0.20"), day(2))
    desk.sees(2, sheet(small="0.20"), moved, replace(moved, id="against", kind=EventKind.PAGE_CONTRADICTS_CLAIM))
    told = room.prints("a", 2, claim(), claim("large"))
    room.joins("moved", told, 0)
    room.joins("against", told, 0)
    with room.store.read() as c:
        found = [events_beside(c, keys, EventKind.PAGE_CONTRADICTS_CLAIM) for keys in ([("a", 0)], [("a", 1)], [])]
        assert last_settled_at(c) is None
    assert found == [["against"], [], []]
    room.settles(Settled(("a", 0), ClaimState.CONFIRMED, day(5), 0, "moved"), 3)
    with room.store.read() as c:
        assert last_settled_at(c) == day(3)
