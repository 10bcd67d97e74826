from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arithmetic import Sums, arithmetic
from pipeline.small_print import Around, Beside, Note, flagships
from pipeline.types import Change, Claim, ClaimKind, Event, EventKind
from tests.pipeline.newsroom import asks, claim, event, yuan, yuan_a_thousand

CUT, RISE, FREE = ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE, ClaimKind.BECAME_FREE


def qwen_long(**said: object) -> Claim:
    return yuan_a_thousand("alibaba", "Qwen-Long", **{"meter": "input", "new_price": "0.0005", "percent": 97, **said})


def kinds(claim: Claim, around: Around) -> list[Beside]:
    return [note.kind for note in arithmetic(claim, around).notes]


def moved(model: str, before: str, after: str, meter: str = "input") -> Change:
    kind = CUT if Decimal(after) < Decimal(before) else RISE
    return Change(EventKind(kind.value), model, meter, (), yuan(model, before, meter), yuan(model, after, meter))


def limit(model: str, kind: EventKind = EventKind.LIMIT_TIGHTENED) -> Event:
    made = event("alibaba", None, yuan(model or "x", "1"))
    detail = {"metric": "rpm", "old": "10000", "new": "500"}
    return replace(made, kind=kind, model=model, model_id=None, new=None, meter=None, detail=detail)


def test_97_percent_said_of_97_5_percent_is_consistent_and_the_exact_old_price_is_named() -> None:
    sum_ = arithmetic(qwen_long(old_price="0.02"))
    assert (sum_.verdict, sum_.said, sum_.computed) == (Sums.CONSISTENT, Decimal(97), Decimal("97.5"))
    assert sum_.exact_old is not None
    assert round(sum_.exact_old, 5) == Decimal("0.01667")


def test_an_old_price_that_is_not_told_is_filled_in_from_our_history() -> None:
    sum_ = arithmetic(qwen_long(), Around(known_old=yuan("qwen-long", "20")))
    assert (sum_.verdict, sum_.old, sum_.computed) == (Sums.CONSISTENT, Decimal("0.02"), Decimal("97.5"))
    assert Note(Beside.OLD_FROM_HISTORY, {"old": "0.02"}) in sum_.notes


def test_a_size_that_the_prices_do_not_bear_out_is_inconsistent() -> None:
    assert arithmetic(qwen_long(old_price="0.002")).verdict is Sums.INCONSISTENT
    assert arithmetic(claim("openai", "GPT-4o", old_price=5, new_price="2.5", percent=70)).verdict is Sums.INCONSISTENT


def test_a_cut_whose_prices_rise_is_inconsistent() -> None:
    assert arithmetic(claim("openai", "GPT-4o", old_price="2.5", new_price=5, percent=100)).verdict is Sums.INCONSISTENT
    risen = claim("openai", "GPT-4o", RISE, old_price="2.5", new_price=5, percent=100)
    assert arithmetic(risen).verdict is Sums.CONSISTENT


def test_without_an_old_price_the_baseline_is_unknown() -> None:
    sum_ = arithmetic(qwen_long())
    assert (sum_.verdict, sum_.computed) == (Sums.BASELINE_UNKNOWN, None)
    assert arithmetic(qwen_long(), Around(known_old=asks("qwen-long", "2.8"))).verdict is Sums.BASELINE_UNKNOWN


def test_below_the_industry_shows_candidates_and_asserts_none() -> None:
    said = yuan_a_thousand(
        "bytedance", "豆包主力模型", meter="input", new_price="0.0008", percent="99.3", percent_against="market"
    )
    market = (yuan("ernie-4.0-8k", "120"), yuan("qwen-turbo", "8"), asks("gpt-4o", "120"))
    known = Around(known_old=yuan("Doubao-pro-32k", "1"), market=market)
    sum_ = arithmetic(said, known)
    assert (sum_.verdict, sum_.said, sum_.old, sum_.computed) == (Sums.BASELINE_UNKNOWN, Decimal("99.3"), None, None)
    assert [rate.model for rate in sum_.candidates] == ["ernie-4.0-8k"]
    assert sum_.implied is not None
    assert sum_.implied[0] < Decimal("0.12") < sum_.implied[1]


def test_our_history_is_no_baseline_for_the_market() -> None:
    said = qwen_long(percent_against="predecessor")
    assert arithmetic(said, Around(known_old=yuan("qwen-long", "20"))).verdict is Sums.BASELINE_UNKNOWN


def test_others_prices_are_no_candidates_for_a_predecessor_s() -> None:
    others = (yuan("ernie-4.0-8k", "17"),)
    assert arithmetic(qwen_long(percent_against="market"), Around(market=others)).candidates == others
    assert arithmetic(qwen_long(percent_against="predecessor"), Around(market=others)).candidates == ()


def test_a_size_alone_is_checked_against_both_prices_of_our_history() -> None:
    said = claim("openai", "GPT-4o", meter="input", percent=50)
    known = Around(known_old=asks("gpt-4o", "5"), known_new=asks("gpt-4o", "0.0025", per=Decimal(1000)))
    assert arithmetic(said, known).verdict is Sums.CONSISTENT
    assert arithmetic(replace(said, percent=Decimal(60)), known).verdict is Sums.INCONSISTENT


def test_a_price_of_no_unit_is_not_reckoned_against_our_history() -> None:
    said = claim("openai", "GPT-4o", new_price="2.5", unit="", per=Decimal(1), percent=50)
    assert arithmetic(said, Around(known_old=asks("gpt-4o", "5"))).verdict is Sums.BASELINE_UNKNOWN


