"""What a look adds, or a window that ends → stories, claims and events joined, pages made due, announcements told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from pipeline.corroborate import (
    WINDOW,
    ClaimStanding,
    EventNews,
    Told,
    announcements,
    contradictions,
    event_standing,
    span_of,
    standing,
    vendors_of,
)
from pipeline.corroborate.kinds import NOT_OF_A_PAGE
from pipeline.stories import companies, stories
from pipeline.types import ClaimState, Event, EventKind, EventStanding, EventState, Page, PageKind, Reported, Vendor
from schedules.look import Look, Then
from spiders.declarations import Catalogue
from storage.articles import articles_by_id
from storage.claims import (
    ClaimKey,
    Join,
    Settled,
    claims_about,
    claims_beside,
    claims_of,
    claims_past,
    events_beside,
    join_claims,
    settle,
)
from storage.corrections import correct
from storage.engine import Store
from storage.events import events
from storage.news_answers import ClaimRow, Standing, StoryRow
from storage.pages import add_place, hasten
from storage.queries import EventQuery, Order
from storage.record import record_events
from storage.shown import readable_vendors, shown_of
from storage.standings import events_waiting, set_standings, standings_of
from storage.stories import known_stories, record_stories, stories_by_id, stories_with

PRICED = (PageKind.PRICING, PageKind.LIMITS, PageKind.API)
APART = timedelta(minutes=10)
"""However much is claimed, no page is looked at more often."""
FOLLOWED = timedelta(hours=1)
"""So long after a claim its pages are looked at again and again."""
RECALLED = timedelta(days=120)
"""Stories last told so long ago may still be joined by a recap."""
MOST = 500
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class _Joined:
    """How the claims and events of some vendors stand to each other at a moment."""

    rows: Mapping[ClaimKey, ClaimRow]
    claims: Mapping[ClaimKey, ClaimStanding]
    """Those that were asked about."""
    events: Mapping[str, Event]
    news: Mapping[str, EventNews]


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
        made = join(c, vendors, concerned, look.at, look.articles)
        made += announce(c, vendors, grown, look.at)
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
            made += join(c, vendors, ended.vendors, moment, ended.articles, ended.events)
    return made


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


# Stories


def tell_stories(c: Connection, told: Sequence[Reported]) -> list[str]:
    """Put new articles to the stories on record, or begin new ones; returns the ids of those that grew."""
    claiming = [reported for reported in told if reported.claims]
    if not claiming:
        return []
    of = {company for reported in claiming for company in companies(reported)}
    since = min(reported.at for reported in claiming) - RECALLED
    known = [row.story for row in known_stories(c, of, since, MOST)]
    before = articles_by_id(c, (article for story in known for article, _ in story.claims))
    found = stories(claiming, known, [row.reported for row in before])
    record_stories(c, found)
    return [story.id for story in found]


# Claims and events


def join(
    c: Connection,
    vendors: Mapping[str, Vendor],
    concerned: Collection[str],
    now: datetime,
    articles: Collection[str] = (),
    waiting: Collection[Event] = (),
) -> list[Event]:
    """Ask anew how the claims and events of some vendors stand to each other; returns the contradictions that this
    tells. The claims of `articles` and the events `waiting` are among them however old they are."""
    if not concerned:
        return []
    rows = {row.key: row for row in _rows(c, vendors, concerned, now, articles)}
    asked = [row for row in rows.values() if _is_open(row, now)]
    seen = {event.id: event for event in (*waiting, *_events(c, concerned, asked, now))}
    shown = shown_of(c, concerned) if asked else []
    claims = {row.key: standing(row.claim, row.at, seen.values(), shown, now) for row in asked}
    told_of = {event_id for how in claims.values() for event_id in how.events} | {event.id for event in waiting}
    rows |= {row.key: row for beside in claims_beside(c, sorted(told_of)).values() for row in beside}
    told = [Told(row.claim, row.at, _ref(key)) for key, row in rows.items()]
    young = (event for event in seen.values() if event.id in told_of or event.observed_at >= now - 2 * WINDOW)
    news = {event.id: event_standing(event, told, now) for event in young}
    _record(c, _Joined(rows, claims, seen, news), now)
    _take_back(c, rows, claims, now)
    return _contradict(c, vendors, claims, now)


def _rows(
    c: Connection, vendors: Mapping[str, Vendor], concerned: Collection[str], now: datetime, articles: Collection[str]
) -> Iterable[ClaimRow]:
    """The claims of the vendors' prices that may still have to do with an event."""
    companies_of = {one for one in vendors if set(vendors_of(one)) & set(concerned)} | set(concerned)
    yield from claims_about(c, companies_of, (), now - 2 * WINDOW, ClaimState)
    yield from claims_of(c, sorted(articles))


def _events(c: Connection, concerned: Collection[str], asked: Iterable[ClaimRow], now: datetime) -> list[Event]:
    """The events of the vendors that any of the claims may tell, and those that still wait for the news."""
    spans = [span_of(row.claim, row.at)[0] for row in asked]
    since = None if None in spans else min([now - WINDOW, *(begins for begins in spans if begins)])
    found = []
    for vendor in sorted(concerned):
        newest = events(c, EventQuery(vendor=vendor, since=since), limit=MOST, order=Order.NEWEST_FIRST)
        found += [event for event in newest if event.kind not in NOT_OF_A_PAGE]
    return found


