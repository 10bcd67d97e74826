"""News and pages, in any order, over a real site: every claim ends as confirmed, contradicted or claimed only."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from pipeline.types import Capture, Channel, ClaimState, EventStanding, EventState, Page, PageKind, Vendor
from schedules.articles import take_in_article
from schedules.consequences import consequences
from schedules.crawl import crawl_articles
from schedules.look import Look, take_in
from schedules.play import Clock
from schedules.rebuild import beside, differences, rebuild, verify
from schedules.replay import replay
from schedules.scheduler import Scheduler
from spiders.archive import write_archive
from spiders.crawler import Crawler
from spiders.orders import CrawlSettings
from storage.address import sqlite_url
from storage.claims import claims
from storage.pages import page_status
from storage.prices import history
from tests.databases import a_store
from tests.schedules.press import HOST, START, Paper, World
from tests.site import Site

SETTINGS = CrawlSettings(allow_hosts=frozenset({HOST, "localhost"}), delay=0.0)
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
CUT = "OpenAI today cut the price of GPT-4o input tokens from $5 to $2.50 per 1M tokens."


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock(START)


@pytest.fixture(scope="module")
def crawler(clock: Clock) -> Iterator[Crawler]:
    with Crawler(SETTINGS, clock) as made:
        yield made


@pytest.fixture
def world(tmp_path: Path, crawler: Crawler, clock: Clock) -> Iterator[World]:
    store = a_store(tmp_path)
    with Site() as site:
        yield World(store, site, crawler, clock)
    store.close()


def near(lag: int | None, expected: timedelta) -> bool:
    """The clock gives each answer a moment of its own."""
    return lag is not None and abs(lag - expected.total_seconds()) <= 1


def test_news_that_comes_before_the_page_is_confirmed_with_a_lag_below_zero(world: World) -> None:
    page, paper = world.sells("openai", "GPT-4o", input="5", output="15"), world.paper()
    world.looks(timedelta(0))
    paper.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START + DAY)
    world.looks(DAY, paper.page)
    assert (world.claim().state, world.events()) == (ClaimState.WAITING, [])
    assert world.due(page) is not None and world.due(page) <= DAY + MINUTE  # type: ignore[operator]
    world.site.vendor("openai").price("GPT-4o", input="2.50")
    world.looks(DAY + 30 * MINUTE, page)
    claim, event = world.claim(), world.event()
    assert (claim.state, claim.event_id, event.kind) == (ClaimState.CONFIRMED, event.id, "price_cut")
    assert near(claim.lag, -30 * MINUTE)
    standing = world.standing(event)
    assert standing.standing is EventStanding.CORROBORATED and near(standing.lag, -30 * MINUTE)
    (story,) = world.stories_of(event)
    assert (story.articles, story.events, story.story.origins) == (1, (event.id,), (HOST,))


def test_news_that_comes_after_the_page_is_confirmed_with_a_lag_above_zero(world: World) -> None:
    page, paper = world.sells("openai", "GPT-4o", input="5", output="15"), world.paper()
    world.looks(timedelta(0))
    world.site.vendor("openai").price("GPT-4o", input="2.50")
    world.looks(DAY, page)
    assert world.standing(world.event()).standing is EventStanding.WAITING
    paper.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START + DAY + 2 * HOUR)
    world.looks(DAY + 3 * HOUR, paper.page)
    assert world.claim().state is ClaimState.CONFIRMED and near(world.claim().lag, 2 * HOUR)
    assert near(world.standing(world.event()).lag, 2 * HOUR)


def test_a_claim_that_no_page_shows_ends_as_claimed_only_and_a_silent_change_as_page_only(world: World) -> None:
    page, paper = world.sells("openai", "GPT-4o", input="5", output="15"), world.paper()
    world.looks(timedelta(0))
    paper.prints(
        "o3", "OpenAI cuts o3", "OpenAI cut the price of o3 input tokens from $10 to $2 per 1M tokens.", at=START + DAY
    )
    world.site.vendor("openai").price("GPT-4o", output="12")
    world.looks(DAY)
    world.closes(2 * DAY)
    assert (world.claim().state, world.standing(world.event()).standing) == ("waiting", "waiting")
    world.closes(5 * DAY)
    assert (world.claim().state, world.standing(world.event()).standing) == ("claimed_only", "page_only")
    assert world.stories_of(world.event()) == []
    assert world.closes(6 * DAY) == [] and page.vendor == "openai"


def test_a_page_that_still_shows_the_old_price_at_the_end_contradicts_the_claim(world: World) -> None:
    page, paper = world.sells("openai", "GPT-4o", hosts=(HOST,), input="5", output="15"), world.paper()
    world.looks(timedelta(0))
    paper.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START + 5 * DAY)
    world.looks(5 * DAY, paper.page)
    world.looks(7 * DAY + 20 * HOUR, page)
    assert (world.claim().state, world.events()) == (ClaimState.WAITING, [])
    (told,) = world.closes(8 * DAY + HOUR)
    assert (world.claim().state, world.claim().rule) == (ClaimState.CONTRADICTED, "old_price_stands")
    assert (told.kind, told.page, told.new and str(told.new.unit_price)) == ("page_contradicts_claim", page.id, "5")
    assert [row.title for row in world.stories_of(told)] == ["OpenAI cuts GPT-4o"]
    assert world.closes(9 * DAY) == []


def test_five_reposts_are_one_story_with_one_origin(world: World) -> None:
    page = world.sells("openai", "GPT-4o", input="5", output="15")
    papers = [world.paper(name) for name in ("gazette", "herald", "courier", "echo", "mirror")]
    world.looks(timedelta(0))
    for number, paper in enumerate(papers):
        paper.prints("cut", "OpenAI cuts GPT-4o", CUT, "Source: The Wire", at=START + DAY + number * MINUTE)
    world.looks(DAY + HOUR)
    (story,) = world.stories()
    assert (story.articles, len(story.story.origins)) == (5, 1)
    world.site.vendor("openai").price("GPT-4o", input="2.50")
    world.looks(DAY + 2 * HOUR, page)
    assert len(world.stories_of(world.event())[0].claims) == 5
    assert near(world.standing(world.event()).lag, -2 * HOUR)


def test_a_price_that_becomes_free_is_told_at_once_where_a_story_said_so(world: World) -> None:
    page, paper = world.sells("openai", "GPT-4o mini", input="0.15", output="0.60"), world.paper()
    world.looks(timedelta(0))
    paper.prints(
        "free", "GPT-4o mini is free", "OpenAI made GPT-4o mini input tokens free for everyone.", at=START + DAY
    )
    world.looks(DAY, paper.page)
    world.site.vendor("openai").price("GPT-4o mini", input="Free")
    world.looks(DAY + HOUR, page)
    event = world.event()
    assert (event.kind, event.rule, event.state) == ("became_free", "witnessed", EventState.PUBLISHED)
    assert f"story {world.stories()[0].story.id}" in event.reason


def test_a_held_change_is_released_by_a_story_within_one_cycle(world: World) -> None:
    page, paper = world.sells("openai", "GPT-4o", input="5", output="15"), world.paper()
    world.looks(timedelta(0))
    world.site.vendor("openai").price("GPT-4o", input="0.005")
    world.looks(DAY, page)
    world.looks(DAY + 30 * MINUTE, page)
    (held,) = world.events(EventState.HELD)
    assert held.rule == "slip"
    said = "OpenAI cut the price of GPT-4o input tokens from $5 to $0.005 per 1M tokens."
    paper.prints("cut", "OpenAI all but gives GPT-4o away", said, at=START + DAY + HOUR)
    world.looks(DAY + HOUR, paper.page)
    due = world.due(page)
    assert due is not None and due <= DAY + HOUR + MINUTE
    world.looks(due, page)
    assert (world.event().id, world.event().rule) == (held.id, "witnessed")
    assert (world.claim().state, world.standing(world.event()).standing) == ("confirmed", "corroborated")


def test_however_much_is_claimed_a_page_is_not_looked_at_more_often_than_every_ten_minutes(world: World) -> None:
    page, paper = world.sells("openai", "GPT-4o", input="5", output="15"), world.paper()
    world.looks(timedelta(0))
    world.looks(DAY, page)
    paper.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START + DAY)
    world.looks(DAY + MINUTE, paper.page)
    due = world.due(page)
    assert due is not None and DAY + 9 * MINUTE < due <= DAY + 11 * MINUTE


def test_what_a_news_page_shows_at_first_sight_is_a_baseline(world: World) -> None:
    page, paper = world.sells("openai", "GPT-4o", input="5", output="15"), world.paper()
    world.looks(timedelta(0), page)
    before = world.due(page)
    old = paper.prints("old", "OpenAI cuts GPT-4o", CUT, at=START - 20 * DAY)
    undated = paper.prints("undated", "OpenAI cuts GPT-4o again", CUT, at=None)
    world.looks(DAY, paper.page)
    assert (world.claims(), world.events(), world.due(page)) == ([], [], before)
    assert world.site.asked(old) == world.site.asked(undated) == []
    world.looks(2 * DAY, paper.page)
    assert world.claims() == []


def test_a_late_first_sight_of_fresh_news_is_news(world: World) -> None:
    world.sells("openai", "GPT-4o", input="5", output="15")
    paper = world.paper()
    paper.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START - DAY)
    world.looks(timedelta(0))
    assert world.claim().state is ClaimState.WAITING


def test_what_does_not_concern_prices_is_never_asked_for(world: World) -> None:
    paper = world.paper()
    world.looks(timedelta(0))
    path = paper.prints("sun", "Sun tomorrow", "It will shine.", at=START + DAY)
    world.looks(DAY)
    assert world.site.asked(path) == []


def test_an_article_is_read_once_however_often_its_feed_is_looked_at(world: World) -> None:
    paper = world.paper()
    world.looks(timedelta(0))
    path = paper.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START + DAY)
    world.looks(DAY)
    paper.prints("more", "Nothing else", "It rains.", at=START + DAY)
    world.looks(DAY + HOUR)
    assert len(world.site.asked(path)) == 1 and len(world.claims()) == 1


def test_an_edited_entry_is_read_again_and_claims_what_it_says_now(world: World) -> None:
    paper = world.paper()
    world.looks(timedelta(0))
    paper.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START + DAY)
    world.looks(DAY)
    article = world.claim().article
    paper.prints("cut", "OpenAI cuts GPT-4o (corrected)", CUT.replace("$2.50", "$3"), at=START + DAY)
    world.looks(DAY + HOUR)
    assert (world.claim().article, str(world.claim().claim.new_price)) == (article, "3")
    assert [row.title for row in world.stories()] == ["OpenAI cuts GPT-4o (corrected)"]


def test_a_title_that_tells_no_price_is_enough_to_have_its_article_fetched(world: World) -> None:
    paper = world.paper()
    world.looks(timedelta(0))
    launch = paper.prints("cut", "OpenAI drops GPT-4o", CUT, at=START + DAY, teaser="")
    paper.prints("sums", "GPT-4o struggles with sums", CUT, at=START + DAY, teaser="")
    world.looks(DAY)
    assert (world.site.asked(launch) != [], str(world.claim().claim.new_price)) == (True, "2.50")


def test_an_article_that_does_not_come_is_asked_for_again_and_then_told_from_its_teaser(world: World) -> None:
    paper = world.paper()
    world.looks(timedelta(0))
    path = paper.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START + DAY)
    world.site.breaks(path)
    for hours in (24, 25, 27):
        assert world.claims() == []
        world.looks(hours * HOUR)
    assert (len(world.site.asked(path)) >= 3, str(world.claim().claim.new_price)) == (True, "2.50")
    world.looks(48 * HOUR)
    assert len(world.claims()) == 1


def test_two_feeds_that_point_at_one_article_report_it_once(world: World) -> None:
    gazette, herald = world.paper(), world.paper("herald")
    world.looks(timedelta(0))
    path = gazette.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START + DAY)
    herald.items["cut"] = gazette.items["cut"]
    herald.publishes()
    world.looks(DAY)
    assert (len(world.site.asked(path)), len(world.claims())) == (1, 1)
    world.looks(DAY + HOUR)
    assert len(world.site.asked(path)) == 1


def test_a_vendor_whose_page_cannot_be_read_is_told_of_as_claimed(world: World) -> None:
    world.knows(Vendor("openai", "OpenAI"))
    gazette, herald = world.paper(), world.paper("herald", "localhost")
    world.looks(timedelta(0))
    gazette.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START + DAY)
    world.looks(DAY)
    assert world.events() == []
    said = "Developers rejoice: since this morning OpenAI charges $2.50 instead of $5 per 1M input tokens of GPT-4o."
    herald.prints(
        "half",
        "GPT-4o input price halved",
        "GPT-4o input price cut from $5 to $2.50 per 1M tokens by OpenAI.",
        said,
        at=START + DAY + HOUR,
    )
    world.looks(DAY + HOUR)
    event = world.event()
    assert (event.kind, event.state, event.rule, event.page) == ("announced", "published", "claimed", "openai/news")
    assert world.standing(event).standing is EventStanding.CLAIMED
    assert world.store.bodies.get(event.evidence.after_sha256).decode().startswith("OpenAI cuts GPT-4o\n")
    assert [row.articles for row in world.stories_of(event)] == [2]
    world.looks(DAY + 2 * HOUR)
    assert len(world.events()) == 1


def test_news_alone_rewrites_no_rate(world: World) -> None:
    page, paper = world.sells("openai", "GPT-4o", hosts=(HOST,), input="5", output="15"), world.paper()
    world.looks(timedelta(0))
    paper.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START + DAY)
    world.looks(DAY)
    world.closes(9 * DAY)
    look = world.looks(10 * DAY, page)[0]
    assert (look.outcome, look.events) == ("unchanged", ())


def test_the_sections_of_a_changelog_are_news_too(world: World) -> None:
    pricing = world.sells("openai", "GPT-4o", input="5", output="15")
    log = world.vendors["openai"].pages[0]
    log = type(log)(
        "openai/changelog", "openai", world.site.url("/openai/changelog"), PageKind.CHANGELOG, hosts=(HOST,)
    )
    world.knows(Vendor("openai", "OpenAI", channel=Channel.FIRST_PARTY, pages=(pricing, log)))
    before = "<h2>2026-02-01</h2><p>New documentation for the files API and its many small options is out.</p>"
    world.site.page(
        "/openai/changelog", f"<html><title>Changelog</title><body><h1>Changelog</h1>{before}</body></html>"
    )
    world.looks(timedelta(0))
    after = f"<h2>2026-03-03</h2><p>GPT-4o input price lowered from $5 to $2.50 per 1M tokens.</p>{before}"
    world.site.page("/openai/changelog", f"<html><title>Changelog</title><body><h1>Changelog</h1>{after}</body></html>")
    world.looks(DAY, log)
    (claim, *_) = world.claims()
    assert (claim.vendor, claim.claim.model, claim.state, claim.page) == ("openai", "GPT-4o", "waiting", log.id)


def test_the_same_capture_taken_in_twice_changes_nothing(world: World) -> None:
    paper = world.paper()
    paper.prints("cut", CUT, "Read more …", at=START)
    capture = world.fetches(paper.page, DAY)
    first, again = (world.takes_in(paper.page, capture) for _ in range(2))
    assert (first.outcome, again.outcome) == ("first", "skipped")
    (errand,) = world.owes(paper.page, DAY + MINUTE)
    article = world.fetches(errand.page, DAY)
    told = [take_in_article(world.store, errand, article, then=consequences(world.catalogue)) for _ in range(2)]
    assert [look.outcome for look in told] == ["changed", "skipped"]
    assert (len(world.claims()), len(world.stories())) == (1, 1)


def test_a_crash_leaves_nothing_half(world: World) -> None:
    def falls(c: Connection, look: Look) -> Look:
        consequences(world.catalogue)(c, look)
        raise RuntimeError("the power goes")

    paper = world.paper()
    paper.prints("cut", CUT, "Read more …", at=START)
    capture = world.fetches(paper.page, DAY)
    with pytest.raises(RuntimeError, match="power"):
        take_in(world.store, paper.page, capture, then=falls)
    assert world.owes(paper.page, DAY + MINUTE) == []
    world.takes_in(paper.page, capture)
    (errand,) = world.owes(paper.page, DAY + MINUTE)
    article = world.fetches(errand.page, DAY)
    with pytest.raises(RuntimeError, match="power"):
        take_in_article(world.store, errand, article, then=falls)
    assert (world.claims(), world.stories(), len(world.owes(paper.page, DAY + MINUTE))) == ([], [], 1)
    take_in_article(world.store, errand, article, then=consequences(world.catalogue))
    assert len(world.claims()) == 1


def test_a_price_announced_for_a_day_to_come_is_told_before_the_page_shows_it(world: World) -> None:
    page, paper = world.sells("openai", "GPT-4o", hosts=(HOST,), input="5", output="15"), world.paper()
    world.looks(timedelta(0))
    said = "From March 20, 2026, OpenAI will cut the price of GPT-4o input tokens from $5 to $2.50 per 1M tokens."
    paper.prints("soon", "OpenAI to cut GPT-4o", said, at=START + DAY)
    world.looks(DAY, paper.page)
    (event,) = world.events()
    assert (event.kind, event.effective_from and event.effective_from.day) == ("announced", 20)
    assert world.standing(event).standing is EventStanding.CLAIMED
    world.closes(10 * DAY)
    assert world.claim().state is ClaimState.WAITING
    world.site.vendor("openai").price("GPT-4o", input="2.50")
    world.looks(18 * DAY, page)
    assert [one.kind for one in world.events()] == ["announced", "price_cut"]
    assert world.claim().state is ClaimState.CONFIRMED
    standing = world.standing(event)
    assert standing.standing is EventStanding.CORROBORATED and near(standing.lag, -17 * DAY)


SOON = "From March 20, 2026, OpenAI will cut the price of GPT-4o input tokens from $5 to $2.50 per 1M tokens."


def announced(world: World) -> list[tuple[EventState, str | None]]:
    """How the announcements stand, each with its price."""
    return [(one.state, one.new and str(one.new.unit_price)) for one in world.events(*EventState)]


def announces(world: World) -> Paper:
    """The vendor's own paper, of which an announcement was told."""
    world.sells("openai", "GPT-4o", hosts=(HOST,), input="5", output="15")
    paper = world.paper()
    world.looks(timedelta(0))
    paper.prints("soon", "OpenAI to cut GPT-4o", SOON, at=START + DAY)
    world.looks(DAY, paper.page)
    assert announced(world) == [(EventState.PUBLISHED, "2.50")]
    return paper


