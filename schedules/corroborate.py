"""What a look adds, or a window that ends → stories told, claims and events joined, pages made due."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from pipeline.corroborate import vendors_of
from pipeline.stories import companies, stories
from pipeline.types import ClaimState, Event, PageKind, Reported, Vendor
from schedules.announce import announce, bear_out, contradict, follow_edits, take_back
from schedules.join import join
from schedules.look import Look, Then
from spiders.declarations import Catalogue
from storage.articles import articles_by_id
from storage.claims import claims_about, claims_of, claims_past
from storage.engine import Store
from storage.news_answers import ClaimRow
from storage.pages import hasten
from storage.standings import events_waiting
from storage.stories import known_stories, record_stories

PRICED = (PageKind.PRICING, PageKind.LIMITS, PageKind.API)
APART = timedelta(minutes=10)
"""However much is claimed, no page is looked at more often."""
FOLLOWED = timedelta(hours=1)
"""So long after a claim its pages are looked at again and again."""
RECALLED = timedelta(days=120)
"""Stories last told so long ago may still be joined by a recap."""
KNOWN = 500
"""Stories of some companies that a new article is compared with, the newest."""
AT_ONCE = 200
"""Claims, and events, whose windows are closed in one go."""


@dataclass(slots=True)
class _Ended:
    """Whose windows end at one moment."""

    vendors: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)


def corroboration(catalogue: Catalogue) -> Then:
    """What to do in the transaction that records a look, for the vendors of `catalogue`."""
    vendors = {vendor.id: vendor for vendor in catalogue.vendors}

    def follow(c: Connection, look: Look) -> Look:
        told = articles_by_id(c, look.articles)
        grown = tell_stories(c, [row.reported for row in told])
        concerned = {vendor for row in told for claim in row.reported.claims for vendor in vendors_of(claim.vendor)}
        if look.events or look.resolutions or look.outcome in ("first", "changed"):
            concerned.add(look.page.vendor)
        made = _settle(c, vendors, concerned, look.at, look.articles)
        made += announce(c, vendors, grown, look.at)
        follow_edits(c, vendors, [row for row in told if row.revised_at is not None], look.at)
        _make_due(c, look, claims_of(c, look.articles))
        return replace(look, events=(*look.events, *made))

    return follow


def close_windows(store: Store, catalogue: Catalogue, now: datetime) -> list[Event]:
    """Settle the claims and events whose windows have ended; returns the contradictions that this tells.

    Each is settled as of the end of its window, whenever we come to it: the same looks give the same outcome.
    """
    vendors = {vendor.id: vendor for vendor in catalogue.vendors}
    made: list[Event] = []
    for moment, ended in sorted(_ended(store, now).items()):
        with store.write() as c:
            made += _settle(c, vendors, ended.vendors, moment, ended.articles, ended.events)
    return made


def _settle(
    c: Connection,
    vendors: Mapping[str, Vendor],
    concerned: Collection[str],
    now: datetime,
    articles: Collection[str],
    waiting: Collection[Event] = (),
) -> list[Event]:
    """Join the claims and events of some vendors; returns the contradictions that this tells."""
    if not concerned:
        return []
    found = join(c, vendors, concerned, now, articles, waiting)
    take_back(c, found.rows, found.claims, now)
    bear_out(c, found.rows, found.claims, now)
    return contradict(c, vendors, found.claims, now)


def _ended(store: Store, now: datetime) -> dict[datetime, _Ended]:
    found: dict[datetime, _Ended] = {}
    with store.read() as c:
        for row in claims_past(c, now, AT_ONCE):
            over = found.setdefault(row.due_by, _Ended())
            over.vendors.update(vendors_of(row.claim.vendor))
            over.articles.add(row.article)
        for event, until in events_waiting(c, now, AT_ONCE):
            over = found.setdefault(until, _Ended())
            over.vendors.add(event.vendor)
            over.events.append(event)
    return found


def tell_stories(c: Connection, told: Sequence[Reported]) -> list[str]:
    """Put new articles to the stories on record, or begin new ones; returns the ids of those that grew."""
    claiming = [reported for reported in told if reported.claims]
    if not claiming:
        return []
    of = {company for reported in claiming for company in companies(reported)}
    since = min(reported.at for reported in claiming) - RECALLED
    known = [row.story for row in known_stories(c, of, since, KNOWN)]
    before = articles_by_id(c, (article for story in known for article, _ in story.claims))
    found = stories(claiming, known, [row.reported for row in before])
    record_stories(c, found)
    return [story.id for story in found]


def _make_due(c: Connection, look: Look, told: Sequence[ClaimRow]) -> None:
    """The pages of whom the look's articles claim something that waits; and the looked-at page itself once more, where
    something was claimed of it lately: the page may follow the news by minutes."""
    waiting = [row for row in told if row.state is ClaimState.WAITING and row.due_by > look.at]
    concerned = {vendor for row in waiting for vendor in vendors_of(row.claim.vendor)}
    if look.page.kind in PRICED and look.outcome != "failed":
        open_now = claims_about(c, [look.page.vendor], (), look.at, (ClaimState.WAITING,))
        concerned |= {look.page.vendor for row in open_now if row.seen_at > look.at - FOLLOWED}
    if concerned:
        hasten(c, concerned, PRICED, look.at, APART)
