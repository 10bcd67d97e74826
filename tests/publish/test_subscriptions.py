"""Subscribing on the site: asked back, confirmed, changed, exported and left, as a browser and a mail program do it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from pipeline.subscriptions import SubscriberState
from publish.letters.links import Purpose, token
from publish.site import subscriptions
from publish.site.subscriptions import BURST
from storage.deliveries import CONFIRM, deliveries_of
from storage.subscribers import pause, subscribers
from tests.publish.events_of import dollars
from tests.publish.wire_room import PAGES, Answer, Room, a_room

SECRET = "a secret that signs links in tests"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path, rooms=[subscriptions.room(SECRET)]) as made:
        yield made


def _subscribes(room: Room, address: str = "ann@readers.example", **fields: str) -> Answer:
    return _posts(room, "/subscribe", address=address, **fields)


def _posts(room: Room, path: str, **fields: str) -> Answer:
    return room.asks(path, "POST", body=urlencode(fields), Accept="text/html")


def _link(room: Room, purpose: Purpose) -> str:
    with room.store.read() as c:
        (one,) = subscribers(c)
    return f"/subscriptions/{purpose.value}/{token(SECRET, purpose, one.id)}"


def _states(room: Room) -> list[str]:
    with room.store.read() as c:
        return [one.state.value for one in subscribers(c)]


def test_who_asks_is_asked_back_and_nothing_more(room: Room) -> None:
    answer = _subscribes(room, basket="vendor=deepseek&size=5", cadence="daily", hour="9", zone="Asia/Shanghai")
    assert answer.status == 200
    assert "Look into your mailbox" in answer.text
    with room.store.read() as c:
        (one,) = subscribers(c)
        assert [row["about"] for row in deliveries_of(c, one.id)] == [CONFIRM]
    assert (str(one.basket), one.cadence.value, one.hour, one.zone) == (
        "vendor=deepseek&size=5", "daily", 9, "Asia/Shanghai",
    )  # fmt: skip
    assert one.state is SubscriberState.PENDING


def test_a_filter_of_the_wire_is_filled_into_the_form(room: Room) -> None:
    page = room.asks("/subscribe?vendor=deepseek&kind=price_cut&lang=zh").text
    assert 'value="vendor=deepseek&amp;kind=price_cut"' in page
    assert "邮件订阅" in page


def test_a_vendor_that_nobody_knows_is_a_slip_of_the_pen_and_no_subscription(room: Room) -> None:
    wrong = _subscribes(room, basket="vendor=deepsek")
    assert wrong.status == 400
    assert "vendor is unknown" in wrong.text
    assert (
        "没有这个厂商" in _posts(room, "/subscribe?lang=zh", address="a@readers.example", basket="vendor=deepsek").text
    )
    assert _states(room) == []


def test_opening_the_link_alone_confirms_nothing_as_scanners_open_links_too(room: Room) -> None:
    _subscribes(room)
    link = _link(room, Purpose.CONFIRM)
    page = room.asks(link)
    assert "ann@readers.example" in page.text
    assert _states(room) == ["pending"]
    assert "from now on" in _posts(room, link).text
    assert _states(room) == ["active"]


def test_one_click_of_a_mail_program_leaves_at_once_and_for_good(room: Room) -> None:
    _subscribes(room)
    link = _link(room, Purpose.UNSUBSCRIBE)
    assert room.asks(link).status == 200
    assert _states(room) == ["pending"]
    body = {"List-Unsubscribe": "One-Click"}
    assert _posts(room, link, **body).status == 200
    assert _states(room) == []
    assert _posts(room, link, **body).status == 200


def test_a_subscription_is_changed_and_one_that_was_paused_is_told_again(room: Room) -> None:
    _subscribes(room)
    link = _link(room, Purpose.CHANGE)
    with room.store.write() as c:
        (one,) = subscribers(c)
        pause(c, one.id)
    assert "came back" in room.asks(link).text
    assert "Saved." in _posts(room, link, basket="size=20", cadence="weekly", weekday="4", lang="zh").text
    with room.store.read() as c:
        (changed,) = subscribers(c)
    assert (changed.id, changed.address, str(changed.basket)) == (one.id, "ann@readers.example", "size=20")
    assert (changed.state, changed.lang, changed.weekday) == (SubscriberState.ACTIVE, "zh", 4)


def test_the_first_yes_stays_on_record_and_a_change_is_a_moment_of_its_own(room: Room) -> None:
    _subscribes(room)
    _posts(room, _link(room, Purpose.CONFIRM))
    asked, link = room.now, _link(room, Purpose.CHANGE)
    room.now += timedelta(days=2)
    _posts(room, _link(room, Purpose.CONFIRM))
    kept = json.loads(room.asks(f"{link}/export").text)
    assert (kept["consented_at"], kept["changed_at"]) == (asked.isoformat(), None)
    _posts(room, link, basket="size=20")
    kept = json.loads(room.asks(f"{link}/export").text)
    assert (kept["consented_at"], kept["changed_at"]) == (asked.isoformat(), room.now.isoformat())


def test_everything_that_is_kept_can_be_taken_along(room: Room) -> None:
    _subscribes(room, basket="vendor=openai")
    kept = json.loads(room.asks(f"{_link(room, Purpose.CHANGE)}/export").text)
    assert (kept["address"], kept["basket"]) == ("ann@readers.example", "vendor=openai")
    assert kept["deliveries"][0]["about"] == CONFIRM


WORK = "input=300M&output=60M&tell=cheapest"


def _sells(room: Room) -> None:
    room.shows(PAGES[0], rates=(replace(dollars("1"), model="small", model_id="acme/small"),))


@pytest.mark.parametrize("model", ["small", "acme/small"])
def test_a_workload_is_watched_for_whoever_asks_so(room: Room, model: str) -> None:
    _sells(room)
    assert _subscribes(room, basket=f"model={model}&vendor={PAGES[0].vendor}&{WORK}").status == 200
    _posts(room, _link(room, Purpose.CONFIRM))
    assert "Saved." in _posts(room, _link(room, Purpose.CHANGE), basket=f"model={model}&{WORK}&more=20").text
    with room.store.read() as c:
        (one,) = subscribers(c)
    assert one.line == f"model={model}&{WORK}&more=20"


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("model=smal", "model is unknown: expected one that a watched page sells"),
        ("model=small,smal", "found &#39;smal&#39;"),
        ("model=small&vendor=deepsek", "vendor is unknown: expected one that the page of vendors lists"),
    ],
)
def test_a_workload_of_what_nobody_knows_is_a_slip_of_the_pen(room: Room, named: str, reason: str) -> None:
    _sells(room)
    wrong = _subscribes(room, basket=f"{named}&{WORK}")
    assert (wrong.status, _states(room)) == (400, [])
    assert reason in wrong.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"address": "nobody"}, "邮箱应写作 ann@example.org 的形式"),
        ({"basket": "size=big"}, "幅度应为百分数，例如 5 或 2.5，现为“big”"),
        ({"basket": "tell=cheapest"}, "请填写可接受的模型，多个以逗号分隔"),
        (
            {"basket": f"model=smal&{WORK}"},
            "所监测的页面均不出售这个模型，请按页面所列名称或 maker/name 填写，现为“smal”",
        ),
        ({"zone": "Mars/Olympus"}, "时区应为 IANA 名称，例如 Asia/Shanghai"),
        ({"cadence": "hourly"}, "频率、发送时间与每周汇总日应从列表中选取"),
        ({"hour": "99"}, "发送时间应为 0 至 23 的整数"),
    ],
)
def test_what_cannot_be_is_said_in_the_language_of_the_page(room: Room, fields: dict[str, str], said: str) -> None:
    answer = _posts(room, "/subscribe?lang=zh", **{"address": "ann@readers.example", **fields})
    assert re.findall(r'role="alert">([^<]*)', answer.text) == [said]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"address": "nobody"}, "e-mail"),
        ({"basket": "colour=red"}, "unknown"),
        ({"basket": "size=big"}, "size"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"cadence": "hourly"}, "cadence"),
        ({"hour": "99"}, "hour"),
        ({"address": "a@b.example\r\nBcc: c@d.example"}, "e-mail"),
    ],
)
def test_what_cannot_be_is_named_and_the_form_stays_filled(room: Room, fields: dict[str, str], named: str) -> None:
    answer = _subscribes(room, **{"address": "ann@readers.example", "basket": "vendor=openai", **fields})
    assert answer.status == 400
    assert named in re.findall(r'role="alert">([^<]*)', answer.text)[0]
    assert _states(room) == []


def test_a_link_that_was_altered_or_is_for_something_else_does_nothing(room: Room) -> None:
    _subscribes(room)
    confirm = _link(room, Purpose.CONFIRM)
    for bad in (confirm[:-2], confirm.replace("/confirm/", "/change/"), "/subscriptions/confirm/x"):
        answer = _posts(room, bad)
        assert answer.status == 404
        assert "not one of ours" in answer.text
    assert _states(room) == ["pending"]


def test_nobody_finds_out_who_reads_the_wire(room: Room) -> None:
    first = _subscribes(room)
    _posts(room, _link(room, Purpose.CONFIRM))
    again = _subscribes(room)
    assert (again.status, again.body) == (first.status, first.body)
    with room.store.read() as c:
        (one,) = subscribers(c)
        assert len(deliveries_of(c, one.id)) == 1


def test_one_client_cannot_fill_many_mailboxes(room: Room) -> None:
    statuses = [_subscribes(room, f"r{n}@readers.example").status for n in range(BURST + 1)]
    assert statuses == [200] * BURST + [429]


def test_an_absurd_form_is_refused(room: Room) -> None:
    assert _subscribes(room, basket="x" * 50_000).status == 400


def test_pages_of_one_reader_are_kept_by_nobody(room: Room) -> None:
    _subscribes(room)
    for path in ("/subscribe", _link(room, Purpose.CHANGE), _link(room, Purpose.CONFIRM)):
        headers = room.asks(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex"
        assert headers["Referrer-Policy"] == "strict-origin"
