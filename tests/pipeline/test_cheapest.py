"""The cheapest offer, and when it is news that it is another one."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from pipeline.cheapest import cheapest, cheapest_change, dearer, ranked
from pipeline.costing import Cost, Selling
from pipeline.types import Limit, State
from tests.pipeline.selling import offers, rate, sells

WORK = (
    "model=swift,steady&input=90M&output=18M&hours=weekdays:09:00-18:00&zone=Asia/Shanghai"
    "&peak=weekdays:09:00-12:00,weekdays:14:00-18:00"
)


def swift(peak: str | None = None, currency: str = "CNY") -> Selling:
    """Dear in the day where it has a peak price, else at one price all day."""
    flat = {"input": "2", "output": "6"}
    rates = [
        rate(meter, price, {"window": "off-peak"} if peak else {}, "swift", currency) for meter, price in flat.items()
    ]
    rates += [rate(meter, peak, {"window": "peak"}, "swift", currency) for meter in flat] if peak else []
    return sells(*rates, vendor="deep")


def steady(input_: str = "3", currency: str = "CNY") -> Selling:
    return sells(
        rate("input", input_, {}, "steady", currency), rate("output", "8", {}, "steady", currency), vendor="even"
    )


def days(*prices: tuple[Selling, ...]) -> list[tuple[Cost, ...]]:
    return [offers(WORK, *pages) for pages in prices]


def test_peak_hours_flip_the_winner_and_are_told_exactly_once_with_the_sums() -> None:
    told = days(
        (swift(), steady()),
        (swift(), steady()),
        (swift(peak="9"), steady()),
        (swift(peak="9"), steady()),
        (swift(peak="9.1"), steady()),
    )
    news = [change for one, other in pairwise(told) for change in cheapest_change(one, other)]
    (change,) = news
    assert (change.was.model, change.now.model, change.currency) == ("swift", "steady", "CNY")
    assert change.was.total == 90 * 2 + 18 * 6
    assert change.now.total == 90 * 3 + 18 * 8
    assert change.was_now is not None
    assert change.was_now.total == 70 * 9 + 20 * 2 + 14 * 9 + 4 * 6


def test_a_price_that_moves_and_leaves_the_winner_is_no_news() -> None:
    before, after = days((swift(), steady()), (swift(), steady("2.9")))
    assert cheapest_change(before, after) == ()


def test_a_draw_leaves_the_winner_that_was() -> None:
    before, after = days((steady("1"), swift()), (steady(str(Decimal(144) / 90)), swift()))
    drawn = {cost.model: cost.total for cost in after}
    assert drawn["steady"] == drawn["swift"] == 288
    assert cheapest_change(before, after) == ()


def test_that_a_price_is_not_known_any_more_is_no_news_unless_what_is_known_is_dearer() -> None:
    before, lost = days((swift(), steady()), (sells(rate("input", "2", {}, "swift", "CNY"), vendor="deep"), steady()))
    assert cheapest_change(before, lost) == ()
    (dear,) = days((sells(rate("input", "9", {}, "swift", "CNY"), vendor="deep"), steady()))
    (change,) = cheapest_change(before, dear)
    assert change.now.model == "steady"


def test_a_winner_that_is_not_sold_any_more_is_news() -> None:
    before, after = days((swift(), steady()), (steady(),))
    (change,) = cheapest_change(before, after)
    assert (change.was_now, change.now.model) == (None, "steady")


def test_currencies_are_compared_only_at_a_rate_that_the_caller_gives() -> None:
    (found,) = days((swift(currency="CNY"), steady(currency="USD")))
    assert {pool: cost.model for pool, cost in cheapest(found).items()} == {"CNY": "swift", "USD": "steady"}
    common = cheapest(found, {"USD": Decimal(1), "CNY": Decimal("0.14")})
    assert {pool: cost.model for pool, cost in common.items()} == {"USD": "swift"}


def test_a_free_offer_is_the_cheapest_in_every_currency_and_its_end_is_news() -> None:
    def gratis(state: State | str) -> Selling:
        return sells(rate("input", state, {}, "swift"), rate("output", state, {}, "swift"), vendor="deep")

    before, after = days((gratis(State.FREE), steady()), (gratis("50"), steady(currency="USD")))
    assert cheapest(before)["CNY"].total == 0
    (change,) = cheapest_change(before, after)
    assert (change.was.total, change.now.model, change.currency) == (0, "steady", "USD")


def test_a_free_offer_of_which_it_is_not_known_whether_it_carries_the_work_is_not_the_cheapest() -> None:
    free = (rate("input", State.FREE, {}, "swift"), rate("output", State.FREE, {}, "swift"))
    limited = sells(*free, vendor="deep", limits=(Limit("rpd", Decimal(1000), "swift"),))
    (unsaid,) = days((limited, steady()))
    assert cheapest(unsaid)["CNY"].model == "steady"
    said = offers(f"{WORK}&requests=1100", limited, steady())
    assert cheapest(said)["CNY"].model == "steady"
    assert cheapest(offers(f"{WORK}&requests=900", limited, steady()))["CNY"].model == "swift"


def test_a_month_that_costs_so_much_more_is_told_and_one_that_costs_less_more_is_not() -> None:
    before, after = days((steady(),), (steady("4"),))
    (told,) = dearer(before, after, Decimal(90))
    assert (told.more, told.currency) == (90, "CNY")
    assert dearer(before, after, Decimal("90.01")) == ()
    assert dearer(after, before, Decimal(1)) == ()


def test_what_is_not_known_stands_behind_what_is() -> None:
    (found,) = days((sells(rate("input", "0.1", {}, "swift", "CNY"), vendor="deep"), steady()))
    assert [cost.model for cost in ranked(found)] == ["steady", "swift"]
    assert cheapest(found)["CNY"].model == "steady"
