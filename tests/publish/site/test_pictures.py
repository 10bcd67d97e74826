"""The pictures of an event as they come over HTTP."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from functools import partial
from io import BytesIO
from threading import Event

import pytest
from PIL import Image
from starlette.requests import Request
from starlette.responses import Response

from pipeline.types import EventKind, State
from publish.money import LANGS, Lang
from publish.pictures.fonts import face
from publish.serving import Serving, WebSettings
from publish.site.pictures import AT_ONCE, Drawn, Pictures, card_path
from publish.site.visit import visit
from storage.events import event as stored
from storage.version import Version
from tests.publish.events_of import dollars, event, yuan
from tests.publish.site.town import DEEPSEEK, STRANGE, cut, reads, serves
from tests.publish.wire_room import Room


@pytest.fixture
def told(room: Room) -> Room:
    """A price that fell twice."""
    for price in ("4", "0.66"):
        serves(room, DEEPSEEK, price.encode(), rates=(dollars(price),))
        room.now += timedelta(days=20)
    serves(
        room, DEEPSEEK, b"new", replace(cut(), observed_at=room.now + timedelta(minutes=1)), rates=(dollars("0.60"),)
    )
    return room


@pytest.mark.parametrize(("name", "size"), [("card", (1200, 630)), ("chart", (640, 260))])
def test_a_picture_is_a_png_of_its_size_and_not_sent_again_to_whoever_has_it(
    told: Room, name: str, size: tuple[int, int]
) -> None:
    got = told.asks(f"/events/cut/{name}.png")
    assert (got.status, got.headers["Content-Type"]) == (200, "image/png")
    with Image.open(BytesIO(got.body)) as image:
        assert (image.format, image.size) == ("PNG", size)
    assert "immutable" not in got.headers["Cache-Control"]
    assert told.asks(f"/events/cut/{name}.png", If_None_Match=got.headers["ETag"]).status == 304


def test_the_picture_of_an_event_stays_the_same_as_time_goes_on(told: Room) -> None:
    before = [told.asks(f"/events/cut/{name}.png").body for name in ("card", "chart")]
    serves(told, DEEPSEEK, b"later", rates=(dollars("9"),))
    told.now += timedelta(days=30)
    assert [told.asks(f"/events/cut/{name}.png").body for name in ("card", "chart")] == before


def test_an_address_with_the_key_of_its_content_never_changes(told: Room) -> None:
    plain = told.asks("/events/cut/card.png")
    wrong = told.asks("/events/cut/card.0000.png")
    assert (wrong.status, wrong.headers["Location"]) == (303, "/events/cut/card.png")
    kept = _path(told)
    got = told.asks(kept)
    assert (got.status, got.body == plain.body) == (200, True)
    assert "immutable" in got.headers["Cache-Control"]
    told.retracts("cut", "A slip.")
    gone = told.asks(kept)
    assert (gone.status, gone.headers["Location"]) == (303, "/events/cut/card.png?lang=en")
    assert _path(told) != kept
    assert told.asks(_path(told)).body != plain.body


@pytest.mark.parametrize("lang", LANGS)
def test_the_address_of_a_card_is_in_the_language_that_it_is_drawn_in(told: Room, lang: Lang) -> None:
    got = told.asks(_path(told, lang))
    assert (got.status, "immutable" in got.headers["Cache-Control"]) == (200, True)


class Easel:
    """Drawings that each last until they are let go."""

    def __init__(self, room: Room) -> None:
        self.pictures, self.released, self.drawn = Pictures(_serving(room)), Event(), Counter[str]()

    def asks(self, key: str) -> Response:
        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
        request = Request({**scope, "path_params": {"id": "cut"}})
        return self.pictures.answer(lambda *_: Drawn(key, partial(self._draw, key)), request)

    def _draw(self, key: str) -> bytes:
        self.drawn[key] += 1
        assert self.released.wait(10)
        return key.encode()


def test_a_crowd_that_wants_pictures_is_asked_to_come_again_and_what_is_kept_is_served(told: Room) -> None:
    easel = Easel(told)
    easel.released.set()
    easel.asks("kept")
    easel.released.clear()
    with ThreadPoolExecutor(AT_ONCE + 1) as readers:
        crowd = [readers.submit(easel.asks, f"new {number}") for number in range(AT_ONCE + 1)]
        done, waiting = wait(crowd, timeout=10, return_when=FIRST_COMPLETED)
        (refused,) = (asked.result() for asked in done)
        assert (refused.status_code, refused.headers["Retry-After"], len(waiting)) == (503, "2", AT_ONCE)
        assert easel.asks("kept").body == b"kept"
        easel.released.set()
        assert {asked.result().status_code for asked in waiting} == {200}
    assert easel.asks("another").status_code == 200


def test_a_picture_that_many_want_at_once_is_drawn_once(told: Room) -> None:
    easel = Easel(told)
    with ThreadPoolExecutor(AT_ONCE) as readers:
        crowd = [readers.submit(easel.asks, "one") for _ in range(AT_ONCE)]
        easel.released.set()
        assert {asked.result().body for asked in crowd} == {b"one"}
    assert easel.drawn == {"one": 1}


def _serving(room: Room) -> Serving:
    return Serving(room.store, room.vendors, WebSettings(), lambda: room.now, Version(room.store.engine))


def _path(room: Room, lang: Lang = "en") -> str:
    serving = _serving(room)
    scope = {"type": "http", "path": "/", "query_string": f"lang={lang}".encode(), "headers": []}
    with room.store.read() as c:
        found = stored(c, "cut")
        assert found is not None
        return card_path(c, visit(serving, Request(scope)), found)


def test_a_chinese_card_is_drawn_only_where_it_is_asked_for(told: Room) -> None:
    if not face().has_chinese:
        pytest.skip("NOT TESTED: no font of this machine has Chinese; apt-get install fonts-noto-cjk")
    english = told.asks("/events/cut/card.png", Accept_Language="zh").body
    assert told.asks("/events/cut/card.png?lang=en").body == english
    assert told.asks("/events/cut/card.png?lang=zh").body != english


def test_an_event_without_an_earlier_price_has_a_card_and_no_chart(room: Room) -> None:
    free = replace(yuan("0"), state=State.FREE, unit_price=None)
    limit = event(EventKind.LIMIT_TIGHTENED, id="limit", detail={"metric": "rpm", "old": "10000", "new": "500"})
    serves(room, DEEPSEEK, b"x", limit, event(EventKind.BECAME_FREE, yuan("1"), free, id="free"), rates=(free,))
    for id in ("limit", "free"):
        assert room.asks(f"/events/{id}/card.png").status == 200
        assert room.asks(f"/events/{id}/chart.png").status == 404


@pytest.mark.parametrize("path", ["/events/unknown/card.png", "/events/held/card.png", "/events/a%0ab/chart.png"])
def test_there_is_no_picture_of_what_was_not_told(town: Room, path: str) -> None:
    got = town.asks(path)
    assert (got.status, got.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_strange_name_of_any_length_makes_a_picture_in_bounded_time(room: Room) -> None:
    name = STRANGE + "\u202e\u0000界" * 2_000
    hostile = event(EventKind.PRICE_CUT, dollars("2", model=name), dollars("1", model=name), id="hostile")
    serves(room, DEEPSEEK, b"x", hostile)
    assert len(room.asks("/events/hostile/card.png?lang=zh").body) < 200_000


def test_the_page_of_an_event_names_its_card(told: Room) -> None:
    (named,) = reads(told, "/events/cut?lang=en").cssselect("meta[property='og:image']")
    path = named.get("content").removeprefix("http://127.0.0.1:8000")
    assert told.asks(path).headers["Content-Type"] == "image/png"
