from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corroborate import ClaimStanding, Shown, Told, event_standing, span_of, standing
from pipeline.types import Change, Claim, ClaimKind, ClaimState, Event, EventKind, EventStanding, EventState, Rate
from tests.pipeline.newsroom import TOLD, asks, claim, event, shown, yuan, yuan_a_thousand

CUT, RISE, FREE = ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE, ClaimKind.BECAME_FREE
HALVED = claim("openai", "GPT-4o", meter="input", new_price="2.5", percent=50)


def halves(hours: float, meter: str = "input", new: str = "2.5", **more: object) -> Event:
    return event("openai", asks("gpt-4o", "5", meter), asks("gpt-4o", new, meter), hours=hours, **more)  # type: ignore[arg-type]


def at(hours: float) -> datetime:
    return TOLD + timedelta(hours=hours)


def stands(
    claim: Claim, *events: Event, shown: tuple[Shown, ...] = (), hours: float = 1, told: float = 0
) -> ClaimStanding:
    return standing(claim, at(told), events, shown, at(hours))


def test_a_claim_is_confirmed_with_a_lag_that_says_who_was_first() -> None:
    page_first = stands(HALVED, halves(-0.01))
    assert (page_first.state, page_first.lag) == (ClaimState.CONFIRMED, timedelta(seconds=36))
    assert page_first.reason == "The page showed it 36 s before it was told: model gpt-4o; the price agrees."
    news_first = stands(HALVED, halves(4), hours=5)
    assert (news_first.state, news_first.lag) == (ClaimState.CONFIRMED, timedelta(hours=-4))


def test_until_its_window_is_over_a_claim_waits_and_then_is_claimed_only() -> None:
    assert stands(HALVED, hours=71).state is ClaimState.WAITING
    over = stands(HALVED, hours=72)
    assert (over.state, over.rule, over.until) == (ClaimState.CLAIMED_ONLY, "unwatched", at(72))


@pytest.mark.parametrize(("hours", "state"), [(-72, "confirmed"), (-73, "waiting"), (72, "confirmed"), (73, "waiting")])
def test_what_happened_outside_the_window_is_another_thing(hours: float, state: str) -> None:
    assert stands(HALVED, halves(hours)).state == state


def test_a_promised_day_stretches_the_window() -> None:
    promised = replace(HALVED, effective=at(24 * 10))
    assert span_of(promised, TOLD) == (at(-72), at(24 * 13))
    assert stands(promised, halves(24 * 11), hours=24 * 11).state is ClaimState.CONFIRMED
    assert stands(promised, hours=24 * 12).state is ClaimState.WAITING
    assert stands(promised, hours=24 * 13).state is ClaimState.CLAIMED_ONLY


@pytest.mark.parametrize("state", [EventState.HELD, EventState.DROPPED, EventState.RETRACTED])
def test_what_the_wire_does_not_stand_by_confirms_nothing(state: EventState) -> None:
    assert stands(HALVED, halves(0, state=state)).state is ClaimState.WAITING


def test_what_came_from_the_news_confirms_nothing() -> None:
    announced = halves(0, kind=EventKind.ANNOUNCED)
    assert stands(HALVED, announced).state is ClaimState.WAITING
    assert stands(HALVED, announced, hours=80).rule == "unwatched"


def test_all_events_that_fit_are_named_the_first_of_the_surest_first() -> None:
    said = claim("openai", "GPT-4o", percent=50)
    early, late, snapshot = halves(-2), halves(-1, "output"), halves(-3)
    snapshot = replace(snapshot, id="snapshot", model="gpt-4o-2024-08-06", model_id="openai/gpt-4o-2024-08-06")
    found = stands(said, late, snapshot, early)
    assert found.events[0] == early.id
    assert set(found.events) == {early.id, late.id, "snapshot"}
    assert found.lag == timedelta(hours=2)


