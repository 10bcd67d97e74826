"""The news: articles, claims and stories, found by what they are about, newest first, and never by a query a row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event as hooks

from pipeline.types import ClaimKind, ClaimState, EventStanding, PageKind
from storage.articles import article, articles, articles_by_id, body_sha256
from storage.captures import bodies_in_use
from storage.claims import (
    Join,
    Settled,
    claims,
    claims_about,
    claims_beside,
    claims_of,
    claims_past,
    join_claims,
    settle,
)
from storage.engine import Store
from storage.news_answers import Standing
from storage.news_queries import NewsQuery
from storage.pages import declare_pages, hasten, schedule_page
from storage.queries import Cursor
from storage.standings import events_waiting, set_standings, standings_of
from storage.stories import events_of, record_stories, stories, stories_of, story
from tests.storage.desk import ACME, Desk, day, event, rate, sheet
from tests.storage.newsroom import ALL, Newsroom, claim, told

WAITING = frozenset({ClaimState.WAITING})


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store)


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that reach the database meanwhile."""
    asked: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    hooks.listen(store.engine, "before_cursor_execute", count)
    yield asked
    hooks.remove(store.engine, "before_cursor_execute", count)


def test_an_article_is_kept_with_its_claims_to_the_last_digit(room: Newsroom) -> None:
    said = (claim("small", "0.1500"), claim("大号", None, quote="大号降价", percent=None, ends=day(9)))
    kept = room.prints("a", 1, *said, author="Kim", origin="光子星球", title="大降价")
    with room.store.read() as c:
        row = article(c, "a")
        assert article(c, "b") is None
    assert row is not None
    assert (row.reported, row.reading.page, row.sha256) == (kept, "gazette/news", body_sha256(kept.article))


def test_an_article_recorded_twice_is_left_as_it_was(room: Newsroom) -> None:
    kept = room.prints("a", 1, claim())
    room.prints("a", 2, claim("large"))
    with room.store.read() as c:
        assert [row.reported for row in articles(c)] == [kept]


def test_an_edit_that_claims_the_same_keeps_how_its_claims_stand(room: Newsroom, desk: Desk) -> None:
    desk.sees(1, sheet(), event("cut", rate("small"), rate("small", "0.15"), day(1)))
    kept = room.prints("a", 1, claim())
    room.settles(Settled(("a", 0), ClaimState.CONFIRMED, day(4), 60, "cut"), 1)
    assert not room.edits(kept, 2, claim(), text="Now longer.")
    with room.store.read() as c:
        (row,) = claims(c)
        (whole,) = articles(c)
    assert (row.state, row.lag, whole.reported.article.text) == (ClaimState.CONFIRMED, 60, "Now longer.")
    assert (whole.revised_at, whole.reported.at) == (day(2), day(1))


def test_an_edit_that_claims_something_else_begins_anew(room: Newsroom, desk: Desk) -> None:
    desk.sees(1, sheet(), event("cut", rate("small"), rate("small", "0.15"), day(1)))
    kept = room.prints("a", 1, claim())
    room.groups("s", kept)
    room.joins("cut", kept, 60)
    room.settles(Settled(("a", 0), ClaimState.CONFIRMED, day(4), 60, "cut"), 1)
    assert room.edits(kept, 2, claim("small", "0.2"), claim("large"))
    with room.store.read() as c:
        rows = claims_of(c, ["a"])
        assert claims_beside(c, ["cut"]) == {}
        assert stories_of(c, ["cut"]) == {}
    assert [(row.claim.model, row.state) for row in rows] == [("small", "waiting"), ("large", "waiting")]


@pytest.fixture
def archive(room: Newsroom) -> Newsroom:
    """Four articles of four days; the third tells two things."""
    room.prints("cut", 1, claim())
    room.prints("rise", 2, claim("small", "0.5", kind=ClaimKind.PRICE_RISE, quote="100%_more for Small"))
    room.prints("both", 3, claim("large"), claim("pro", vendor="bytedance", model_id=None, quote="豆包 Pro 降价"))
    room.prints("none", 4)
    room.settles(Settled(("rise", 0), ClaimState.CLAIMED_ONLY, day(4)), 5)
    return room


