"""The last accepted sheets of pages: what is believed of their allowances, limits and promotions."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from pipeline.types import Sheet
from storage.packing import unpack_sheet
from storage.tables import believed


def sheets_of(c: Connection, page_ids: Collection[str]) -> dict[str, Sheet]:
    """By page; one of which nothing is believed is left out."""
    asked = select(believed.c.page, believed.c.sheet).where(believed.c.page.in_(sorted(page_ids)))
    return {row.page: unpack_sheet(row.sheet) for row in c.execute(asked.order_by(believed.c.page))}
