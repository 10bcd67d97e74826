"""A watched workload: its line of text, and what its reader is told when prices move."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.basket import Basket
from pipeline.cheapest import Dearer, Overtaken
from pipeline.costing import Cost
from pipeline.query_text import BadBasket
from pipeline.types import State
from pipeline.watch import Watch, choose, parse_wish, remembered_of, remembered_text
from tests.pipeline.selling import offers, rate, sells

LINE = "model=steady,swift&input=100M&tell=cheapest&more=20"
WORK = "model=swift,steady&input=100M"


def _prices(swift: str, steady: str, currency: str = "USD") -> tuple[Cost, ...]:
    pages = [
        sells(rate("input", price, {}, name, currency), vendor=vendor)
        for name, vendor, price in (("swift", "deep", swift), ("steady", "even", steady))
    ]
    return offers(WORK, *pages)


def _told(line: str, *moments: tuple[Cost, ...]) -> list[list[Overtaken | Dearer]]:
    watch = parse_wish(line)
    assert isinstance(watch, Watch)
    told, remembered = [], None
    for moment in moments:
        choice = choose(watch, remembered, moment)
        remembered = remembered_of(remembered_text(choice.remembered))
        assert remembered == choice.remembered
        told.append(list(choice.told))
    return told


def test_a_line_is_the_same_when_it_is_read_and_written_again() -> None:
    assert str(parse_wish(LINE)) == LINE
    assert parse_wish(str(parse_wish(LINE))) == parse_wish(LINE)
    assert isinstance(parse_wish("vendor=deepseek"), Basket)


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("model=a&input=1M&tell=everything", "tell"),
        ("model=a&input=1M&more=-3", "more"),
        ("model=a&input=1M&more=0", "more"),
        ("model=a&input=1M&more=1&more=2", "more"),
        ("input=1M&tell=cheapest", "model"),
        ("model=a&tell=cheapest", "input"),
        ("model=a&input=1M&kind=price_cut&tell=cheapest", "unknown"),
    ],
)
def test_a_line_that_cannot_be_names_its_part(line: str, part: str) -> None:
    with pytest.raises(BadBasket, match=part):
        parse_wish(line)


def test_the_first_look_is_silent() -> None:
    assert _told(LINE, _prices("1", "2")) == [[]]


def test_another_cheapest_is_told_once_with_the_sums() -> None:
    first, second, third, _ = _told(
        "model=swift,steady&input=100M&tell=cheapest",
        _prices("1", "2"), _prices("3", "2"), _prices("3", "2"), _prices("2.5", "2"),
    )  # fmt: skip
    (change,) = second
    assert isinstance(change, Overtaken)
    assert (change.was.model, change.now.model) == ("swift", "steady")
    assert [change.was.total, change.now.total] == [100, 200]
    assert (first, third) == ([], [])


def test_a_month_that_creeps_up_is_told_when_it_is_so_much_dearer() -> None:
    told = _told("model=swift,steady&input=100M&more=20", *(_prices(f"1.{n}", "9") for n in (0, 1, 2, 3, 4, 5)))
    assert [len(one) for one in told] == [0, 0, 1, 0, 1, 0]
    (dearer,) = told[2]
    assert isinstance(dearer, Dearer)
    assert dearer.more == Decimal(20)


def test_a_rise_is_measured_against_the_lowest_since() -> None:
    told = _told("model=swift,steady&input=100M&more=20", _prices("1", "9"), _prices("0.5", "9"), _prices("0.7", "9"))
    assert [len(one) for one in told] == [0, 0, 1]


def test_ignorance_is_no_news_and_no_new_beginning() -> None:
    told = _told("model=swift,steady&input=100M&tell=cheapest&more=20", _prices("1", "2"), (), _prices("3", "2"))
    assert [len(one) for one in told] == [0, 0, 2]


def test_a_cheapest_that_stays_is_never_told() -> None:
    moments = [_prices(price, "9") for price in ("1", "1.1", "0.9", "1.2")]
    assert not any(_told("model=swift,steady&input=100M&tell=cheapest", *moments))


def test_after_a_draw_which_was_not_told_the_reader_still_holds_the_old_offer_for_the_cheapest() -> None:
    for line in ("swift,steady", "steady,swift"):
        told = _told(f"model={line}&input=100M&tell=cheapest", _prices("2", "3"), _prices("2", "2"), _prices("3", "2"))
        assert [len(one) for one in told] == [0, 0, 1]
        (change,) = told[2]
        assert isinstance(change, Overtaken)
        assert (change.was.model, change.now.model) == ("swift", "steady")


def test_after_a_draw_on_the_other_side_it_is_the_same() -> None:
    told = _told("model=swift,steady&input=100M&tell=cheapest", _prices("3", "2"), _prices("2", "2"), _prices("2", "3"))
    (change,) = told[2]
    assert isinstance(change, Overtaken)
    assert (change.was.model, change.now.model) == ("steady", "swift")


def test_what_was_free_once_is_not_remembered_as_free_for_ever() -> None:
    free = offers(WORK, sells(rate("input", State.FREE, {}, "swift"), vendor="deep"))
    line = "model=swift,steady&input=100M&tell=cheapest"
    *_, last = _told(line, free, _prices("1", "2"), _prices("3", "2"))
    (change,) = last
    assert isinstance(change, Overtaken)
    assert change.was.total == 100


def test_what_is_sold_in_another_currency_now_is_not_gone() -> None:
    free = offers(WORK, sells(rate("input", State.FREE, {}, "swift"), vendor="deep"))
    paid = offers(
        WORK, sells(rate("input", "5", {}, "swift", "USD"), vendor="deep"),
        sells(rate("input", "3", {}, "steady", "CNY"), vendor="even"),
    )  # fmt: skip
    (change,) = _told("model=swift,steady&input=100M&tell=cheapest", free, paid)[1]
    assert isinstance(change, Overtaken)
    assert change.was_now is not None
    assert (change.now.model, change.was_now.total) == ("steady", Decimal(500))
