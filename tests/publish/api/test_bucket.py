"""Nobody asks too often, and nobody asks in another's name."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from publish.api.bucket import MOST_CLIENTS, Buckets, client_of
from publish.api.settings import ApiSettings
from tests.publish.api.counter import Counter, Opened, day

NOW = day(1)


def test_a_bucket_holds_a_burst_and_fills_as_time_goes_by() -> None:
    buckets = Buckets(per_minute=60, burst=3)
    assert [buckets.take("a", NOW).granted for _ in range(4)] == [True, True, True, False]
    assert buckets.take("a", NOW).wait == 1
    assert buckets.take("a", NOW + timedelta(seconds=2)).granted
    assert [buckets.take("a", NOW + timedelta(hours=1)).granted for _ in range(4)] == [True, True, True, False]


def test_each_client_has_its_own() -> None:
    buckets = Buckets(per_minute=60, burst=1)
    assert buckets.take("a", NOW).granted
    assert buckets.take("b", NOW).granted
    assert not buckets.take("a", NOW).granted


def test_a_clock_that_is_set_back_gives_nothing_and_takes_nothing() -> None:
    buckets = Buckets(per_minute=60, burst=2)
    assert buckets.take("a", NOW).granted
    assert buckets.take("a", NOW - timedelta(days=1)).granted
    assert not buckets.take("a", NOW - timedelta(days=1)).granted
    assert buckets.take("a", NOW + timedelta(seconds=1)).granted


def test_memory_is_bounded() -> None:
    buckets = Buckets(per_minute=60, burst=1)
    for number in range(MOST_CLIENTS + 10):
        buckets.take(str(number), NOW)
    assert len(buckets._levels) == MOST_CLIENTS


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
    ],
)
def test_an_ipv6_site_is_one_client(one: str, other: str, same: bool) -> None:
    assert (client_of({"client": (one, 1)}) == client_of({"client": (other, 2)})) is same


def test_a_socket_without_an_address_is_a_client_too() -> None:
    assert client_of({"client": None}) == ""
    assert client_of({"client": ("testclient", 1)}) == "testclient"


def test_beyond_the_limit_is_429_with_the_time_to_wait(opened: Opened) -> None:
    with opened(ApiSettings(per_minute=60, burst=2)) as counter:
        first = counter.asks("/vendors")
        assert (first.headers["RateLimit-Policy"], first.headers["RateLimit"]) == (
            '"client";q=2;w=2',
            '"client";r=1;t=0',
        )
        counter.asks("/vendors")
        got = counter.asks("/vendors")
        assert (got.status, got.headers["Retry-After"], got.headers["RateLimit"]) == (429, "1", '"client";r=0;t=1')
        assert json.loads(got.body)["title"] == "Too Many Requests"
        counter.now += timedelta(seconds=1)
        assert counter.asks("/vendors").status == 200


def test_a_header_makes_no_other_client(opened: Opened) -> None:
    with opened(ApiSettings(per_minute=60, burst=1)) as counter:
        assert counter.asks("/vendors").status == 200
        for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded"):
            assert counter.asks("/vendors", **{name: "198.51.100.7"}).status == 429


def test_errors_count_too(opened: Opened) -> None:
    with opened(ApiSettings(per_minute=60, burst=1)) as counter:
        assert counter.asks("/nothing").status == 404
        assert counter.asks("/nothing").status == 429


def test_without_a_limit_nothing_is_counted(counter: Counter) -> None:
    assert counter.asks("/vendors").headers["RateLimit"] is None


@pytest.mark.parametrize(("per_minute", "burst"), [(-1, 1), (1, 0)])
def test_a_limit_that_cannot_be_is_refused(per_minute: int, burst: int) -> None:
    with pytest.raises(ValueError, match="rate limit"):
        ApiSettings(per_minute=per_minute, burst=burst)