QUERIES = [
    (ALL, ["both:1", "both:0", "rise:0", "cut:0"], ["none", "both", "rise", "cut"]),
    (NewsQuery(vendor="acme"), ["both:0", "rise:0", "cut:0"], ["both", "rise", "cut"]),
    (NewsQuery(vendor="volcengine"), ["both:1"], ["both"]),
    (NewsQuery(vendor="bytedance"), [], []),
    (NewsQuery(model="SMALL"), ["rise:0", "cut:0"], ["rise", "cut"]),
    (NewsQuery(model="acme/Large"), ["both:0"], ["both"]),
    (NewsQuery(model="smal"), [], []),
    (NewsQuery(kinds=frozenset({ClaimKind.PRICE_RISE})), ["rise:0"], ["rise"]),
    (NewsQuery(states=WAITING), ["both:1", "both:0", "cut:0"], ["both", "cut"]),
    (NewsQuery(states=WAITING, model="small"), ["cut:0"], ["cut"]),
    (NewsQuery(since=day(2)), ["both:1", "both:0", "rise:0"], ["none", "both", "rise"]),
    (NewsQuery(since=day(2), until=day(3)), ["rise:0"], ["rise"]),
    (NewsQuery(text="豆包"), ["both:1", "both:0"], ["both"]),
    (NewsQuery(text="豆包", vendor="volcengine"), ["both:1"], ["both"]),
    (NewsQuery(text="pro-豆包"), [], []),
    (NewsQuery(text="豆包pro 降价"), ["both:1", "both:0"], ["both"]),
    (NewsQuery(text="gazette BOTH"), [], []),
    (NewsQuery(text="gaz-ette Large"), ["both:1", "both:0"], ["both"]),
    (NewsQuery(text="gaz - large"), ["both:1", "both:0"], ["both"]),
    (NewsQuery(text="-"), [], []),
    (NewsQuery(text="100%_MORE"), ["rise:0"], ["rise"]),
    (NewsQuery(text="100__more"), [], []),
]


@pytest.mark.parametrize(("query", "claimed", "printed"), QUERIES, ids=range(len(QUERIES)))
def test_a_query_finds_claims_and_articles_newest_first(
    archive: Newsroom, query: NewsQuery, claimed: list[str], printed: list[str]
) -> None:
    with archive.store.read() as c:
        assert told(claims(c, query)) == claimed
        assert [row.reported.id for row in articles(c, query)] == printed


@pytest.mark.parametrize(
    "query", [ALL, NewsQuery(vendor="acme"), NewsQuery(states=WAITING)], ids=["all", "vendor", "state"]
)
def test_pages_of_the_news_join_without_a_gap_or_an_overlap(archive: Newsroom, query: NewsQuery) -> None:
    for ask in (claims, articles):
        walked: list[Any] = []
        place: Cursor | None = None
        with archive.store.read() as c:
            while page := ask(c, query, place, 1):
                walked += page
                place = Cursor.parse(str(page[-1].cursor))
            assert walked == ask(c, query)


def test_articles_are_found_by_their_ids_first_told_first(archive: Newsroom) -> None:
    with archive.store.read() as c:
        assert [row.reported.id for row in articles_by_id(c, ["rise", "cut", "lost"])] == ["cut", "rise"]


def test_the_claims_about_a_page_are_those_of_its_vendor_and_those_of_its_models(archive: Newsroom) -> None:
    with archive.store.read() as c:
        assert told(claims_about(c, ["acme"], [], day(4), ClaimState)) == ["cut:0", "rise:0", "both:0"]
        assert told(claims_about(c, ["acme"], [], day(5), WAITING)) == ["both:0"]
        assert told(claims_about(c, ["bytedance"], [], day(1), ClaimState)) == ["both:1"]
        assert told(claims_about(c, ["volcengine"], [], day(1), ClaimState)) == ["both:1"]
        assert told(claims_about(c, ["other"], ["ACME/small", "Pro"], day(1), ClaimState)) == [
            "cut:0",
            "rise:0",
            "both:1",
        ]


