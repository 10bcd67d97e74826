"""What goes on the wire, what waits, and what never does."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from pipeline.types import EventState, Health, Witness
from tests.pipeline.sheets import Watch, rate

SOON = timedelta(minutes=10)
DAY = timedelta(days=1)


def test_the_first_sight_of_a_page_is_silent() -> None:
    watch = Watch()
    watch.sees(rate("a"), rate("b"))
    assert watch.events == {}
    assert watch.believed is not None


def test_an_ordinary_move_is_told_at_once_with_its_percentage() -> None:
    watch = Watch()
    watch.sees(rate("a", "0.66", "output"))
    (event,) = watch.sees(rate("a", "0.60", "output")).events
    assert (event.kind, event.state, round(event.percent or 0, 1)) == (
        "price_cut",
        EventState.PUBLISHED,
        Decimal("-9.1"),
    )


def test_the_same_bytes_give_the_same_event_id() -> None:
    ids = []
    for _ in range(2):
        watch = Watch()
        watch.sees(rate("a", "2"))
        ids.append(watch.sees(rate("a", "1")).events[0].id)
    assert ids[0] == ids[1]


def test_half_a_page_gone_leaves_the_last_sheet_standing() -> None:
    watch = Watch()
    full = [rate(f"m{n}") for n in range(10)]
    watch.sees(*full)
    decision = watch.sees(*full[:4])
    assert decision.sheet.health is Health.HALF_GONE
    assert decision.believed is None
    watch.sees(*full)
    assert watch.events == {}


def test_a_page_that_stays_halved_for_days_is_believed_in_the_end() -> None:
    watch = Watch()
    full = [rate(f"m{n}") for n in range(10)]
    watch.sees(*full)
    for _ in range(6):
        watch.sees(*full[:4])
    assert watch.believed is not None
    assert len(watch.believed.sheet.rates) == 4
    assert watch.state_of("model_removed") == [EventState.PUBLISHED] * 6


def test_no_rows_on_a_200_says_nothing_of_prices() -> None:
    watch = Watch()
    watch.sees(rate("a"))
    assert watch.sees(health=Health.NO_RATES).events == ()
    watch.sees(rate("a"))
    assert watch.events == {}


def test_a_slip_of_unit_is_never_told_on_the_page_s_own_word() -> None:
    watch = Watch()
    watch.sees(rate("a", "0.0008"), rate("b"))
    for _ in range(5):
        watch.sees(rate("a", "0.8"), rate("b"))
    assert watch.state_of("price_rise") == [EventState.HELD]
    watch.sees(rate("a", "0.0008"), rate("b"))
    assert watch.state_of("price_rise") == [EventState.DROPPED]
    assert watch.told() == []


def test_no_rule_holds_for_ever_and_later_moves_are_told_from_what_the_page_says() -> None:
    watch = Watch()
    watch.sees(rate("a", "0.002"), rate("b"))
    for _ in range(9):
        watch.sees(rate("a", "2"), rate("b"))
    assert [watch.rules[e.id] for e in watch.events.values()] == ["unresolved"]
    (event,) = watch.sees(rate("a", "1.5"), rate("b")).events
    assert (event.kind, event.old and event.old.unit_price, event.state) == (
        "price_cut",
        Decimal(2),
        EventState.PUBLISHED,
    )


def test_a_true_cut_of_97_percent_passes_with_a_second_look() -> None:
    watch = Watch()
    watch.sees(rate("qwen-long", "0.02"), rate("b"))
    watch.sees(rate("qwen-long", "0.0005"), rate("b"))
    assert watch.told() == []
    watch.sees(rate("qwen-long", "0.0005"), rate("b"), after=SOON)
    assert watch.told() == ["price_cut qwen-long input"]


def test_a_registry_s_own_second_look_does_not_settle_an_extreme_move() -> None:
    watch = Watch(own_word=False)
    watch.sees(rate("a", "1"), rate("b"))
    watch.sees(rate("a", "0.02"), rate("b"))
    watch.sees(rate("a", "0.02"), rate("b"))
    assert watch.told() == []


def test_became_free_passes_with_a_second_look() -> None:
    watch = Watch()
    watch.sees(rate("lite", "0.3"), rate("b"))
    watch.sees(rate("lite", "free"), rate("b"))
    assert watch.told() == []
    watch.sees(rate("lite", "free"), rate("b"), after=SOON)
    assert watch.told() == ["became_free lite input"]


def test_a_second_look_too_soon_settles_nothing() -> None:
    watch = Watch()
    watch.sees(rate("lite", "0.3"))
    watch.sees(rate("lite", "free"))
    watch.sees(rate("lite", "free"), after=timedelta(seconds=30))
    assert watch.told() == []


def test_a_price_that_flips_back_while_held_is_dropped() -> None:
    watch = Watch()
    watch.sees(rate("lite", "0.3"))
    watch.sees(rate("lite", "free"))
    watch.sees(rate("lite", "0.3"))
    assert watch.state_of("became_free") == [EventState.DROPPED]
    assert watch.told() == []


def test_a_told_price_that_flips_back_within_days_is_retracted() -> None:
    watch = Watch()
    watch.sees(rate("a", "2"))
    watch.sees(rate("a", "1.5"))
    assert watch.told() == ["price_cut a input"]
    watch.sees(rate("a", "2"))
    assert watch.told() == []
    assert watch.state_of("price_cut") == [EventState.RETRACTED]
    assert watch.state_of("price_rise") == [EventState.DROPPED]


def test_a_price_that_goes_back_after_a_week_is_news_again() -> None:
    watch = Watch()
    watch.sees(rate("a", "2"))
    watch.sees(rate("a", "1.5"))
    watch.sees(rate("a", "2"), after=7 * DAY)
    assert watch.told() == ["price_cut a input", "price_rise a input"]


def test_input_and_output_that_change_places_are_held() -> None:
    watch = Watch()
    watch.sees(rate("a", "1"), rate("a", "3", "output"), rate("b"))
    watch.sees(rate("a", "3"), rate("a", "1", "output"), rate("b"))
    assert watch.told() == []


def test_a_whole_page_in_another_currency_is_held() -> None:
    watch = Watch()
    watch.sees(*(rate(f"m{n}", str(n + 1)) for n in range(6)))
    for _ in range(3):
        watch.sees(*(rate(f"m{n}", str((n + 1) * Decimal("7.13"))) for n in range(6)))
    assert watch.told() == []


def test_a_mass_move_waits_for_a_second_look() -> None:
    watch = Watch()
    watch.sees(*(rate(f"m{n}", "2") for n in range(40)))
    watch.sees(*(rate(f"m{n}", "1.8") for n in range(40)))
    assert watch.told() == []
    watch.sees(*(rate(f"m{n}", "1.8") for n in range(40)), after=SOON)
    assert watch.told() == ["price_cut 40 models"]


def test_one_move_across_many_models_is_one_headline_with_its_parts() -> None:
    watch = Watch()
    watch.sees(*(rate(f"m{n}", "2") for n in range(12)), rate("other", "3"))
    decision = watch.sees(*(rate(f"m{n}", "1") for n in range(12)), rate("other", "4"))
    assert watch.told() == ["price_cut 12 models", "price_rise other input"]
    headline = decision.events[0]
    assert (headline.percent, len(headline.parts)) == (Decimal("-50.0"), 12)
    assert {event.headline for event in decision.events[1:]} == {headline.id, None}


def test_a_model_missing_once_is_not_removed() -> None:
    watch = Watch()
    full = [rate(f"m{n}") for n in range(6)]
    watch.sees(*full)
    watch.sees(*full[1:])
    watch.sees(*full)
    assert watch.told() == []
    watch.sees(*full[1:])
    watch.sees(*full[1:])
    assert watch.told() == ["model_removed m0"]


def test_a_sentinel_below_zero_is_no_price() -> None:
    watch = Watch()
    watch.sees(rate("a", "2"))
    (dropped,) = watch.sees(rate("a", "-1000000")).dropped
    assert (dropped.rule, dropped.reason) == ("sentinel", "A price below zero (-1000000) is no price.")
    watch.sees(rate("a", "1.8"))
    assert watch.told() == ["price_cut a input"]


def test_a_promotion_never_touches_the_list_price() -> None:
    watch = Watch()
    watch.sees(rate("a", "10"))
    watch.sees(rate("a", "2.5", list_price=Decimal(10)))
    watch.sees(rate("a", "10"), after=timedelta(days=20))
    assert watch.told() == ["promotion_started a input", "promotion_ended a input"]


def test_a_held_price_that_goes_on_is_told_from_where_the_page_stood() -> None:
    watch = Watch(own_word=False)
    watch.sees(rate("a", "0.003"), rate("b"))
    watch.sees(rate("a", "3"), rate("b"))
    watch.sees(rate("a", "3"), rate("b"))
    watch.sees(rate("a", "2.5"), rate("b"))
    assert watch.told() == ["price_cut a input"]
    assert watch.state_of("price_rise") == [EventState.DROPPED]


def test_a_headline_whose_moves_are_taken_back_is_told_anew_with_the_rest() -> None:
    watch = Watch()
    watch.sees(*(rate(f"m{n}", "2") for n in range(12)))
    headline = watch.sees(*(rate(f"m{n}", "1") for n in range(12))).events[0]
    decision = watch.sees(*(rate(f"m{n}", "2" if n < 2 else "1") for n in range(12)))
    corrected = next(done for done in decision.resolutions if done.event_id == headline.id)
    assert (corrected.state, corrected.replacement and len(corrected.replacement.parts)) == (EventState.CORRECTED, 10)
    decision = watch.sees(*(rate(f"m{n}", "2") for n in range(12)))
    assert watch.states[headline.id] is EventState.RETRACTED


def test_a_slip_sized_move_passes_at_once_when_another_page_says_the_same() -> None:
    watch = Watch()
    watch.sees(rate("a", "0.8"), rate("b"))
    watch.hears(Witness("acme/pricing-en", rate("A", "0.0008"), model="A", meter="input"))
    watch.sees(rate("a", "0.0008"), rate("b"))
    assert watch.told() == ["price_cut a input"]


def test_a_page_that_has_not_moved_confirms_nothing() -> None:
    watch = Watch()
    watch.sees(rate("a", "0.8"), rate("b"))
    watch.hears(Witness("acme/pricing-en", rate("a", "0.8"), model="a", meter="input"))
    watch.sees(rate("a", "0.0008"), rate("b"))
    assert watch.told() == []


def test_the_twin_in_another_currency_confirms_by_the_size_of_its_move() -> None:
    watch = Watch(own_word=False)
    watch.sees(rate("a", "14.00", currency="CNY"), rate("b"))
    watch.sees(rate("a", "0.35", currency="CNY"), rate("b"))
    assert watch.told() == []
    watch.hears(Witness("acme/pricing-en", percent=Decimal("-97.4"), model="a", meter="input"))
    watch.sees(rate("a", "0.35", currency="CNY"), rate("b"), after=SOON)
    assert watch.told() == ["price_cut a input"]
    assert set(watch.rules.values()) == {"witnessed"}


def test_many_new_models_at_once_are_one_line_on_the_wire() -> None:
    watch = Watch()
    watch.sees(rate("old"), rate("older"))
    watch.sees(rate("old"), rate("older"), *(rate(f"m{n}", meter=m) for n in range(9) for m in ("input", "output")))
    assert watch.told() == ["model_added 9 models"]
    (headline,) = [event for event in watch.events.values() if event.rule == "headline"]
    assert len(headline.parts) == 18
