"""Rates, models and offers page by page, for whoever goes through all of them: no question costs more than its page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from pipeline.gaps import Offer
from pipeline.search import Nearness, nearness, readings, words_asked
from storage.answers import PriceRow
from storage.columns import Moment
from storage.names import folded
from storage.prices import price_from
from storage.selection import HELD
from storage.tables import believed, events, pages, rates
from storage.wire import newest_wire_seq

CHUNK = 500
"""Names that are asked for at once."""


@dataclass(frozen=True, slots=True)
class RateQuery:
    """Every field narrows; what is left out does not."""

    known: datetime
    """As believed then."""
    vendor: str | None = None
    model: str | None = None
    """As printed, or `maker/name`; upper and lower case are the same."""
    meter: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A rate with the number of its row."""

    seq: int
    price: PriceRow


@dataclass(frozen=True, slots=True)
class Model:
    """One model that is sold now."""

    key: str
    """Its id in lower case, or its printed name where that is not known: what the list is in order of."""
    model_id: str | None
    maker: str | None
    names: tuple[str, ...]
    vendors: tuple[str, ...]
    meters: tuple[str, ...]
    rates: int


def rates_on(c: Connection, query: RateQuery, on: datetime, after: int = 0, limit: int | None = None) -> list[Placed]:
    """The rates that held at `on`, in the order in which they became known; those behind the row `after`."""
    held = and_(rates.c.valid_from <= on, or_(rates.c.valid_to.is_(None), rates.c.valid_to > on))
    asked = select(rates).where(*_conditions(query), held, rates.c.seq > after).order_by(rates.c.seq).limit(limit)
    return [Placed(row.seq, price_from(row)) for row in c.execute(asked)]


def spans_of(
    c: Connection, query: RateQuery, after: tuple[datetime, int] | None = None, limit: int | None = None
) -> list[Placed]:
    """Every span of the rates, the earliest first; those behind (beginning, row)."""
    keys = (rates.c.valid_from, rates.c.seq)
    asked = select(rates).where(*_conditions(query)).order_by(*keys).limit(limit)
    if after is not None:
        asked = asked.where(tuple_(*keys) > tuple_(literal(after[0], Moment()), literal(after[1])))
    return [Placed(row.seq, price_from(row)) for row in c.execute(asked)]


def models(
    c: Connection,
    vendor: str | None = None,
    text: str = "",
    after: str | None = None,
    limit: int | None = None,
) -> list[Model]:
    """What is sold now, in the order of its key; where a text is given, only what goes by such a name."""
    if text:
        keys = sorted(one.key for one in _named(c, vendor, text) if after is None or after < one.key)[:limit]
    else:
        keys = _keys(c, vendor, after, limit)
    return _all_of(c, keys)


def models_found(c: Connection, text: str, limit: int) -> list[Model]:
    """What is sold now and goes by such a name: what is called exactly so comes first, then what begins with it, then
    the rest; among equals what most vendors sell, then what was priced last."""
    return _all_of(c, [one.key for one in sorted(_named(c, None, text), key=_place)[:limit]])


def _keys(c: Connection, vendor: str | None, after: str | None, limit: int | None) -> list[str]:
    chosen = select(_KEY.label("key")).where(*_NOW).distinct().order_by(_KEY).limit(limit)
    if vendor is not None:
        chosen = chosen.where(rates.c.vendor == vendor)
    if after is not None:
        chosen = chosen.where(after < _KEY)
    return [key for key in c.scalars(chosen) if key]


@dataclass(frozen=True, slots=True)
class _Named:
    """A model that goes by a name that is asked for."""

    key: str
    nearness: Nearness
    sellers: int
    priced_at: datetime


def _place(one: _Named) -> tuple[Nearness, int, float, str]:
    """The order in which names are told."""
    return one.nearness, -one.sellers, -one.priced_at.timestamp(), one.key


def _named(c: Connection, vendor: str | None, text: str) -> list[_Named]:
    """By each reading of the text; a model is as near as by the nearest."""
    found: dict[str, _Named] = {}
    for reading in readings(text):
        for one in _named_so(c, vendor, reading):
            found[one.key] = min(one, found.get(one.key, one), key=lambda known: known.nearness)
    return list(found.values())


def _named_so(c: Connection, vendor: str | None, text: str) -> Iterator[_Named]:
    """The database narrows by the words, wherever they stand in a name; how near the name is, is told of those."""
    words = sorted(words_asked(text))
    columns = (_KEY.label("key"), rates.c.model_folded, rates.c.vendor)
    asked = select(*columns, func.max(rates.c.valid_from, type_=Moment()).label("at")).where(*_NOW)
    for word in words:
        asked = asked.where(or_(*(name.contains(word, autoescape=True) for name in (_KEY, rates.c.model_folded))))
    if vendor is not None:
        asked = asked.where(rates.c.vendor == vendor)
    found: dict[str, list[Any]] = {}
    for row in c.execute(asked.group_by(*columns)) if words else ():
        found.setdefault(row.key, []).append(row)
    for key, rows in found.items():
        near = nearness(text, {key, *(row.model_folded for row in rows)}) if key else None
        if near is not None:
            yield _Named(key, near, len({row.vendor for row in rows}), max(row.at for row in rows))


