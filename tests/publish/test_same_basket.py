"""The same basket holds the same events, whether one asks a feed, the API or the site, or is told by mail."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.basket import Basket, parse
from pipeline.subscriptions import Subscriber, SubscriberState
from pipeline.types import EventState
from storage.deliveries import take
from storage.events import events
from storage.queries import EventQuery
from storage.subscribers import add_subscriber
from tests.publish.wire_room import PAGES, Room, a_room
from tests.storage.test_baskets import some_event

PARTS = {
    "vendor": ["deepseek", "openai,baidu", "baidu"],
    "kind": ["price_cut", "price_rise,became_free", "limit_loosened"],
    "direction": ["up", "down"],
    "size": ["5", "40"],
    "model": ["Small", "LARGE,acme/small", "a\\,b", "part"],
    "maker": ["acme", "openai"],
    "term": ["region:cn", "service_class:batch"],
    "q": ["降价", "small", "文心"],
    "since": ["2024-05-01T12:00:00Z"],
}
BASKETS = st.fixed_dictionaries({}, optional={name: st.sampled_from(PARTS[name]) for name in PARTS})


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=st.lists(BASKETS, min_size=6, max_size=6), seed=st.integers(0, 10_000))
def test_feed_api_site_and_mail_agree(asked: list[dict[str, str]], seed: int) -> None:
    baskets = [Basket(), *(parse(urlencode(one)) for one in asked)]
    with tempfile.TemporaryDirectory() as folder, a_room(Path(folder)) as room:
        _subscribe(room, baskets)
        random = Random(seed)
        for page in PAGES:
            told = [some_event(random, number, page) for number in range(8)]
            room.shows(page, *(one for one in told if one.state is EventState.PUBLISHED))
        mailed = _mailed(room)
        assert len(mailed["r0"]) > 10
        for number, basket in enumerate(baskets):
            wanted = _asked(room, basket)
            assert set(_of_feed(room, basket)) == wanted
            assert set(_of_api(room, basket)) == wanted
            assert set(_of_site(room, basket)) == wanted
            assert mailed.get(f"r{number}", set()) == wanted


def _subscribe(room: Room, baskets: Iterable[Basket]) -> None:
    with room.store.write() as c:
        for number, basket in enumerate(baskets):
            reader = Subscriber(
                f"r{number}", "mail", f"r{number}@readers.example", basket, state=SubscriberState.ACTIVE
            )
            assert add_subscriber(c, reader, room.now)


def _asked(room: Room, basket: Basket) -> set[str]:
    with room.store.read() as c:
        return {event.id for event in events(c, EventQuery(basket=basket, members=False), limit=200)}


def _of_feed(room: Room, basket: Basket) -> list[str]:
    items = json.loads(room.asks(f"/feed.json?{basket}&limit=200").body)["items"]
    return [item["_pricewire"]["event"] for item in items]


def _of_api(room: Room, basket: Basket) -> list[str]:
    return [event["id"] for event in json.loads(room.asks(f"/api/v1/events?{basket}&limit=200").body)["data"]]


def _of_site(room: Room, basket: Basket) -> list[str]:
    return re.findall(r'href="/events/([^"?]+)"', room.asks(f"/?{basket}&limit=200", Accept="text/html").text)


def _mailed(room: Room) -> dict[str, set[str]]:
    with room.store.write() as c:
        return {one.subscriber.id: {owed.event.id for owed in one.owed if owed.event} for one in take(c, room.now, 50)}
