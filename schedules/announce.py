"""Stories and contradicted claims → the events that the news alone makes, told, or taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from pipeline.corroborate import WINDOW, ClaimStanding, announcements, contradictions, vendors_of
from pipeline.types import ClaimState, Event, EventKind, EventStanding, EventState, Page, PageKind, Reported, Vendor
from storage.articles import articles_by_id
from storage.claims import ClaimKey, Join, events_beside, join_claims
from storage.corrections import correct
from storage.news_answers import ClaimRow, Standing, StoryRow
from storage.pages import add_place
from storage.record import record_events
from storage.shown import readable_vendors
from storage.standings import set_standings, standings_of
from storage.stories import stories_by_id, stories_with


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
