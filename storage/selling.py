"""What vendors sell now, page by page as last believed, for whoever reckons with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from sqlalchemy import Connection, case, func, or_, select

from pipeline.costing import Selling
from pipeline.types import Sheet
from storage.names import folded
from storage.packing import unpack_sheet
from storage.tables import believed, pages, rates

_NOW = (rates.c.known_to.is_(None), rates.c.valid_to.is_(None))
_KEY = func.coalesce(rates.c.model_id_folded, rates.c.model_folded)


def selling(c: Connection, models: Collection[str], zones: Mapping[str, str]) -> list[Selling]:
    """All pages of the vendors among `zones` that sell one of the models, printed or by id; what they print of limits
    and gifts may stand on another page than the price. `zones`: vendor → IANA zone.

    A page that fails was last seen when it was last read.
    """
    names = sorted({folded(model) for model in models})
    sold = or_(rates.c.model_folded.in_(names), rates.c.model_id_folded.in_(names))
    vendors = select(rates.c.vendor).where(*_NOW, sold, rates.c.vendor.in_(sorted(zones))).distinct()
    seen = case((pages.c.why.is_(None), pages.c.last_checked_at), else_=believed.c.fetched_at).label("seen_at")
    asked = (
        select(pages.c.id, pages.c.vendor, seen, believed.c.sheet)
        .join(believed, believed.c.page == pages.c.id)
        .where(pages.c.vendor.in_(vendors), pages.c.retired.is_(False))
        .order_by(pages.c.vendor, pages.c.id)
    )
    return [Selling(row.vendor, row.id, _sheet(row.sheet), zones[row.vendor], row.seen_at) for row in c.execute(asked)]


def most_sold(c: Connection, vendors: Collection[str], most: int) -> list[tuple[str, int]]:
    """The models with a price of output that most of these vendors sell, by id or printed name, each with how many
    do, of input alone among them."""
    of_output = func.sum(case((rates.c.meter == "output", 1), else_=0))
    count = func.count(rates.c.vendor.distinct()).label("vendors")
    asked = (
        select(_KEY.label("key"), count)
        .where(*_NOW, rates.c.vendor.in_(sorted(vendors)), rates.c.meter.in_(("input", "output")))
        .where(rates.c.unit == "token")
        .group_by(_KEY)
        .having(of_output > 0)
        .order_by(count.desc(), _KEY)
        .limit(most)
    )
    return [(row.key, row.vendors) for row in c.execute(asked)]


@lru_cache(maxsize=128)
def _sheet(packed: bytes) -> Sheet:
    return unpack_sheet(packed)
