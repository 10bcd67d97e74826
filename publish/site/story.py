"""The stories: what is told of prices, by whom, in which words, and how it stands against the pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from pipeline.types import Event, PageKind
from publish.claim_words import claim_words, heading_words, lag_words, standing_words
from publish.plain import plain, web_link
from publish.site.page import Page, Shown
from publish.site.stories_asked import choices, stories_asked
from publish.site.visit import NotFound, Visit, address
from publish.site.words.story import WORDS
from publish.sums import sum_words
from publish.wording import tell
from storage.news_answers import ClaimRow, StoryRow
from storage.pages import page_status
from storage.stories import events_of, stories, story

MOST_STORIES = 30
LONGEST_QUOTE = 600


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claim in words, with the sentence that says it."""

    words: str
    quote: str
    state: str
    standing: str
    title: str
    site: str
    address: str | None
    lang: str
    at: datetime
    event: str | None
    sums: tuple[str, ...]
    """What its figures come to; empty where they are not reckoned up, or none is printed."""


@dataclass(frozen=True, slots=True)
class Told:
    """One story in words."""

    id: str
    says: str
    """Its fullest claim: what tells it from the other stories of the same article."""
    title: str
    """Of the article that told it first."""
    lang: str
    """Of that article."""
    first_at: datetime
    last_at: datetime
    articles: int
    origins: tuple[str, ...]
    claims: tuple[Claimed, ...]
    events: int
    lag: str
    """Who was first, page or news, and by how much; empty where nothing is joined."""


def gather_stories(c: Connection, here: Visit) -> Shown:
    """The latest stories of those that the address asks for, or those behind the place that it names."""
    if any(not value for name, value in here.pairs if name != "lang"):
        return Shown("", to=address("/stories", [pair for pair in here.pairs if pair[1]]))
    asked = stories_asked(here)
    found = stories(c, asked.query, asked.after, MOST_STORIES + 1)
    older = str(found[MOST_STORIES - 1].cursor) if len(found) > MOST_STORIES else ""
    narrowed = dict(asked.pairs)
    sources = [one for one in page_status(c) if one.kind is PageKind.NEWS and not one.retired]
    return Shown(
        WORDS["title"][here.lang],
        {
            "stories": [_told(row, _once(row.claims), here) for row in found[:MOST_STORIES]],
            "asked": asked,
            "choices": choices(asked, here),
            "older": here.to("/stories", **narrowed, after=older) if older else "",
            "first": here.to("/stories", **narrowed) if asked.after else "",
            "everything": here.to("/stories") if narrowed else "",
            "checked": max((one.last_checked_at for one in sources if one.last_checked_at), default=None),
        },
        description=WORDS["means"][here.lang],
    )


def gather_story(c: Connection, here: Visit) -> Shown:
    found = story(c, here.id())
    if found is None:
        raise NotFound
    joined = events_of(c, found.story.id)
    told = _told(found, found.claims, here, [one.event for one in joined])
    return Shown(
        told.says,
        {
            "story": told,
            "joined": [
                (
                    one.event.id,
                    tell(one.event, here.vendors, here.lang).title,
                    lag_words(timedelta(seconds=one.lag), here.lang),
                    one.agrees,
                )
                for one in joined
            ],
        },
        description=told.title,
    )


def told_by(rows: Iterable[StoryRow], beside: Sequence[ClaimRow], here: Visit) -> list[Told]:
    """The stories that tell an event, with those of their claims that stand beside it."""
    keys = {row.key for row in beside}
    return [_told(row, [one for one in row.claims if one.key in keys] or row.claims, here) for row in rows]


def story_heading(row: StoryRow, here: Visit) -> str:
    return heading_words((one.claim for one in row.claims), here.vendors, here.lang)


def _once(claims: Iterable[ClaimRow]) -> list[ClaimRow]:
    """Of the claims that say one thing, the one told first."""
    kept: dict[tuple[object, ...], ClaimRow] = {}
    for one in claims:
        kept.setdefault((one.vendor, one.claim.model_id or one.claim.model, one.claim.kind, one.claim.meter), one)
    return list(kept.values())


def _told(row: StoryRow, claims: Sequence[ClaimRow], here: Visit, joined: Sequence[Event] = ()) -> Told:
    """Reckoned up where the events that it tells are given."""
    lag = next((one.lag for one in claims if one.lag is not None), None)
    return Told(
        id=row.story.id,
        says=story_heading(row, here),
        title=plain(row.title),
        lang=row.claims[0].lang,
        first_at=row.story.first_at,
        last_at=row.story.last_at,
        articles=row.articles,
        origins=tuple(plain(origin, 80) for origin in row.story.origins),
        claims=tuple(
            _claimed(one, here, sum_words(one, claims, joined, here.lang) if joined else ()) for one in claims
        ),
        events=len(row.events),
        lag=lag_words(timedelta(seconds=lag), here.lang) if lag is not None else "",
    )


def _claimed(row: ClaimRow, here: Visit, sums: tuple[str, ...]) -> Claimed:
    lag = timedelta(seconds=row.lag) if row.lag is not None else None
    return Claimed(
        words=claim_words(row.claim, here.vendors, here.lang),
        quote=plain(row.claim.quote, LONGEST_QUOTE),
        state=row.state.value,
        standing=standing_words(row.state, row.rule, lag, here.lang),
        title=plain(row.title),
        site=plain(row.site, 80),
        address=web_link(row.url),
        lang=row.lang,
        at=row.at,
        event=row.event_id,
        sums=sums,
    )


STORIES_PAGE = Page("/stories", "stories.html", WORDS, gather_stories)
STORY_PAGE = Page("/stories/{id}", "story.html", WORDS, gather_story, place="/stories")
