"""A sheet's rates against those believed of its page: what ended, what began, and from when, on both axes of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, select

from pipeline.types import Rate
from storage.names import folded
from storage.packing import terms_text
from storage.spans import add_rows, close_rows, name_columns, price_columns, whole_rows
from storage.tables import rates

Key = str
"""What stays when a price moves: model, meter and terms."""
Identity = str
"""What two readings of one rate have in common; see `identity_of`."""

# Twelve digits: a source that computes its prices in binary fractions gives 0.30000000000000004 one day, 0.3 the next.
_TWELVE_DIGITS = Context(prec=12, traps=[])


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where and when a sheet was read."""

    page: str
    vendor: str
    capture_sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that is believed now, as much of it as it takes to compare."""

    seq: int
    identity: Identity
    key: Key
    model_id: str | None


def key_of(rate: Rate) -> Key:
    return f"{folded(rate.model)}\n{rate.meter}\n{terms_text(rate.terms)}"


def identity_of(rate: Rate) -> Identity:
    """The same for two readings of one rate: 4 per million and 0.004 per thousand are one price, and neither the
    spelling of the model, nor the place in the page, nor a name learned later makes another rate of it."""
    prices = f"{_each(rate.unit_price, rate.per)}\n{_each(rate.list_price, rate.per)}"
    whole = f"{key_of(rate)}\n{rate.state}\n{prices}\n{rate.currency or ''}\n{rate.unit}"
    return blake2b(whole.encode("utf-8", "replace"), digest_size=16).hexdigest()


def believe_rates(c: Connection, seen: Sighting, sheet: Iterable[Rate], moments: Mapping[Identity, datetime]) -> bool:
    """Make `sheet` what is believed of the page; True where that changed anything.

    Only the difference is written. A change counts from the moment that `moments` gives for the rate that begins or is
    gone, else from the sighting; what was believed of the time after that moment is closed as of the sighting, never
    overwritten.
    """
    fresh = {identity_of(rate): rate for rate in sheet}
    held = _open_rows(c, seen.page)
    ended = [row for identity, row in held.items() if identity not in fresh]
    begun = {identity: rate for identity, rate in fresh.items() if identity not in held}
    named = {row.seq: fresh[row.identity] for row in held.values() if _is_named_anew(row, fresh)}
    if ended or begun:
        changed = {row.identity: row.key for row in ended} | {identity: key_of(it) for identity, it in begun.items()}
        when = {key: moments.get(identity, seen.at) for identity, key in changed.items()}
        ended += _later_rows(c, seen.page, when, stays=fresh.keys() & held.keys())
        _end(c, ended, when, seen.at)
        _begin(c, seen, begun, when)
    _name(c, named, seen.at)
    return bool(ended or begun)


def _is_named_anew(row: _Row, fresh: Mapping[str, Rate]) -> bool:
    return row.identity in fresh and fresh[row.identity].model_id != row.model_id


def _open_rows(c: Connection, page: str) -> dict[str, _Row]:
    asked = select(rates.c.seq, rates.c.identity, rates.c.key, rates.c.model_id).where(
        rates.c.page == page, rates.c.known_to.is_(None), rates.c.valid_to.is_(None)
    )
    return {row.identity: _Row(*row) for row in c.execute(asked)}


def _later_rows(c: Connection, page: str, when: Mapping[Key, datetime], stays: Iterable[str]) -> list[_Row]:
    """Rows with an end that reach over the moment at which their key changes: a change dated back, or one dated ahead
    and taken back."""
    keep = set(stays)
    asked = select(rates.c.seq, rates.c.identity, rates.c.key, rates.c.model_id, rates.c.valid_to).where(
        rates.c.page == page, rates.c.known_to.is_(None), rates.c.valid_to > min(when.values())
    )
    return [
        _Row(*row[:4])
        for row in c.execute(asked)
        if row.key in when and row.valid_to > when[row.key] and row.identity not in keep
    ]


def _end(c: Connection, ended: list[_Row], when: Mapping[Key, datetime], at: datetime) -> None:
    """Close what was believed, and believe of it instead that it held until its moment."""
    shortened = []
    for old in whole_rows(c, [row.seq for row in ended]):
        until = when[old["key"]]
        if old["valid_from"] < until:
            shortened.append(old | {"valid_to": until, "known_from": at})
    close_rows(c, [row.seq for row in ended], at)
    add_rows(c, shortened)


def _begin(c: Connection, seen: Sighting, begun: Mapping[str, Rate], when: Mapping[Key, datetime]) -> None:
    add_rows(c, [_row(seen, rate, identity, when) for identity, rate in begun.items()])


def _name(c: Connection, named: Mapping[int, Rate], at: datetime) -> None:
    """The same price under a name learned since: it held from when it did, and is known by its name from now."""
    anew = []
    for old in whole_rows(c, list(named)):
        rate = named[old["seq"]]
        anew.append(old | name_columns(rate) | {"known_from": at, "seq": old["seq"]})
    close_rows(c, list(named), at)
    add_rows(c, anew)


def _row(seen: Sighting, rate: Rate, identity: Identity, when: Mapping[Key, datetime]) -> dict[str, Any]:
    key = key_of(rate)
    return price_columns(rate) | {
        "page": seen.page,
        "vendor": seen.vendor,
        "capture_sha256": seen.capture_sha256,
        "identity": identity,
        "key": key,
        "valid_from": when[key],
        "valid_to": None,
        "known_from": seen.at,
        "known_to": None,
    }


def _each(price: Decimal | None, per: Decimal) -> str:
    """The price of one unit, every spelling of a number made one."""
    return "" if price is None else str(_TWELVE_DIGITS.normalize(_TWELVE_DIGITS.divide(price, per)))
