"""A row of a document and the plan for it into the row's rates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from pipeline.mappings.numbers import number_of, short_count
from pipeline.mappings.paths import Json, Place, at_path, members_of, pointer_of
from pipeline.mappings.plan import Band, Meter, Plan, Readers, Told, said
from pipeline.names import model_id
from pipeline.types import Rate, State, Terms, terms_of

Keyed = tuple[tuple[str, str, Terms], Rate]


def row_rates(place: Place, plan: Plan) -> list[Keyed]:
    """The rates of one row, with the key that tells them apart."""
    model = plan.told.name(place) if plan.told and plan.told.edits else plan.model(place)
    if not isinstance(model, str) or not model or model in plan.skip_models:
        return []
    if any(_meets(place.row, plan.skip)) or not all(_meets(place.row, plan.only)):
        return []
    found = [*_priced(place, plan)]
    if not found:
        return []
    return _rates(place, plan, model, found)


def _priced(place: Place, plan: Plan) -> Iterator[_Found]:
    if plan.told:
        yield from _told(place, plan.told)
    if plan.inside:
        inner = at_path(place.row, plan.inside)
        row = inner if isinstance(inner, dict) else {}
        place = place._replace(row=row, pointer=place.pointer + "".join(map(pointer_of, plan.inside)))
    yield from _plain(place, plan)
    yield from _banded(place, plan)


class _Found(NamedTuple):
    """A number met in a row."""

    reading: Meter
    printed: Any
    list_printed: Any
    pointer: str


def _plain(place: Place, plan: Plan) -> Iterator[_Found]:
    return _grouped(place.row, plan.groups, place.pointer)


def _grouped(row: Json, groups: list[tuple[tuple[str, ...], Readers]], pointer: str) -> Iterator[_Found]:
    """What the declared meters meet in a row."""
    for parents, readers in groups:
        parent = at_path(row, parents) if parents else row
        if not isinstance(parent, dict):
            continue
        for key, value in parent.items():
            reading = readers[key]
            if reading is None or value is None or (reading.unless and at_path(row, reading.unless) is not None):
                continue
            listed = at_path(row, reading.listed) if reading.listed else None
            yield _Found(reading, value, listed, pointer + reading.pointer)


def _told(place: Place, told: Told) -> Iterator[_Found]:
    """The one price of the row, where its words and its unit are understood."""
    printed, words, unit = at_path(place.row, told.price), said(told.words, place), told.unit(place)
    if printed is None or words is None:
        return
    case = next((case for case in told.cases if case.like.search(words)), None)
    if case is None or case.reading is None:
        return
    reading = case.reading
    known = (reading.per, reading.unit) if case.counted or not told.units else None
    counted = known or told.units.get(unit if isinstance(unit, str) else "")
    if counted is None:
        return
    terms = dict(reading.terms)
    for pattern, marked in told.marks:
        if pattern.search(words):
            terms |= marked
    here = replace(reading, terms=terms_of(terms), per=counted[0], unit=counted[1])
    yield _Found(here, printed, None, place.pointer + reading.pointer)


def _banded(place: Place, plan: Plan) -> Iterator[_Found]:
    for band in plan.bands:
        rows = at_path(place.row, band.rows)
        struck = at_path(place.row, band.list_rows) if band.list_rows else None
        base = place.pointer + "".join(map(pointer_of, band.rows))
        if _bounds(place._replace(row=rows), band) is not None:
            yield from _band_row(place._replace(row=rows, pointer=base), struck, band)
            continue
        end = None
        for key, row in members_of(rows):
            member = place._replace(row=row, pointer=base + pointer_of(key))
            yield from _band_row(member, at_path(struck, (key,)), band, end)
            end = _bound(row, band.upto, band.shift) if band.chained else None


def _band_row(place: Place, before: Json, band: Band, start: Decimal | None = None) -> Iterator[_Found]:
    bounds = _bounds(place, band, start)
    if bounds is None:
        return
    for found in _grouped(place.row, band.groups, place.pointer):
        reading = found.reading
        here = replace(reading, terms=terms_of({**dict(reading.terms), band.term: bounds}))
        key = found.pointer.rpartition("/")[2]
        yield _Found(here, found.printed, found.list_printed or at_path(before, (key,)), found.pointer)


def _bounds(place: Place, band: Band, start: Decimal | None = None) -> str | None:
    """`>272K`, `<=32K`, `32K-128K`; None where the member says no bound, so holds under no known condition."""
    if not isinstance(place.row, dict):
        return None
    if band.value:
        value = band.value(place)
        return value if isinstance(value, str) and value else None
    above = start if start is not None else _bound(place.row, band.above, band.shift)
    upto = _bound(place.row, band.upto, band.shift)
    if upto is None:
        return None if above is None else f">{short_count(above)}"
    return f"{short_count(above)}-{short_count(upto)}" if above else f"<={short_count(upto)}"


def _bound(row: Json, path: tuple[str, ...], shift: Decimal) -> Decimal | None:
    number = number_of(at_path(row, path), "") if path else None
    return number + shift if number else number


def _rates(place: Place, plan: Plan, model: str, found: list[_Found]) -> list[Keyed]:
    currency = plan.currency(place)
    if currency is None or isinstance(currency, dict | list):
        return []
    code = currency.upper() if isinstance(currency, str) and currency else None
    numbers = [(item, _scaled(item.printed, item.reading, place, code)) for item in found]
    free_row = not any(number for _, number in numbers)
    identity = _identity(place, plan, model)
    extra = {**_variant_terms(model, plan), **_row_terms(place, plan)}
    chosen: dict[tuple[str, str, Terms], tuple[int, Rate]] = {}
    for item, number in numbers:
        state = _state(item.reading, number, free_row)
        if number is None or state is None:
            continue
        terms = terms_of({**dict(item.reading.terms), **extra}) if extra else item.reading.terms
        rate = _rate(model, identity, code, item, number, state, terms, _list_price(item, place, code, number))
        key = (model, item.reading.meter, terms)
        known = chosen.get(key)
        if known is None or item.reading.order < known[0]:
            chosen[key] = (item.reading.order, rate)
    return [(key, rate) for key, (_, rate) in chosen.items()]


def _rate(
    model: str,
    identity: str | None,
    currency: str | None,
    item: _Found,
    number: Decimal,
    state: State,
    terms: Terms,
    list_price: Decimal | None,
) -> Rate:
    reading = item.reading
    numbered = state is not State.UNKNOWN
    return Rate(
        model=model,
        meter=reading.meter,
        terms=terms,
        state=state,
        unit_price=number if numbered else None,
        currency=currency,
        per=reading.per,
        unit=reading.unit,
        list_price=list_price if numbered else None,
        printed=str(item.printed),
        locator=item.pointer,
        model_id=identity,
    )


def _identity(place: Place, plan: Plan, model: str) -> str | None:
    maker = plan.maker(place) if plan.maker else None
    if isinstance(maker, str) and maker and "/" not in model:
        return model_id(f"{maker}/{model}")
    return model_id(model)


def _variant_terms(model: str, plan: Plan) -> Mapping[str, str]:
    return next((terms for ending, terms in plan.variants.items() if model.endswith(ending)), {})


def _row_terms(place: Place, plan: Plan) -> dict[str, str]:
    values = {name: value(place) for name, value in plan.terms.items()}
    return {name: str(value) for name, value in values.items() if isinstance(value, str | int) and value != ""}


def _state(reading: Meter, number: Decimal | None, free_row: bool) -> State | None:
    if number is None:
        return None
    if number > 0:
        return State.PRICED
    if reading.zero == "row":
        return State.FREE if free_row else State.UNKNOWN
    return {"free": State.FREE, "unknown": State.UNKNOWN, "none": None}[reading.zero]


def _list_price(item: _Found, place: Place, currency: str | None, number: Decimal) -> Decimal | None:
    """The struck price, where it is another than the one asked now."""
    if item.list_printed is None:
        return None
    listed = _scaled(item.list_printed, item.reading, place, currency)
    return listed if listed and listed != number else None


def _scaled(printed: Any, reading: Meter, place: Place, currency: str | None) -> Decimal | None:
    number = number_of(printed, currency or "")
    if number is None or number < 0:
        return None
    if not reading.scaled:
        return number
    for factor in (reading.scale, *(number_of(value(place), "") for value in reading.times)):
        if factor is None or factor < 0:
            return None
        if factor != 1:
            number *= factor
    return number


def _meets(row: Mapping[str, Any], conditions: list[tuple[tuple[str, ...], frozenset[str]]]) -> Iterator[bool]:
    for path, values in conditions:
        found = at_path(row, path)
        yield bool(values.intersection(map(str, found if isinstance(found, list) else [found])))
