"""The stories on record: which claims are in each, which events each tells, and the stories of many events at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, exists, or_, select, tuple_

from pipeline.types import Event, Story
from storage.claims import ClaimKey, claim_row, told_claims
from storage.events import event_from
from storage.news_answers import ClaimRow, Joined, StoryRow
from storage.news_queries import NewsQuery, behind, between, of_claims, says
from storage.queries import Cursor
from storage.tables import claims, events, joins, members
from storage.tables import stories as table
from storage.upserts import upsert

EVERYTHING = NewsQuery()
_CHUNK = 500


def record_stories(c: Connection, found: Sequence[Story]) -> None:
    """Stories with all their claims, new ones or grown. A claim is in one story: it leaves the one it was in, and a
    story with no claim left is gone."""
    were = set(stories_with(c, [key for story in found for key in story.claims]).values())
    upsert(c, table, [_row(story) for story in found])
    rows = [
        {"article": article, "number": number, "story": story.id, "place": place}
        for story in found
        for place, (article, number) in enumerate(story.claims)
    ]
    upsert(c, members, rows)
    forget_empty(c, were)


def forget_empty(c: Connection, ids: Collection[str]) -> None:
    """Of these stories, those with no claim left go."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), _CHUNK):
        empty = table.c.id.in_(wanted[start : start + _CHUNK]), ~exists().where(members.c.story == table.c.id)
        c.execute(delete(table).where(*empty))


def known_stories(c: Connection, companies: Iterable[str], since: datetime, limit: int) -> list[StoryRow]:
    """The stories last told since a moment of prices that any of these companies sets, or of models that it makes; the
    newest, first told first."""
    names = sorted(set(companies))
    mine = (members.c.story == table.c.id, members.c.article == claims.c.article, members.c.number == claims.c.number)
    theirs = or_(claims.c.company.in_(names), claims.c.maker.in_(names))
    asked = select(table).where(table.c.last_at >= since, exists().where(*mine, theirs))
    return _whole(c, asked.order_by(table.c.last_at.desc(), table.c.id).limit(limit))[::-1]


