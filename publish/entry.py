"""What every wire tells of one event: plain text in one language, to be escaped by each format in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from pipeline.types import EventKind, EventState
from publish.money import Lang


@dataclass(frozen=True, slots=True)
class Row:
    """One rate, limit or allowance before and now."""

    what: str
    before: str
    now: str
    size: str = ""
    """`−9 %`, `+20 %`; empty where there are not two prices to compare."""
    event: str = ""
    """The id of the event that tells this one by itself: of a move in a price war; empty elsewhere."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of evidence: `Printed now`, `“$0.60”`."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Telling:
    """A story that tells the event: its first article, and who was first."""

    title: str
    """Of that article."""
    says: str
    """The story's fullest claim in words: what tells it from the other stories of the same article."""
    site: str
    link: str | None
    """http or https; None if the article's address is neither."""
    lag: str
    """`news first, page 4 h later`; empty where it is not known."""
    origins: int
    """How many wrote it independently."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in words."""

    id: str
    """The event's id: the same for ever, in both languages, corrected or not."""
    lang: Lang
    kind: EventKind
    kind_words: str
    state: EventState
    vendor: str
    vendor_name: str
    title: str
    summary: str
    sides: tuple[str, str]
    """What the columns `before` and `now` of its rows are: two looks at one page, or a maker and its reseller."""
    rows: tuple[Row, ...]
    more: int
    """How many rows more the event has than `rows` shows."""
    facts: tuple[Fact, ...]
    source: str | None
    """The page's address, http or https; None if the page's address is neither."""
    published_at: datetime
    updated_at: datetime
    """Later than `published_at` once the event has been corrected or retracted."""
    line: int = 0
    """The number of the line on the wire that told it last: the order of what was told in one moment."""
    standing: str = ""
    """How it stands against the news: `also in the news (page first, news 36 s later)`; empty where it is not known."""
    stories: tuple[Telling, ...] = ()

    @property
    def guid(self) -> str:
        """`urn:uuid:…`, the UUID of the name `pricewire:event:<id>`: never changes, is no address, and needs no host
        that somebody might lose."""
        return uuid5(NAMESPACE_URL, f"pricewire:event:{self.id}").urn
