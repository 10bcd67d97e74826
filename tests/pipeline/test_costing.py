"""What a month costs: exactly, made of what, and never with a price that nobody printed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fitting import Remark, Why
from pipeline.types import Allowance, Limit, Promotion, Rate, Scheduled, State, terms_of
from pipeline.workload import parse_workload
from tests.pipeline.selling import AT, month, offers, rate, sells

PLAIN = (rate("input", "2"), rate("output", "8"))
DAY = timedelta(days=1)


def promotion(of: Rate, price: str, listed: str | None, days: int | None, at_least: bool = False) -> Promotion:
    ends = None if days is None else AT + days * DAY
    was = None if listed is None else Decimal(listed)
    return Promotion(
        of.model, of.meter, of.terms, Decimal(price), was, of.currency, of.per, of.unit, ends, at_least=at_least
    )


def test_a_month_is_the_sum_of_its_parts_to_the_last_digit() -> None:
    cost = month("input=3000000&output=500001", sells(*PLAIN))
    assert cost.total == Decimal("10.000008")
    assert [(part.rate.meter, part.amount) for part in cost.parts] == [("input", 6), ("output", Decimal("4.000008"))]
    assert cost.currency == "USD"


def test_tokens_a_day_are_used_on_every_day_of_work() -> None:
    assert month("input=1M&every=day", sells(*PLAIN)).total == 60
    assert month("input=7M&every=day&hours=weekdays:09:00-18:00", sells(*PLAIN)).total == 300


def test_the_prices_unit_is_the_pages_own() -> None:
    yuan = (rate("input", "0.0008", currency="CNY", per=1_000), rate("output", "0.002", currency="CNY", per=1_000))
    cost = month("input=1M&output=1M", sells(*yuan))
    assert (cost.total, cost.currency) == (Decimal("2.8"), "CNY")


def test_a_missing_cache_price_is_neither_nothing_nor_the_price_of_input() -> None:
    cost = month("input=1M&output=1M&cached=50", sells(*PLAIN))
    assert cost.total is None
    assert cost.at_least == 9
    assert [(one.meter, one.why, one.quantity) for one in cost.unknowns] == [("cache_read", Why.NO_PRICE, 500_000)]


def test_what_is_read_from_the_cache_costs_its_own_price() -> None:
    cached = rate("cache_read", "0.2")
    assert month("input=1M&output=1M&cached=50", sells(*PLAIN, cached)).total == Decimal("9.1")


def test_of_two_lives_of_a_cache_the_shorter_is_meant() -> None:
    writes = [rate("cache_write", price, {"ttl": ttl}) for ttl, price in (("1h", "6"), ("5m", "3"))]
    cost = month("input=1M&written=100", sells(*PLAIN, *writes))
    assert cost.total == 3


@pytest.mark.parametrize("state", [State.CONTACT_SALES, State.CONSOLE_ONLY, State.BUNDLED, State.UNKNOWN])
def test_a_meter_without_a_number_is_unknown_and_never_nothing(state: State) -> None:
    cost = month("input=1M&output=1M", sells(rate("input", "2"), rate("output", state)))
    assert cost.total is None
    assert [(one.meter, one.why, one.detail) for one in cost.unknowns] == [("output", Why.NO_NUMBER, state.value)]


def test_a_meter_that_is_not_used_need_not_have_a_price() -> None:
    assert month("input=1M", sells(rate("input", "2"), rate("output", State.CONTACT_SALES))).total == 2


def test_above_a_bound_the_whole_request_costs_more_and_the_page_says_so() -> None:
    banded = [
        rate(meter, price, {"context": band})
        for band, prices in (("<=200K", ("1", "4")), (">200K", ("2", "6")))
        for meter, price in zip(("input", "output"), prices, strict=True)
    ]
    short = month("input=1M&output=1M&context=200000", sells(*banded))
    long = month("input=1M&output=1M&context=200001", sells(*banded))
    assert (short.total, long.total) == (5, 8)
    assert Remark.WHOLE_REQUEST in long.remarks


def test_where_the_terms_say_so_only_the_tokens_above_the_bound_cost_more() -> None:
    banded = [
        rate("input", price, {"context": band, "tiering": "marginal"})
        for band, price in (("<=200K", "1"), (">200K", "2"))
    ]
    cost = month("input=1M&context=400000", sells(*banded, rate("output", "4")))
    assert cost.total == Decimal("1.5")
    assert Remark.MARGINAL in cost.remarks


@pytest.mark.parametrize(("length", "price"), [("32000", 1), ("32001", 2), ("128000", 2), ("128001", 3)])
def test_a_prompt_on_the_bound_is_in_the_lower_band(length: str, price: int) -> None:
    banded = [rate("input", str(n), {"context": band}) for n, band in ((3, "128K-1M"), (1, "<=32K"), (2, "32K-128K"))]
    assert month(f"input=1M&context={length}", sells(*banded, rate("output", "4"))).total == price


def test_a_bound_that_says_less_than_leaves_its_end_to_the_next_band() -> None:
    banded = [rate("input", "1", {"context": "<32K"}), rate("input", "2", {"context": "32K-128K"})]
    assert month("input=1M&context=32000", sells(*banded, rate("output", "4"))).total == 2


def test_tokens_in_no_band_have_no_price_where_each_band_counts_by_itself() -> None:
    banded = [rate("input", "1", {"context": "<=32K", "tiering": "marginal"}), rate("output", "4")]
    cost = month("input=100M&context=64000", sells(*banded))
    assert (cost.total, cost.at_least) == (None, 50)
    assert [(one.why, one.quantity) for one in cost.unknowns] == [(Why.LENGTH, 50_000_000)]


def test_a_price_without_a_band_holds_outside_of_the_bands() -> None:
    rates = (rate("input", "1"), rate("input", "3", {"context": ">200K"}), rate("output", "4"))
    assert month("input=1M&context=100000", sells(*rates)).total == 1
    assert month("input=1M&context=300000", sells(*rates)).total == 3
    assert month("input=1M", sells(*rates)).total == 1


def test_a_prompt_beyond_every_band_has_no_price() -> None:
    banded = [rate("input", "1", {"context": "<=32K"}), rate("input", "2", {"context": "32K-128K"})]
    cost = month("input=1M&context=200000", sells(*banded, rate("output", "4")))
    assert [one.why for one in cost.unknowns] == [Why.LENGTH]


def test_without_a_length_the_lowest_band_is_taken_and_said() -> None:
    banded = [rate("input", "2", {"context": ">200K"}), rate("input", "1", {"context": "<=200K"})]
    cost = month("input=1M", sells(*banded, rate("output", "4")))
    assert (cost.total, cost.remarks) == (1, (Remark.LOWEST_BAND,))


def test_the_length_of_a_prompt_follows_from_the_requests() -> None:
    banded = [rate("input", "2", {"context": ">200K"}), rate("input", "1", {"context": "<=200K"})]
    assert month("input=300M&requests=20", sells(*banded, rate("output", "4"))).total == 600


def test_long_without_a_number_is_not_guessed() -> None:
    banded = [rate("input", "2", {"context": "long"}), rate("input", "1", {"context": "short"})]
    assert month("input=1M&context=5000", sells(*banded, rate("output", "4"))).total is None
    assert month("input=1M", sells(*banded, rate("output", "4"))).total == 1


PEAK = (
    rate("input", "4", {"window": "peak"}),
    rate("input", "2", {"window": "off-peak"}),
    rate("output", "8"),
)
OFFICE = "input=9M&hours=weekdays:09:00-18:00&zone=Asia/Shanghai"


def test_peak_without_hours_is_unknown_until_the_reader_says_when_it_is() -> None:
    unknown = month(OFFICE, sells(*PEAK))
    assert [(one.why, one.detail) for one in unknown.unknowns] == [(Why.HOURS, "off-peak, peak")]
    told = month(f"{OFFICE}&peak=weekdays:09:00-12:00,weekdays:14:00-18:00", sells(*PEAK))
    assert {dict(part.rate.terms)["window"]: part.quantity for part in told.parts} == {
        "peak": 7_000_000,
        "off-peak": 2_000_000,
    }
    assert told.total == 32


def test_hours_that_do_not_matter_need_not_be_known() -> None:
    same = (rate("input", "2", {"window": "peak"}), rate("input", "2", {"window": "off-peak"}), rate("output", "8"))
    assert month(OFFICE, sells(*same)).total == 18


def test_a_printed_window_holds_in_the_zone_that_it_names_else_in_the_vendors() -> None:
    def pages(window: str) -> tuple[Rate, ...]:
        return rate("input", "1", {"window": window}), rate("input", "2"), rate("output", "8")

    night = "input=8M&hours=00:30-08:30&zone=Asia/Shanghai"
    assert month(night, sells(*pages("16:30:00Z-00:30:00Z"))).total == 8
    assert month(night, sells(*pages("00:30-08:30 UTC+8"), zone="America/New_York")).total == 8
    assert month(night, sells(*pages("00:30-08:30"))).total == 8
    assert month(night, sells(*pages("00:30-08:30"), zone="UTC")).total == 16


def test_what_may_run_as_a_batch_costs_the_price_of_one() -> None:
    batch = (rate("input", "1", {"service_class": "batch"}), rate("output", "4", {"service_class": "batch"}))
    assert month("input=1M&output=1M&batch=50", sells(*PLAIN, *batch)).total == Decimal("7.5")


def test_where_no_batch_is_sold_all_of_it_runs_as_usual_and_that_is_said() -> None:
    cost = month("input=1M&batch=50", sells(*PLAIN))
    assert (cost.total, cost.remarks) == (2, (Remark.BATCH_AT_STANDARD,))


def test_thinking_has_a_price_of_its_own() -> None:
    rates = (rate("input", "1"), rate("output", "2", {"thinking": "off"}), rate("output", "6", {"thinking": "on"}))
    assert month("output=1M", sells(*rates)).total == 2
    assert month("output=1M&thinking=on", sells(*rates)).total == 6
    only = (rate("input", "1"), rate("output", "6", {"thinking": "on"}))
    assert month("output=1M", sells(*only)).total == 6
    assert month("output=1M&thinking=off", sells(*only)).total is None


def test_a_promotion_holds_until_its_end_and_the_list_price_after() -> None:
    input_ = rate("input", "1")
    cost = month("input=30M", sells(input_, rate("output", "8"), promotions=(promotion(input_, "1", "2", 10),)))
    assert cost.total == 10 + 40
    assert [(part.promotion, part.until) for part in cost.parts] == [(True, AT + 10 * DAY), (False, None)]


def test_after_a_promotion_without_a_list_price_nothing_is_known() -> None:
    input_ = rate("input", "1")
    cost = month("input=30M", sells(input_, rate("output", "8"), promotions=(promotion(input_, "1", None, 10),)))
    assert (cost.total, cost.at_least) == (None, 10)
    assert [(one.why, one.quantity) for one in cost.unknowns] == [(Why.AFTER, 20_000_000)]


def test_a_promotion_for_at_least_so_long_is_not_counted_on_longer() -> None:
    input_ = rate("input", "1")
    ends = (promotion(input_, "1", "2", 15, at_least=True),)
    cost = month("input=30M", sells(input_, rate("output", "8"), promotions=ends))
    assert (cost.total, cost.remarks) == (45, (Remark.PROMOTION_MAY_GO_ON,))


def test_a_promotion_that_ended_since_the_page_was_seen_is_over() -> None:
    input_ = rate("input", "1")
    page = sells(input_, rate("output", "8"), promotions=(promotion(input_, "1", "2", 3),))
    assert month("input=30M", page, at=AT + 5 * DAY).total == 60


def test_a_price_that_is_scheduled_holds_from_its_day() -> None:
    page = sells(rate("input", "1"), rate("output", "8"), scheduled=(Scheduled(rate("input", "4"), AT + 15 * DAY),))
    assert month("input=30M", page).total == 15 + 60


FREE = (rate("input", State.FREE, {"plan": "free"}), rate("output", State.FREE, {"plan": "free"}))
PAID = (rate("input", "2", {"plan": "paid"}), rate("output", "8", {"plan": "paid"}))
DAILY = Limit("rpd", Decimal(250), "m", terms_of({"plan": "free"}))


def test_more_work_than_the_free_plan_carries_costs_the_paid_plan_whole() -> None:
    """The curve has a step: at 250 requests a day the month is free, at 251 all of it is paid."""
    page = sells(*FREE, *PAID, limits=(DAILY,))
    below = {dict(one.terms)["plan"]: one for one in offers("input=1M&output=1M&requests=250", page)}
    above = {dict(one.terms)["plan"]: one for one in offers("input=1M&output=1M&requests=251", page)}
    assert (below["free"].total, below["free"].step) == (0, None)
    assert above["free"].total == above["paid"].total == 10
    step = above["free"].step
    assert step is not None
    assert (step.bound.metric, step.bound.needed, step.bound.limit.amount) == ("rpd", 251, 250)
    assert step.into == (("plan", "paid"),)


def test_beyond_a_free_offer_without_a_paid_one_the_price_is_unknown() -> None:
    free = (rate("input", State.FREE), rate("output", State.FREE))
    cost = month("input=1M&requests=1000", sells(*free, limits=(Limit("rpd", Decimal(250), "m"),)))
    assert cost.total is None
    assert [one.why for one in cost.unknowns] == [Why.BEYOND_FREE]


def test_limits_are_held_against_the_hours_in_which_the_work_is_done() -> None:
    limits = (Limit("rpm", Decimal(60), "m"), Limit("tpm", Decimal(10_000), "m"), Limit("concurrency", Decimal(5), "m"))
    page = sells(*PLAIN, limits=limits)
    assert month("input=1M&requests=86400", page).bounds == ()
    squeezed = month("input=1M&requests=86400&hours=09:00-21:00", page)
    assert [(bound.metric, bound.needed) for bound in squeezed.bounds] == [("rpm", 120)]
    assert squeezed.unchecked == ("concurrency",)


def test_a_day_is_one_on_which_there_is_work() -> None:
    page = sells(*PLAIN, limits=(Limit("rpd", Decimal(1_000), "m"),))
    assert month("input=1M&requests=1000&hours=weekdays:09:00-18:00", page).bounds == ()
    (bound,) = month("input=1M&requests=1001&hours=weekdays:22:00-06:00&zone=America/New_York", page).bounds
    assert (bound.metric, bound.needed) == ("rpd", 1_001)


def test_the_lowest_level_that_would_do_is_named() -> None:
    levels = tuple(
        Limit("rpm", Decimal(n), "m", terms_of({"tier": t})) for t, n in (("1", 10), ("2", 100), ("3", 1000))
    )
    (bound,) = month("input=1M&requests=72000", sells(*PLAIN, limits=levels)).bounds
    assert bound.limit.amount == 10
    assert bound.enough is not None
    assert bound.enough.amount == 100


def test_limits_hold_on_whichever_page_of_the_vendor_they_are_printed() -> None:
    elsewhere = sells(limits=(Limit("context", Decimal(32_000), "m"),))
    (bound,) = month("input=1M&context=64000", sells(*PLAIN), elsewhere).bounds
    assert (bound.metric, bound.needed) == ("context", 64_000)
    assert (
        month("input=1M&context=64000", sells(*PLAIN), sells(limits=elsewhere.sheet.limits, vendor="other")).bounds
        == ()
    )


def test_tokens_that_are_given_every_month_are_taken_off() -> None:
    given = Allowance("recurring", Decimal(1_000_000), "token", "m", "month")
    cost = month("input=2M&output=2M", sells(*PLAIN, allowances=(given,)))
    assert cost.total == 15
    (gift,) = cost.gifts
    assert (gift.covered, gift.lasts, gift.counted) == (25, Decimal("7.5"), True)


def test_a_gift_for_newcomers_never_hides_the_price() -> None:
    given = Allowance("new_user", Decimal(1_000_000), "token", "m", who="new user")
    cost = month("input=2M", sells(*PLAIN, allowances=(given,)))
    assert cost.total == 4
    assert [(gift.lasts, gift.counted) for gift in cost.gifts] == [(15, False)]


def test_regions_and_plans_are_offers_of_their_own() -> None:
    rates = [
        rate(meter, price, {"region": region})
        for region, price in (("us", "1"), ("eu", "2"))
        for meter in ("input", "output")
    ]
    assert sorted(one.total or 0 for one in offers("input=1M", sells(*rates))) == [1, 2]
    assert month("input=1M&region=EU", sells(*rates)).total == 2


def test_only_models_that_are_good_enough_are_looked_at() -> None:
    other = (rate("input", "0.1", model="tiny"), rate("output", "0.1", model="tiny"))
    assert [one.model for one in offers("input=1M&model=M", sells(*PLAIN, *other))] == ["m"]


def test_two_currencies_of_one_page_are_two_sums() -> None:
    yuan = (rate("input", "14", currency="CNY"), rate("output", "56", currency="CNY"))
    found = {one.currency: one.total for one in offers("input=1M", sells(*PLAIN, *yuan))}
    assert found == {"USD": 2, "CNY": 14}


def test_prices_that_cannot_both_be_true_are_not_chosen_from() -> None:
    cost = month("input=1M", sells(rate("input", "2"), rate("input", "3"), rate("output", "8")))
    assert [one.why for one in cost.unknowns] == [Why.SEVERAL]


def test_a_fee_by_the_request_needs_their_number() -> None:
    fee = rate("request", "5", unit="request", per=1_000)
    assert [one.why for one in month("input=1M", sells(*PLAIN, fee)).unknowns] == [Why.REQUESTS]
    assert month("input=1M&requests=100", sells(*PLAIN, fee)).total == 2 + 15


METERS = st.sampled_from(["input", "output", "cache_read", "cache_write", "input_output", "request"])
TERMS = st.dictionaries(
    st.sampled_from(["context", "window", "service_class", "thinking", "plan", "region", "ttl", "tiering", "modality"]),
    st.sampled_from(
        [
            "<=32K",
            ">32K",
            "32K-128K",
            "short",
            "peak",
            "off-peak",
            "09:00-12:00",
            "batch",
            "on",
            "off",
            "free",
            "5m",
            "1h",
            "marginal",
            "text",
            "<=..K",
            "-",
            "25:00-26:00",
            "K",
            "both",
        ]
    ),
    max_size=3,
)
PRICES = st.decimals(0, 10**9, allow_nan=False, places=9)
RATES = st.lists(
    st.builds(
        lambda meter, terms, price, currency, state: Rate(
            "m", meter, terms_of(terms), state, price if state is State.PRICED else None, currency, Decimal(1_000_000)
        ),
        METERS,
        TERMS,
        PRICES,
        st.sampled_from(["USD", "CNY"]),
        st.sampled_from([State.PRICED, State.PRICED, State.FREE, State.CONTACT_SALES]),
    ),
    max_size=12,
)
LOADS = st.sampled_from(
    [
        "input=300M&output=60M",
        "input=300M&output=60M&cached=30&written=10&batch=50&thinking=on&requests=5000",
        "input=1&output=1&context=100000&hours=weekdays:22:00-06:00&peak=09:00-12:00&zone=America/New_York",
        "output=1M&requests=1&hours=weekends:00:00-24:00",
        "",
    ]
)


@given(RATES, LOADS, st.randoms(use_true_random=False))
def test_whatever_is_printed_is_reckoned_and_the_order_of_rows_decides_nothing(
    rates: list[Rate], workload: str, random: Random
) -> None:
    found = offers(workload, sells(*rates))
    for cost in found:
        known = sum(part.amount for part in cost.parts)
        assert cost.at_least == known or cost.step is not None
        assert cost.total is None or (cost.total == cost.at_least and not cost.unknowns)
        assert all(part.amount >= 0 for part in cost.parts)
    shuffled = list(rates)
    random.shuffle(shuffled)
    again = offers(workload, sells(*shuffled))
    assert {(one.terms, one.currency, one.total, one.at_least) for one in again} == {
        (one.terms, one.currency, one.total, one.at_least) for one in found
    }


@given(RATES, LOADS)
def test_every_token_is_either_paid_for_or_told_as_unknown(rates: list[Rate], workload: str) -> None:
    asked = parse_workload(workload)
    for cost in offers(asked, sells(*rates)):
        paid = sum(part.quantity for part in cost.parts if part.rate.meter != "request")
        unknown = sum(one.quantity for one in cost.unknowns)
        assert abs(Fraction(paid + unknown) - sum(asked.monthly)) < Fraction(1, 10**6)
