"""Events: found by what they are about, page by page, newest or oldest first."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from pipeline.types import Change, EventKind, EventState, Page
from storage.engine import Store
from storage.events import event as find
from storage.events import events
from storage.queries import Cursor, Direction, EventQuery, Order
from tests.storage.desk import Desk, day, event, rate, sheet

OTHER = Page("other/pricing", "other", "https://other.example/")
CUT, RISE = EventKind.PRICE_CUT, EventKind.PRICE_RISE

_PARTS = (
    Change(CUT, "Small", "input", (), rate("Small"), rate("Small", "0.2")),
    Change(CUT, "gpt-9", "input", model_id="openai/gpt-9"),
)
HEADLINE = event(
    "headline", rate("家族"), rate("家族", "0.2"), day(7), OTHER, parts=_PARTS, reason="100%_off for two", percent=None
)
NEWS = (
    event("cut", rate("Small"), rate("Small", "0.15"), day(1)),
    event("rise", rate("Small"), rate("Small", "0.60"), day(2)),
    event("free", rate("large"), rate("large", "0"), day(3), kind=EventKind.BECAME_FREE, percent=None),
    event("held", rate("large"), rate("large", "300"), day(4), state=EventState.HELD),
    event("dropped", rate("large"), rate("large", "0.01"), day(5), state=EventState.DROPPED),
    event("limit", None, rate("large"), day(6), kind=EventKind.LIMIT_TIGHTENED, detail={"was": "每日 500 次，降价"}),
)


@pytest.fixture
def archive(store: Store) -> Store:
    """A store with all of the above."""
    acme, other = Desk(store), Desk(store, OTHER)
    for number, told in enumerate(NEWS, start=1):
        acme.sees(number, sheet(), told, body=told.id.encode())
    other.sees(7, sheet(), HEADLINE)
    return store


def ids(store: Store, query: EventQuery, *args: object, **named: object) -> list[str]:
    with store.read() as c:
        return [it.id for it in events(c, query, *args, **named)]  # type: ignore[arg-type]


EVERY = frozenset(EventState)


def _named(value: object) -> str:
    """A name that is the same in every process."""
    if not isinstance(value, EventQuery):
        return "→"
    given = ((field.name, getattr(value, field.name), field.default) for field in fields(EventQuery))
    told = (f"{name}={_plain(it)}" for name, it, default in given if it != default)
    return " ".join(told) or "all"


def _plain(value: object) -> str:
    return "+".join(sorted(map(str, value))) if isinstance(value, frozenset) else str(value)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (EventQuery(), ["headline", "limit", "free", "rise", "cut"]),
        (EventQuery(states=EVERY), ["headline", "limit", "dropped", "held", "free", "rise", "cut"]),
        (EventQuery(states=frozenset({EventState.HELD})), ["held"]),
        (EventQuery(states=frozenset({EventState.HELD, EventState.DROPPED})), ["dropped", "held"]),
        (EventQuery(states=frozenset({EventState.HELD}), vendor="other"), []),
        (EventQuery(vendor="acme"), ["limit", "free", "rise", "cut"]),
        (EventQuery(vendor="Acme"), []),
        (EventQuery(page="other/pricing"), ["headline"]),
        (EventQuery(model="small"), ["headline", "rise", "cut"]),
        (EventQuery(model="ACME/Small"), ["headline", "rise", "cut"]),
        (EventQuery(model="smal"), []),
        (EventQuery(model="gpt-9"), ["headline"]),
        (EventQuery(maker="OpenAI"), ["headline"]),
        (EventQuery(maker="acme", model="openai/gpt-9"), ["headline"]),
        (EventQuery(maker="acme", vendor="acme", model="large"), ["limit", "free"]),
        (EventQuery(kinds=frozenset({RISE})), ["rise"]),
        (EventQuery(kinds=frozenset({RISE, EventKind.BECAME_FREE})), ["free", "rise"]),
        (EventQuery(direction=Direction.DOWN), ["headline", "free", "cut"]),
        (EventQuery(direction=Direction.UP), ["rise"]),
        (EventQuery(min_percent=Decimal(50)), ["rise", "cut"]),
        (EventQuery(min_percent=Decimal("50.0000001")), ["rise"]),
        (EventQuery(min_percent=Decimal(100), direction=Direction.UP), ["rise"]),
        (EventQuery(since=day(3)), ["headline", "limit", "free"]),
        (EventQuery(until=day(3)), ["rise", "cut"]),
        (EventQuery(since=day(2), until=day(3), vendor="acme"), ["rise"]),
        (EventQuery(text="降价"), ["limit"]),
        (EventQuery(text="SMALL"), ["headline", "rise", "cut"]),
        (EventQuery(text="$0.15"), ["cut"]),
        (EventQuery(text="100%_OFF"), []),  # the reason is ours
        (EventQuery(text="500次 每日"), ["limit"]),
        (EventQuery(text="gpt9"), ["headline"]),
        (EventQuery(text="涨价"), []),
        (EventQuery(text="%_!"), []),
    ],
    ids=_named,
)
def test_a_query_finds_what_it_is_about_newest_first(archive: Store, query: EventQuery, found: list[str]) -> None:
    assert ids(archive, query) == found
    assert ids(archive, query, order=Order.OLDEST_FIRST) == found[::-1]


@pytest.mark.parametrize(
    "query", [EventQuery(states=EVERY), EventQuery(model="small"), EventQuery(maker="acme")], ids=_named
)
@pytest.mark.parametrize("order", list(Order))
def test_pages_join_without_a_gap_or_an_overlap(archive: Store, query: EventQuery, order: Order) -> None:
    whole = ids(archive, query, order=order)
    walked: list[str] = []
    place: Cursor | None = None
    with archive.read() as c:
        while page := events(c, query, place, limit=2, order=order):
            walked += [it.id for it in page]
            place = Cursor.parse(str(Cursor.after(page[-1])))
    assert walked == whole


def test_events_of_one_moment_are_paged_by_their_id(desk: Desk) -> None:
    at_once = [event(name, rate("small"), rate("small", "0.2"), day(1)) for name in ("b", "d", "a", "c")]
    desk.sees(1, sheet(), *at_once)
    assert ids(desk.store, EventQuery()) == ["d", "c", "b", "a"]
    assert ids(desk.store, EventQuery(), Cursor(day(1), "c"), 1) == ["b"]


def test_events_that_arrive_while_one_pages_move_nothing(desk: Desk) -> None:
    desk.sees(1, sheet(), *(event(name, rate("m"), rate("m", "0.2"), day(1)) for name in "abcd"))
    with desk.store.read() as c:
        first = events(c, limit=2)
    desk.sees(2, sheet(), event("new", rate("m"), rate("m", "0.1"), day(2)), body=b"new")
    assert ids(desk.store, EventQuery(), Cursor.after(first[-1])) == ["b", "a"]


@pytest.mark.parametrize("text", ["", "x", "2024-05-01T00:00:00Z", "2024-05-01T00:00:00~a", "~a", "never~a"])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Cursor.parse(text)


def test_an_event_is_found_by_its_id(archive: Store) -> None:
    with archive.read() as c:
        assert find(c, "headline") == replace(HEADLINE, published_at=day(7))
        assert find(c, "nothing") is None


def test_a_percentage_beyond_measure_does_not_stop_a_page(desk: Desk) -> None:
    wild = event("wild", rate("m"), rate("m", "0.2"), day(1), percent=Decimal("1E+40"))
    desk.sees(1, sheet(), wild, replace(wild, id="nan", percent=Decimal("-0.00000001")))
    assert ids(desk.store, EventQuery(min_percent=Decimal("1E+9"))) == ["wild"]
