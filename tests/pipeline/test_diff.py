from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipeline.apply import apply, withhold
from pipeline.diff import diff, percent
from pipeline.match import folded, pair, price_of
from pipeline.types import Allowance, Limit, Promotion, Rate, State
from tests.pipeline.sheets import rate, sheet


def kinds(old: list[Rate], new: list[Rate]) -> list[str]:
    return [f"{c.kind} {c.model} {c.meter or ''}".strip() for c in diff(sheet(*old), sheet(*new))]


def test_the_same_sheet_twice_has_no_changes() -> None:
    rates = [rate("a"), rate("b", "2", "output"), rate("c", "free"), rate("d", None)]
    assert kinds(rates, rates) == []


def test_a_lower_price_is_a_cut_and_a_higher_one_a_rise() -> None:
    assert kinds([rate("a", "2"), rate("b", "2")], [rate("a", "1"), rate("b", "3")]) == [
        "price_cut a input",
        "price_rise b input",
    ]


def test_only_the_rate_that_moved_is_told() -> None:
    old = [rate("qwen-long", "0.02", "input"), rate("qwen-long", "0.02", "output")]
    assert kinds(old, [rate("qwen-long", "0.0005", "input"), old[1]]) == ["price_cut qwen-long input"]


def test_free_is_an_event_of_its_own_and_has_no_percentage() -> None:
    old, new = rate("lite", "0.8"), rate("lite", "free")
    assert kinds([old], [new]) == ["became_free lite input"]
    assert kinds([new], [old]) == ["free_ended lite input"]
    assert percent(old, new) is None


def test_free_without_currency_or_unit_is_still_the_same_rate() -> None:
    assert kinds([rate("lite", "8", currency="CNY")], [rate("lite", "free", currency=None, unit="")]) == [
        "became_free lite input"
    ]


def test_contact_sales_is_neither_removed_nor_zero() -> None:
    assert kinds([rate("pro", "8")], [rate("pro", None)]) == ["terms_changed pro input"]
    assert kinds([rate("pro", None)], [rate("pro", "8")]) == ["rate_added pro input"]


def test_an_unknown_number_says_nothing() -> None:
    unknown = rate("pro", None, state=State.UNKNOWN)
    assert kinds([unknown], [rate("pro", "free")]) == []
    assert kinds([rate("pro", "8")], [unknown]) == []


def test_spelling_of_numbers_units_and_names_says_nothing() -> None:
    old = [rate("GPT-4o", "2879.2"), rate("Qwen Max", "0.004", per=Decimal(1000), currency="CNY")]
    new = [rate("gpt‑4o", "2879.20"), rate("qwen-max", "4", per=Decimal(1_000_000), currency="CNY")]
    assert kinds(old, new) == []


def test_a_key_that_gains_a_term_is_not_a_new_price() -> None:
    assert kinds([rate("a", "3")], [rate("a", "3", terms={"context": "<=32K"})]) == []
    assert kinds([rate("a", "3", terms={"service_class": "standard"})], [rate("a", "3")]) == []


def test_another_currency_is_another_rate() -> None:
    old = [rate("a", "8", currency="EUR")]
    assert kinds(old, [*old, rate("a", "8", currency="USD")]) == ["rate_added a input"]


def test_a_renamed_model_is_one_event() -> None:
    old = [rate("mistral-medium", "2.5"), rate("mistral-medium", "7.5", "output"), rate("other", "9")]
    new = [rate("mistral-medium-latest", "2.5"), rate("mistral-medium-latest", "7.5", "output"), rate("other", "9")]
    assert kinds(old, new) == ["model_renamed mistral-medium-latest"]


def test_models_of_one_price_and_no_common_name_are_not_a_rename() -> None:
    assert kinds([rate("opal", "3")], [rate("granite", "3")]) == ["model_added granite", "model_removed opal"]


def test_a_new_model_is_one_event_with_its_rates_as_parts() -> None:
    (change,) = diff(sheet(rate("a")), sheet(rate("a"), rate("b", "1"), rate("b", "3", "output")))
    assert change.kind == "model_added"
    assert [(part.meter, part.new.unit_price) for part in change.parts if part.new] == [
        ("input", Decimal(1)),
        ("output", Decimal(3)),
    ]


def test_a_new_column_is_one_event_not_one_a_model() -> None:
    old = [rate(f"m{n}") for n in range(40)]
    (change,) = diff(sheet(*old), sheet(*old, *(rate(f"m{n}", "0.1", "cache_read") for n in range(40))))
    assert (change.kind, change.meter, len(change.parts)) == ("rate_added", "cache_read", 40)


