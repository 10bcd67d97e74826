from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.stories import companies, stories
from pipeline.types import ClaimKind
from tests.pipeline.stories.newsroom import apart, claim, cut, day, one, report, rise, together, tokens, told

FREE = ClaimKind.BECAME_FREE
PROMOTION = ClaimKind.PROMOTION
LAUNCH = ClaimKind.MODEL_LAUNCHED_WITH_PRICE
PLAN = ClaimKind.PLAN_CHANGED
TIER = ClaimKind.FREE_TIER_CHANGED


# What is one story


def test_two_articles_on_one_cut_are_one_story() -> None:
    assert told(report("a", cut(percent="50")), report("b", cut(percent="50"), at=2)) == one("a", "b")


def test_input_and_output_of_one_model_are_one_story() -> None:
    a = report("a", cut(meter="input", percent="50"), cut(meter="output", percent="33"))
    assert told(a, report("b", cut(meter="output", percent="33"))) == one("a", "b")


def test_chinese_and_english_tell_one_story_by_model_and_figure() -> None:
    zh = report(
        "zh", cut("通义千问 Qwen-Long", "alibaba", meter="input", **tokens("0.5", "CNY"), percent="97"), lang="zh"
    )
    en = report("en", cut("Qwen-Long", "alibaba", new_price="0.0005", currency="CNY", unit="token", per="1000"), at=1)
    assert told(zh, en) == one("zh", "en")


def test_a_name_turned_round_is_the_same_name() -> None:
    assert told(report("a", cut("Gemini 1.5 Flash", "google")), report("b", cut("gemini flash 1.5", "google"))) == one(
        "a", "b"
    )


def test_a_snapshot_is_its_model() -> None:
    a, b = cut("GPT-4o", percent="50"), cut("gpt-4o-2024-08-06", meter="input", percent="50")
    assert told(report("a", a), report("b", b)) == one("a", "b")


def test_a_name_in_short_joins_by_its_figure() -> None:
    full = cut("tuner/mythos-l2-13b", "openrouter", percent="40")
    assert told(report("a", full), report("b", cut("Mythos", "openrouter", percent="40"))) == one("a", "b")


def test_all_models_of_a_company_cover_one_of_them_at_that_time() -> None:
    a, b = cut("Qwen-Long", "alibaba", percent="97"), cut("阿里云大模型", "alibaba")
    assert told(report("a", a), report("b", b, at=1)) == one("a", "b")
    assert told(report("a", a), report("b", b, at=9)) == apart("a", "b")


def test_rounding_and_about_do_not_part() -> None:
    a, b = cut(percent="97.5", meter="input"), cut(percent="97", meter="input")
    assert told(report("a", a), report("b", b), report("c", cut(ratio="0.03"))) == one("a", "b", "c")


def test_up_to_ninety_nine_percent_covers_eighty() -> None:
    a = cut("MiMo-V2.5", "xiaomi", percent="99", percent_bound="max")
    assert told(report("a", a), report("b", cut("MiMo-V2.5", "xiaomi", percent="80"))) == one("a", "b")


def test_a_launch_told_as_a_rise_over_its_predecessor_is_the_launch() -> None:
    launched = claim("openai", "GPT-5.5", LAUNCH, meter="input", **tokens("5"))
    doubled = rise("GPT-5.5", ratio="2", successor_of="GPT-5.4")
    assert told(report("a", launched), report("b", doubled)) == one("a", "b")


def test_a_price_told_as_a_cut_and_as_a_launch_is_one_by_the_number() -> None:
    a, b = claim("openai", "GPT-5.5", LAUNCH, **tokens("5")), cut("GPT-5.5", **tokens("5"))
    assert told(report("a", a), report("b", b)) == one("a", "b")
    assert told(report("a", a), report("b", cut("GPT-5.5", **tokens("25")))) == apart("a", "b")


def test_one_quota_before_and_after_is_one_under_two_names() -> None:
    a = claim("alibaba", "Qwen OAuth", TIER, old_price="1000", new_price="100")
    b = claim("alibaba", "Qwen Code", TIER, old_price="1000", new_price="100")
    assert told(report("a", a), report("b", b, at=1)) == one("a", "b")


def test_a_plan_is_named_in_any_order() -> None:
    a, b = claim("github", "Copilot Pro, Pro+, Student", PLAN), claim("github", "Copilot Student, Pro, Pro+", PLAN)
    assert told(report("a", a), report("b", b, at=1)) == one("a", "b")


