"""A page of 10,000 rates: how long one write takes, and that it does not grow. Bounds are several times what a quiet
2-core machine needs, so that only a change of kind breaks them."""

from __future__ import annotations

import gc
import resource
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.types import Rate, Sheet, terms_of
from storage.events import events
from storage.queries import EventQuery
from tests.storage.desk import Desk, day, event, rate

MANY = 10_000
STATM = Path("/proc/self/statm")
TERMS = terms_of({"context": "<=32K", "region": "cn"})


def many_rates() -> tuple[Rate, ...]:
    return tuple(rate(f"model-{n}", "0.30", terms=TERMS, locator=f"table 1, row {n}") for n in range(MANY))


def seconds(desk: Desk, number: float, shown: Sheet, old: tuple[Rate, ...]) -> float:
    """What recording took, the bodies put before; the first twenty rates moved."""
    moved = [(was, now) for was, now in zip(old[:20], shown.rates[:20], strict=False)]
    told = [event(f"{number}-{was.model}", was, now, day(number)) for was, now in moved]
    decision = desk.decision(number, shown, *told, body=f"{number}".encode())
    start = time.perf_counter()
    desk.records(decision)
    return time.perf_counter() - start


def test_a_page_of_ten_thousand_rates_is_recorded_quickly(desk: Desk) -> None:
    all_rates = many_rates()
    first = seconds(desk, 1, Sheet(rates=all_rates), ())
    moved = tuple(replace(it, unit_price=Decimal("0.20")) for it in all_rates[:20]) + all_rates[20:]
    second = seconds(desk, 2, Sheet(rates=moved), all_rates)
    assert first < 6, f"{first:.2f} s for the first sight"  # 0.45 measured
    assert second < 1.5, f"{second:.2f} s for twenty changes"  # 0.10 measured
    assert len(desk.prices(2, 2)) == MANY


@pytest.mark.skipif(not STATM.exists(), reason="needs /proc")
def test_memory_stays_flat_over_hundreds_of_captures(desk: Desk) -> None:
    shown = [Sheet(rates=many_rates()[:100]), Sheet(rates=many_rates()[1:101])]
    resident = {}
    for number in range(1, 121):
        desk.sees(number, shown[number % 2], body=f"capture {number}".encode() * 50)
        if number in (30, 120):
            gc.collect()
            resident[number] = int(STATM.read_text().split()[1]) * resource.getpagesize()
    assert resident[120] - resident[30] < 3_000_000, resident


def test_the_newest_fifty_do_not_take_longer_among_many(desk: Desk) -> None:
    start = time.perf_counter()
    for number in range(1, 41):
        told = [event(f"{number}-{n:03}", rate(f"m{n}"), rate(f"m{n}", "0.2"), day(number)) for n in range(100)]
        desk.sees(number, Sheet(), *told, body=f"{number}".encode())
    recording = time.perf_counter() - start
    with desk.store.read() as c:
        start = time.perf_counter()
        for query in (EventQuery(), EventQuery(vendor="acme"), EventQuery(model="m7"), EventQuery(text="$0.2")):
            assert len(events(c, query)) >= 40
        reading = time.perf_counter() - start
    assert reading < recording / 4, f"{reading:.3f} s after {recording:.3f} s"
