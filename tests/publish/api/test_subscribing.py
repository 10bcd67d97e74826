"""A program has somebody asked whether they want to be told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.subscriptions import SubscriberState
from storage.deliveries import CONFIRM, deliveries_of
from storage.subscribers import subscribers
from tests.publish.api.counter import TOKEN, Counter

ANN = {"address": "ann@readers.example", "basket": "size=5&vendor=acme"}


def test_who_is_named_is_asked_back_and_told_nothing_yet(counter: Counter) -> None:
    answer = counter.asks("/subscriptions", "POST", ANN, token=TOKEN)
    assert json.loads(answer.body) == {"basket": "vendor=acme&size=5", "state": "asked_back"}
    with counter.store.read() as c:
        (reader,) = subscribers(c)
        assert reader.state is SubscriberState.PENDING
        assert [row["about"] for row in deliveries_of(c, reader.id)] == [CONFIRM]


def test_without_a_token_nobody_is_asked(counter: Counter) -> None:
    assert counter.asks("/subscriptions", "POST", ANN).status == 401
    with counter.store.read() as c:
        assert subscribers(c) == []


def test_no_mailbox_is_filled(counter: Counter) -> None:
    said = [counter.asks("/subscriptions", "POST", {**ANN, "basket": f"size={n}"}, token=TOKEN) for n in range(1, 5)]
    assert [answer.status for answer in said] == [200, 200, 200, 429]


@pytest.mark.parametrize(
    ("wrong", "status", "named"),
    [
        ({"address": "nobody"}, 409, "address"),
        ({"basket": "colour=red"}, 409, "unknown"),
        ({"basket": "vendor=deepsek"}, 409, "vendor"),
        ({"basket": "model=a&tell=cheapest"}, 409, "input"),
        ({"basket": "model=nobodys&input=1M&tell=cheapest"}, 409, "model is unknown"),
        ({"zone": "Mars/Olympus"}, 409, "zone"),
        ({"hour": 99}, 422, "hour"),
        ({"state": "active"}, 422, "body"),
    ],
)
def test_what_cannot_be_is_named(counter: Counter, wrong: dict[str, Any], status: int, named: str) -> None:
    answer = counter.asks("/subscriptions", "POST", {**ANN, **wrong}, token=TOKEN)
    assert answer.status == status
    assert named in answer.text
