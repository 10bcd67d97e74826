from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corroborate import Figures, about, concerns, match
from pipeline.types import Change, ClaimKind, Event, EventKind
from tests.pipeline.newsroom import asks, claim, event, headline, yuan, yuan_a_thousand

CUT, RISE, FREE = ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE, ClaimKind.BECAME_FREE


def test_the_same_price_in_another_unit_is_the_same_price() -> None:
    said = yuan_a_thousand("alibaba", "Qwen-Long", meter="input", new_price="0.0005", percent=97)
    found = match(said, event("alibaba", yuan("qwen-long", "20"), yuan("qwen-long", "0.5")))
    assert found.is_about
    assert found.reasons == ("model qwen-long", "the price agrees")


@given(st.sampled_from([1, 1_000, 10_000, 1_000_000]), st.sampled_from([1, 1_000, 1_000_000]))
def test_scaling_the_units_never_changes_the_answer(said_per: int, shown_per: int) -> None:
    def priced(price: str, per: int) -> Decimal:
        return Decimal(price) * per / 1_000_000

    said = claim("openai", "GPT-4o", meter="input", new_price=priced("2.5", said_per), per=Decimal(said_per))
    for shown, agrees in (("2.5", True), ("25", False)):
        old, new = (asks("gpt-4o", str(priced(price, shown_per)), per=Decimal(shown_per)) for price in ("50", shown))
        assert about(said, event("openai", old, new)) is agrees


@pytest.mark.parametrize(
    ("told", "printed", "same"),
    [
        ("Gemini 1.5 Flash", "gemini-1.5-flash", True),
        ("Gemini 1.5 Flash", "gemini-1.5-flash-8b", False),
        ("Gemini 1.5 Flash", "gemini-1.5-flash-002", True),
        ("Gemini 1.5 Flash", "gemini-1.5-pro", False),
        ("GPT-4o", "gpt-4o-2024-08-06", True),
        ("GPT-4o", "gpt-4o-mini", False),
        ("gpt-4o-2024-08-06", "gpt-4o", False),
        ("ChatGPT Plus", "ChatGPT Plus", True),
        ("ChatGPT Plus", "ChatGPT Pro", False),
    ],
)
def test_a_name_covers_its_own_versions_and_no_other_model(told: str, printed: str, same: bool) -> None:
    vendor = "google" if "emini" in told else "openai"
    assert about(claim(vendor, told), event(vendor, asks(printed, "2"), asks(printed, "1"))) is same


@pytest.mark.parametrize(
    ("told", "printed", "same"),
    [
        ("ERNIE Speed", "ERNIE-Speed-8K", True),
        ("ERNIE Speed", "ERNIE-Speed-128K", True),
        ("ERNIE Speed", "ERNIE-Speed-Pro-128K", False),
        ("ERNIE-Speed-8K", "ERNIE-Speed-128K", False),
        ("文心大模型 ERNIE Speed", "ERNIE-Speed-128K", True),
        ("ERNIE Lite", "ERNIE-Speed-8K", False),
    ],
)
def test_a_series_covers_its_context_lengths(told: str, printed: str, same: bool) -> None:
    happened = event("baidu", yuan(printed, "4"), yuan(printed, "free"))
    assert about(claim("baidu", told, FREE, free=True), happened) is same


def test_a_claim_that_names_no_model_needs_the_figure() -> None:
    said = yuan_a_thousand("bytedance", "豆包主力模型", meter="input", new_price="0.0008")
    cut = event("volcengine", yuan("Doubao-pro-32k", "12"), yuan("Doubao-pro-32k", "0.8"))
    other = event("volcengine", yuan("Doubao-lite-32k", "1"), yuan("Doubao-lite-32k", "0.3"))
    assert about(said, cut)
    assert not about(said, other)
    assert not about(claim("bytedance", "豆包主力模型"), cut)


def test_a_brand_alone_names_no_model() -> None:
    cut = event("google", asks("gemini-1.5-pro", "7"), asks("gemini-1.5-pro", "3.5"))
    assert about(claim("google", "Gemini", percent=50), cut)
    assert not about(claim("google", "Gemini"), cut)