def test_sloppy_figures_of_a_makers_own_cut_are_one_story_in_its_week() -> None:
    a, b = cut("Gemini 1.5 Flash", "google", ratio="0.5"), cut("Gemini 1.5 Flash", "google", percent="70")
    assert told(report("a", a), report("b", b, at=3)) == one("a", "b")
    assert told(report("a", a), report("b", b, at=12)) == apart("a", "b")


def test_a_day_that_is_printed_counts_for_more_than_when_it_was_told() -> None:
    early = report("early", cut(percent="50", effective=day(20)), at=0)
    late = report("late", cut(percent="50", effective=day(20)), at=90)
    other = report("other", cut(percent="50", effective=day(40)), at=21)
    assert told(early, late, other) == {frozenset({"early", "late"}), frozenset({"other"})}


@pytest.mark.parametrize("later", [40, 200])
def test_a_recap_joins_the_old_story_whatever_the_distance(later: float) -> None:
    recap = report("recap", cut(percent="80", recap=True), at=later)
    assert told(report("then", cut(percent="80")), recap) == one("then", "recap")


def test_a_recap_joins_the_cut_it_speaks_of_and_not_the_newest() -> None:
    first, second = report("first", cut(percent="80")), report("second", cut(percent="20"), at=90)
    recap = report("recap", cut(percent="80", recap=True), at=100)
    assert told(first, second, recap) == {frozenset({"first", "recap"}), frozenset({"second"})}


def test_a_recap_never_speaks_of_what_came_after_it() -> None:
    assert told(report("recap", cut(percent="80", recap=True)), report("later", cut(percent="80"), at=60)) == apart(
        "recap", "later"
    )


# What is not


def test_opposite_changes_are_never_one_story() -> None:
    stopped = claim("google", "Gemini 2.5 Pro", ClaimKind.FREE_TIER_REMOVED)
    back = claim("google", "Gemini 2.5 Pro", ClaimKind.FREE_TIER_ADDED, free=True)
    assert told(report("a", stopped), report("b", back, at=2)) == apart("a", "b")
    assert told(report("c", cut(percent="50")), report("d", rise(percent="50"))) == apart("c", "d")


def test_start_extension_and_end_of_a_promotion_are_three_stories() -> None:
    model = "DeepSeek-V4-Pro"
    start = claim("deepseek", model, PROMOTION, "75% off until 5 June", ratio="0.25", ends=day(4))
    longer = claim("deepseek", model, PROMOTION, "The discount is extended to 30 June", ratio="0.25", ends=day(29))
    end = claim("deepseek", model, PROMOTION, "Our promotion will end on 30 June", ends=day(29))
    assert told(report("a", start), report("b", longer, at=3), report("c", end, at=8)) == apart("a", "b", "c")


def test_the_extension_is_known_in_chinese_without_a_day() -> None:
    start = claim("deepseek", "DeepSeek-V4-Pro", PROMOTION, "限时 2.5 折", ratio="0.25")
    longer = claim("deepseek", "DeepSeek-V4-Pro", PROMOTION, "2.5 折优惠期延长", ratio="0.25")
    assert told(report("a", start), report("b", longer, at=3)) == apart("a", "b")


def test_two_cuts_of_one_model_a_month_apart_are_two_stories() -> None:
    a, b = cut(meter="input", percent="50"), cut(meter="input", percent="20")
    assert told(report("a", a), report("b", b, at=30)) == apart("a", "b")
    assert told(report("a", a), report("b", a, at=57)) == apart("a", "b")


def test_another_price_for_the_same_meter_is_another_story_even_the_same_day() -> None:
    a, b = cut(meter="input", **tokens("2.5")), cut(meter="input", **tokens("1.25"))
    assert told(report("a", a), report("b", b)) == apart("a", "b")


def test_a_chain_of_mentions_does_not_tie_a_year_together() -> None:
    weekly = [report(f"week-{number}", cut(), at=7 * number) for number in range(20)]
    found = stories(weekly)
    assert len(found) > 3
    assert all((story.last_at - story.first_at).days <= 30 for story in found)


@pytest.mark.parametrize(
    ("one_name", "two_name"),
    [
        ("GPT-4o", "GPT-4o mini"),
        ("Veo 3", "Veo 3 Fast"),
        ("Gemini 2.5 Pro", "Gemini 3 Pro"),
        ("Llama 3 8B", "Llama 3 70B"),
    ],
)
def test_models_of_one_line_stay_apart(one_name: str, two_name: str) -> None:
    a, b = cut(one_name, "openrouter", percent="50"), cut(two_name, "openrouter", percent="50")
    assert told(report("a", a), report("b", b)) == apart("a", "b")


