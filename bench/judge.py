"""What judging costs: two sheets of 3,000 models, 20 of them moved, against a bare dict comparison of the same rates.

python -m bench.judge [MODELS]
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pipeline.decide import decide
from pipeline.types import Believed, Capture, Gathered, Page, Rate, Sheet

METERS = ("input", "output", "cache_read")


def sheets(models: int) -> tuple[Sheet, Sheet]:
    rates = [
        Rate(f"lab-{n % 40}/model-{n}", meter, unit_price=Decimal(n + 1) / 100, currency="USD", per=Decimal(1_000_000))
        for n in range(models)
        for meter in METERS
    ]
    moved = [
        replace(r, unit_price=(r.unit_price or 0) * Decimal("0.9")) if n % 450 == 0 else r for n, r in enumerate(rates)
    ]
    return Sheet(rates=tuple(rates)), Sheet(rates=tuple(reversed(moved)))


def best(work: Callable[[], object], times: int = 7) -> float:
    """Milliseconds of CPU, the best of several."""
    taken = []
    for _ in range(times):
        begin = time.process_time()
        work()
        taken.append((time.process_time() - begin) * 1000)
    return min(taken)


def main() -> None:
    old, new = sheets(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    believed = Believed(old, "1", "0" * 64, at)
    gathered = Gathered(Page("bench/page", "bench", "https://bench.example/"), believed)
    capture = Capture("bench/page", "", at + timedelta(days=1), 200, b"", hashlib.sha256(b"").hexdigest())
    bare = best(lambda: {(r.model, r.meter): r for r in old.rates} == {(r.model, r.meter): r for r in new.rates})
    judged = best(lambda: decide(gathered, capture, new, reader="1"))
    events = len(decide(gathered, capture, new, reader="1").events)
    print(f"{len(old.rates)} rates, {events} events: {judged:.1f} ms, {judged / bare:.1f} x a bare comparison")


if __name__ == "__main__":
    main()