@pytest.mark.parametrize(
    ("now", "states"),
    [
        (SOON.replace("$2.50", "$3"), [(EventState.PUBLISHED, "3"), (EventState.RETRACTED, "2.50")]),
        (SOON.replace("20,", "25,"), [(EventState.CORRECTED, "2.50")]),
        ("The price of GPT-4o input tokens stays as it is at OpenAI.", [(EventState.RETRACTED, "2.50")]),
        (f"Good news for developers. {SOON}", [(EventState.PUBLISHED, "2.50")]),
    ],
)
def test_an_announcement_stands_as_long_as_its_article_says_so(
    world: World, now: str, states: list[tuple[EventState, str]], tmp_path: Path
) -> None:
    paper = announces(world)
    paper.prints("soon", "OpenAI to cut GPT-4o (updated)", now, at=START + DAY)
    world.looks(DAY + HOUR, paper.page)
    assert sorted(announced(world), key=str) == sorted(states, key=str)
    reasons = {one.reason for one in world.events(EventState.RETRACTED, EventState.CORRECTED)}
    assert all("was edited" in reason for reason in reasons)
    again = beside(world.store, sqlite_url(tmp_path / "again.db"))
    for _ in rebuild(world.store, world.catalogue, again):
        pass
    assert list(differences(world.store, again)) == []
    again.close()


