"""Stories and contradicted claims → the events that the news alone makes, told, or taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from pipeline.corroborate import (
    WINDOW,
    ClaimStanding,
    announcements,
    contradictions,
    rests_on,
    still_told,
    vendors_of,
)
from pipeline.types import ClaimState, Event, EventKind, EventStanding, EventState, Page, PageKind, Reported, Vendor
from storage.articles import articles_by_id
from storage.claims import ClaimKey, Join, claims_beside, events_beside, events_by_claim, join_claims
from storage.corrections import correct
from storage.events import events
from storage.news_answers import ArticleRow, ClaimRow, Standing, StoryRow
from storage.pages import add_place
from storage.queries import EventQuery
from storage.record import record_events
from storage.shown import readable_vendors
from storage.standings import set_standings, standings_of
from storage.stories import stories_by_id, stories_with

MOST = 500
"""Announcements that are looked at when an article was edited, the newest."""


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


def contradict(
    c: Connection, vendors: Mapping[str, Vendor], claims: Mapping[ClaimKey, ClaimStanding], now: datetime
) -> list[Event]:
    """Events of claims that the page contradicts; those that are told already are left as they are."""
    against = [key for key, how in claims.items() if how.state is ClaimState.CONTRADICTED]
    made: list[Event] = []
    for row in stories_by_id(c, stories_with(c, against).values()):
        told = contradictions(row.story, _reports(c, row), claims, vendors, now)
        made += _tell(c, row, told, now, agrees=False)
    return made


def take_back(
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


def bear_out(
    c: Connection, rows: Mapping[ClaimKey, ClaimRow], claims: Mapping[ClaimKey, ClaimStanding], now: datetime
) -> None:
    """Announcements of claims that a page shows now: no longer from the news alone."""
    shown = {
        key: how
        for key, how in claims.items()
        if how.state is ClaimState.CONFIRMED and rows[key].state is not ClaimState.CONFIRMED
    }
    found: dict[str, ClaimStanding] = {}
    told = events_by_claim(c, shown, EventKind.ANNOUNCED)
    for key, event_id in sorted(told, key=lambda one: (*_soonest_first(shown[one[0]]), one)):
        found.setdefault(event_id, shown[key])
    set_standings(c, [
        Standing(one, EventStanding.CORROBORATED, how.until, _seconds(how.lag), now)
        for one, how in found.items()
    ])  # fmt: skip


def _soonest_first(how: ClaimStanding) -> tuple[bool, timedelta]:
    return how.lag is None, how.lag or timedelta(0)


def follow_edits(c: Connection, vendors: Mapping[str, Vendor], edited: Sequence[ArticleRow], now: datetime) -> None:
    """Announcements of articles that were edited and say so no longer: corrected where they say it otherwise and it is
    the same announcement, else taken back. What a page has shown since stands."""
    if not edited:
        return
    told = events(c, EventQuery(kinds=frozenset({EventKind.ANNOUNCED})), limit=MOST)
    resting = [one for one in told if any(rests_on(one, row.reported.article) for row in edited)]
    stands = standings_of(c, [one.id for one in resting])
    beside = claims_beside(c, [one.id for one in resting])
    anew = {(row.reported.id, number) for row in edited for number in range(len(row.reported.claims))}
    for event in resting:
        if (how := stands.get(event.id)) and how.standing is EventStanding.CORROBORATED:
            continue
        said = {row.key for row in beside.get(event.id, ())} | anew
        reports = {row.reported.id: row.reported for row in articles_by_id(c, {article for article, _ in said})}
        if not still_told(event, said, reports, vendors):
            _put_right(c, vendors, event, now)


def _put_right(c: Connection, vendors: Mapping[str, Vendor], event: Event, now: datetime) -> None:
    made = (
        one
        for row in stories_by_id(c, [event.detail.get("story", "")])
        for one in announcements(row.story, _reports(c, row), vendors, readable_vendors(c), now)
    )
    right = next((one for one in made if one.id == event.id), None)
    if right is None:
        reason = "The article that told it was edited, and says so no longer."
        correct(c, event.id, EventState.RETRACTED, reason, now, rule="edited")
    else:
        right = replace(right, observed_at=event.observed_at, published_at=event.published_at)
        reason = "The article that told it was edited, and says otherwise since."
        correct(c, event.id, EventState.CORRECTED, reason, now, right, rule="edited")


def _tell(c: Connection, row: StoryRow, made: Sequence[Event], now: datetime, *, agrees: bool) -> list[Event]:
    """Record events of a story and put its claims beside them; returns those that are new."""
    ids = [event.id for event in made]
    known = standings_of(c, ids)
    new = [event for event in made if event.id not in known]
    for event in new:
        add_place(c, Page(event.page, event.vendor, event.evidence.url, PageKind.NEWS))
    record_events(c, new, now)
    set_standings(c, [_standing(event, row, now, agrees=agrees) for event in new])
    join_claims(c, [
        Join(event.id, one.key, round((one.at - event.observed_at).total_seconds()), agrees)
        for event in made for one in row.claims if _same_subject(event, one)
    ])  # fmt: skip
    return new


def _standing(event: Event, row: StoryRow, now: datetime, *, agrees: bool) -> Standing:
    """From the news alone, unless a page shows already what it announces."""
    shown = [one for one in row.claims if agrees and one.state is ClaimState.CONFIRMED and _same_subject(event, one)]
    if not shown:
        return Standing(event.id, EventStanding.CLAIMED, now, None, now)
    first = min(shown, key=lambda one: (one.lag is None, one.lag or 0, one.key))
    return Standing(event.id, EventStanding.CORROBORATED, first.due_by, first.lag, now)


def _same_subject(event: Event, row: ClaimRow) -> bool:
    return event.vendor == vendors_of(row.claim.vendor)[0] and row.claim.meter == event.meter and (
        (row.claim.model_id is not None and row.claim.model_id == event.model_id) or row.claim.model == event.model
    )  # fmt: skip


def _reports(c: Connection, row: StoryRow) -> dict[str, Reported]:
    return {one.reported.id: one.reported for one in articles_by_id(c, (article for article, _ in row.story.claims))}


def _seconds(lag: timedelta | None) -> int | None:
    return None if lag is None else round(lag.total_seconds())