def test_a_maker_s_claim_is_of_the_maker_s_own_prices() -> None:
    said = claim("openai", "GPT-4o", meter="input", new_price="2.5")
    old, new = asks("gpt-4o", "5"), asks("gpt-4o", "2.5")
    assert about(said, event("openai", old, new))
    assert not about(said, event("deepbricks", old, new))
    assert not about(said, event("azure", old, new))
    assert about(claim("deepbricks", "GPT-4o", new_price="2.5"), event("deepbricks", old, new))


@pytest.mark.parametrize(
    ("company", "vendor"),
    [("bytedance", "volcengine"), ("alibaba", "alibaba"), ("google", "vertex"), ("google", "google")],
)
def test_a_company_is_known_under_the_ids_it_sells_by(company: str, vendor: str) -> None:
    assert concerns(claim(company, "x"), vendor)


@pytest.mark.parametrize(
    ("said", "counted", "same"),
    [
        (None, "output", True),
        ("input_output", "input", True),
        ("input_output", "output", True),
        ("input_output", "cache_read", False),
        ("input", "output", False),
        ("input", "input_text", True),
        ("cache_read", "input", False),
    ],
)
def test_a_claim_is_of_the_meter_it_names(said: str | None, counted: str, same: bool) -> None:
    happened = event("openai", asks("gpt-4o", "5", counted), asks("gpt-4o", "2.5", counted))
    assert about(claim("openai", "GPT-4o", meter=said), happened) is same


def test_a_cut_is_no_rise() -> None:
    cut = event("openai", asks("gpt-4o", "5"), asks("gpt-4o", "2.5"))
    assert about(claim("openai", "GPT-4o"), cut)
    assert not about(claim("openai", "GPT-4o", RISE), cut)
    assert not about(claim("openai", "GPT-4o", FREE), cut)


def test_another_currency_agrees_by_percent_or_not_at_all() -> None:
    cut = event("openai", asks("gpt-4o", "5"), asks("gpt-4o", "2.5"))
    in_yuan = {"meter": "input", "new_price": "18", "currency": "CNY"}
    assert not about(claim("openai", "GPT-4o", **in_yuan), cut)
    assert about(claim("openai", "GPT-4o", percent=50, **in_yuan), cut)
    assert not about(claim("openai", "GPT-4o", percent=60, **in_yuan), cut)


@pytest.mark.parametrize(
    ("said", "agrees"),
    [
        ({"percent": "97"}, True),
        ({"percent": "98"}, True),
        ({"percent": "97.5"}, True),
        ({"percent": "96"}, False),
        ({"percent": "97.6"}, False),
        ({"percent": "99", "percent_bound": "max"}, True),
        ({"percent": "90", "percent_bound": "max"}, False),
        ({"percent": "90", "percent_bound": "min"}, True),
        ({"percent": "99", "percent_bound": "min"}, False),
        ({"percent": "95", "percent_bound": "approx"}, True),
        ({"ratio": "0.025"}, True),
        ({"ratio": "0.25"}, False),
    ],
)
def test_a_size_agrees_within_its_rounding(said: dict[str, str], agrees: bool) -> None:
    happened = event("alibaba", yuan("qwen-long", "20"), yuan("qwen-long", "0.5"))
    assert about(claim("alibaba", "Qwen-Long", **said), happened) is agrees


def test_doubled_is_said_of_what_nearly_doubled() -> None:
    rise = event("google", asks("gemini-1.5-flash", "0.53", "output"), asks("gemini-1.5-flash", "1.05", "output"))
    assert about(claim("google", "Gemini 1.5 Flash", RISE, ratio=2), rise)
    assert not about(claim("google", "Gemini 1.5 Flash", RISE, ratio=3), rise)


def test_a_printed_price_decides_even_where_the_size_would_fit() -> None:
    happened = event("openai", asks("gpt-4o", "4"), asks("gpt-4o", "2"))
    found = match(claim("openai", "GPT-4o", meter="input", new_price="2.5", percent=50), happened)
    assert (found.same_subject, found.same_direction, found.figures) == (True, True, Figures.DIFFER)
    assert not found.is_about


def test_a_difference_is_compared_with_the_difference() -> None:
    said = claim("openai", "GPT-4o", new_price="0.9", is_delta=True)
    assert about(said, event("openai", asks("gpt-4o", "3.4"), asks("gpt-4o", "2.5")))
    assert not about(said, event("openai", asks("gpt-4o", "3.4"), asks("gpt-4o", "0.9")))