def test_the_scheduler_fetches_what_is_owed_and_closes_windows(world: World) -> None:
    now = datetime.now(UTC)
    world.sells("openai", "GPT-4o", input="5", output="15")
    paper = world.paper()
    paper.prints("cut", "OpenAI cuts GPT-4o", CUT, at=now - DAY)
    paper.prints("o3", "OpenAI cuts o3", CUT.replace("GPT-4o", "o3"), at=now - 4 * DAY)
    scheduler = Scheduler(world.store, world.catalogue, SETTINGS, tick=0.1)
    scheduler.start()
    try:
        end = time.monotonic() + 20
        while time.monotonic() < end and len(world.claims()) < 2:
            time.sleep(0.05)
    finally:
        scheduler.stop()
    assert [(row.claim.model, row.state) for row in world.claims()] == [("o3", "claimed_only"), ("GPT-4o", "waiting")]


def test_what_the_news_made_is_derived_again_from_the_stored_bytes(world: World, tmp_path: Path) -> None:
    page, paper = world.sells("openai", "GPT-4o", hosts=(HOST,), input="5", output="15"), world.paper()
    world.knows(Vendor("anthropic", "Anthropic"))
    other = world.paper("herald", "localhost")
    world.looks(timedelta(0))
    claude = "Anthropic cut the price of Claude Opus 4 input tokens from $15 to $5 per 1M tokens."
    paper.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START + 5 * DAY)
    paper.prints("claude", "Anthropic cuts Claude Opus 4", claude, at=START + 5 * DAY)
    ours = (
        "Over breakfast our reporters compared invoices, counted tokens and asked three customers, who were delighted."
    )
    theirs = "Claude Opus 4 input price lowered from $15 to $5 per 1M tokens by Anthropic."
    other.prints("claude", "Claude gets cheaper", theirs, ours, at=START + 5 * DAY)
    broken = other.prints("o3", "OpenAI cuts o3", CUT.replace("GPT-4o", "o3"), at=START + 5 * DAY)
    world.site.breaks(broken)
    for hours in (120, 121, 123):
        world.looks(hours * HOUR)
    world.site.vendor("openai").price("GPT-4o", output="0.015")
    world.looks(7 * DAY + 20 * HOUR, page)
    other.prints(
        "output",
        "GPT-4o output",
        "OpenAI cut the price of GPT-4o output tokens from $15 to $0.015 per 1M tokens.",
        at=START + 7 * DAY + 21 * HOUR,
    )
    world.looks(7 * DAY + 21 * HOUR, other.page)
    world.looks(7 * DAY + 22 * HOUR, page)
    world.closes(9 * DAY)
    rules = {(event.kind.value, event.rule) for event in world.events()}
    assert rules == {("announced", "claimed"), ("page_contradicts_claim", "contradicted"), ("price_cut", "witnessed")}
    again = beside(world.store, sqlite_url(tmp_path / "again.db"))
    for _ in rebuild(world.store, world.catalogue, again):
        pass
    assert list(differences(world.store, again)) == []
    with again.read() as c:
        assert claims(c) == world.claims()[::-1]
    again.close()
    assert all(verify(world.store, world.catalogue, event.id).holds for event in world.events())


