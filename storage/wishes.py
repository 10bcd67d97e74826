"""What a reader asks to be told → whether its vendors and models are known here: a slip of the pen is not silence."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from pipeline.query_text import BadBasket
from pipeline.subscriptions import Subscriber
from storage.names import folded
from storage.pages import page_status
from storage.tables import rates


def check_known(c: Connection, reader: Subscriber, vendors: Collection[str]) -> None:
    """Refuses a vendor that is neither among `vendors` nor on record, and a model of a watched workload that no page
    ever sold. A basket may name any model: an event can be the first that is heard of it. Raises `BadBasket`."""
    for vendor in sorted(reader.vendors - set(vendors)):
        if not page_status(c, vendor):
            raise BadBasket("vendor is unknown", "one that the page of vendors lists", vendor)
    if reader.watch is not None:
        for model in sorted(reader.watch.workload.models - _sold(c, reader.watch.workload.models)):
            raise BadBasket("model is unknown", "one that a watched page sells, as printed or maker/name", model)


def _sold(c: Connection, models: Iterable[str]) -> set[str]:
    """Those of the models for which a price was ever read, by printed name or by id."""
    wanted = {folded(model): model for model in models}
    columns = (rates.c.model_folded, rates.c.model_id_folded)
    found = (c.scalars(select(column).where(column.in_(sorted(wanted))).distinct()) for column in columns)
    return {wanted[name] for names in found for name in names if name is not None}