def test_an_article_that_names_two_models_means_two() -> None:
    a = report("a", cut("qwen-2.5", "openrouter", percent="12"), cut("qwen-2.5-coder", "openrouter", percent="12"))
    assert len(stories([a])) == 2


def test_a_reseller_and_the_maker_in_one_article_are_two_stories() -> None:
    a = report("a", cut("DeepSeek-V2", "deepseek", **tokens("1")), cut("DeepSeek-V2", "openrouter", **tokens("3")))
    assert len(stories([a])) == 2


def test_a_vendors_name_alone_stands_for_all_it_sells_and_joins_only_at_once() -> None:
    a, b = claim("opencode", "OpenCode", PROMOTION, free=True), claim("opencode", "OpenCode", PROMOTION, free=True)
    assert told(report("a", a), report("b", b, at=13)) == apart("a", "b")


def test_a_market_place_cuts_one_model_twice_in_a_week() -> None:
    a, b = cut("QwQ-32b", "openrouter", percent="55"), cut("QwQ-32b", "openrouter", percent="7", percent_bound="min")
    assert told(report("a", a), report("b", b, at=3)) == apart("a", "b")


def test_two_resellers_promotions_of_one_model_are_two_stories() -> None:
    a = claim("windsurf", "GPT-5", PROMOTION, "free for now", free=True)
    b = claim("cursor", "GPT-5", PROMOTION, "free for now", free=True)
    assert told(report("a", a), report("b", b)) == apart("a", "b")


def test_a_resellers_price_is_the_makers_only_by_the_very_number() -> None:
    a, b = cut("Qwen3-Max", "alibaba", percent="55"), cut("Qwen3-Max", "openrouter", percent="55")
    assert told(report("a", a), report("b", b)) == one("a", "b")
    assert told(report("a", cut("Qwen3-Max", "alibaba")), report("b", b)) == apart("a", "b")


def test_dollars_and_yuan_are_not_compared() -> None:
    a, b = cut(meter="input", **tokens("2")), cut(meter="input", **tokens("14", "CNY"))
    assert told(report("a", a), report("b", b)) == one("a", "b")


# Their ids


def test_an_id_stays_as_others_join_even_from_before() -> None:
    first = report("first", cut(percent="50"), at=5)
    (begun,) = stories([first])
    (grown,) = stories([report("earlier", cut(percent="50"), at=1)], [begun], [first])
    assert grown.id == begun.id
    assert (grown.first_at, grown.last_at) == (day(1), day(5))
    assert [article for article, _ in grown.claims] == ["earlier", "first"]


def test_a_story_that_gains_nothing_is_not_given_back() -> None:
    known = [report("a", cut(percent="50")), report("b", cut("GPT-5", percent="20"))]
    found = stories([report("c", cut(percent="50"), at=1)], stories(known), known)
    assert together(found) == one("a", "c")


def test_an_edited_article_leaves_the_story_it_no_longer_tells() -> None:
    a, b = report("a", cut(percent="50")), report("b", cut(percent="50"), at=1)
    known = stories([a, b])
    edited = replace(b, claims=(cut("GPT-5", percent="50"),))
    found = stories([edited], known, [a, b])
    assert together(found) == apart("a", "b")
    assert known[0].id in {story.id for story in found}


def test_an_edited_article_alone_keeps_its_storys_id() -> None:
    a = report("a", cut(percent="50"))
    known = stories([a])
    (found,) = stories([replace(a, claims=(cut(percent="55"),))], known, [a])
    assert found.id == known[0].id


def test_the_article_of_a_known_story_must_be_at_hand() -> None:
    a = report("a", cut())
    with pytest.raises(ValueError, match="expected claim 0 of a in the known reports"):
        stories([], stories([a]), [])
    with pytest.raises(ValueError, match="expected claim 0 of a in the known reports"):
        stories([], stories([a]), [replace(a, claims=())])


def test_the_companies_of_a_report_are_its_sellers_and_makers() -> None:
    assert companies(report("a", cut("GPT-5", "windsurf"), cut("Qwen-Long", "alibaba"))) == {
        "windsurf",
        "openai",
        "alibaba",
    }
