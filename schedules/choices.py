"""Workloads that readers watch: reckoned anew when prices moved, and told where the choice or the sum did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from pipeline.costing import costs
from pipeline.subscriptions import Subscriber, send_at
from pipeline.types import Channel, Vendor
from pipeline.watch import Remembered, choose
from publish.letters.choices import choice_words
from schedules.look import Look, Then
from spiders.declarations import Catalogue
from storage.deliveries import CHOICE, owe_letter
from storage.engine import Store
from storage.selling import selling
from storage.subscribers import remember, watching

SELLING = frozenset({Channel.FIRST_PARTY, Channel.CLOUD, Channel.HOST, Channel.RESELLER})


def choices(catalogue: Catalogue) -> Then:
    """What to do in the transaction that records a look, for the vendors of `catalogue`."""
    vendors = {vendor.id: vendor for vendor in catalogue.vendors}

    def follow(c: Connection, look: Look) -> Look:
        if look.published or look.resolutions:
            reckon(c, vendors, look.at)
        return look

    return follow


def begin(store: Store, vendors: Mapping[str, Vendor], at: datetime) -> None:
    """Remember what a month costs for those whose watch has just begun, so that the next move is news."""
    with store.read() as c:
        new = any(remembered is None for _, remembered in watching(c))
    if new:
        with store.write() as c:
            reckon(c, vendors, at)


def reckon(c: Connection, vendors: Mapping[str, Vendor], at: datetime) -> None:
    """Every watched workload at the prices of now: what moved is owed to its reader, and remembered."""
    zones = {vendor.id: vendor.zone for vendor in vendors.values() if vendor.channel in SELLING}
    for reader, remembered in watching(c):
        _one(c, reader, remembered, vendors, zones, at)


def _one(
    c: Connection,
    reader: Subscriber,
    remembered: Remembered | None,
    vendors: Mapping[str, Vendor],
    zones: Mapping[str, str],
    at: datetime,
) -> None:
    if reader.watch is None:
        return
    workload = reader.watch.workload
    choice = choose(reader.watch, remembered, costs(workload, selling(c, workload.models, zones), at))
    if choice.told:
        words = choice_words(choice.told, vendors, "zh" if reader.lang == "zh" else "en")
        owe_letter(c, reader.id, CHOICE, send_at(reader, at), words)
    if choice.remembered != remembered:
        remember(c, reader.id, choice.remembered)