def test_a_claim_without_a_size_has_nothing_to_check() -> None:
    sum_ = arithmetic(claim("openai", "GPT-4o", old_price=5, new_price="2.5"))
    assert (sum_.verdict, sum_.computed) == (Sums.NOTHING_TO_CHECK, Decimal(50))


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ({"ratio": "0.1"}, Sums.CONSISTENT),
        ({"ratio": "0.5"}, Sums.INCONSISTENT),
        ({"percent": 95, "percent_bound": "max"}, Sums.CONSISTENT),
        ({"percent": 80, "percent_bound": "max"}, Sums.INCONSISTENT),
        ({"percent": 88, "percent_bound": "approx"}, Sums.CONSISTENT),
        ({"percent": 88}, Sums.INCONSISTENT),
    ],
)
def test_words_and_bounds_are_sizes_too(said: dict[str, object], verdict: Sums) -> None:
    assert arithmetic(claim("deepseek", "DeepSeek-V2", old_price=10, new_price=1, **said)).verdict is verdict


def test_a_difference_is_taken_off_the_old_price() -> None:
    said = claim("openai", "GPT-4o", old_price=2, new_price="0.9", is_delta=True, percent=45)
    assert arithmetic(said).verdict is Sums.CONSISTENT


@given(
    old=st.integers(1, 10_000),
    new=st.integers(0, 10_000),
    percent=st.integers(0, 100),
    scale=st.sampled_from([Decimal("0.001"), Decimal(1000), Decimal(1_000_000)]),
)
def test_scaling_the_units_never_changes_the_verdict(old: int, new: int, percent: int, scale: Decimal) -> None:
    said = claim("openai", "GPT-4o", old_price=old, new_price=new, percent=percent)
    assert said.old_price is not None
    assert said.new_price is not None
    scaled = replace(said, old_price=said.old_price * scale, new_price=said.new_price * scale, per=said.per * scale)
    assert arithmetic(said).verdict is arithmetic(scaled).verdict
    known = Around(known_old=asks("gpt-4o", str(old)))
    without = replace(said, old_price=None), replace(scaled, old_price=None)
    assert {arithmetic(one, known).verdict for one in without} == {arithmetic(said).verdict}


def test_only_the_input_named_leaves_the_output_unknown() -> None:
    output = qwen_long(meter="output")
    assert Beside.INPUT_ONLY in kinds(qwen_long(), Around())
    assert Beside.INPUT_ONLY not in kinds(qwen_long(), Around(claims=(output,)))
    assert Beside.INPUT_ONLY not in kinds(qwen_long(), Around(siblings=(moved("qwen-long", "20", "2", "output"),)))
    assert Beside.INPUT_ONLY not in kinds(output, Around())
    assert Beside.INPUT_ONLY not in kinds(qwen_long(kind=RISE), Around())


def test_a_cut_that_leaves_the_flagships_alone_is_bait() -> None:
    selling = (yuan("ERNIE-4.0-Turbo", "30"), yuan("ERNIE-Max", "120"), yuan("ERNIE-Speed-8K", "4"))
    said = claim("baidu", "ERNIE Speed", FREE, free=True)
    sum_ = arithmetic(said, Around(selling=selling))
    assert sum_.flagship_share == 0
    assert Note(Beside.FLAGSHIP_UNTOUCHED, {"models": "ERNIE-Max"}) in sum_.notes
    cut_too = Around(selling=selling, siblings=(moved("ERNIE-Max", "120", "30"),))
    assert arithmetic(said, cut_too).flagship_share == Decimal("0.5")
    assert Beside.FLAGSHIP_UNTOUCHED not in kinds(said, cut_too)


def test_a_rise_beside_a_cut_is_no_part_of_the_cut() -> None:
    known = Around(selling=(yuan("ERNIE-Max", "120"),), siblings=(moved("qwen-long", "0.1", "0.2", "cache_read"),))
    assert arithmetic(qwen_long(), known).flagship_share == 0


def test_where_no_name_tells_the_dearest_model_is_the_flagship() -> None:
    assert flagships((asks("one", "1"), asks("two", "2"))) == ("two",)
    assert arithmetic(claim("acme", "one"), Around()).flagship_share is None


def test_a_cache_price_that_rises_behind_a_cut_is_said() -> None:
    raised = moved("qwen-long", "0.1", "0.2", "cache_read")
    (note,) = [n for n in arithmetic(qwen_long(), Around(siblings=(raised,))).notes if n.kind is Beside.CACHE_RAISED]
    assert note.figures == {"meter": "cache_read", "model": "qwen-long", "size": "100.0000"}
    fallen = moved("qwen-long", "0.2", "0.1", "cache_read")
    other = moved("qwen-max", "0.1", "0.2", "cache_read")
    assert Beside.CACHE_RAISED not in kinds(qwen_long(), Around(siblings=(fallen, other)))


def test_limits_tightened_meanwhile_are_said_of_the_model_or_the_whole_vendor() -> None:
    assert Beside.LIMITS_TIGHTENED in kinds(qwen_long(), Around(limits=(limit("qwen-long"),)))
    assert Beside.LIMITS_TIGHTENED in kinds(qwen_long(), Around(limits=(limit(""),)))
    assert Beside.LIMITS_TIGHTENED not in kinds(qwen_long(), Around(limits=(limit("qwen-max"),)))
    loosened = limit("qwen-long", EventKind.LIMIT_LOOSENED)
    assert Beside.LIMITS_TIGHTENED not in kinds(qwen_long(), Around(limits=(loosened,)))


def test_up_to_is_said_to_be_a_maximum() -> None:
    assert Note(Beside.PERCENT_IS_MAX, {"percent": "97"}) in arithmetic(qwen_long(percent_bound="max")).notes