@given(st.permutations(range(5)), st.sampled_from([1, 100]))
def test_the_order_of_events_never_changes_the_standing(order: list[int], hours: int) -> None:
    happened = [
        halves(-2), halves(-2, "output"), halves(3), halves(1, new="4"),
        event("openai", asks("gpt-4o", "5"), asks("gpt-4o", "6"), hours=2),
    ]  # fmt: skip
    offers = [shown("openai", asks("gpt-4o", price), seen=80) for price in ("4", "5", "6")]
    for said in (
        HALVED,
        replace(HALVED, new_price=None),
        claim("openai", "GPT-4o", RISE),
        replace(HALVED, percent=None),
    ):
        straight = standing(said, TOLD, happened[3:], offers, at(hours))
        turned = [happened[i] for i in order if i >= 3]
        assert standing(said, TOLD, turned, offers[::-1], at(hours)) == straight
        assert standing(said, TOLD, [happened[i] for i in order], (), at(hours)) == standing(
            said, TOLD, happened, (), at(hours)
        )


# The price itself


def test_a_price_that_stands_on_the_page_is_confirmed_without_a_change() -> None:
    found = stands(HALVED, shown=(shown("openai", asks("gpt-4o", "2.5")),))
    assert (found.state, found.rule, found.events, found.lag) == (ClaimState.CONFIRMED, "price_stands", (), None)
    assert found.shown is not None


def test_a_claim_of_no_named_model_is_not_confirmed_by_any_old_price() -> None:
    said = yuan_a_thousand("bytedance", "豆包主力模型", meter="input", new_price="0.0008")
    same = yuan("Doubao-lite-32k", "0.8")
    assert stands(said, shown=(shown("volcengine", same),)).state is ClaimState.WAITING
    assert stands(said, shown=(shown("volcengine", same, since=-10),)).state is ClaimState.CONFIRMED


def test_a_position_against_the_market_stands_by_its_price_alone() -> None:
    position = yuan_a_thousand(
        "bytedance", "Doubao-pro-32k", meter="input", new_price="0.0008", percent="99.3", percent_against="market"
    )
    halved = event("volcengine", yuan("Doubao-pro-32k", "1.6"), yuan("Doubao-pro-32k", "0.8"), hours=-1)
    assert stands(position, halved).state is ClaimState.CONFIRMED
    bare = replace(position, new_price=None)
    assert (stands(bare, halved).state, stands(bare).rule) == (ClaimState.CLAIMED_ONLY, "nothing_to_check")
    unmoved = (shown("volcengine", yuan("Doubao-pro-32k", "1.6"), seen=80),)
    assert stands(bare, shown=unmoved, hours=80).state is ClaimState.CLAIMED_ONLY


# Contradictions


def test_a_page_that_moves_to_another_price_contradicts() -> None:
    found = stands(HALVED, halves(2, new="4"), hours=3)
    assert (found.state, found.rule) == (ClaimState.CONTRADICTED, "another_price")
    assert found.events == (halves(2, new="4").id,)


def test_a_move_of_the_day_before_contradicts_once_the_page_was_looked_at_again() -> None:
    before = halves(-2, new="4")
    asked = (shown("openai", asks("gpt-4o", "4"), since=-2, seen=1),)
    assert stands(HALVED, before).state is ClaimState.WAITING
    assert stands(HALVED, before, shown=asked).state is ClaimState.CONTRADICTED
    assert stands(HALVED, halves(-30, new="4"), shown=asked).state is ClaimState.WAITING


def test_a_price_of_no_named_meter_is_not_contradicted_by_another_meter_s() -> None:
    output = event("openai", asks("gpt-4o", "15", "output"), asks("gpt-4o", "10", "output"), hours=2)
    assert stands(replace(HALVED, meter=None, percent=None), output, hours=3).state is ClaimState.WAITING


def test_a_contradiction_gives_way_to_the_price_when_it_comes() -> None:
    assert stands(HALVED, halves(1, new="4"), halves(9), hours=10).state is ClaimState.CONFIRMED


def test_the_old_price_contradicts_only_after_the_window_and_a_look_at_its_end() -> None:
    old = asks("gpt-4o", "5")
    assert stands(HALVED, shown=(shown("openai", old, seen=71),), hours=71).state is ClaimState.WAITING
    assert stands(HALVED, shown=(shown("openai", old, seen=5),), hours=80).state is ClaimState.CLAIMED_ONLY
    found = stands(HALVED, shown=(shown("openai", old, seen=60),), hours=80)
    assert (found.state, found.rule) == (ClaimState.CONTRADICTED, "old_price_stands")
    assert found.shown is not None
    assert found.shown.rate == old