def test_a_claim_whose_window_has_ended_is_found_until_it_is_settled(archive: Newsroom) -> None:
    with archive.store.read() as c:
        assert claims_past(c, day(3.9), 10) == []
        assert told(claims_past(c, day(4), 10)) == ["cut:0"]
        assert told(claims_past(c, day(9), 2)) == ["cut:0", "both:0"]
    archive.settles(Settled(("cut", 0), ClaimState.CLAIMED_ONLY, day(4)), 4)
    with archive.store.read() as c:
        assert claims_past(c, day(4), 10) == []


def test_a_claim_says_how_it_stands_and_since_when(archive: Newsroom, desk: Desk) -> None:
    desk.sees(1, sheet(), event("cut", rate("small"), rate("small", "0.15"), day(1)))
    with archive.store.write() as c:
        settle(
            c,
            [Settled(("cut", 0), ClaimState.CONTRADICTED, day(4), -7200, "cut", "opposite", "The page rose.")],
            day(2),
        )
    with archive.store.read() as c:
        (row,) = claims(c, NewsQuery(states=frozenset({ClaimState.CONTRADICTED})))
    assert (row.lag, row.event_id, row.rule, row.settled_at) == (-7200, "cut", "opposite", day(2))
    assert row.contradiction == "The page rose."


@pytest.fixture
def joined(archive: Newsroom, desk: Desk) -> Newsroom:
    """A cut that two articles tell in one story, and a second event that one of them tells too."""
    desk.sees(1, sheet(), event("e1", rate("small"), rate("small", "0.15"), day(1)))
    desk.sees(2, sheet(), event("e2", rate("large"), rate("large", "0.15"), day(2)), body=b"2")
    desk.sees(3, sheet(), event("e3", rate("large"), rate("large", "0.1"), day(3)), body=b"3")
    first, repost = archive.prints("x", 1.5, claim()), archive.prints("y", 2.5, claim(), claim("large"))
    archive.groups("small-cut", first, replace(repost, claims=repost.claims[:1]))
    archive.joins("e1", first, 43_200)
    archive.joins("e1", repost, 129_600)
    archive.joins("e2", repost, 43_200, number=1)
    return archive


def test_an_event_shows_its_stories_and_a_story_its_events(joined: Newsroom) -> None:
    with joined.store.read() as c:
        found = stories_of(c, ["e1", "e2", "e3"])
        told_by = events_of(c, "small-cut")
    assert [row.story.id for row in found["e1"]] == ["small-cut"]
    assert set(found) == {"e1"}
    assert [(one.event.id, one.lag, one.agrees) for one in told_by] == [("e1", 43_200, True)]
    (row,) = found["e1"]
    assert (told(list(row.claims)), row.articles, row.events) == (["x:0", "y:0"], 2, ("e1",))


def test_the_stories_of_a_hundred_events_take_as_many_questions_as_those_of_one(joined: Newsroom) -> None:
    with joined.store.read() as c, counted(joined.store) as one:
        stories_of(c, ["e1"])
    with joined.store.read() as c, counted(joined.store) as many:
        stories_of(c, ["e1", "e2", "e3", *(f"other-{n}" for n in range(97))])
    assert len(one) == len(many) == 4


def test_stories_are_found_by_any_of_their_claims(joined: Newsroom) -> None:
    def ids(query: NewsQuery, after: Cursor | None = None) -> list[str]:
        with joined.store.read() as c:
            return [row.story.id for row in stories(c, query, after)]

    joined.groups("other", joined.prints("z", 6, claim("pro", vendor="bytedance", model_id=None)))
    assert ids(ALL) == ["other", "small-cut"]
    assert ids(NewsQuery(vendor="volcengine")) == ["other"]
    assert ids(NewsQuery(model="acme/small")) == ["small-cut"]
    assert ids(NewsQuery(until=day(6))) == ["small-cut"]
    assert ids(NewsQuery(text="CUTS SMALL")) == ["small-cut"]
    with joined.store.read() as c:
        (newest, *_) = stories(c, ALL)
    assert ids(ALL, Cursor.parse(str(newest.cursor))) == ["small-cut"]