def _is_open(row: ClaimRow, now: datetime) -> bool:
    """A contradiction may turn out to be a confirmation as long as the window is open; nothing else changes again."""
    return row.state is ClaimState.WAITING or (row.state is ClaimState.CONTRADICTED and row.due_by > now)


def _record(c: Connection, found: _Joined, now: datetime) -> None:
    settled = [_settled(found.rows[key], how) for key, how in found.claims.items()]
    settle(c, [one for one in settled if one is not None], now)
    join_claims(c, list(_joins(found)))
    before = standings_of(c, list(found.news))
    after = [Standing(key, one.standing, one.until, _seconds(one.lag), now) for key, one in found.news.items()]
    set_standings(c, [one for one in after if _differs(before.get(one.event_id), one)])


def _settled(row: ClaimRow, how: ClaimStanding) -> Settled | None:
    """None where the claim stands as it stood."""
    event_id = how.events[0] if how.events else None
    now = Settled(row.key, how.state, how.until, _seconds(how.lag), event_id, how.rule, how.reason)
    before = (row.state, row.due_by, row.lag, row.rule, row.reason)
    if before == (now.state, now.due_by, now.lag, now.rule, now.reason) and event_id in (None, row.event_id):
        return None
    return now


def _joins(found: _Joined) -> Iterable[Join]:
    beside: dict[tuple[str, ClaimKey], bool] = {}
    for event_id, news in found.news.items():
        beside |= {(event_id, _key(ref)): True for ref in news.refs}
    for key, how in found.claims.items():
        beside |= {(event_id, key): how.state is ClaimState.CONFIRMED for event_id in how.events}
    for (event_id, key), agrees in sorted(beside.items()):
        yield Join(
            event_id, key, round((found.rows[key].at - found.events[event_id].observed_at).total_seconds()), agrees
        )


def _differs(before: Standing | None, after: Standing) -> bool:
    if before is None:
        return True
    return (before.standing, before.lag, before.until) != (after.standing, after.lag, after.until)


# What the news alone makes


def announce(c: Connection, vendors: Mapping[str, Vendor], story_ids: Collection[str], now: datetime) -> list[Event]:
    """Events of stories that no page can tell, or none yet; those that are told already are left as they are."""
    if not story_ids:
        return []
    readable = readable_vendors(c)
    made: list[Event] = []
    for row in stories_by_id(c, story_ids):
        if row.story.last_at >= now - WINDOW:
            told = announcements(row.story, _reports(c, row), vendors, readable, now)
            made += _tell(c, row, told, now, agrees=True)
    return made


def _contradict(
    c: Connection, vendors: Mapping[str, Vendor], claims: Mapping[ClaimKey, ClaimStanding], now: datetime
) -> list[Event]:
    against = [key for key, how in claims.items() if how.state is ClaimState.CONTRADICTED]
    made: list[Event] = []
    for row in stories_by_id(c, stories_with(c, against).values()):
        told = contradictions(row.story, _reports(c, row), claims, vendors, now)
        made += _tell(c, row, told, now, agrees=False)
    return made


def _take_back(
    c: Connection, rows: Mapping[ClaimKey, ClaimRow], claims: Mapping[ClaimKey, ClaimStanding], now: datetime
) -> None:
    """Contradictions of claims that the page confirms after all."""
    right = {
        key: how
        for key, how in claims.items()
        if how.state is ClaimState.CONFIRMED and rows[key].state is ClaimState.CONTRADICTED
    }
    for event_id in events_beside(c, right, EventKind.PAGE_CONTRADICTS_CLAIM):
        reason = f"The page confirms the report after all. {next(iter(right.values())).reason}"
        correct(c, event_id, EventState.RETRACTED, reason, now, rule="confirmed")


def _tell(c: Connection, row: StoryRow, made: Sequence[Event], now: datetime, *, agrees: bool) -> list[Event]:
    """Record events of a story and put its claims beside them; returns those that are new."""
    ids = [event.id for event in made]
    known = standings_of(c, ids)
    new = [event for event in made if event.id not in known]
    for event in new:
        add_place(c, Page(event.page, event.vendor, event.evidence.url, PageKind.NEWS))
    record_events(c, new, now)
    claimed = [Standing(event.id, EventStanding.CLAIMED, now, None, now) for event in new]
    set_standings(c, claimed)
    join_claims(c, [
        Join(event.id, one.key, round((one.at - event.observed_at).total_seconds()), agrees)
        for event in made for one in row.claims if _same_subject(event, one)
    ])  # fmt: skip
    return new


def _same_subject(event: Event, row: ClaimRow) -> bool:
    return event.vendor == vendors_of(row.claim.vendor)[0] and row.claim.meter == event.meter and (
        (row.claim.model_id is not None and row.claim.model_id == event.model_id) or row.claim.model == event.model
    )  # fmt: skip


def _reports(c: Connection, row: StoryRow) -> dict[str, Reported]:
    return {one.reported.id: one.reported for one in articles_by_id(c, (article for article, _ in row.story.claims))}


# Pages made due


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


def _ref(key: ClaimKey) -> str:
    return f"{key[0]}:{key[1]}"


def _key(ref: str) -> ClaimKey:
    article, _, number = ref.rpartition(":")
    return article, int(number)


def _seconds(lag: timedelta | None) -> int | None:
    return None if lag is None else round(lag.total_seconds())
