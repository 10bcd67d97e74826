"""Leases: of two schedulers on one database, one works."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

from storage.engine import Store
from storage.leases import acquire, release
from tests.storage.desk import day

HOUR = timedelta(hours=1)


def takes(store: Store, holder: str, number: float) -> bool:
    with store.write() as c:
        return acquire(c, "scheduler", holder, day(number), HOUR)


def test_one_holder_at_a_time(store: Store) -> None:
    assert takes(store, "a", 1)
    assert not takes(store, "b", 1)


def test_the_holder_may_take_it_again(store: Store) -> None:
    assert takes(store, "a", 1)
    assert takes(store, "a", 1.01)


def test_a_lease_that_ran_out_is_free(store: Store) -> None:
    assert takes(store, "a", 1)
    assert takes(store, "b", 2)
    assert not takes(store, "a", 2.01)


def test_a_lease_that_is_taken_again_goes_on(store: Store) -> None:
    assert takes(store, "a", 1)
    with store.write() as c:
        assert acquire(c, "scheduler", "a", day(1) + HOUR / 2, HOUR)
    with store.write() as c:
        assert not acquire(c, "scheduler", "b", day(1) + HOUR, HOUR)


def test_a_lease_given_back_is_free_and_only_its_holder_gives_it_back(store: Store) -> None:
    assert takes(store, "a", 1)
    with store.write() as c:
        release(c, "scheduler", "b")
    assert not takes(store, "b", 1)
    with store.write() as c:
        release(c, "scheduler", "a")
    assert takes(store, "b", 1)


def test_leases_of_other_names_are_apart(store: Store) -> None:
    assert takes(store, "a", 1)
    with store.write() as c:
        assert acquire(c, "prune", "b", day(1), HOUR)


def test_of_many_at_the_same_moment_one_takes_it(store: Store) -> None:
    start, taken = Barrier(8), list[str]()

    def run(holder: str) -> None:
        start.wait()
        if takes(store, holder, 1):
            taken.append(holder)

    threads = [Thread(target=run, args=(f"worker-{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1
