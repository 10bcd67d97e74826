"""An article with its claims → rows, and back: asked for by what it claims, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, exists, insert, select, update

from pipeline.names import sold_by
from pipeline.types import Article, Claim, ClaimKind, ClaimState, Reported
from storage.names import folded
from storage.news_answers import ArticleRow, Reading
from storage.news_queries import NewsQuery, behind, between, of_claims, says
from storage.packing import claim_of, claim_text
from storage.queries import Cursor, Direction
from storage.stories import forget_empty
from storage.tables import articles as table
from storage.tables import claims, joins, members

EVERYTHING = NewsQuery()
_CHUNK = 500
_DIRECTIONS = {
    ClaimKind.PRICE_CUT: Direction.DOWN,
    ClaimKind.BECAME_FREE: Direction.DOWN,
    ClaimKind.PROMOTION: Direction.DOWN,
    ClaimKind.FREE_TIER_ADDED: Direction.DOWN,
    ClaimKind.PRICE_RISE: Direction.UP,
    ClaimKind.FREE_ENDED: Direction.UP,
    ClaimKind.FREE_TIER_REMOVED: Direction.UP,
}


def record_article(c: Connection, reported: Reported, reading: Reading, due_by: Sequence[datetime]) -> bool:
    """An article that is new; `due_by` is the end of each claim's window, in their order.

    False where an article of this id is on record, which is left as it is.
    """
    if c.scalar(select(table.c.id).where(table.c.id == reported.id)) is not None:
        return False
    c.execute(insert(table), _row(reported, reading))
    _add_claims(c, reported, due_by)
    return True


def revise_article(c: Connection, reported: Reported, reading: Reading, due_by: Sequence[datetime]) -> bool:
    """An article as it was edited. False where it claims what it did, quotes included: then only its text is new.

    Where it claims something else, its old claims go, with their places in stories and beside events, and the new ones
    wait like any.
    """
    row = _row(reported, reading) | {"revised_at": reading.at}
    kept = ("id", "page", "seen_at", "at")
    c.execute(update(table).where(table.c.id == reported.id).values({k: v for k, v in row.items() if k not in kept}))
    if _claims_of(c, [reported.id]).get(reported.id, ()) == reported.claims:
        return False
    were = set(c.scalars(select(members.c.story).where(members.c.article == reported.id)))
    for gone in (joins, members, claims):
        c.execute(delete(gone).where(gone.c.article == reported.id))
    forget_empty(c, were)
    _add_claims(c, reported, due_by)
    return True


def body_of(told: Article) -> bytes:
    """What quotes are pieces of, as the bytes that are kept of an article that claims something."""
    return told.whole.encode("utf-8", "replace")


def body_sha256(told: Article) -> str:
    return sha256(body_of(told)).hexdigest()


def articles(
    c: Connection, query: NewsQuery = EVERYTHING, after: Cursor | None = None, limit: int = 50
) -> list[ArticleRow]:
    """The articles of a query, newest first, at most `limit`, those behind `after` where given: two questions."""
    asked = select(table).where(*between(query, table.c.at), *says(query, table.c.words))
    if query.asks_of_claims:
        asked = asked.where(exists().where(claims.c.article == table.c.id, *of_claims(query)))
    asked = asked.where(*behind(after, table.c.at, table.c.id))
    return _whole(c, asked.order_by(table.c.at.desc(), table.c.id.desc()).limit(limit))


def article(c: Connection, article_id: str) -> ArticleRow | None:
    """None where there is none of this id."""
    return next(iter(_whole(c, select(table).where(table.c.id == article_id))), None)


def known_articles(c: Connection, ids: Iterable[str]) -> set[str]:
    """Those of the ids that are on record."""
    wanted = sorted(set(ids))
    chunks = (wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK))
    return {one for chunk in chunks for one in c.scalars(select(table.c.id).where(table.c.id.in_(chunk)))}


def articles_by_id(c: Connection, ids: Iterable[str]) -> list[ArticleRow]:
    """Those of the ids that are on record, first told first."""
    wanted, found = sorted(set(ids)), []
    for start in range(0, len(wanted), _CHUNK):
        found += _whole(c, select(table).where(table.c.id.in_(wanted[start : start + _CHUNK])))
    return sorted(found, key=lambda row: (row.reported.at, row.reported.id))


def _whole(c: Connection, asked: Select[*tuple[Any, ...]]) -> list[ArticleRow]:
    rows = c.execute(asked).all()
    claimed = _claims_of(c, [row.id for row in rows])
    return [_article(row, claimed) for row in rows]


def _claims_of(c: Connection, ids: Sequence[str]) -> dict[str, tuple[Claim, ...]]:
    found: dict[str, tuple[Claim, ...]] = {}
    if ids:
        asked = select(claims.c.article, claims.c.fact).where(claims.c.article.in_(ids))
        for row in c.execute(asked.order_by(claims.c.article, claims.c.number)):
            found[row.article] = (*found.get(row.article, ()), claim_of(row.fact))
    return found


def _article(row: Row[*tuple[Any, ...]], claimed: Mapping[str, tuple[Claim, ...]]) -> ArticleRow:
    told = Article(
        title=row.title,
        text=row.text,
        url=row.url,
        published=row.published,
        lang=row.lang,
        site=row.site,
        author=row.author,
        origin=row.origin,
    )
    reported = Reported(row.id, told, claimed.get(row.id, ()), row.seen_at)
    reading = Reading(row.page, row.source_sha256, row.read_at)
    return ArticleRow(reported, reading, row.sha256, row.revised_at)


def _row(reported: Reported, reading: Reading) -> dict[str, Any]:
    told = reported.article
    said = [told.title, told.site, *(text for claim in reported.claims for text in (claim.model, claim.quote))]
    return {
        "id": reported.id,
        "page": reading.page,
        "url": told.url,
        "title": told.title,
        "site": told.site,
        "lang": told.lang,
        "author": told.author,
        "origin": told.origin,
        "published": told.published,
        "seen_at": reported.seen_at,
        "at": reported.at,
        "revised_at": None,
        "sha256": body_sha256(told),
        "source_sha256": reading.sha256,
        "read_at": reading.at,
        "text": told.text,
        "words": _words(said),
    }


def _add_claims(c: Connection, reported: Reported, due_by: Sequence[datetime]) -> None:
    rows = [
        _claim_row(reported, number, claim, until)
        for number, (claim, until) in enumerate(zip(reported.claims, due_by, strict=True))
    ]
    if rows:
        c.execute(insert(claims), rows)


def _claim_row(reported: Reported, number: int, claim: Claim, due_by: datetime) -> dict[str, Any]:
    direction = _DIRECTIONS.get(claim.kind)
    return {
        "article": reported.id,
        "number": number,
        "at": reported.at,
        "vendor": sold_by(claim.vendor),
        "company": claim.vendor,
        "maker": claim.maker,
        "model": claim.model,
        "model_folded": folded(claim.model),
        "model_id": claim.model_id,
        "model_id_folded": folded(claim.model_id) if claim.model_id else None,
        "kind": claim.kind.value,
        "direction": direction.value if direction else None,
        "meter": claim.meter,
        "old_price": claim.old_price,
        "new_price": claim.new_price,
        "currency": claim.currency,
        "percent": claim.percent,
        "words": _words([claim.model, claim.model_id or "", claim.vendor, claim.quote]),
        "fact": claim_text(claim),
        "state": ClaimState.WAITING.value,
        "due_by": due_by,
        "settled_at": None,
        "lag": None,
        "event_id": None,
        "rule": "",
        "reason": "",
    }


def _words(said: Iterable[str]) -> str:
    """Each text once, in lower case, a line each."""
    return "\n".join(dict.fromkeys(folded(text) for text in said if text))