def test_a_promised_price_is_not_contradicted_before_its_day() -> None:
    promised = replace(HALVED, effective=at(24 * 10))
    old = (shown("openai", asks("gpt-4o", "5"), seen=24 * 9),)
    assert stands(promised, halves(5, new="4"), shown=old, hours=24 * 9).state is ClaimState.WAITING
    assert stands(promised, shown=(replace(old[0], seen_at=at(24 * 13)),), hours=24 * 14).rule == "old_price_stands"


def test_the_opposite_contradicts() -> None:
    rose = event("openai", asks("gpt-4o", "5"), asks("gpt-4o", "6"), hours=2)
    assert stands(HALVED, rose, hours=3).rule == "opposite"
    assert stands(HALVED, replace(rose, observed_at=at(-2)), hours=3).state is ClaimState.WAITING


def test_a_change_that_the_page_takes_back_contradicts() -> None:
    rise = claim("anthropic", "Claude Sonnet 5", RISE, meter="input", new_price=5, effective=at(24 * 20))
    old, new = asks("Claude Sonnet 5", "3"), asks("Claude Sonnet 5", "5")
    cancelled = event("anthropic", old, new, hours=24 * 3, kind=EventKind.CANCELLED)
    assert stands(rise, cancelled, hours=24 * 4).rule == "cancelled"
    assert stands(rise, replace(cancelled, observed_at=at(-24)), hours=24 * 4).state is ClaimState.WAITING


def test_a_size_is_contradicted_by_prices_that_never_moved() -> None:
    said = claim("openai", "GPT-4o", percent=50)
    unmoved = shown("openai", asks("gpt-4o", "5"), seen=80)
    assert stands(said, shown=(unmoved,), hours=80).state is ClaimState.CONTRADICTED
    moved = shown("openai", asks("gpt-4o", "4"), since=3, seen=80)
    assert stands(said, shown=(moved,), hours=80).state is ClaimState.CLAIMED_ONLY


def test_free_is_contradicted_by_a_page_that_charges_on() -> None:
    said = claim("baidu", "ERNIE Speed", FREE, free=True)
    charges = shown("baidu", yuan("ERNIE-Speed-8K", "4"), seen=80)
    assert stands(said, shown=(charges,), hours=80).rule == "old_price_stands"
    free = shown("baidu", yuan("ERNIE-Speed-8K", "free"), seen=80)
    assert stands(said, shown=(charges, free), hours=80).state is ClaimState.CONFIRMED


def test_a_retired_model_that_is_still_listed_contradicts() -> None:
    said = claim("openai", "GPT-4.5 Preview", ClaimKind.MODEL_RETIRED, effective=at(24))
    listed = shown("openai", asks("gpt-4.5-preview", "75"), seen=24 * 4)
    assert stands(said, shown=(listed,), hours=24 * 3).state is ClaimState.WAITING
    assert stands(said, shown=(listed,), hours=24 * 5).rule == "still_listed"


@pytest.mark.parametrize(
    "said",
    [
        replace(HALVED, scope="new customers"),
        replace(HALVED, kind=ClaimKind.PROMOTION),
        replace(HALVED, recap=True),
        replace(HALVED, model="all models", model_id=None),
        replace(HALVED, meter=None, percent=None),
        replace(HALVED, currency="CNY"),
        replace(HALVED, unit="month"),
    ],
)
def test_what_the_page_cannot_refute_ends_as_claimed(said: Claim) -> None:
    old = shown("openai", asks("gpt-4o", "5"), seen=80)
    assert stands(said, shown=(old,), hours=80).state is ClaimState.CLAIMED_ONLY


def test_a_reseller_s_page_does_not_contradict_the_maker() -> None:
    other = shown("deepbricks", asks("gpt-4o", "2"), seen=80)
    assert stands(HALVED, shown=(other,), hours=80).rule == "unwatched"


# Recaps


def test_a_recap_is_told_of_the_old_event_nearest_to_it() -> None:
    recap = replace(HALVED, recap=True)
    june, april = halves(-24 * 60), halves(-24 * 120)
    found = stands(recap, april, june)
    assert (found.state, found.events, found.lag) == (ClaimState.CONFIRMED, (june.id,), timedelta(days=60))