def test_news_call_a_promotion_a_cut() -> None:
    said = claim("openai", "GPT-5.6 Sol", meter="input", old_price="5", new_price="4", percent=20)
    promoted = event("openai", asks("GPT-5.6 Sol", "5"), asks("GPT-5.6 Sol", "4", list_price=Decimal(5)))
    assert promoted.kind is EventKind.PROMOTION_STARTED
    assert about(said, promoted)
    assert not about(claim("openai", "GPT-5.6 Sol", meter="input", new_price="5"), promoted)


def test_the_end_of_a_promotion_is_a_rise_and_no_cut() -> None:
    ended = event("openai", asks("GPT-5.6 Sol", "4", list_price=Decimal(5)), asks("GPT-5.6 Sol", "5"))
    assert ended.kind is EventKind.PROMOTION_ENDED
    assert about(claim("openai", "GPT-5.6 Sol", RISE), ended)
    assert not about(claim("openai", "GPT-5.6 Sol"), ended)


@pytest.mark.parametrize("kind", [EventKind.SCHEDULED, EventKind.EFFECTIVE])
def test_a_scheduled_move_is_told_of_as_the_move_it_will_be(kind: EventKind) -> None:
    rise = event("openai", asks("gpt-4o", "2.5"), asks("gpt-4o", "5"), kind=kind)
    assert about(claim("openai", "GPT-4o", RISE, meter="input", new_price="5"), rise)
    assert not about(claim("openai", "GPT-4o"), rise)


def test_a_position_against_the_market_is_no_cut_but_its_price_is_one_s_own() -> None:
    said = yuan_a_thousand(
        "bytedance", "豆包主力模型", meter="input", new_price="0.0008", percent="99.3", percent_against="market"
    )
    assert about(said, event("volcengine", None, yuan("Doubao-pro-32k", "0.8")))
    halved = event("volcengine", yuan("Doubao-pro-32k", "1.6"), yuan("Doubao-pro-32k", "0.8"))
    assert about(said, halved)


def test_a_launch_is_told_of_the_row_that_came() -> None:
    said = claim("openai", "GPT-4o", ClaimKind.MODEL_LAUNCHED_WITH_PRICE, meter="input", new_price="5")
    came = event("openai", None, asks("gpt-4o", "5"), kind=EventKind.MODEL_ADDED)
    assert about(said, came)
    assert not about(said, event("openai", None, asks("gpt-4o", "6"), kind=EventKind.MODEL_ADDED))


def test_a_headline_is_told_of_by_each_of_its_members() -> None:
    members = [event("baidu", yuan(name, "4"), yuan(name, "free")) for name in ("ERNIE-Speed-8K", "ERNIE-Lite-8K")]
    told = headline(EventKind.BECAME_FREE, *members)
    assert about(claim("baidu", "ERNIE Lite", FREE, free=True), told)
    assert not about(claim("baidu", "ERNIE Tiny", FREE, free=True), told)


def test_a_limit_is_compared_by_its_number() -> None:
    said = claim("baidu", "ERNIE-Speed-8K", ClaimKind.RATE_LIMIT_CHANGED, new_price="500", unit="request")
    change = Change(EventKind.LIMIT_TIGHTENED, "ERNIE-Speed-8K", detail={"metric": "rpm", "old": "10000", "new": "500"})
    assert about(said, of_a_page("baidu", change))
    other = Change(EventKind.LIMIT_TIGHTENED, "ERNIE-Speed-8K", detail={"metric": "rpm", "old": "10000", "new": "50"})
    assert not about(said, of_a_page("baidu", other))


def of_a_page(vendor: str, change: Change) -> Event:

    made = event(vendor, None, asks(change.model, "1"))
    return replace(made, kind=change.kind, new=None, meter=None, detail=change.detail, model_id=change.model_id)


def test_the_surer_match_has_the_higher_score() -> None:
    said = claim("openai", "GPT-4o", meter="input", old_price="5", new_price="2.5")
    exact = match(said, event("openai", asks("gpt-4o", "5"), asks("gpt-4o", "2.5")))
    snapshot = match(said, event("openai", asks("gpt-4o-2024-08-06", "5"), asks("gpt-4o-2024-08-06", "2.5")))
    batch = match(said, event("openai", asks("gpt-4o", "9"), asks("gpt-4o", "2.5"), terms=(("plan", "x"),)))
    assert exact.score > snapshot.score > 0
    assert exact.score > batch.score > 0