def test_a_struck_price_beside_it_is_a_promotion_and_no_cut() -> None:
    listed, promoted = rate("a", "10"), rate("a", "5", list_price=Decimal(10))
    assert kinds([listed], [promoted]) == ["promotion_started a input"]
    assert kinds([promoted], [listed]) == ["promotion_ended a input"]
    assert kinds([promoted], [rate("a", "4", list_price=Decimal(10))]) == ["promotion_changed a input"]
    (change,) = diff(sheet(promoted), sheet(rate("a", "5")))
    assert (change.kind, change.detail["promotion"]) == ("price_cut", "made permanent")
    assert percent(change.old, change.new) == -50


def test_context_bands_of_one_model_are_told_apart() -> None:
    old = [rate("a", "1", terms={"context": "<=32K"}), rate("a", "2", terms={"context": ">32K"})]
    new = [old[0], rate("a", "3", terms={"context": ">32K"})]
    (change,) = diff(sheet(*old), sheet(*new))
    assert (change.kind, change.terms) == ("price_rise", (("context", ">32K"),))


def test_a_tightened_limit_is_an_event_though_the_price_stands() -> None:
    old = sheet(rate("speed", "free"), limits=(Limit("rpm", Decimal(10_000), "speed"),))
    new = sheet(rate("speed", "free"), limits=(Limit("rpm", Decimal(500), "speed"),))
    assert [c.kind for c in diff(old, new)] == ["limit_tightened"]
    assert [c.kind for c in diff(new, old)] == ["limit_loosened"]


def test_an_allowance_that_shrinks_is_an_event() -> None:
    old = sheet(allowances=(Allowance("new_user", Decimal(1_000_000), "token", "a"),))
    new = sheet(allowances=(Allowance("new_user", Decimal(500_000), "token", "a"),))
    assert [c.kind for c in diff(old, new)] == ["allowance_changed"]
    assert [c.kind for c in diff(old, sheet())] == ["allowance_removed"]


def test_a_promotion_that_is_extended_is_an_event() -> None:
    def until(day: int) -> Promotion:
        ends = datetime(2026, 9, day, tzinfo=UTC)
        return Promotion(
            "a", "input", (), Decimal(5), Decimal(10), "USD", Decimal(1_000_000), "token", ends, f"Sep {day}"
        )

    (change,) = diff(sheet(promotions=(until(9),)), sheet(promotions=(until(30),)))
    assert (change.kind, change.detail["new_ends"]) == ("promotion_changed", "Sep 30")


PRICES = st.sampled_from(["0.1", "0.5", "1", "1.5", "2", "30", "free"])
RATES = st.builds(
    rate,
    st.sampled_from(["alpha", "beta", "gamma-2", "delta"]),
    PRICES,
    st.sampled_from(["input", "output", "cache_read"]),
    terms=st.sampled_from([{}, {"context": "<=32K"}, {"context": ">32K"}]),
)
SHEETS = st.lists(RATES, max_size=12, unique_by=lambda r: (r.model, r.meter, r.terms))


@given(SHEETS, SHEETS, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(old: list[Rate], new: list[Rate], chance: object) -> None:
    shuffled = list(new)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert diff(sheet(*old), sheet(*new)) == diff(sheet(*old), sheet(*shuffled))


@given(SHEETS, SHEETS)
def test_applying_the_changes_to_the_old_prices_gives_the_new_ones(old: list[Rate], new: list[Rate]) -> None:
    changes = diff(sheet(*old), sheet(*new))
    if any(change.kind == "model_renamed" for change in changes):
        return
    silent = pair(old, new).rekeyed
    after = apply(sheet(*old), changes)
    re_keyed = dict(silent)
    assert sorted(map(_told, (re_keyed.get(r, r) for r in after.rates))) == sorted(map(_told, new))
    assert sorted(map(_told, withhold(after, changes).rates)) == sorted(map(_told, old))


def _told(one: Rate) -> tuple[str, str, str, str]:
    return folded(one.model), one.meter, str(one.terms), str(price_of(one))


def test_a_new_build_with_a_new_price_is_a_move_not_a_going_and_a_coming() -> None:
    old = [
        rate("v4-flash", "0.22", terms={"version": "V4-0731"}),
        rate("v4-pro", "0.66", terms={"version": "V4P-0731"}),
    ]
    new = [
        rate("v4-flash", "0.20", terms={"version": "V4-0910"}),
        rate("v4-pro", "0.66", terms={"version": "V4P-0910"}),
    ]
    assert kinds(old, new) == ["price_cut v4-flash input"]


def test_the_noise_of_a_binary_fraction_is_no_move() -> None:
    assert kinds([rate("a", "0.00000025000000000000005")], [rate("a", "0.00000025")]) == []


def test_an_unpriced_rate_whose_column_learned_a_unit_is_the_same_rate() -> None:
    old, new = rate("turbo", None, currency=None, unit=""), rate("turbo", None, currency="USD")
    assert kinds([old], [new]) == []
