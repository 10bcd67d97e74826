"""The hub hears of what comes onto the wire, and of nothing else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.types import EventKind
from schedules.hub import Herald
from tests.databases import a_store
from tests.publish.test_websub import a_hub
from tests.storage.desk import Desk, day, event, rate, sheet

WIRE = "http://wire.example"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(a_store(tmp_path))


def shows(desk: Desk, number: int) -> None:
    desk.sees(number, sheet(), event(f"e{number}", rate("m"), rate("m", "0.2"), day(number)), body=b"%d" % number)


def test_what_came_since_is_told_once(desk: Desk) -> None:
    shows(desk, 1)
    with a_hub() as hub:
        herald = Herald(desk.store, {}, hub.address, WIRE, 60)
        assert herald.look() == 0
        shows(desk, 2)
        assert herald.look() == 3 * 3 * 3
        assert herald.look() == 0
    told = [address for word in hub.told for address in word["hub.url"]]
    assert f"{WIRE}/feed.xml?vendor=acme" in told
    assert f"{WIRE}/feed.json?lang=zh&kind={EventKind.PRICE_CUT}" in told


def test_a_hub_that_refuses_is_told_at_the_next_look(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with a_hub(503) as hub:
        herald = Herald(desk.store, {}, hub.address, WIRE, 60)
        shows(desk, 1)
        assert herald.look() == 0
        assert "the hub 127.0.0.1 answers 503" in caplog.text
        hub.status = 202
        assert herald.look() > 0


def test_a_herald_that_runs_tells_by_itself_and_ends(desk: Desk) -> None:
    with a_hub() as hub:
        herald = Herald(desk.store, {}, hub.address, WIRE, 0.1)
        herald.start()
        shows(desk, 1)
        end = time.monotonic() + 5
        while not hub.told and time.monotonic() < end:
            time.sleep(0.02)
        began = time.monotonic()
        herald.stop()
        assert time.monotonic() - began < 2
    assert hub.told
