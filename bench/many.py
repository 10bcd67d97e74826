"""A number into a database of so many made-up events, as the wire would have recorded them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, insert, text

from pipeline.types import Event, EventKind, EventState, Evidence, Page, Rate, Terms, terms_of
from storage.engine import Store
from storage.facts import mentions_of, row_of
from storage.pages import declare_pages
from storage.tables import events, mentions, wire

AT = datetime(2026, 11, 24, tzinfo=UTC)
VENDORS = [f"vendor-{n}" for n in range(60)]
MAKERS = [f"maker{n}" for n in range(40)]
MODELS = [(f"{MAKERS[n % 40]}/m{n}", f"Model M{n} {('Flash', 'Pro', '极速版', 'mini')[n % 4]}") for n in range(4_000)]
KINDS = [EventKind.PRICE_CUT] * 10 + [EventKind.PRICE_RISE] * 4 + [EventKind.RATE_ADDED] * 3 + [
    EventKind.BECAME_FREE, EventKind.PROMOTION_STARTED, EventKind.LIMIT_LOOSENED, EventKind.MODEL_ADDED,
]  # fmt: skip
TERMS = [terms_of({}), terms_of({"region": "cn"}), terms_of({"region": "intl", "service_class": "batch"})]
NOTICES = ["", "", "", "", "自即日起全线降价", "limited offer", "限时优惠"]
CHUNK = 5_000
PAGES = [Page(f"{vendor}/pricing", vendor, f"https://{vendor}.example/pricing") for vendor in VENDORS]


def fill(store: Store, number: int) -> None:
    """The newest is observed at `AT`, each earlier one some minutes before."""
    with store.write() as c:
        declare_pages(c, PAGES)
    chance = random.Random(7)
    made = (_event(chance, n, number) for n in range(number))
    for chunk in _chunks(made):
        rows = [row_of(event, event.observed_at) for event in chunk]
        named = [mention for event in chunk for mention in mentions_of(event)]
        told = [{"event_id": event.id, "at": event.observed_at, "action": "published"} for event in chunk]
        with store.write() as c:
            for table, values in ((events, rows), (mentions, named), (wire, told)):
                _add(c, table, values)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
        c.execute(text("ANALYZE"))


def _event(chance: random.Random, n: int, number: int) -> Event:
    vendor = VENDORS[min(int(chance.expovariate(0.08)), len(VENDORS) - 1)]
    model_id, model = MODELS[min(int(chance.expovariate(1 / 600)), len(MODELS) - 1)]
    terms: Terms = chance.choice(TERMS)
    kind = chance.choice(KINDS)
    was = Decimal(chance.randint(1, 9_999)) / 100
    now = Decimal(chance.randint(1, 9_999)) / 100
    at = AT - timedelta(minutes=number - 1 - n)
    notice = chance.choice(NOTICES)
    return Event(
        id=sha256(str(n).encode()).hexdigest()[:32],
        kind=kind,
        state=EventState.PUBLISHED,
        vendor=vendor,
        page=f"{vendor}/pricing",
        model=model,
        model_id=model_id,
        meter="output",
        terms=terms,
        old=_rate(model, model_id, terms, was),
        new=_rate(model, model_id, terms, now),
        percent=(now - was) / was * 100,
        observed_at=at,
        effective_from=None,
        evidence=Evidence(
            "a" * 64, at, "b" * 64, at, f"https://{vendor}.example/pricing", "t1", "t1", f"${was}", f"${now}"
        ),
        rule="plain",
        reason="the page says so",
        published_at=at,
        detail={"notice": notice} if notice else {},
    )


def _rate(model: str, model_id: str, terms: Terms, price: Decimal) -> Rate:
    return Rate(model, "output", terms, unit_price=price, currency="USD", per=Decimal(1_000_000), model_id=model_id)


def _chunks(made: Iterable[Event]) -> Iterator[list[Event]]:
    chunk: list[Event] = []
    for event in made:
        chunk.append(event)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _add(c: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """On PostgreSQL by COPY: three times as fast."""
    if c.dialect.name != "postgresql":
        c.execute(insert(table), rows)
        return
    names = list(rows[0])
    cursor: Any = c.connection.cursor()
    with cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])
