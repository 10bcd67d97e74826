"""Entries of news pages: read once, seen to be edited, and owed until their article came or was given up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.types import FeedEntry
from storage.engine import Store
from storage.entries import (
    Noted,
    digest_of,
    is_first_sight,
    is_owed,
    owed_articles,
    record_entries,
    seen_entries,
    settle_entry,
    try_again,
)
from storage.news_answers import Gate
from tests.storage.desk import day
from tests.storage.newsroom import GAZETTE, Newsroom, claim

ENTRY = FeedEntry("tag:1", "https://gazette.example/1", "Acme cuts prices", "A teaser …", day(1), "en")


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store)


def notes(room: Newsroom, number: float, entry: FeedEntry, gate: Gate, first: float = 1) -> None:
    with room.store.write() as c:
        record_entries(c, GAZETTE.id, [Noted(entry, gate, day(first))], day(number))


def test_an_entry_is_known_by_its_id_on_its_page(room: Newsroom) -> None:
    with room.store.read() as c:
        assert is_first_sight(c, GAZETTE.id)
    notes(room, 1, ENTRY, Gate.KEPT_OUT)
    with room.store.read() as c:
        assert not is_first_sight(c, GAZETTE.id)
        assert seen_entries(c, "other/news", ["tag:1"]) == {}
        known = seen_entries(c, GAZETTE.id, ["tag:1", "tag:2"])
    assert {key: (row.digest, row.gate) for key, row in known.items()} == {"tag:1": (digest_of(ENTRY), Gate.KEPT_OUT)}


def test_an_edit_is_another_digest_and_a_new_author_is_none(room: Newsroom) -> None:
    assert digest_of(replace(ENTRY, author="Kim", published=day(2))) == digest_of(ENTRY)
    edits = (replace(ENTRY, url="https://gazette.example/2"), replace(ENTRY, title="new"), replace(ENTRY, text="new"))
    assert len({digest_of(one) for one in (ENTRY, *edits)}) == 4


def test_an_edited_entry_keeps_its_first_day_and_is_owed_anew(room: Newsroom) -> None:
    notes(room, 1, ENTRY, Gate.READ)
    notes(room, 3, replace(ENTRY, title="Acme cuts prices again"), Gate.OWED)
    with room.store.read() as c:
        row = seen_entries(c, GAZETTE.id, ["tag:1"])["tag:1"]
        (owed,) = owed_articles(c, day(3), 10)
    assert (row.first_at, row.last_at, owed.entry.title, owed.seen_at) == (
        day(1),
        day(3),
        "Acme cuts prices again",
        day(1),
    )


def test_an_owed_article_is_asked_for_when_due_until_it_is_read(room: Newsroom) -> None:
    room.prints("a", 1, claim())
    notes(room, 1, ENTRY, Gate.OWED)
    with room.store.write() as c:
        assert [one.entry for one in owed_articles(c, day(1), 10)] == [ENTRY]
        try_again(c, GAZETTE.id, "tag:1", day(2))
        assert owed_articles(c, day(1.5), 10) == []
        assert [one.tries for one in owed_articles(c, day(2), 10)] == [1]
        assert owed_articles(c, day(2), 10, pages=["other/news"]) == []
        assert is_owed(c, GAZETTE.id, ENTRY)
        assert not is_owed(c, GAZETTE.id, replace(ENTRY, text="edited since"))
        settle_entry(c, GAZETTE.id, ENTRY, Gate.READ, "a")
        assert (owed_articles(c, day(9), 10), is_owed(c, GAZETTE.id, ENTRY)) == ([], False)


def test_the_articles_owed_longest_come_first(room: Newsroom) -> None:
    for number in (3, 1, 2):
        notes(room, number, replace(ENTRY, id=f"tag:{number}"), Gate.OWED)
    with room.store.read() as c:
        assert [one.entry.id for one in owed_articles(c, day(3), 2)] == ["tag:1", "tag:2"]


def test_an_article_that_two_entries_point_at_is_fetched_for_both(room: Newsroom) -> None:
    notes(room, 1, ENTRY, Gate.OWED)
    notes(room, 1, replace(ENTRY, id="tag:1?from=rss"), Gate.OWED)
    notes(room, 1, replace(ENTRY, id="tag:2", url="https://gazette.example/2"), Gate.OWED)
    with room.store.write() as c:
        settle_entry(c, GAZETTE.id, ENTRY, Gate.TEASER, None)
        assert [one.entry.id for one in owed_articles(c, day(1), 10)] == ["tag:2"]


def test_a_thousand_entries_are_one_question_in_and_a_few_out(room: Newsroom) -> None:
    many = [Noted(replace(ENTRY, id=f"tag:{n}"), Gate.KEPT_OUT, day(1)) for n in range(1_200)]
    with room.store.write() as c:
        record_entries(c, GAZETTE.id, many, day(1))
        assert len(seen_entries(c, GAZETTE.id, [one.entry.id for one in many])) == 1_200
