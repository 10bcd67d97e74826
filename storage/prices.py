"""What a rate was on a day, as it was known on a day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select

from pipeline.types import State
from storage.answers import PriceRow
from storage.names import folded
from storage.packing import terms_of_text
from storage.tables import rates


def prices(
    c: Connection,
    on: datetime,
    known: datetime,
    vendor: str | None = None,
    model: str | None = None,
    meter: str | None = None,
) -> list[PriceRow]:
    """The rates that held at `on`, as believed at `known`; a model as printed or by its id, in any case."""
    held = [rates.c.valid_from <= on, or_(rates.c.valid_to.is_(None), rates.c.valid_to > on)]
    return _rows(c, [*held, *_known(known), *_about(vendor, model, meter)])


def history(
    c: Connection,
    model: str,
    vendor: str | None = None,
    meter: str | None = None,
    known: datetime | None = None,
) -> list[PriceRow]:
    """Every span of a model's rates, as believed at `known`, or now where it is not given."""
    believed = [rates.c.known_to.is_(None)] if known is None else _known(known)
    return _rows(c, [*believed, *_about(vendor, model, meter)])


def _known(known: datetime) -> list[ColumnElement[bool]]:
    return [rates.c.known_from <= known, or_(rates.c.known_to.is_(None), rates.c.known_to > known)]


def _about(vendor: str | None, model: str | None, meter: str | None) -> list[ColumnElement[bool]]:
    about: list[ColumnElement[bool]] = []
    if vendor is not None:
        about.append(rates.c.vendor == vendor)
    if model is not None:
        about.append(or_(rates.c.model_folded == folded(model), rates.c.model_id_folded == folded(model)))
    if meter is not None:
        about.append(rates.c.meter == meter)
    return about


def _rows(c: Connection, conditions: list[ColumnElement[bool]]) -> list[PriceRow]:
    found = [price_from(row) for row in c.execute(select(rates).where(*conditions))]
    # Sorted here: the two databases do not agree on the order of Chinese names.
    return sorted(found, key=lambda row: (row.vendor, row.page, row.model, row.meter, row.terms, row.valid_from))


def price_from(row: Row[*tuple[Any, ...]]) -> PriceRow:
    """A row of the rates' table."""
    return PriceRow(
        vendor=row.vendor,
        page=row.page,
        model=row.model,
        model_id=row.model_id,
        maker=row.maker,
        meter=row.meter,
        terms=terms_of_text(row.terms),
        state=State(row.state),
        unit_price=row.unit_price,
        list_price=row.list_price,
        currency=row.currency,
        per=row.per,
        unit=row.unit,
        printed=row.printed,
        locator=row.locator,
        capture_sha256=row.capture_sha256,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        known_from=row.known_from,
        known_to=row.known_to,
    )
