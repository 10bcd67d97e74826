"""A query of events into the rows that answer, by the index that narrows most."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    Select,
    column,
    false,
    func,
    literal,
    literal_column,
    select,
    true,
    tuple_,
    union,
    union_all,
)

from pipeline.about import MICRO, Direction, folded
from pipeline.basket import Basket, News, check_within
from pipeline.search import words_asked
from pipeline.types import EventStanding, EventState
from storage.columns import Moment
from storage.facts import looked_up
from storage.queries import Cursor, EventQuery, Order
from storage.tables import events as table
from storage.tables import mentions, standings

HELD: ColumnElement[bool] = table.c.state == literal_column("'held'")
"""Written out, not bound, so that both databases see that the index on held events serves."""
MOST_BRANCHES = 64
"""So many values of one field are looked up one by one; of more, the events are gone through."""
MANY = 5_000
"""A word in so many events is common: among the newest there are soon enough that have it."""


_Statement = Select[*tuple[Any, ...]]
_Keys = tuple[ColumnElement[Any], ColumnElement[Any]]


def answering(
    c: Connection, query: EventQuery, after: Cursor | None, order: Order, limit: int | None
) -> Iterable[Row[*tuple[Any, ...]]]:
    """The rows of the events' table that answer, in order.

    What is narrowed to a few values is looked up value by value, each in the index that has them in order of time: the
    newest of several are among the newest of each.
    """
    narrowed, words = _narrowed(query), _words(query)
    if (rare := _rarest(c, words)) is not None:
        narrowed, words = [rare, *narrowed], words - rare.values
    leader = next((one for one in narrowed if len(one.values) <= MOST_BRANCHES), None)
    keys = _KEYS if leader is None else _keys_of(leader)
    others = [one for one in narrowed if one is not leader] + _looked_up(words, keys)
    conditions = _plain(query) + _contained(words, keys) + [one.among(keys) for one in others]
    whole = select(table).where(*conditions)
    if leader is None:
        return c.execute(_in_order(whole, _KEYS, after, order).limit(limit))
    values = sorted(leader.values)
    if len(values) == 1:
        return c.execute(_in_order(_with(leader, values[0], whole), keys, after, order).limit(limit))
    places = select(keys[0].label("at"), keys[1].label("id")).select_from(table).where(*conditions)
    places = places.where(*_behind(keys, after, order))
    branches = [_with(leader, value, places) for value in values]
    ids = _all_of(branches) if limit is None else _first_of(c, branches, order, limit)
    return c.execute(_in_order(select(table).where(table.c.id.in_(ids)), _KEYS, None, order))


def _all_of(branches: Sequence[_Statement]) -> CompoundSelect[str]:
    return union_all(*(select(one.subquery().c.id) for one in branches))


def _first_of(c: Connection, branches: Sequence[_Statement], order: Order, limit: int) -> list[str]:
    """The ids of the first `limit` of all branches, each gone through only as far as that takes.

    An event may stand in several branches. SQLite merges what an index has in order. PostgreSQL does so only where each
    branch is bounded: else it takes the whole of each, and sorts.
    """
    at: ColumnElement[Any] = column("at")
    event_id: ColumnElement[Any] = column("id")
    in_order = (at.desc(), event_id.desc()) if order is Order.NEWEST_FIRST else (at.asc(), event_id.asc())
    if c.dialect.name == "postgresql":
        bounded = union_all(*(one.order_by(*in_order).limit(limit) for one in branches)).subquery()
        found = c.execute(select(at, event_id).select_from(bounded).distinct().order_by(*in_order).limit(limit))
    else:
        found = c.execute(union(*branches).order_by(*in_order).limit(limit))
    return [row.id for row in found]


def _rarest(c: Connection, words: Collection[str]) -> _Any | None:
    """The word that the fewest events have; None where each is in many, or none is asked for."""
    found = {word: _number_of(c, word) for word in sorted(looked_up(words))}
    word = min(found, key=found.__getitem__, default=None)
    return _word(word) if word is not None and found[word] < MANY else None


def _number_of(c: Connection, word: str) -> int:
    """How many events have the word, counted up to `MANY`."""
    some = select(mentions.c.name).where(mentions.c.role == "word", mentions.c.name == word).limit(MANY)
    return c.scalar(select(func.count()).select_from(some.subquery())) or 0


def conditions_of(query: EventQuery) -> list[ColumnElement[bool]]:
    """All that a query asks, as conditions on the events' table."""
    words = _contained(_words(query), _KEYS)
    return _plain(query) + words + [one.among(_KEYS) for one in _narrowed(query)]


@dataclass(frozen=True, slots=True)
class _Any:
    """One of these values is wanted: in a column of the event, or among what it mentions in a role."""

    values: frozenset[str]
    column: ColumnElement[Any] | None = None
    role: str = ""

    def among(self, keys: _Keys) -> ColumnElement[bool]:
        """As a condition on the event that is found by these keys, so that it can be held against them alone."""
        if self.column is not None:
            return _in(self.column, self.values)
        # Its time, too: then role, name, time and id are the whole key.
        same = (mentions.c.observed_at == keys[0], mentions.c.event_id == keys[1])
        wanted = (mentions.c.role == self.role, _in(mentions.c.name, self.values))
        return select(mentions.c.event_id).where(*wanted, *same).exists()