def test_an_archive_of_feeds_and_articles_gives_what_the_crawl_gave(world: World, tmp_path: Path) -> None:
    page, paper = world.sells("openai", "GPT-4o", input="5", output="15"), world.paper()
    seen = [world.fetches(page, timedelta(0)), world.fetches(paper.page, timedelta(0))]
    paper.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START + DAY)
    seen.append(world.fetches(paper.page, DAY))
    article = Page("gazette/cut", "gazette", world.site.url("/gazette/cut"))
    seen.append(world.fetches(article, DAY + MINUTE))
    world.site.vendor("openai").price("GPT-4o", input="2.50", output="14")
    seen.append(world.fetches(page, DAY + HOUR))
    world.site.vendor("openai").price("GPT-4o", input="2.50", output="13")
    seen.append(world.fetches(page, 8 * DAY))
    archive = tmp_path / "seen.warc.gz"
    write_archive(archive, [one for one in seen if isinstance(one, Capture)])
    for _ in range(2):
        looks = list(replay(world.store, world.catalogue, world.crawler, [archive]))
        assert (len(looks), world.claim().state) == (6, ClaimState.CONFIRMED)
        standings = {(one.meter, world.standing(one).standing.value) for one in world.events()}
        assert standings == {("input", "corroborated"), ("output", "page_only"), ("output", "waiting")}
    with world.store.read() as c:
        assert [status.id for status in page_status(c, "gazette")] == ["gazette/news"]


