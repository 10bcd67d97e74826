"""The questions that can be asked of the news: one query for its articles, its claims and its stories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select, tuple_

from pipeline.types import ClaimKind, ClaimState
from storage.columns import Moment
from storage.names import folded
from storage.queries import Cursor
from storage.tables import articles, claims


@dataclass(frozen=True, slots=True)
class NewsQuery:
    """Every field narrows; what is left out does not. An article or a story is found by any one of its claims."""

    vendor: str | None = None
    """The id under which the catalogue watches who sets the price."""
    model: str | None = None
    """As printed, or `maker/name`; upper and lower case are the same."""
    kinds: frozenset[ClaimKind] = frozenset()
    states: frozenset[ClaimState] = frozenset()
    """All of them where none is given."""
    since: datetime | None = None
    """Told at or after; a story counts from when it was first told."""
    until: datetime | None = None
    """Told before."""
    text: str | None = None
    """Each of its pieces between blanks occurs in the title, the site's name, the model (as printed or its id), the
    company or the quote; case, and blanks and hyphens there, do not matter."""

    @property
    def asks_of_claims(self) -> bool:
        """Whether anything but time and text narrows."""
        return bool(self.vendor is not None or self.model is not None or self.kinds or self.states)


def of_claims(query: NewsQuery) -> list[ColumnElement[bool]]:
    """What a claim must be to be found, its time and words left out."""
    narrowed: list[ColumnElement[bool]] = []
    if query.vendor is not None:
        narrowed.append(claims.c.vendor == query.vendor)
    if query.model is not None:
        name = folded(query.model)
        narrowed.append(or_(claims.c.model_folded == name, claims.c.model_id_folded == name))
    if query.kinds:
        narrowed.append(claims.c.kind.in_(sorted(kind.value for kind in query.kinds)))
    if query.states:
        narrowed.append(claims.c.state.in_(sorted(state.value for state in query.states)))
    return narrowed


def between(query: NewsQuery, at: ColumnElement[datetime]) -> list[ColumnElement[bool]]:
    """The query's span of time, on a column."""
    narrowed: list[ColumnElement[bool]] = []
    if query.since is not None:
        narrowed.append(at >= query.since)
    if query.until is not None:
        narrowed.append(at < query.until)
    return narrowed


def says(query: NewsQuery, words: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """The query's text, on the words of articles or those of claims; a claim, and so a story, is found by the title and
    the site of its article, too."""
    pieces = folded(query.text or "").split()
    named = [piece for piece in pieces if piece.strip("-")]  # a hyphen between blanks is one that does not matter
    return [_has(words, piece) for piece in named or pieces]


def _has(words: ColumnElement[str], piece: str) -> ColumnElement[bool]:
    there = _occurs(piece, words)
    if words is not claims.c.words:
        return there
    headed = or_(_occurs(piece, func.lower(articles.c.title)), _occurs(piece, func.lower(articles.c.site)))
    return or_(there, claims.c.article.in_(select(articles.c.id).where(headed)))


def _occurs(piece: str, words: ColumnElement[str]) -> ColumnElement[bool]:
    """Without blanks and hyphens on either side, so that gpt4o and gpt-4o find GPT-4o and GPT 4o."""
    bare = func.replace(func.replace(words, "-", ""), " ", "")
    return bare.contains(piece.replace("-", "") or piece, autoescape=True)


def behind(after: Cursor | None, *keys: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """Older than a place; newest first."""
    if after is None:
        return []
    return [tuple_(*keys) < tuple_(literal(after.observed_at, Moment()), literal(after.id))]