_BY_NAME = mentions.alias("by_name")
_KEYS: _Keys = (table.c.observed_at, table.c.id)


def _narrowed(query: EventQuery) -> list[_Any]:
    """What is narrowed to some values, the narrowest kind first."""
    basket = query.basket or Basket()
    check_within(basket)
    wanted = [
        *(_Any(names, role="model") for names in _each(_folded(query.model), basket.models)),
        *(_Any(names, role="maker") for names in _each(_folded(query.maker), basket.makers)),
        *(_Any(terms, role="term") for terms in basket.all_terms().values()),
        *(_Any(ids, table.c.page) for ids in _each(query.page, basket.pages)),
        *(_Any(ids, table.c.vendor) for ids in _each(query.vendor, basket.vendors)),
        *(_Any(_values(kinds), table.c.kind) for kinds in (query.kinds, basket.kinds)),
    ]
    return [one for one in wanted if one.values]


def _plain(query: EventQuery) -> list[ColumnElement[bool]]:
    """What is narrowed otherwise."""
    basket = query.basket or Basket()
    narrowed = [_states(query.states), *_reported(query.basket)]
    if not query.members:
        narrowed.append(table.c.headline.is_(None))
    for both in ((query.direction, basket.direction), (query.min_percent, basket.size)):
        narrowed += [_moved(one) for one in both if one is not None]
    narrowed += [table.c.observed_at >= since for since in (query.since, basket.since) if since is not None]
    narrowed += [table.c.observed_at < until for until in (query.until, basket.until) if until is not None]
    if any(text and not words_asked(text) for text in (query.text, basket.text)):
        narrowed.append(false())
    return narrowed


def _words(query: EventQuery) -> frozenset[str]:
    """All of these are wanted."""
    basket = query.basket or Basket()
    return words_asked(query.text or "") | words_asked(basket.text)


def _word(word: str) -> _Any:
    return _Any(frozenset({word}), role="word")


def _looked_up(words: Collection[str], keys: _Keys) -> list[_Any]:
    """Where mentions lead, words are looked up there too: no event is fetched that has not all of them."""
    return [] if keys is _KEYS else [_word(word) for word in sorted(looked_up(words))]


def _contained(words: Collection[str], keys: _Keys) -> list[ColumnElement[bool]]:
    """The words that are sought in the event itself, once it is fetched."""
    sought = words if keys is _KEYS else frozenset(words) - looked_up(words)
    return [table.c.words.contains(f" {word} ") for word in sorted(sought)]


def _moved(wanted: Direction | Decimal) -> ColumnElement[bool]:
    if isinstance(wanted, Direction):
        return table.c.direction == wanted.value
    return table.c.size >= int((wanted * MICRO).to_integral_value(ROUND_CEILING))


def _states(states: frozenset[EventState]) -> ColumnElement[bool]:
    if states == {EventState.HELD}:
        return HELD
    if states >= set(EventState):
        return true()
    return table.c.state.in_(sorted(_values(states)))


def _reported(basket: Basket | None) -> list[ColumnElement[bool]]:
    if basket is None or basket.news is News.CLAIMED:
        return []
    found = select(standings.c.event_id).where(standings.c.event_id == table.c.id)
    if basket.news is News.CORROBORATED:
        return [found.where(standings.c.standing == EventStanding.CORROBORATED.value).exists()]
    return [~found.where(standings.c.standing == EventStanding.CLAIMED.value).exists()]


def _with(leader: _Any, value: str, asked: _Statement) -> _Statement:
    """What is asked of the events with one value, by the index that has the value, and under it the time."""
    if leader.column is not None:
        return asked.where(leader.column == value)
    asked = asked.join(_BY_NAME, _BY_NAME.c.event_id == table.c.id)
    return asked.where(_BY_NAME.c.role == leader.role, _BY_NAME.c.name == value)


def _keys_of(leader: _Any) -> _Keys:
    """Order and place go by the table that the index is on."""
    return _KEYS if leader.column is not None else (_BY_NAME.c.observed_at, _BY_NAME.c.event_id)


def _in_order(asked: _Statement, keys: _Keys, after: Cursor | None, order: Order) -> _Statement:
    newest_first = order is Order.NEWEST_FIRST
    asked = asked.where(*_behind(keys, after, order))
    return asked.order_by(*(key.desc() if newest_first else key.asc() for key in keys))


def _behind(keys: _Keys, after: Cursor | None, order: Order) -> list[ColumnElement[bool]]:
    """What comes after the place, as a condition."""
    if after is None:
        return []
    here, place = tuple_(*keys), tuple_(literal(after.observed_at, Moment()), literal(after.id))
    return [here < place if order is Order.NEWEST_FIRST else here > place]


def _each(one: str | None, several: frozenset[str]) -> Iterator[frozenset[str]]:
    """Of a field that a query has itself and its basket once more."""
    yield frozenset() if one is None else frozenset({one})
    yield several


def _folded(name: str | None) -> str | None:
    return None if name is None else folded(name)


def _values(members: Iterable[StrEnum]) -> frozenset[str]:
    return frozenset(member.value for member in members)


def _in(column: ColumnElement[Any], values: Collection[str]) -> ColumnElement[bool]:
    return column == next(iter(values)) if len(values) == 1 else column.in_(sorted(values))
