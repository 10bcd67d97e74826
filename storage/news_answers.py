"""What the database answers about the news, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipeline.types import Claim, ClaimState, Event, EventStanding, FeedEntry, Reported, Story
from storage.queries import Cursor


class Gate(StrEnum):
    """How far an entry of a news page has come."""

    KEPT_OUT = "kept_out"
    """Does not concern prices: nothing of it was read."""
    OLD = "old"
    """Was there at the page's first sight and is older than any window: not asked for in full."""
    OWED = "owed"
    """Its article is still to be fetched."""
    READ = "read"
    TEASER = "teaser"
    """Its article could not be fetched: what the news page itself prints of it was read."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry that a news page has shown before."""

    page: str
    entry: str
    digest: str
    url: str
    title: str
    first_at: datetime
    last_at: datetime
    gate: Gate
    tries: int
    article: str | None


@dataclass(frozen=True, slots=True)
class Owed:
    """An entry whose article is still to be fetched."""

    page: str
    entry: FeedEntry
    seen_at: datetime
    """When the page was first seen to point at it."""
    tries: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The bytes that an article was read from."""

    page: str
    """The news page that pointed at it."""
    sha256: str
    at: datetime
    """When they were fetched."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article on record, with what it claims."""

    reported: Reported
    reading: Reading
    sha256: str
    """Of `Article.whole` in UTF-8; among the bodies where it claims anything."""
    revised_at: datetime | None

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.reported.at, self.reported.id)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim on record: who told it, and how it stands."""

    article: str
    number: int
    """Its place among the claims of the article, from 0."""
    claim: Claim
    vendor: str
    """The id under which the catalogue watches who sets the price."""
    at: datetime
    """When it was told."""
    seen_at: datetime
    title: str
    url: str
    site: str
    lang: str
    origin: str
    page: str
    """The news page that first pointed at the article."""
    sha256: str
    """Of `Article.whole` in UTF-8, of which `claim.quote` is a piece."""
    state: ClaimState
    due_by: datetime
    """The end of the window in which an event may still confirm it."""
    settled_at: datetime | None
    lag: int | None
    """Seconds from when the page was first seen to say so to when the article told it: below zero, news was first."""
    event_id: str | None
    """The event that confirms or contradicts it, or that tells it where no page can."""
    rule: str
    """What decided: seen, price_stands, another_price, window, …; see `pipeline.corroborate.ClaimStanding`."""
    reason: str
    """How it came to stand so, in one sentence."""

    @property
    def key(self) -> tuple[str, int]:
        return self.article, self.number

    @property
    def contradiction(self) -> str:
        """What the page says instead, in one sentence; empty where it does not."""
        return self.reason if self.state is ClaimState.CONTRADICTED else ""

    @property
    def cursor(self) -> Cursor:
        """The place right behind this claim: give it to the next call to go on."""
        return Cursor(self.at, f"{self.article}:{self.number:04d}")


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story on record, with its claims, first told first."""

    story: Story
    claims: tuple[ClaimRow, ...]
    events: tuple[str, ...]
    """Ids of the events that it tells, by time."""

    @property
    def title(self) -> str:
        """Of the article that told it first."""
        return self.claims[0].title

    @property
    def articles(self) -> int:
        """How many articles tell it, reposts included."""
        return len({row.article for row in self.claims})

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.story.first_at, self.story.id)


@dataclass(frozen=True, slots=True)
class Joined:
    """An event that a story tells."""

    event: Event
    lag: int
    """Seconds from the event to the story's first article that tells it; below zero, news was first."""
    agrees: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How an event stands against the news."""

    event_id: str
    standing: EventStanding
    until: datetime
    """The end of the window in which the news may still tell it."""
    lag: int | None
    """Seconds to the first article that tells it; below zero, news was first."""
    at: datetime
    """Since when it stands so."""
