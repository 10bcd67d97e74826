"""The claims on record: asked for by what they are about, and settled against the events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from pipeline.types import ClaimState, EventKind
from storage.columns import Moment
from storage.names import folded
from storage.news_answers import ClaimRow
from storage.news_queries import NewsQuery, between, of_claims, says
from storage.packing import claim_of
from storage.queries import TOLD, Cursor
from storage.tables import articles, events, joins
from storage.tables import claims as table

EVERYTHING = NewsQuery()
_TOLD = (
    articles.c.seen_at, articles.c.title, articles.c.url, articles.c.site, articles.c.lang, articles.c.origin,
    articles.c.page, articles.c.sha256,
)  # fmt: skip
_KEYS: tuple[ColumnElement[Any], ...] = (table.c.at, table.c.article, table.c.number)

ClaimKey = tuple[str, int]
"""The article's id and the claim's number in it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How a claim stands from now on."""

    claim: ClaimKey
    state: ClaimState
    due_by: datetime
    """The end of its window."""
    lag: int | None = None
    event_id: str | None = None
    rule: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Join:
    """A claim and an event that speak of the same thing."""

    event_id: str
    claim: ClaimKey
    lag: int
    agrees: bool = True


def claims(
    c: Connection, query: NewsQuery = EVERYTHING, after: Cursor | None = None, limit: int = 50
) -> list[ClaimRow]:
    """The claims of a query, newest first, at most `limit`, those behind `after` where given."""
    asked = _asked().where(*of_claims(query), *between(query, table.c.at), *says(query, table.c.words))
    if after is not None:
        article, _, number = after.id.rpartition(":")
        place = tuple_(literal(after.observed_at, Moment()), literal(article), literal(int(number)))
        asked = asked.where(tuple_(*_KEYS) < place)
    return _rows(c, asked.order_by(*(key.desc() for key in _KEYS)).limit(limit))


def claims_of(c: Connection, article_ids: Sequence[str]) -> list[ClaimRow]:
    """All claims of some articles, first told first."""
    return _rows(c, _asked().where(table.c.article.in_(article_ids)).order_by(*_KEYS)) if article_ids else []


def claims_about(
    c: Connection, companies: Iterable[str], models: Iterable[str], open_at: datetime, states: Iterable[ClaimState]
) -> list[ClaimRow]:
    """The claims whose window ends at or after a moment, in some states, of prices that some companies set or of some
    models (as printed, or by their ids), first told first. A company goes by its own id or its vendor's."""
    wanted = sorted(set(companies))
    names = sorted({folded(model) for model in models})
    about = or_(
        table.c.vendor.in_(wanted),
        table.c.company.in_(wanted),
        table.c.model_folded.in_(names),
        table.c.model_id_folded.in_(names),
    )
    stand = table.c.state.in_(sorted(state.value for state in states))
    return _rows(c, _asked().where(about, stand, table.c.due_by >= open_at).order_by(*_KEYS))


def claims_past(c: Connection, now: datetime, limit: int) -> list[ClaimRow]:
    """Claims that still wait though their window has ended, the longest over first."""
    over = (table.c.state == ClaimState.WAITING.value, table.c.due_by <= now)
    return _rows(c, _asked().where(*over).order_by(table.c.due_by, *_KEYS).limit(limit))


def claims_beside(c: Connection, event_ids: Sequence[str]) -> dict[str, list[ClaimRow]]:
    """The claims that speak of each event, first told first; an event of which none speaks is left out."""
    found: dict[str, list[ClaimRow]] = {}
    if event_ids:
        asked = _asked().add_columns(joins.c.event_id.label("beside")).join(joins, _joined()).where(
            joins.c.event_id.in_(event_ids)
        )  # fmt: skip
        for row in c.execute(asked.order_by(*_KEYS)):
            found.setdefault(row.beside, []).append(claim_row(row))
    return found


def events_beside(c: Connection, keys: Collection[ClaimKey], kind: EventKind) -> list[str]:
    """The ids of the told events of a kind that any of these claims speaks of."""
    return sorted({event_id for _, event_id in events_by_claim(c, keys, kind)})


def events_by_claim(c: Connection, keys: Collection[ClaimKey], kind: EventKind) -> list[tuple[ClaimKey, str]]:
    """The same, each with the claim that speaks of it, in the order of the events' ids."""
    if not keys:
        return []
    asked = select(joins.c.article, joins.c.number, joins.c.event_id).join(events, events.c.id == joins.c.event_id)
    mine = tuple_(joins.c.article, joins.c.number).in_(sorted(keys))
    told = events.c.state.in_([state.value for state in TOLD])
    found = c.execute(asked.where(mine, told, events.c.kind == kind.value).order_by(joins.c.event_id))
    return [((row.article, row.number), row.event_id) for row in found]


def settle(c: Connection, settled: Sequence[Settled], at: datetime) -> None:
    """How claims stand from `at` on."""
    if not settled:
        return
    this = (table.c.article == bindparam("of"), table.c.number == bindparam("nth"))
    c.execute(
        update(table).where(*this),
        [
            {
                "of": one.claim[0],
                "nth": one.claim[1],
                "state": one.state.value,
                "lag": one.lag,
                "event_id": one.event_id,
                "due_by": one.due_by,
                "rule": one.rule,
                "reason": one.reason,
                "settled_at": None if one.state is ClaimState.WAITING else at,
            }
            for one in settled
        ],
    )


def join_claims(c: Connection, found: Sequence[Join]) -> None:
    """Put claims beside events; those there already are set anew."""
    for start in range(0, len(found), 200):
        chunk = found[start : start + 200]
        keys = [(one.event_id, *one.claim) for one in chunk]
        c.execute(delete(joins).where(tuple_(joins.c.event_id, joins.c.article, joins.c.number).in_(keys)))
        c.execute(insert(joins), [_join_row(one) for one in chunk])


def last_settled_at(c: Connection) -> datetime | None:
    """When a claim was last settled; None where none ever was."""
    return c.scalar(select(func.max(table.c.settled_at, type_=Moment())))


def claim_row(row: Row[*tuple[Any, ...]]) -> ClaimRow:
    """A row of the claims' table with what its article says of itself."""
    return ClaimRow(
        article=row.article,
        number=row.number,
        claim=claim_of(row.fact),
        vendor=row.vendor,
        at=row.at,
        seen_at=row.seen_at,
        title=row.title,
        url=row.url,
        site=row.site,
        lang=row.lang,
        origin=row.origin,
        page=row.page,
        sha256=row.sha256,
        state=ClaimState(row.state),
        due_by=row.due_by,
        settled_at=row.settled_at,
        lag=row.lag,
        event_id=row.event_id,
        rule=row.rule,
        reason=row.reason,
    )


def told_claims() -> Select[*tuple[Any, ...]]:
    """Claims with what their articles say of themselves; what `claim_row` reads."""
    return _asked()


def _asked() -> Select[*tuple[Any, ...]]:
    return select(table, *_TOLD).join(articles, articles.c.id == table.c.article)


def _joined() -> ColumnElement[bool]:
    return (joins.c.article == table.c.article) & (joins.c.number == table.c.number)


def _rows(c: Connection, asked: Select[*tuple[Any, ...]]) -> list[ClaimRow]:
    return [claim_row(row) for row in c.execute(asked)]


def _join_row(one: Join) -> dict[str, Any]:
    return {
        "event_id": one.event_id,
        "article": one.claim[0],
        "number": one.claim[1],
        "lag": one.lag,
        "agrees": one.agrees,
    }
