"""What the watched pages show now, for whoever compares it with what is claimed; and of whom no price can be read."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, case, or_, select

from pipeline.corroborate import Shown
from pipeline.types import PageKind
from storage.prices import price_from
from storage.tables import believed, pages, rates

PRICED = (PageKind.PRICING.value, PageKind.API.value)
FAILING = 3
"""A page that has failed so often in a row cannot be read; before that it may be a bad hour."""


def shown_of(c: Connection, vendors: Iterable[str]) -> list[Shown]:
    """Every rate that pages of these vendors show now. A page that fails was last seen when it was last read."""
    seen = case((pages.c.why.is_(None), pages.c.last_checked_at), else_=believed.c.fetched_at).label("seen_at")
    asked = (
        select(rates, pages.c.url, seen)
        .join(pages, pages.c.id == rates.c.page)
        .join(believed, believed.c.page == rates.c.page)
        .where(rates.c.vendor.in_(sorted(set(vendors))), rates.c.known_to.is_(None), rates.c.valid_to.is_(None))
        .order_by(rates.c.page, rates.c.seq)
    )
    return [
        Shown(row.vendor, row.page, price_from(row).rate, row.valid_from, row.seen_at, row.capture_sha256, row.url)
        for row in c.execute(asked)
    ]


def readable_vendors(c: Connection) -> frozenset[str]:
    """The vendors of whom a page of prices is read, or has not been asked for yet."""
    asked = select(pages.c.vendor).where(
        pages.c.retired.is_(False),
        pages.c.kind.in_(PRICED),
        or_(pages.c.last_checked_at.is_(None), pages.c.failures < FAILING),
    )
    return frozenset(c.scalars(asked.distinct()))
