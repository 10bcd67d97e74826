"""What it costs to go through what is sold now among many rates, on both databases.

python -m bench.rates [ROWS]

Made-up rates, 300,000 rows where no number is given, of which one in ten is believed and holds now; each question is
asked 20 times, with and without the index on what is sold now.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text

from bench.many import AT, MODELS, PAGES, VENDORS
from storage.engine import Store
from storage.listing import models, models_sold, offers_of
from storage.pages import declare_pages
from storage.selling import most_sold
from storage.tables import rates
from tests.postgres import NoPostgres, running_postgres

ROWS = 300_000
SPANS = 10
"""Rows of one rate; the last one holds."""
TURNS = 20
CHUNK = 5_000
INDEX = "ix_rates_now"
QUESTIONS: dict[str, Callable[[Connection, random.Random], object]] = {
    "models, the first 50": lambda c, chance: models(c, limit=50),
    "models, 50 from a place": lambda c, chance: models(c, after=chance.choice(MODELS)[0], limit=50),
    "models of a vendor, 50": lambda c, chance: models(c, vendor=chance.choice(VENDORS), limit=50),
    "models by a word, 50": lambda c, chance: models(c, text=f"m{chance.randint(0, 3000)}", limit=50),
    "offers of three vendors": lambda c, chance: offers_of(c, chance.sample(VENDORS, 3)),
    "offers of a model": lambda c, chance: offers_of(c, VENDORS, chance.choice(MODELS)[0]),
    "models sold by three vendors": lambda c, chance: models_sold(c, chance.sample(VENDORS, 3)),
    "the 40 models that most sell": lambda c, chance: most_sold(c, VENDORS, 40),
}


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory(prefix="pricewire-bench-") as folder:
        _measure(f"sqlite:///{folder}/wire.sqlite3", Path(folder), number)
    try:
        with running_postgres() as server, tempfile.TemporaryDirectory() as folder:
            _measure(server.url(server.create()), Path(folder), number)
    except NoPostgres as missing:
        print(f"not measured on PostgreSQL: {missing}")


def _measure(url: str, folder: Path, number: int) -> None:
    store = Store.open(url, folder)
    _fill(store, number)
    with_it = _all(store)
    with store.write() as c:
        made = _definition(c)
        c.execute(text(f"DROP INDEX {INDEX}"))
    without = _all(store)
    with store.write() as c:
        c.execute(text(made))
    store.close()
    print(f"\n{store.engine.dialect.name}: {number:,} rates, milliseconds (median of {TURNS})")
    print(f"  {'':34}{'without':>10}{'with':>10}")
    for name in QUESTIONS:
        print(f"  {name:34}{without[name]:10.2f}{with_it[name]:10.2f}{without[name] / with_it[name]:8.1f}×")


def _definition(c: Connection) -> str:
    asked = (
        "SELECT sql FROM sqlite_master WHERE name = :name"
        if c.dialect.name == "sqlite"
        else "SELECT indexdef FROM pg_indexes WHERE indexname = :name"
    )
    return str(c.scalar(text(asked), {"name": INDEX}))


def _all(store: Store) -> dict[str, float]:
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
        c.execute(text("VACUUM ANALYZE" if store.engine.dialect.name == "postgresql" else "ANALYZE"))
    found = {}
    for name, question in QUESTIONS.items():
        chance = random.Random(11)
        found[name] = statistics.median(_timed(store, question, chance) for _ in range(TURNS))
    return found


def _timed(store: Store, question: Callable[[Connection, random.Random], object], chance: random.Random) -> float:
    with store.read() as c:
        began = time.perf_counter()
        question(c, chance)
        return (time.perf_counter() - began) * 1000


def _fill(store: Store, number: int) -> None:
    with store.write() as c:
        declare_pages(c, PAGES)
    chance, chunk = random.Random(7), []
    for row in _rows(chance, number):
        chunk.append(row)
        if len(chunk) == CHUNK:
            _add(store, chunk)
            chunk = []
    _add(store, chunk)


def _add(store: Store, rows: list[dict[str, Any]]) -> None:
    if rows:
        with store.write() as c:
            c.execute(insert(rates), rows)


def _rows(chance: random.Random, number: int) -> Iterator[dict[str, Any]]:
    """Rate after rate, each with its spans; all but the last are over."""
    for n in range(number // SPANS):
        vendor = VENDORS[min(int(chance.expovariate(0.08)), len(VENDORS) - 1)]
        model_id, model = chance.choice(MODELS)
        rate = {
            "page": f"{vendor}/pricing", "vendor": vendor, "model": model, "model_folded": model.lower(),
            "model_id": model_id, "model_id_folded": model_id, "maker": model_id.partition("/")[0],
            "meter": chance.choice(("input", "output", "cache_read")), "terms": "{}", "state": "priced",
            "unit_price": Decimal(chance.randint(1, 9_999)) / 100, "list_price": None, "currency": "USD",
            "per": Decimal(1_000_000), "unit": "token", "per_million": Decimal(1), "printed": "$1", "locator": "t1",
            "capture_sha256": "a" * 64, "identity": str(n), "key": str(n),
        }  # fmt: skip
        for span in range(SPANS):
            begins, last = AT - timedelta(days=SPANS - span), span == SPANS - 1
            ends = None if last else begins + timedelta(days=1)
            yield rate | {
                "valid_from": begins,
                "valid_to": ends,
                "known_from": begins,
                "known_to": None if last else ends,
            }


if __name__ == "__main__":
    main()
