"""What stands under a title: old and new, evidence, and nothing that the page did not say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.types import EventKind, EventState, State, terms_of
from publish.entry import Fact, Row
from publish.money import LANGS, Lang
from publish.vocabulary import RULES
from publish.wording import MOST_ROWS, tell
from tests.publish.events_of import AT, VENDORS, dollars, event, guid, part, unpriced, yuan

K = EventKind
CUT = event(K.PRICE_CUT, dollars("0.66"), dollars("0.60"), printed=("$0.66", "$0.60"), reason="An ordinary move.")


def test_old_and_new_stand_in_a_table() -> None:
    entry = tell(CUT, VENDORS, "en")
    assert entry.rows == (Row("deepseek-v4-flash output", "$0.66 per 1M tokens", "$0.60 per 1M tokens", "−9 %"),)


def test_the_evidence_stands_below_it() -> None:
    assert tell(CUT, VENDORS, "en").facts == (
        Fact("Published because", "An ordinary move."),
        Fact("Printed before", "“$0.66”"),
        Fact("Printed now", "“$0.60”"),
        Fact("Page as seen before", "2026-11-23 21:00 UTC"),
        Fact("Page as seen now", "2026-11-24 09:30 UTC"),
        Fact("Evidence (sha256)", "aaaaaaaaaaaa → bbbbbbbbbbbb"),
        Fact("Place on the page", "table 1, row 3"),
    )


def test_a_struck_price_and_the_place_are_said_in_the_readers_language() -> None:
    struck = replace(CUT, evidence=replace(CUT.evidence, new_printed="~~$0.66~~ $0.60"))
    told = {lang: {fact.label: fact.text for fact in tell(struck, VENDORS, lang).facts} for lang in LANGS}
    assert told["en"]["Printed now"] == "“$0.66 (struck through) $0.60”"
    assert (told["zh"]["现在原文"], told["zh"]["页面位置"]) == ("“$0.66（划线价） $0.60”", "表格 1，第 3 行")


def test_what_is_no_price_is_not_called_a_move_of_a_rate() -> None:
    limit = replace(event(K.LIMIT_TIGHTENED), rule="plain", reason="An ordinary move of one rate.")
    told = {lang: tell(limit, VENDORS, lang).facts[0].text for lang in LANGS}
    assert told == {"en": "An ordinary change, of no price.", "zh": "常规变动，不涉及价格"}


def test_the_summary_quotes_the_page() -> None:
    assert tell(CUT, VENDORS, "en").summary == (
        "Printed before: “$0.66”; now: “$0.60”. Seen 2026-11-24 09:30 UTC on api-docs.deepseek.example."
    )
    assert tell(CUT, VENDORS, "zh").summary == (
        "页面原文：此前“$0.66”；现在“$0.60”。2026-11-24 09:30 UTC 见于 api-docs.deepseek.example。"
    )


GAP = event(
    K.RESELLER_GAP,
    dollars("5", "input", model="GPT-4o"),
    dollars("2", "input", model="GPT-4o"),
    vendor="deepbricks",
    detail={"other_vendor": "openai"},
    printed=("$5.00", "$2.00"),
)


def test_a_gap_sets_two_sellers_beside_each_other_and_says_of_neither_that_it_moved() -> None:
    entry = tell(GAP, VENDORS, "en")
    assert entry.sides == ("Maker", "Reseller")
    assert entry.rows[0].before == "OpenAI: $5 per 1M tokens"
    assert entry.rows[0].now == "Deepbricks: $2 per 1M tokens"
    assert entry.summary.startswith("Printed by the maker: “$5.00”; by the reseller: “$2.00”. ")
    labels = [fact.label for fact in entry.facts]
    assert labels[:4] == [
        "Printed by the maker",
        "Printed by the reseller",
        "Maker's page as seen",
        "Reseller's page as seen",
    ]
    assert not any(word in tell(GAP, VENDORS, "zh").summary for word in ("此前", "现在"))


def test_the_list_price_is_named_beside_a_promotion() -> None:
    started = event(K.PROMOTION_STARTED, dollars("1.10"), dollars("0.55", struck="1.10"))
    assert tell(started, VENDORS, "en").rows[0].now == "$0.55 per 1M tokens (list price $1.10 per 1M tokens)"


@pytest.mark.parametrize("lang", LANGS)
def test_an_absent_price_is_said_as_not_listed_never_as_zero(lang: Lang) -> None:
    row = tell(event(K.RATE_ADDED, None, dollars("1")), VENDORS, lang).rows[0]
    assert row.before == {"en": "not listed", "zh": "未列出"}[lang]
    assert row.size == ""


def test_becoming_free_has_no_size() -> None:
    free = event(K.BECAME_FREE, yuan("0.004"), unpriced(State.FREE, "input", model="ERNIE Speed"))
    assert tell(free, VENDORS, "en").rows == (Row("ERNIE Speed input", "¥0.004 per 1K tokens", "free"),)


def test_a_group_has_a_line_for_each_part() -> None:
    batch = terms_of({"service_class": "batch"})
    parts = (
        part(K.PRICE_CUT, dollars("0.20", "input"), dollars("0.10", "input")),
        part(K.PRICE_RISE, dollars("0.60", terms=batch), dollars("0.66", terms=batch)),
    )
    assert tell(event(K.PRICE_CUT, parts=parts), VENDORS, "en").rows == (
        Row("input", "$0.20 per 1M tokens", "$0.10 per 1M tokens", "−50 %"),
        Row("output (batch)", "$0.60 per 1M tokens", "$0.66 per 1M tokens", "+10 %"),
    )


def test_a_group_quotes_what_the_page_printed_of_its_parts() -> None:
    parts = tuple(
        part(K.PRICE_CUT, replace(dollars(str(n + 1)), printed=f"${n + 1}.00"), replace(dollars("1"), printed="$1.00"))
        for n in range(1, 9)
    )
    facts = {fact.label: fact.text for fact in tell(event(K.PRICE_CUT, parts=parts), VENDORS, "en").facts}
    assert facts["Printed before"] == "“$2.00”, “$3.00”, “$4.00”, “$5.00”"
    assert facts["Printed now"] == "“$1.00”"


def test_a_group_of_models_names_each() -> None:
    parts = tuple(part(K.RATE_ADDED, None, dollars("1", model=name)) for name in ("m1", "m2"))
    rows = tell(event(K.RATE_ADDED, model="2 models", parts=parts), VENDORS, "zh").rows
    assert [row.what for row in rows] == ["m1 输出", "m2 输出"]


def test_a_group_too_long_for_a_feed_says_how_much_is_left() -> None:
    parts = tuple(part(K.RATE_ADDED, None, dollars("1", model=f"m{n}")) for n in range(MOST_ROWS + 7))
    entry = tell(event(K.RATE_ADDED, parts=parts), VENDORS, "en")
    assert (len(entry.rows), entry.more) == (MOST_ROWS, 7)


@pytest.mark.parametrize(
    ("kind", "detail", "row"),
    [
        (K.MODEL_RENAMED, {"old_name": "a", "new_name": "b"}, Row("model name", "a", "b")),
        (K.LIMIT_TIGHTENED, {"metric": "rpm", "old": "9000", "new": "5"}, Row("m requests per minute", "9,000", "5")),
        (K.ALLOWANCE_ADDED, {"allowance": "recurring", "new": "1M each"}, Row("m allowance", "not listed", "1M each")),
        (
            K.PROMOTION_CHANGED,
            {"old_ends": "Nov 21", "new_ends": "none"},
            Row("end of the promotion", "Nov 21", "no stated end"),
        ),
    ],
)
def test_what_is_no_price_has_its_line_too(kind: EventKind, detail: dict[str, str], row: Row) -> None:
    assert tell(event(kind, model="m", detail=detail), VENDORS, "en").rows == (row,)


@pytest.mark.parametrize("state", [EventState.CORRECTED, EventState.RETRACTED])
@pytest.mark.parametrize("lang", LANGS)
def test_a_correction_keeps_its_guid_and_gives_its_reason_first(state: EventState, lang: Lang) -> None:
    later = AT + timedelta(hours=2)
    wrong = event(K.PRICE_CUT, dollars("0.66"), dollars("0.60"), state=state, reason="The page showed a test price.")
    entry = tell(wrong, VENDORS, lang, updated_at=later)
    assert entry.guid == tell(CUT, VENDORS, lang).guid == guid("e1")
    assert entry.facts[0].text == "The page showed a test price."
    assert "The page showed a test price." in entry.summary
    assert (entry.published_at, entry.updated_at) == (AT, later)


@pytest.mark.parametrize("lang", LANGS)
def test_no_text_of_a_page_is_told_with_what_cannot_be_seen(lang: Lang) -> None:
    trick = "a\u202eb\x00\x1b[0m\u2066"
    hostile = event(
        K.PRICE_CUT,
        dollars("2", model=trick, terms=(("region", trick), (trick, trick))),
        dollars("1", model=trick, terms=(("region", trick), (trick, trick))),
        vendor=trick,
        reason=trick,
        detail={"old_terms": trick, "other_vendor": trick},
        printed=(trick, trick),
        url="javascript:alert(1)",
    )
    entry = tell(hostile, VENDORS, lang)
    shown = repr(entry)
    assert entry.source is None
    assert not any(sign in shown for sign in ("\\u202e", "\\x00", "\\x1b", "\\u2066", "javascript"))


def test_every_rule_of_the_judge_has_words_in_chinese() -> None:
    told = "".join(path.read_text("utf-8") for path in (Path(__file__).parents[2] / "pipeline").glob("*.py"))
    rules = set(re.findall(r'(?:_hold\(change, |Ruling\.[A-Z]+, )"([a-z_]+)"', told)) - {"sentinel", "unknown"}
    assert len(rules) > 10
    assert rules <= set(RULES)


def test_a_reason_without_a_full_stop_does_not_run_into_the_next_sentence() -> None:
    wrong = event(
        K.PRICE_CUT, dollars("0.66"), dollars("0.60"), state=EventState.RETRACTED, reason="a digit was misread"
    )
    assert tell(wrong, VENDORS, "en").summary.startswith("Retracted because: a digit was misread. Seen ")
    assert tell(wrong, VENDORS, "zh").summary.startswith("撤回原因：a digit was misread。2026-")
