"""A hub is told what changed, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.types import Channel, EventKind
from publish.serve import serve
from publish.websub import HubRefuses, ping, topics
from tests.publish.events_of import VENDORS, dollars, event

CUT = event(EventKind.PRICE_CUT, dollars("2"), dollars("1"))


@dataclass
class Hub:
    """What a hub was told."""

    address: str = ""
    status: int = 204
    told: list[dict[str, list[str]]] = field(default_factory=list)


@contextmanager
def a_hub(status: int = 204) -> Iterator[Hub]:
    hub = Hub(status=status)

    async def takes(request: Request) -> Response:
        hub.told.append(parse_qs((await request.body()).decode()))
        elsewhere = {"Location": "/elsewhere"} if status == 302 else {}
        return Response(status_code=hub.status, headers=elsewhere)

    routes = [Route("/hub", takes, methods=["POST"]), Route("/elsewhere", takes, methods=["GET", "POST"])]
    with serve(Starlette(routes=routes), port=0) as server:
        hub.address = f"{server.address}/hub"
        yield hub


def test_a_hub_is_told_of_every_feed_that_changed() -> None:
    with a_hub() as hub:
        assert ping(hub.address, ["http://wire.example/feed.xml", "http://wire.example/feed.xml?lang=zh&vendor=a"]) == 2
    assert hub.told == [
        {
            "hub.mode": ["publish"],
            "hub.url": ["http://wire.example/feed.xml", "http://wire.example/feed.xml?lang=zh&vendor=a"],
        }
    ]


def test_many_addresses_go_in_several_words_and_none_twice() -> None:
    with a_hub() as hub:
        assert ping(hub.address, [f"http://wire.example/{n % 100}" for n in range(150)]) == 100
    assert [len(word["hub.url"]) for word in hub.told] == [40, 40, 20]


def test_without_news_a_hub_is_told_nothing() -> None:
    with a_hub() as hub:
        assert ping(hub.address, topics([], VENDORS, "http://wire.example")) == 0
    assert hub.told == []


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_hub_that_refuses_is_not_taken_to_have_heard(status: int) -> None:
    with a_hub(status) as hub, pytest.raises(HubRefuses, match=f"127.0.0.1 answers {status}"):
        ping(hub.address, ["http://wire.example/feed.xml"])
    assert len(hub.told) == 1


def test_a_hub_that_is_not_there_is_told_so_in_one_sentence() -> None:
    with a_hub() as hub:
        pass
    with pytest.raises(HubRefuses, match="does not answer: ConnectionRefusedError"):
        ping(hub.address, ["http://wire.example/feed.xml"])


def test_the_feeds_of_an_event_are_those_it_stands_in() -> None:
    vendors = VENDORS | {"deepseek": replace(VENDORS["deepseek"], channel=Channel.HOST)}
    told = topics([CUT], vendors, "http://wire.example")
    assert len(told) == len(set(told)) == 4 * 3 * 3
    asked = {one.partition("?")[2] for one in told}
    assert {query for query in asked if not query.startswith("lang=")} == {
        "",
        "vendor=deepseek",
        "kind=price_cut",
        "channel=host",
    }
    assert {one.partition("?")[0].rpartition("/")[2] for one in told} == {"feed.xml", "feed.atom", "feed.json"}