def test_a_change_told_again_months_later_joins_its_story_and_keeps_its_lag(world: World) -> None:
    page, paper = world.sells("openai", "GPT-4o", input="5", output="15"), world.paper()
    world.looks(timedelta(0))
    paper.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START + DAY)
    world.looks(DAY, paper.page)
    world.site.vendor("openai").price("GPT-4o", input="2.50")
    world.looks(DAY + 30 * MINUTE, page)
    recap = "Back in March 2026, OpenAI cut the price of GPT-4o input tokens from $5 to $2.50 per 1M tokens."
    paper.prints("recap", "A year of price cuts", recap, at=START + 90 * DAY)
    world.looks(90 * DAY, paper.page)
    assert [(row.state, row.event_id) for row in world.claims()] == [("confirmed", world.event().id)] * 2
    assert near(world.standing(world.event()).lag, -30 * MINUTE)
    (story,) = world.stories_of(world.event())
    assert story.articles == 2


def test_a_contradiction_is_taken_back_when_the_page_confirms_the_claim_after_all(world: World) -> None:
    page, paper = world.sells("openai", "GPT-4o", hosts=(HOST,), input="5", output="15"), world.paper()
    world.looks(timedelta(0))
    paper.prints("cut", "OpenAI cuts GPT-4o", CUT, at=START + DAY)
    world.looks(DAY, paper.page)
    world.site.vendor("openai").price("GPT-4o", input="3")
    world.looks(DAY + HOUR, page)
    assert world.claim().rule == "another_price"
    assert sorted(event.kind for event in world.events()) == ["page_contradicts_claim", "price_cut"]
    world.site.vendor("openai").price("GPT-4o", input="2.50")
    world.looks(DAY + 2 * HOUR, page)
    assert (world.claim().state, [event.kind for event in world.events()]) == ("confirmed", ["price_cut", "price_cut"])
    (back,) = world.events(EventState.RETRACTED)
    assert (back.kind, back.rule) == ("page_contradicts_claim", "confirmed")
    assert verify(world.store, world.catalogue, back.id).holds
    with world.store.read() as c:
        asked = {str(row.unit_price) for row in history(c, "GPT-4o", meter="input")}
    assert asked == {"5", "3", "2.50"}


def test_a_feed_that_grew_overnight_holds_up_neither_pages_nor_other_feeds(world: World) -> None:
    page, gazette, herald = world.sells("openai", "GPT-4o", input="5"), world.paper(), world.paper("herald")
    world.looks(timedelta(0))
    for number in range(25):
        gazette.prints(f"cut-{number}", f"OpenAI cuts GPT-4o, part {number}", CUT, at=START + DAY)
    herald.prints("o3", "OpenAI cuts o3", CUT.replace("GPT-4o", "o3"), at=START + DAY)
    looks = world.looks(DAY)
    assert [look.page.id for look in looks][:3].count(page.id) == 1
    assert sorted({row.claim.model for row in world.claims()}) == ["GPT-4o", "o3"]
    assert len(world.claims()) == 11
    for _ in range(2):
        list(crawl_articles(world.store, world.catalogue, world.crawler, world.catalogue.pages, now=world.clock))
    assert len(world.claims()) == 26
