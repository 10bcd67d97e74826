"""What every vendor asks for some models now, and when each page was last seen to say so."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, case, select

from pipeline.gaps import Offer
from storage.names import folded
from storage.prices import price_from
from storage.tables import believed, pages, rates


def offers(c: Connection, model_ids: Iterable[str]) -> list[Offer]:
    """The offers of these models, by vendor, page and meter. A page that fails was last seen when it was last read."""
    ids = {folded(model_id) for model_id in model_ids}
    if not ids:
        return []
    seen = case((pages.c.why.is_(None), pages.c.last_checked_at), else_=believed.c.fetched_at).label("seen_at")
    asked = (
        select(rates, seen)
        .join(pages, pages.c.id == rates.c.page)
        .join(believed, believed.c.page == rates.c.page)
        .where(rates.c.model_id_folded.in_(ids), rates.c.known_to.is_(None), rates.c.valid_to.is_(None))
        .order_by(rates.c.vendor, rates.c.page, rates.c.seq)
    )
    return [
        Offer(row.vendor, row.page, price_from(row).rate, row.seen_at, row.capture_sha256) for row in c.execute(asked)
    ]


def models_of(c: Connection, vendor: str) -> list[str]:
    """The models that a vendor's pages print now, by name."""
    asked = select(rates.c.model).where(
        rates.c.vendor == vendor, rates.c.known_to.is_(None), rates.c.valid_to.is_(None)
    )
    return sorted(set(c.scalars(asked)))
