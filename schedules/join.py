"""The claims and events of some vendors → how each stands to the others now, asked anew and recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from pipeline.corroborate import (
    WINDOW,
    ClaimStanding,
    EventNews,
    Told,
    event_standing,
    span_of,
    standing,
    vendors_of,
)
from pipeline.corroborate.kinds import NOT_OF_A_PAGE
from pipeline.types import ClaimState, Event
from storage.claims import ClaimKey, Join, Settled, claims_about, claims_beside, claims_of, join_claims, settle
from storage.events import events
from storage.news_answers import ClaimRow, Standing
from storage.queries import EventQuery, Order
from storage.shown import shown_of
from storage.standings import set_standings, standings_of

MOST = 500
"""Events of one vendor that are looked at, the newest."""


@dataclass(frozen=True, slots=True)
class Joined:
    """How the claims and events of some vendors stand to each other at a moment."""

    rows: Mapping[ClaimKey, ClaimRow]
    """The claims as they stood before."""
    claims: Mapping[ClaimKey, ClaimStanding]
    """How those stand now that were asked about."""
    events: Mapping[str, Event]
    news: Mapping[str, EventNews]
    """How the events stand now that were asked about."""


def join(
    c: Connection,
    known: Collection[str],
    concerned: Collection[str],
    now: datetime,
    articles: Collection[str] = (),
    waiting: Collection[Event] = (),
) -> Joined:
    """Ask anew how the claims and events of the vendors `concerned` stand, and record it. The claims of `articles` and
    the events `waiting` are among them however old they are; `known` are the ids of all vendors."""
    rows = {row.key: row for row in _rows(c, known, concerned, now, articles)}
    asked = [row for row in rows.values() if _is_open(row, now)]
    seen = {event.id: event for event in (*waiting, *_events(c, concerned, asked, now))}
    shown = shown_of(c, concerned) if asked else []
    claims = {row.key: standing(row.claim, row.at, seen.values(), shown, now) for row in asked}
    told_of = {event_id for how in claims.values() for event_id in how.events} | {event.id for event in waiting}
    rows |= {row.key: row for beside in claims_beside(c, sorted(told_of)).values() for row in beside}
    told = [Told(row.claim, row.at, _ref(key)) for key, row in rows.items()]
    young = (event for event in seen.values() if event.id in told_of or event.observed_at >= now - 2 * WINDOW)
    found = Joined(rows, claims, seen, {event.id: event_standing(event, told, now) for event in young})
    _record(c, found, now)
    return found


def _rows(
    c: Connection, known: Collection[str], concerned: Collection[str], now: datetime, articles: Collection[str]
) -> Iterable[ClaimRow]:
    """The claims of the vendors' prices that may still have to do with an event."""
    companies_of = {one for one in known if set(vendors_of(one)) & set(concerned)} | set(concerned)
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


def _record(c: Connection, found: Joined, now: datetime) -> None:
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


def _joins(found: Joined) -> Iterable[Join]:
    beside: dict[tuple[str, ClaimKey], bool] = {}
    for event_id, news in found.news.items():
        beside |= {(event_id, _key(ref)): True for ref in news.refs}
    for key, how in found.claims.items():
        beside |= {(event_id, key): how.state is ClaimState.CONFIRMED for event_id in how.events}
    for (event_id, key), agrees in sorted(beside.items()):
        lag = found.rows[key].at - found.events[event_id].observed_at
        yield Join(event_id, key, round(lag.total_seconds()), agrees)


def _differs(before: Standing | None, after: Standing) -> bool:
    if before is None:
        return True
    return (before.standing, before.lag, before.until) != (after.standing, after.lag, after.until)


def _ref(key: ClaimKey) -> str:
    return f"{key[0]}:{key[1]}"


def _key(ref: str) -> ClaimKey:
    article, _, number = ref.rpartition(":")
    return article, int(number)


def _seconds(lag: timedelta | None) -> int | None:
    return None if lag is None else round(lag.total_seconds())
