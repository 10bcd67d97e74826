"""Announced, scheduled, effective, slipped, cancelled, expired: each on its day, though the page stays as it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pipeline.lifecycle import as_of, boundaries, validity
from pipeline.types import Promotion, Rate
from tests.pipeline.sheets import START, Watch, rate, sheet

DAY = timedelta(days=1)


def until(price: str, **more: object) -> Rate:
    return rate("v4", price, "output", terms={"valid": "upto Mar 20"}, **more)


def since(price: str, day: str = "Mar 21") -> Rate:
    return rate("v4", price, "output", terms={"valid": f"from {day}"})


def test_the_days_of_a_rate_are_understood_in_both_languages() -> None:
    at = datetime(2026, 8, 20, tzinfo=UTC)
    assert validity("from Sep 1", at) == (datetime(2026, 9, 1, tzinfo=UTC), None)
    assert validity("upto Aug 31", at) == (None, datetime(2026, 9, 1, tzinfo=UTC))
    assert validity("9月1日起", at) == (datetime(2026, 8, 31, 16, tzinfo=UTC), None)
    assert validity("soon", at) is None


def test_a_rate_that_does_not_hold_yet_is_no_rate_of_today() -> None:
    shown = as_of(sheet(until("1"), since("2")), START)
    assert [r.unit_price for r in shown.rates] == [Decimal(1)]
    assert [(s.rate.unit_price, s.effective.day) for s in shown.scheduled] == [(Decimal(2), 21)]
    later = as_of(sheet(until("1"), since("2")), START + 25 * DAY)
    assert [r.unit_price for r in later.rates] == [Decimal(2)]
    assert boundaries(shown) == [datetime(2026, 3, 21, tzinfo=UTC)]


def test_a_scheduled_rise_is_told_when_it_appears_and_again_on_its_day() -> None:
    watch = Watch()
    watch.sees(rate("v4", "1", "output"), rate("b"))
    (event,) = watch.sees(until("1"), since("1.5"), rate("b")).events
    assert (event.kind, event.effective_from) == ("scheduled", datetime(2026, 3, 21, tzinfo=UTC))
    assert watch.sees(until("1"), since("1.5"), rate("b")).events == ()
    watch.at = datetime(2026, 3, 20, 23, tzinfo=UTC)
    (event,) = watch.sees(until("1"), since("1.5"), rate("b"), after=timedelta(hours=2)).events
    assert (event.kind, event.old and event.old.unit_price, event.new and event.new.unit_price, event.percent) == (
        "effective", Decimal(1), Decimal("1.5"), 50,
    )  # fmt: skip
    assert watch.sees(rate("v4", "1.5", "output"), rate("b")).events == ()


def test_a_cancelled_rise_is_an_event_though_no_number_moved() -> None:
    watch = Watch()
    watch.sees(until("1"), since("1.5"), rate("b"))
    (event,) = watch.sees(rate("v4", "1", "output"), rate("b")).events
    assert (event.kind, event.new and event.new.unit_price) == ("cancelled", Decimal("1.5"))


def test_a_rise_that_is_put_off_has_slipped() -> None:
    watch = Watch()
    watch.sees(until("1"), since("1.5"), rate("b"))
    (event,) = watch.sees(until("1"), since("1.5", "Apr 2"), rate("b")).events
    assert (event.kind, event.effective_from) == ("slipped", datetime(2026, 4, 2, tzinfo=UTC))


def test_a_day_that_passes_without_the_price_has_slipped() -> None:
    watch = Watch()
    watch.sees(until("1"), since("1.5"), rate("b"))
    (event,) = watch.sees(rate("v4", "1", "output"), rate("b"), after=30 * DAY).events
    assert event.kind == "slipped"


def promotion(ends: datetime, *, at_least: bool = False) -> Promotion:
    million = Decimal(1_000_000)
    return Promotion(
        "v4", "output", (), Decimal(4), Decimal(5), "USD", million, "token", ends, "through Mar 20", at_least=at_least
    )


def promoted() -> Rate:
    return rate("v4", "4", "output", list_price=Decimal(5))


def test_a_promotion_warns_once_before_its_end() -> None:
    ends = datetime(2026, 3, 21, tzinfo=UTC)
    watch = Watch(at=datetime(2026, 3, 10, tzinfo=UTC))
    shown = (promotion(ends, at_least=True),)
    watch.sees(promoted(), rate("b"), promotions=shown)
    told = [watch.sees(promoted(), rate("b"), promotions=shown).events for _ in range(9)]
    (event,) = [event for events in told for event in events]
    assert (event.kind, event.effective_from, event.new and event.new.unit_price) == ("scheduled", ends, Decimal(5))
    assert event.observed_at == datetime(2026, 3, 18, tzinfo=UTC)
    assert [e.kind for e in watch.sees(rate("v4", "5", "output"), rate("b")).events] == ["promotion_ended"]


def test_a_promotion_that_goes_on_after_its_printed_end_is_told() -> None:
    ends = datetime(2026, 3, 21, tzinfo=UTC)
    for at_least, kinds in ((False, ["slipped"]), (True, [])):
        watch = Watch(at=datetime(2026, 3, 19, tzinfo=UTC))
        watch.sees(promoted(), rate("b"), promotions=(promotion(ends, at_least=at_least),))
        decision = watch.sees(promoted(), rate("b"), promotions=(promotion(ends, at_least=at_least),), after=3 * DAY)
        assert [event.kind for event in decision.events] == kinds
