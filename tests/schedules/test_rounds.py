"""Something is done every so often, and nothing stops it but being stopped."""

from __future__ import annotations

import logging
import time
from threading import Event

import pytest

from schedules.rounds import Rounds


def test_a_fault_is_told_and_the_next_round_follows(caplog: pytest.LogCaptureFixture) -> None:
    rounds_made, enough = [], Event()

    def go() -> None:
        rounds_made.append(1)
        if len(rounds_made) == 3:
            enough.set()
        raise ValueError("no luck")

    rounds = Rounds("The trial", go, 0.1)
    with caplog.at_level(logging.ERROR):
        rounds.start()
        assert enough.wait(10)
        rounds.halt()
        assert rounds.is_done(5)
    assert "The trial stopped on an error" in caplog.text


def test_a_round_under_way_is_waited_for_and_no_other_begins() -> None:
    begun, may_end, made = Event(), Event(), []

    def go() -> None:
        made.append(1)
        begun.set()
        may_end.wait(10)

    rounds = Rounds("The trial", go, 0.1)
    rounds.start()
    assert begun.wait(10)
    rounds.halt()
    assert not rounds.is_done(0.05)
    may_end.set()
    assert rounds.is_done(5)
    time.sleep(0.3)
    rounds.go()
    assert made == [1]
