"""Only who holds a token writes, and only that an event is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pipeline.types import EventKind, State
from publish.api.app import api
from publish.api.settings import ApiSettings
from publish.api.writing import Writing
from storage.wire import wire
from tests.publish.api.counter import ACME, TOKEN, VENDORS, Answer, Counter, a_counter, dollars, moved
from tests.storage.desk import sheet

PAIR = dollars("small", "0.30"), dollars("small", "0.15")
RETRACTION = {"state": "retracted", "reason": "A test price."}
PATH = "/events/cut/corrections"


@pytest.fixture
def wrong(counter: Counter) -> Counter:
    return tells_wrongly(counter)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """The same for all tests in which nothing is written."""
    folder = tmp_path_factory.mktemp("kept")
    with a_counter(folder, f"sqlite:///{folder}/kept.sqlite3") as made:
        yield tells_wrongly(made)


def tells_wrongly(counter: Counter) -> Counter:
    """A cut is told that was none."""
    counter.at(ACME).sees(1, sheet(PAIR[0]))
    counter.at(ACME).sees(5, sheet(PAIR[1]), moved("cut", *PAIR, 5))
    return counter


def corrected(price: str, **other: str) -> dict[str, Any]:
    return {"state": "corrected", "reason": "Another row.", "right": {"unit_price": price, **other}}


def says(counter: Counter, said: Any, path: str = PATH) -> Answer:
    return counter.asks(path, "POST", said, token=TOKEN)


def test_an_event_is_taken_back(wrong: Counter) -> None:
    told = json.loads(says(wrong, RETRACTION).body)
    assert (told["state"], told["reason"], told["rule"]) == ("retracted", "A test price.", "by_hand")
    assert wrong.lists("/events") == []
    assert [row["unit_price"] for row in wrong.lists("/prices")] == ["0.30"]
    with wrong.store.read() as c:
        assert [line.action.value for line in wire(c)] == ["published", "retracted"]


def test_the_new_price_is_put_right(wrong: Counter) -> None:
    told = json.loads(says(wrong, corrected("0.20")).body)
    assert (told["state"], told["kind"], told["new"]["unit_price"], told["percent"]) == (
        "corrected", "price_cut", "0.20", "-33.3333",
    )  # fmt: skip
    assert told["rulings"][1]["right"]["unit_price"] == "0.20"
    assert [row["unit_price"] for row in wrong.lists("/prices")] == ["0.20"]
    assert [row["unit_price"] for row in wrong.lists("/prices", known="2024-05-20")] == ["0.15"]


@pytest.mark.parametrize(
    ("price", "kind", "state"),
    [("0.40", EventKind.PRICE_RISE, State.PRICED), ("0", EventKind.BECAME_FREE, State.FREE)],
)
def test_a_price_put_right_may_be_another_kind_of_event(wrong: Counter, price: str, kind: str, state: str) -> None:
    told = json.loads(says(wrong, corrected(price)).body)
    assert (told["kind"], told["new"]["state"]) == (kind, state)
    assert [row["id"] for row in wrong.lists("/events", kind=kind)] == ["cut"]


def test_a_correction_that_leaves_no_move_is_refused(kept: Counter) -> None:
    assert says(kept, corrected("0.30")).status == 409
    assert says(kept, corrected("0.00030", per="1000")).status == 409


def test_an_event_without_one_price_can_only_be_retracted(counter: Counter) -> None:
    counter.at(ACME).sees(5, sheet(), moved("gone", PAIR[0], None, 5))
    assert says(counter, corrected("1"), "/events/gone/corrections").status == 409
    assert says(counter, RETRACTION, "/events/gone/corrections").status == 200


def test_an_event_is_taken_back_once(wrong: Counter) -> None:
    assert says(wrong, RETRACTION).status == 200
    wrong.now += timedelta(seconds=1)
    assert says(wrong, RETRACTION).status == 409
    assert says(wrong, RETRACTION, "/events/none/corrections").status == 404


def test_a_headline_is_taken_back_with_its_members(counter: Counter) -> None:
    counter.at(ACME).sees(1, sheet(PAIR[0]))
    head = replace(moved("head", *PAIR, 5), old=None, new=None)
    counter.at(ACME).sees(5, sheet(PAIR[1]), head, replace(moved("cut", *PAIR, 5), headline="head"))
    assert says(counter, RETRACTION, "/events/head/corrections").status == 200
    assert counter.gets("/events/cut")["state"] == "retracted"
    assert [row["unit_price"] for row in counter.lists("/prices")] == ["0.30"]


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer a-token-of-the-tests-", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN]
)
def test_without_the_whole_token_nothing_is_written(kept: Counter, shown: str) -> None:
    got = kept.asks(PATH, "POST", RETRACTION, Authorization=shown)
    assert (got.status, got.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert kept.gets("/events/cut")["state"] == "published"


def test_a_token_in_the_address_is_none(kept: Counter) -> None:
    assert kept.asks(f"{PATH}?token={TOKEN}", "POST", RETRACTION).status == 401


def test_a_server_without_a_token_is_read_only(read_only: Counter) -> None:
    got = read_only.asks(PATH, "POST", RETRACTION, token=TOKEN)
    assert (got.status, json.loads(got.body)["detail"]) == (403, "This server is read-only: it has no write token.")


@pytest.mark.parametrize("body", [b"{", b"\xff", b"x" * 20_000, b""])
def test_nothing_of_the_body_counts_before_the_token(kept: Counter, body: bytes) -> None:
    assert kept.asks(PATH, "POST", body).status == 401


@pytest.mark.parametrize(
    "said",
    [
        {**RETRACTION, "id": "other"},
        {**RETRACTION, "published_at": "2024-01-01T00:00:00Z"},
        {**corrected("1"), "state": "held"},
        corrected("1", model="other"),
        corrected("-1"),
        corrected("1e-3"),
        corrected("NaN"),
        corrected("1", per="0"),
        {"state": "retracted", "reason": " "},
        {"state": "retracted", "reason": "two\nlines"},
        {"state": "corrected", "reason": "Nothing to put right."},
        [],
        "retracted",
        None,
    ],
)
def test_nothing_but_what_is_named_can_be_set(kept: Counter, said: Any) -> None:
    assert says(kept, json.dumps(said).encode()).status == 422
    assert kept.gets("/events/cut")["state"] == "published"


@pytest.mark.parametrize(("body", "status"), [(b"\xff", 400), (b"{", 422), (b'{"a":"' + b"x" * 20_000 + b'"}', 413)])
def test_a_body_that_cannot_be_read_is_refused(kept: Counter, body: bytes, status: int) -> None:
    got = says(kept, body)
    assert (got.status, got.headers["Content-Type"]) == (status, "application/problem+json")


def test_looking_writes_nothing(kept: Counter) -> None:
    assert kept.asks(PATH).status == 405
    assert kept.asks(PATH, "HEAD", token=TOKEN).status == 405


def test_what_a_writer_says_is_not_kept_in_a_cache(wrong: Counter) -> None:
    assert says(wrong, RETRACTION).headers["Cache-Control"] == "no-store"


def test_every_route_that_writes_asks_for_the_token(counter: Counter) -> None:
    """Walks the routes themselves: one that is added without the lock is found here."""
    made = api(counter.store, VENDORS, ApiSettings())
    writing = [route for route in every_route(made.router.routes) if not route.methods <= {"GET", "HEAD"}]
    assert writing
    assert all(isinstance(route, Writing) for route in writing)


def every_route(routes: Any) -> Iterator[Any]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from every_route(inner.routes)
        elif hasattr(route, "methods"):
            yield route


@pytest.mark.parametrize("tokens", [{"short"}, {"with-ünïcode-characters"}, {""}])
def test_a_token_that_can_be_guessed_is_refused(tokens: set[str]) -> None:
    with pytest.raises(ValueError, match="write token"):
        ApiSettings(frozenset(tokens))


def test_tokens_are_not_shown() -> None:
    assert TOKEN not in repr(ApiSettings(frozenset({TOKEN})))