def test_a_recap_is_never_contradicted() -> None:
    recap, other = replace(HALVED, recap=True), halves(-2, new="4")
    asked = (shown("openai", asks("gpt-4o", "4"), since=-2, seen=1),)
    assert stands(recap, other, shown=asked).state is ClaimState.CLAIMED_ONLY


def test_a_recap_does_not_wait() -> None:
    assert stands(replace(HALVED, recap=True)).state is ClaimState.CLAIMED_ONLY


# Events


def told(claim: Claim, hours: float, ref: str) -> Told:
    return Told(claim, at(hours), ref)


def test_an_event_is_corroborated_by_the_first_that_told_of_it() -> None:
    found = event_standing(halves(0), [told(HALVED, 5, "late"), told(HALVED, 2, "early")], at(6))
    assert (found.standing, found.refs, found.lag) == (
        EventStanding.CORROBORATED, ("early", "late"), timedelta(hours=2),
    )  # fmt: skip
    assert event_standing(halves(0), [told(HALVED, -2, "x")], at(6)).lag == timedelta(hours=-2)


def test_an_event_without_a_word_is_page_only_after_its_window() -> None:
    other = told(claim("openai", "GPT-4o mini", percent=50), 0, "x")
    assert event_standing(halves(0), [other], at(71)).standing is EventStanding.WAITING
    assert event_standing(halves(0), [other], at(72)).standing is EventStanding.PAGE_ONLY


def test_a_recap_corroborates_an_old_event() -> None:
    recap = told(replace(HALVED, recap=True), 24 * 60, "recap")
    assert event_standing(halves(0), [recap], at(24 * 61)).standing is EventStanding.CORROBORATED
    assert event_standing(halves(0), [told(HALVED, 24 * 60, "new")], at(24 * 61)).standing is EventStanding.PAGE_ONLY


def test_an_event_of_the_news_alone_stays_claimed() -> None:
    announced = halves(0, kind=EventKind.ANNOUNCED)
    assert event_standing(announced, [told(HALVED, 0, "x")], at(100)).standing is EventStanding.CLAIMED


@given(st.integers(-100, 100), st.sampled_from(["2.5", "4"]), st.booleans(), st.sampled_from([None, 48, 24 * 9]))
def test_claim_and_event_see_each_other_alike(hours: int, new: str, recap: bool, effective: int | None) -> None:
    said = replace(HALVED, recap=recap, effective=at(effective) if effective else None)
    happened = halves(hours, new=new)
    confirmed = stands(said, happened).state is ClaimState.CONFIRMED
    known = event_standing(happened, [told(said, 0, "x")], at(0)).standing is EventStanding.CORROBORATED
    assert confirmed is known


def promoted(model: str, price: str, list_price: str, meter: str) -> Rate:
    return asks(model, price, meter, list_price=Decimal(list_price))


def test_the_cut_that_was_a_promotion_on_the_page_first() -> None:
    """A page that moved seconds before its vendor's post, to a promotional price with an end."""
    page = [
        event("openai", asks("GPT-5.6 Sol", old, meter), promoted("GPT-5.6 Sol", new, old, meter), hours=-0.01)
        for meter, old, new in (("input", "5", "4"), ("output", "30", "24"))
    ]
    said = claim("openai", "GPT-5.6 Sol", ClaimKind.PROMOTION, meter="input", old_price=5, new_price=4, percent=20)
    found = stands(said, *page)
    assert (found.state, found.events, found.lag) == (
        ClaimState.CONFIRMED, (page[0].id,), timedelta(seconds=36),
    )  # fmt: skip
    gateway = claim("openrouter", "GPT-5.6 Sol", ClaimKind.PROMOTION, percent=50, maker="openai")
    assert stands(gateway, *page, hours=80).state is ClaimState.CLAIMED_ONLY


def test_a_part_of_a_headline_confirms_with_the_headline() -> None:
    single = halves(0)
    part = Change(single.kind, single.model, single.meter, (), single.old, single.new, single.model_id)
    told_together = replace(single, id="headline", model="3 models", model_id=None, meter=None, parts=(part,))
    assert stands(HALVED, told_together).events == ("headline",)