def test_a_story_keeps_its_origins_and_goes_with_its_last_claim(joined: Newsroom) -> None:
    with joined.store.read() as c:
        before = story(c, "small-cut")
    assert before is not None
    anew = replace(before.story, id="renamed", origins=("光子星球", "Gazette"))
    with joined.store.write() as c:
        record_stories(c, [anew])
    with joined.store.read() as c:
        assert story(c, "small-cut") is None
        renamed = story(c, "renamed")
    assert renamed is not None
    assert (renamed.story.origins, told(list(renamed.claims))) == (("光子星球", "Gazette"), ["x:0", "y:0"])


def test_the_claims_beside_an_event_come_first_told_first_and_once(joined: Newsroom) -> None:
    with joined.store.write() as c:
        join_claims(c, [Join("e1", ("x", 0), 1, agrees=False)])
    with joined.store.read() as c:
        assert {key: told(rows) for key, rows in claims_beside(c, ["e1", "e2", "e3"]).items()} == {
            "e1": ["x:0", "y:0"], "e2": ["y:1"],
        }  # fmt: skip
        assert [(one.lag, one.agrees) for one in events_of(c, "small-cut")] == [(1, True)]


def test_an_event_that_waits_for_the_news_is_found_when_its_window_has_ended(joined: Newsroom) -> None:
    waits = [
        Standing(name, EventStanding.WAITING, day(number), None, day(1)) for name, number in (("e1", 4), ("e2", 5))
    ]
    with joined.store.write() as c:
        set_standings(c, waits)
        set_standings(c, [Standing("e1", EventStanding.CORROBORATED, day(4), -60, day(2))])
    with joined.store.read() as c:
        assert events_waiting(c, day(4.5), 10) == []
        assert [(one.id, until) for one, until in events_waiting(c, day(5), 10)] == [("e2", day(5))]
        found = standings_of(c, ["e1", "e2", "e3"])
    assert {key: (one.standing, one.lag) for key, one in found.items()} == {
        "e1": (EventStanding.CORROBORATED, -60), "e2": (EventStanding.WAITING, None),
    }  # fmt: skip


def test_the_bodies_of_articles_are_in_use(room: Newsroom) -> None:
    kept = room.prints("a", 1, claim())
    with room.store.read() as c:
        assert bodies_in_use(c) >= {body_sha256(kept.article), "00" * 32}


def test_however_many_pages_are_hastened_it_is_asked_once_and_written_once(store: Store) -> None:
    pages = [replace(ACME, id=f"acme/p{number}") for number in range(30)]
    with store.write() as c:
        declare_pages(c, pages)
        for page in pages:
            schedule_page(c, page.id, day(9))
    with counted(store) as asked, store.write() as c:
        assert len(hasten(c, ["acme"], [PageKind.PRICING], day(1), timedelta(minutes=10))) == 30
    assert [statement.split()[0] for statement in asked if "pages" in statement] == ["SELECT", "UPDATE"]


def test_however_many_events_stand_anew_their_readers_are_asked_for_once(desk: Desk) -> None:
    desk.sees(1, sheet(small="1"))
    told = [event(f"e{number}", rate("small", "1"), rate("small", f"0.{number + 10}"), day(2)) for number in range(30)]
    desk.sees(2, sheet(small="0.3"), *told)
    stands = [Standing(one.id, EventStanding.CORROBORATED, day(5), 60, day(2)) for one in told]
    with counted(desk.store) as asked, desk.store.write() as c:
        set_standings(c, stands)
    assert sum("FROM subscribers" in statement for statement in asked) == 1