def _all_of(c: Connection, keys: Sequence[str]) -> list[Model]:
    """In the order in which the keys are given: a database may sort them otherwise than we do."""
    chunks = (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
    found = {one.key: one for chunk in chunks for one in _models_of(c, chunk)}
    return [found[key] for key in keys]


def _models_of(c: Connection, keys: Collection[str]) -> list[Model]:
    """The models of these keys: asked by column, since neither database looks an expression up in a plain index."""
    named = or_(
        rates.c.model_id_folded.in_(keys), and_(rates.c.model_id_folded.is_(None), rates.c.model_folded.in_(keys))
    )
    columns = (rates.c.model_id, rates.c.maker, rates.c.model, rates.c.vendor, rates.c.meter)
    told = select(_KEY.label("key"), *columns, func.count().label("rates")).where(*_NOW, named)
    found: dict[str, list[Any]] = {}
    for row in c.execute(told.group_by(_KEY, *columns).order_by(_KEY)):
        found.setdefault(row.key, []).append(row)
    return [_model(key, rows) for key, rows in found.items()]


def is_known(c: Connection, model: str) -> bool:
    """Whether a price of a model, as printed or by its id, was ever on record."""
    return c.scalar(select(rates.c.seq).where(_is_model(model)).limit(1)) is not None


def models_sold(c: Connection, vendors: Collection[str]) -> list[tuple[str, str]]:
    """(vendor, printed name) of every model that these vendors sell now."""
    asked = select(rates.c.vendor, rates.c.model).where(*_NOW, rates.c.vendor.in_(sorted(vendors))).distinct()
    return sorted((row.vendor, row.model) for row in c.execute(asked))


def offers_of(c: Connection, vendors: Collection[str], model: str | None = None) -> list[Offer]:
    """What these vendors ask now for models with an id. A page that fails was last seen when it was last read."""
    seen = case((pages.c.why.is_(None), pages.c.last_checked_at), else_=believed.c.fetched_at).label("seen_at")
    asked = (
        select(rates, seen)
        .join(pages, pages.c.id == rates.c.page)
        .join(believed, believed.c.page == rates.c.page)
        .where(*_NOW, rates.c.vendor.in_(sorted(vendors)), rates.c.model_id.is_not(None))
        .order_by(rates.c.seq)
    )
    if model is not None:
        asked = asked.where(_is_model(model))
    return [
        Offer(row.vendor, row.page, price_from(row).rate, row.seen_at, row.capture_sha256) for row in c.execute(asked)
    ]


def held_counts(c: Connection) -> dict[str, int]:
    """How many events of each page are held; a page without any is left out."""
    asked = select(events.c.page, func.count().label("held")).where(HELD).group_by(events.c.page)
    return {row.page: row.held for row in c.execute(asked)}


def state_of_rates(c: Connection) -> tuple[int, int]:
    """Another one after every write that changes what is believed of a rate: a row more, or a line more on the wire."""
    return c.scalar(select(func.max(rates.c.seq))) or 0, newest_wire_seq(c)


_NOW = (rates.c.known_to.is_(None), rates.c.valid_to.is_(None))
"""Said as the index on what is sold now says it, which holds the few that are open among the many."""
_KEY = func.coalesce(rates.c.model_id_folded, rates.c.model_folded)


def _conditions(query: RateQuery) -> list[ColumnElement[bool]]:
    narrowed = [rates.c.known_from <= query.known, or_(rates.c.known_to.is_(None), rates.c.known_to > query.known)]
    if query.vendor is not None:
        narrowed.append(rates.c.vendor == query.vendor)
    if query.model is not None:
        narrowed.append(_is_model(query.model))
    if query.meter is not None:
        narrowed.append(rates.c.meter == query.meter)
    if query.page is not None:
        narrowed.append(rates.c.page == query.page)
    return narrowed


def _is_model(model: str) -> ColumnElement[bool]:
    return or_(rates.c.model_folded == folded(model), rates.c.model_id_folded == folded(model))


def _model(key: str, rows: list[Any]) -> Model:
    return Model(
        key=key,
        model_id=rows[0].model_id,
        maker=rows[0].maker,
        names=tuple(sorted({row.model for row in rows})),
        vendors=tuple(sorted({row.vendor for row in rows})),
        meters=tuple(sorted({row.meter for row in rows})),
        rates=sum(row.rates for row in rows),
    )
