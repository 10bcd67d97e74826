"""A query of events into the rows that answer, by the index that narrows most."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    Select,
    false,
    func,
    literal,
    literal_column,
    select,
    true,
    tuple_,
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
SHARE = 4
"""So many more than twice its share are asked of each value at first."""
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
    narrowed = _narrowed(query)
    if (rare := _rarest_word(c, query)) is not None:
        narrowed.insert(0, _Any(frozenset({rare}), role="word"))
    leader = next((one for one in narrowed if len(one.values) <= MOST_BRANCHES), None)
    conditions = _plain(query) + [one.among(one.values) for one in narrowed if one is not leader]
    whole = select(table).where(*conditions)
    if leader is None:
        return c.execute(_in_order(whole, _KEYS, after, order).limit(limit))
    values = sorted(leader.values)
    if len(values) == 1:
        return c.execute(_branch(leader, values[0], whole, after, order).limit(limit))
    places = select(table.c.observed_at.label("at"), table.c.id.label("id")).where(*conditions)
    branches = [_branch(leader, value, places, after, order) for value in values]
    chosen = _merged_all(branches) if limit is None else _merged(c, branches, order, limit)
    return c.execute(_in_order(select(table).where(table.c.id.in_(chosen)), _KEYS, None, order))


def _merged_all(branches: Sequence[_Statement]) -> CompoundSelect[str]:
    return union_all(*(select(one.subquery().c.id) for one in branches))


def _merged(c: Connection, branches: Sequence[_Statement], order: Order, limit: int) -> list[str]:
    """The ids of the first `limit` of all branches. Most often each has a share of them: so some of each are asked for
    first, and `limit` of each only where that does not settle it."""
    newest_first = order is Order.NEWEST_FIRST
    for each in (min(limit, SHARE + 2 * limit // len(branches)), limit):
        found = c.execute(union_all(*(_some(one, number, each) for number, one in enumerate(branches)))).all()
        first = sorted({(row.at, row.id) for row in found}, reverse=newest_first)[:limit]
        ends = _ends(found, each, newest_first)
        settled = len(first) == limit and all(end <= first[-1] if newest_first else end >= first[-1] for end in ends)
        if each == limit or settled or not ends:
            break
    return [event_id for _, event_id in first]


def _some(branch: _Statement, number: int, each: int) -> Select[*tuple[Any, ...]]:
    part = branch.limit(each).subquery()
    return select(part.c.at, part.c.id, literal(number).label("branch"))


def _ends(found: Sequence[Row[*tuple[Any, ...]]], each: int, newest_first: bool) -> list[tuple[datetime, str]]:
    """The last place of each branch that may go on."""
    by_branch: dict[int, list[tuple[datetime, str]]] = {}
    for row in found:
        by_branch.setdefault(row.branch, []).append((row.at, row.id))
    return [min(keys) if newest_first else max(keys) for keys in by_branch.values() if len(keys) == each]


def _rarest_word(c: Connection, query: EventQuery) -> str | None:
    """The word of the query that the fewest events have; None where each is in many, or none is asked for."""
    asked = words_asked(query.text or "") | words_asked("" if query.basket is None else query.basket.text)
    found = {word: _number_of(c, word) for word in sorted(looked_up(asked))}
    word = min(found, key=found.__getitem__, default=None)
    return word if word is not None and found[word] < MANY else None


def _number_of(c: Connection, word: str) -> int:
    """How many events have the word, counted up to `MANY`."""
    some = select(mentions.c.name).where(mentions.c.role == "word", mentions.c.name == word).limit(MANY)
    return c.scalar(select(func.count()).select_from(some.subquery())) or 0


def conditions_of(query: EventQuery) -> list[ColumnElement[bool]]:
    """All that a query asks, as conditions on the events' table."""
    return _plain(query) + [one.among(one.values) for one in _narrowed(query)]


@dataclass(frozen=True, slots=True)
class _Any:
    """One of these values is wanted: in a column of the event, or among what it mentions in a role."""

    values: frozenset[str]
    column: ColumnElement[Any] | None = None
    role: str = ""

    def among(self, values: Collection[str]) -> ColumnElement[bool]:
        """As a condition on the event."""
        if self.column is not None:
            return _in(self.column, values)
        # Its time, too: then role, name, time and id are the whole key.
        same = (mentions.c.event_id == table.c.id, mentions.c.observed_at == table.c.observed_at)
        found = select(mentions.c.event_id).where(mentions.c.role == self.role, _in(mentions.c.name, values), *same)
        return found.exists()


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
    for text in filter(None, (query.text, basket.text)):
        narrowed += [table.c.words.contains(f" {word} ") for word in sorted(words_asked(text))] or [false()]
    return narrowed


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


def _branch(leader: _Any, value: str, asked: _Statement, after: Cursor | None, order: Order) -> _Statement:
    """The events with one value, in order: by the index that has the value, and under it the time."""
    if leader.column is not None:
        return _in_order(asked.where(leader.column == value), _KEYS, after, order)
    mention = mentions.alias("by_name")
    asked = asked.join(mention, mention.c.event_id == table.c.id)
    asked = asked.where(mention.c.role == leader.role, mention.c.name == value)
    return _in_order(asked, (mention.c.observed_at, mention.c.event_id), after, order)


def _in_order(asked: _Statement, keys: _Keys, after: Cursor | None, order: Order) -> _Statement:
    """Order and place go by the table that the index is on."""
    newest_first = order is Order.NEWEST_FIRST
    if after is not None:
        here, place = tuple_(*keys), tuple_(literal(after.observed_at, Moment()), literal(after.id))
        asked = asked.where(here < place if newest_first else here > place)
    return asked.order_by(*(key.desc() if newest_first else key.asc() for key in keys))


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
