"""Rows of rates as a whole: read, closed and added, never changed in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from pipeline.types import Rate
from storage.names import folded, maker_of
from storage.packing import terms_text
from storage.tables import rates

_CHUNK = 500


def whole_rows(c: Connection, seqs: Sequence[int]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for start in range(0, len(seqs), _CHUNK):
        asked = select(rates).where(rates.c.seq.in_(seqs[start : start + _CHUNK])).order_by(rates.c.seq)
        rows += [dict(row) for row in c.execute(asked).mappings()]
    return rows


def close_rows(c: Connection, seqs: Sequence[int], at: datetime) -> None:
    """Not believed any more from `at` on."""
    if seqs:
        closing = update(rates).where(rates.c.seq == bindparam("closed")).values(known_to=at)
        c.execute(closing, [{"closed": seq} for seq in seqs])


def add_rows(c: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Each under a number of its own, whatever number it was read with."""
    if rows:
        c.execute(insert(rates), [{name: value for name, value in row.items() if name != "seq"} for row in rows])


def price_columns(rate: Rate) -> dict[str, Any]:
    """What a rate says, without the times."""
    return name_columns(rate) | {
        "meter": rate.meter,
        "terms": terms_text(rate.terms),
        "state": rate.state.value,
        "unit_price": rate.unit_price,
        "list_price": rate.list_price,
        "currency": rate.currency,
        "per": rate.per,
        "unit": rate.unit,
        "per_million": rate.per_million,
        "printed": rate.printed,
        "locator": rate.locator,
    }


def name_columns(rate: Rate) -> dict[str, Any]:
    return {
        "model": rate.model,
        "model_folded": folded(rate.model),
        "model_id": rate.model_id,
        "model_id_folded": folded(rate.model_id) if rate.model_id else None,
        "maker": maker_of(rate.model_id),
    }