def stories_with(c: Connection, keys: Iterable[ClaimKey]) -> dict[ClaimKey, str]:
    """The story of each claim; one that is in none is left out."""
    wanted = sorted(set(keys))
    found: dict[ClaimKey, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        asked = select(members).where(tuple_(members.c.article, members.c.number).in_(wanted[start : start + _CHUNK]))
        found |= {(row.article, row.number): row.story for row in c.execute(asked)}
    return found


def stories_by_id(c: Connection, ids: Iterable[str]) -> list[StoryRow]:
    """Those of the ids that are on record, first told first."""
    wanted, found = sorted(set(ids)), []
    for start in range(0, len(wanted), _CHUNK):
        found += _whole(c, select(table).where(table.c.id.in_(wanted[start : start + _CHUNK])))
    return sorted(found, key=lambda row: (row.story.first_at, row.story.id))


def stories(
    c: Connection, query: NewsQuery = EVERYTHING, after: Cursor | None = None, limit: int = 50
) -> list[StoryRow]:
    """The stories of a query, the newest first by when they were first told, at most `limit`, those behind `after`
    where given: three questions."""
    asked = select(table).where(*between(query, table.c.first_at))
    if query.asks_of_claims or query.text:
        mine = (members.c.story == table.c.id, members.c.article == claims.c.article)
        inside = exists().where(*mine, members.c.number == claims.c.number, *of_claims(query))
        asked = asked.where(inside.where(*says(query, claims.c.words)))
    asked = asked.where(*behind(after, table.c.first_at, table.c.id))
    return _whole(c, asked.order_by(table.c.first_at.desc(), table.c.id.desc()).limit(limit))


def story(c: Connection, story_id: str) -> StoryRow | None:
    """None where there is none of this id."""
    return next(iter(_whole(c, select(table).where(table.c.id == story_id))), None)


def stories_of(c: Connection, event_ids: Sequence[str]) -> dict[str, list[StoryRow]]:
    """The stories that tell each event, first told first; an event that none tells is left out.

    As many questions for a page of events as for one.
    """
    pairs = _pairs(c, event_ids)
    told = {row.story.id: row for row in _whole(c, select(table).where(table.c.id.in_({s for _, s in pairs})))}
    found: dict[str, list[StoryRow]] = {}
    for event_id, story_id in pairs:
        found.setdefault(event_id, []).append(told[story_id])
    return {key: sorted(rows, key=lambda row: (row.story.first_at, row.story.id)) for key, rows in found.items()}


def events_of(c: Connection, story_id: str) -> list[Joined]:
    """The events that a story tells, by time, each as it stands now."""
    asked = select(joins.c.event_id, joins.c.lag, joins.c.agrees).join(members, _same_claim())
    beside: dict[str, list[Row[*tuple[Any, ...]]]] = {}
    for row in c.execute(asked.where(members.c.story == story_id).order_by(members.c.place)):
        beside.setdefault(row.event_id, []).append(row)
    rows = c.execute(select(events).where(events.c.id.in_(sorted(beside))).order_by(events.c.observed_at, events.c.id))
    return [_joined(event_from(row), beside[row.id]) for row in rows]


def _joined(told: Event, beside: Sequence[Row[*tuple[Any, ...]]]) -> Joined:
    """The lag is that of the claim told first."""
    return Joined(told, beside[0].lag, any(row.agrees for row in beside))


def _same_claim() -> ColumnElement[bool]:
    return (members.c.article == joins.c.article) & (members.c.number == joins.c.number)


def _whole(c: Connection, asked: Select[*tuple[Any, ...]]) -> list[StoryRow]:
    rows = c.execute(asked).all()
    inside = _claims_in(c, [row.id for row in rows])
    return [_story(row, *inside[row.id]) for row in rows]


def _claims_in(c: Connection, ids: Sequence[str]) -> dict[str, tuple[list[ClaimRow], list[str]]]:
    """The claims and the events of each story."""
    found: dict[str, tuple[list[ClaimRow], list[str]]] = {one: ([], []) for one in ids}
    mine = (members.c.article == claims.c.article) & (members.c.number == claims.c.number)
    asked = told_claims().add_columns(members.c.story).join(members, mine).where(members.c.story.in_(ids))
    for row in c.execute(asked.order_by(members.c.story, members.c.place)):
        found[row.story][0].append(claim_row(row))
    told = select(members.c.story, joins.c.event_id, events.c.observed_at).join(joins, _same_claim())
    told = told.join(events, events.c.id == joins.c.event_id).where(members.c.story.in_(ids)).distinct()
    for row in c.execute(told.order_by(events.c.observed_at, joins.c.event_id)):
        found[row.story][1].append(row.event_id)
    return found


def _story(row: Row[*tuple[Any, ...]], told: Sequence[ClaimRow], events_told: Sequence[str]) -> StoryRow:
    inside = tuple((one.article, one.number) for one in told)
    whole = Story(row.id, inside, tuple(json.loads(row.origins)), row.first_at, row.last_at)
    return StoryRow(whole, tuple(told), tuple(events_told))


def _row(story: Story) -> dict[str, Any]:
    return {
        "id": story.id,
        "first_at": story.first_at,
        "last_at": story.last_at,
        "origins": json.dumps(story.origins, ensure_ascii=False),
    }


def _pairs(c: Connection, event_ids: Sequence[str]) -> list[tuple[str, str]]:
    """(event, story), each once."""
    found: list[tuple[str, str]] = []
    wanted = sorted(set(event_ids))
    for start in range(0, len(wanted), _CHUNK):
        asked = select(joins.c.event_id, members.c.story).join(members, _same_claim()).distinct()
        rows = c.execute(asked.where(joins.c.event_id.in_(wanted[start : start + _CHUNK])))
        found += [(row.event_id, row.story) for row in rows]
    return sorted(found)
