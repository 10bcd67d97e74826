"""The traps that other trackers fell into, one test each, through the real reader and the real judge.

Traps that need news (reposts, bodies printed twice, title spam, relative times) are tested where news is read.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pipeline.decide import decide
from pipeline.mappings import parse_document, read_mapping
from pipeline.names import model_id
from pipeline.read import READER, read
from pipeline.types import Rate, Sheet, State
from tests.pipeline.sheets import Watch

AT = datetime(2026, 8, 21, tzinfo=UTC)


def page(table: str, *, before: str = "Prices per 1M tokens, in US dollars.", after: str = "") -> Sheet:
    html = f"<html><body><h1>Pricing</h1><p>{before}</p>{table}<p>{after}</p></body></html>"
    return read(html.encode(), media_type="text/html", at=AT)


def table(head: str, *rows: str) -> str:
    def line(cells: str, tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{cell.strip()}</{tag}>" for cell in cells.split("|")) + "</tr>"

    return f"<table>{line(head, 'th')}{''.join(line(row, 'td') for row in rows)}</table>"


def prices(sheet: Sheet) -> dict[tuple[str, str], Decimal | None]:
    return {(rate.model, rate.meter): rate.unit_price for rate in sheet.rates}


def watch(*sheets: Sheet, own_word: bool = True) -> Watch:
    made = Watch(own_word=own_word)
    for one in sheets:
        made.sees(*one.rates, health=one.health, promotions=one.promotions, limits=one.limits)
    return made


def gateway(**models: dict[str, object]) -> list[Rate]:
    rows = [{"id": f"lab/{name}", "pricing": pricing} for name, pricing in models.items()]
    return read_mapping(parse_document(json.dumps({"data": rows})), {"shape": "openrouter"})


BOTH = "Model | Input | Output"


def test_the_first_run_is_silent() -> None:
    assert watch(page(table(BOTH, "a | $1 | $2", "b | $3 | $4"))).events == {}


def test_a_new_reader_version_emits_no_events() -> None:
    made = watch(page(table(BOTH, "a | $1 | $2")))
    assert made.believed is not None
    assert READER
    assert made.sees(*made.believed.sheet.rates).events == ()


def test_half_a_page_says_nothing() -> None:
    full = [f"m{n} | ${n + 1} | ${n + 2}" for n in range(10)]
    made = watch(page(table(BOTH, *full)), page(table(BOTH, *full[:4])))
    assert made.events == {}


def test_zero_rows_on_a_200_say_nothing() -> None:
    made = watch(page(table(BOTH, "a | $1 | $2")), page("<p>Our prices are on their way.</p>"))
    assert made.events == {}
    assert made.believed is not None
    assert len(made.believed.sheet.rates) == 2


def test_a_soft_404_says_nothing() -> None:
    lost = b"<html><head><title>404 - Page not found</title></head><body><h1>Page not found</h1></body></html>"
    sheet = read(lost, media_type="text/html")
    assert (sheet.health, sheet.rates) == ("soft_404", ())


def test_swapped_columns_are_held() -> None:
    before = page(table("Model | Input | Cached input", "a | $1 | $0.1", "b | $2 | $0.2"))
    after = page(table("Model | Cached input | Input", "a | $1 | $0.1", "b | $2 | $0.2"))
    assert watch(before, after).told() == []


def test_the_order_of_json_keys_means_nothing() -> None:
    one = gateway(a={"prompt": "0.000001", "completion": "0.000002"})
    other = gateway(a={"completion": "0.000002", "prompt": "0.000001"})
    assert {(r.model, r.meter, r.unit_price) for r in one} == {(r.model, r.meter, r.unit_price) for r in other}


def test_null_and_missing_are_the_same_and_neither_is_zero() -> None:
    null = gateway(a={"prompt": "0.000001", "completion": None})
    missing = gateway(a={"prompt": "0.000001"})
    assert [r.meter for r in null] == [r.meter for r in missing] == ["input"]
    made = watch(Sheet(rates=tuple(null)), Sheet(rates=tuple(missing)), own_word=False)
    assert made.events == {}


def test_free_suffix_and_date_suffix_are_variants_of_a_name() -> None:
    assert model_id("openai/gpt-4o") == model_id("GPT‑4o")
    assert model_id("deepseek/deepseek-r1:free") == model_id("deepseek/deepseek-r1")
    assert model_id("gpt-4o-2024-08-06") != model_id("gpt-4o")


def test_four_digits_after_a_name_are_a_date_and_fewer_a_version() -> None:
    assert model_id("gpt-4-0613") != model_id("gpt-4")
    assert model_id("gpt-4.1") != model_id("gpt-4")


def test_spark_in_another_name_is_not_iflytek_s_spark() -> None:
    assert not (model_id("gpt-5.3-codex-spark") or "").startswith("iflytek/")
    assert (model_id("Spark Lite", "iflytek") or "").startswith("iflytek/")


def test_a_cell_with_a_struck_price_keeps_the_list_price() -> None:
    sheet = page(table(BOTH, "a | <del>$10</del> $5 | $20", "b | $1 | $2"))
    (rate,) = [r for r in sheet.rates if (r.model, r.meter) == ("a", "input")]
    assert (rate.unit_price, rate.list_price) == (Decimal(5), Decimal(10))
    made = watch(page(table(BOTH, "a | $10 | $20", "b | $1 | $2")), sheet)
    assert made.told() == ["promotion_started a input"]


def test_an_end_date_inside_a_cell_is_no_price() -> None:
    sheet = page(table(BOTH, "a | $5 (promotional price through November 21, 2026) | $20", "b | $1 | $2"))
    assert prices(sheet)[("a", "input")] == Decimal(5)
    assert [p.ends for p in sheet.promotions] == [datetime(2026, 11, 22, tzinfo=UTC)]


def test_midnight_at_24_00_utc_plus_8_is_understood() -> None:
    html = table("模型 | 输入", "a | <del>10元</del> 5元（活动截止 2026-09-09 24:00 UTC+8）", "b | 1元")
    sheet = page(html, before="价格单位：元/百万 tokens")
    assert [p.ends for p in sheet.promotions] == [datetime(2026, 9, 9, 16, tzinfo=UTC)]


def test_at_least_through_is_no_end() -> None:
    sheet = page(table(BOTH, "a | $5 (promotional, at least through November 21, 2026) | $20", "b | $1 | $2"))
    assert [(p.at_least, p.ends) for p in sheet.promotions] == [(True, datetime(2026, 11, 22, tzinfo=UTC))]


def test_peak_and_off_peak_are_two_rates() -> None:
    sheet = page(table("Model | Off-peak input | Peak input", "a | $0.22 | $0.44", "b | $1 | $2"))
    assert sorted((r.unit_price, dict(r.terms).get("window")) for r in sheet.rates if r.model == "a") == [
        (Decimal("0.22"), "off-peak"),
        (Decimal("0.44"), "peak"),
    ]


def test_both_sides_of_a_context_boundary_are_two_rates() -> None:
    head = "Model | Input (≤200K tokens) | Input (&gt;200K tokens)"
    sheet = page(table(head, "a | $1.25 | $2.50", "b | $1 | $2"))
    terms = {dict(r.terms).get("context") for r in sheet.rates if r.model == "a"}
    assert len(terms) == 2
    moved = page(table(head, "a | $1.25 | $2.40", "b | $1 | $2"))
    made = watch(sheet, moved)
    assert made.told() == ["price_cut a input"]


def test_a_price_per_image_on_a_token_page_is_no_token_price() -> None:
    sheet = page(table("Model | Price", "painter | $0.04 / image", "talker | $2 / 1M tokens"))
    painter = [r for r in sheet.rates if r.model == "painter"]
    assert [(r.unit, r.per_million) for r in painter] == [("image", None)]


def test_a_currency_that_is_not_printed_is_not_guessed() -> None:
    html = f"<html><body><h1>Pricing</h1>{table(BOTH, 'a | 1 | 2', 'b | 3 | 4')}</body></html>"
    sheet = read(html.encode(), media_type="text/html")
    assert all(rate.currency != "USD" for rate in sheet.rates)


def test_an_exchange_rate_never_makes_an_event() -> None:
    before = page(table(BOTH, *(f"m{n} | ${n + 1} | ${n + 2}" for n in range(5))))
    after = page(table(BOTH, *(f"m{n} | ${(n + 1) * 7.1:.2f} | ${(n + 2) * 7.1:.2f}" for n in range(5))))
    assert watch(before, after, after, after).told() == []


def test_a_sentinel_is_no_price() -> None:
    before = gateway(a={"prompt": "0.000001", "completion": "0.000002"}, b={"prompt": "0.1", "completion": "0.2"})
    after = gateway(a={"prompt": "-1000000", "completion": "-1"}, b={"prompt": "0.1", "completion": "0.2"})
    assert all(r.unit_price is None or r.unit_price >= 0 for r in after)
    assert watch(Sheet(rates=tuple(before)), Sheet(rates=tuple(after)), own_word=False).told() == []


def test_included_in_a_plan_is_not_free() -> None:
    sheet = page(table("Model | Input | Output", "a | Included in plan | $2", "b | $1 | $2"))
    states = {r.state for r in sheet.rates if r.model == "a" and r.meter == "input"}
    assert State.FREE not in states
    assert all(r.unit_price is None for r in sheet.rates if r.model == "a" and r.meter == "input")


def test_absent_signs_are_never_zero() -> None:
    sheet = page(table(BOTH, "a | — | N/A", "b | \\ | $2", "c | 不支持 | 即将上线", "d | $1 | $2"))
    assert {r.model for r in sheet.rates if r.meter == "input"} == {"d"}
    assert all(r.state is not State.FREE for r in sheet.rates)


def test_a_gateway_s_promotion_never_becomes_a_list_price() -> None:
    before = page(table(BOTH, "a | $4 | $20", "b | $1 | $2"))
    half = page(table(BOTH, "a | <del>$4</del> $2 | <del>$20</del> $10", "b | $1 | $2"))
    made = watch(before, half, before, own_word=False)
    assert {e.kind for e in made.events.values()} <= {"promotion_started", "promotion_ended"}


def test_a_date_without_a_year_takes_the_nearest() -> None:
    head = "Model | Input (upto Aug 31) | Input (from Sep 1)"
    sheet = page(table(head, "a | $1 | $2", "b | $3 | $4"))
    made = Watch(at=AT - timedelta(days=1))
    decision = made.sees(*sheet.rates)
    assert decision.believed is not None
    assert {s.effective for s in decision.believed.sheet.scheduled} == {datetime(2026, 9, 1, tzinfo=UTC)}
    assert {r.unit_price for r in decision.believed.sheet.rates} == {Decimal(1), Decimal(3)}


def test_a_ceiling_of_tokens_is_no_price() -> None:
    sheet = page(table("Model | Context | Max output | Input", "a | 128K | 384K | $1", "b | 1M | 64K | $2"))
    assert prices(sheet) == {("a", "input"): Decimal(1), ("b", "input"): Decimal(2)}


def test_three_decimals_are_not_thousands() -> None:
    sheet = page(table(BOTH, "a | $0.375 | $0.075", "b | ¥0.008 | $3.355"))
    assert prices(sheet)[("a", "input")] == Decimal("0.375")
    assert prices(sheet)[("a", "output")] == Decimal("0.075")
    assert prices(sheet)[("b", "input")] == Decimal("0.008")


def test_a_new_column_on_a_known_page_is_one_event() -> None:
    rows = [f"m{n} | ${n + 1} | ${n + 2}" for n in range(30)]
    wide = [f"m{n} | ${n + 1} | ${n + 2} | ${(n + 1) / 10:.2f}" for n in range(30)]
    made = watch(page(table(BOTH, *rows)), page(table(f"{BOTH} | Cached input", *wide)))
    assert made.told() == ["rate_added 30 models cache_read"]


def test_the_same_capture_decided_twice_is_the_same_decision() -> None:
    made = watch(page(table(BOTH, "a | $1 | $2", "b | $3 | $4")))
    gathered = made._gathered()
    decision = made.sees(*page(table(BOTH, "a | $0.9 | $2", "b | $3 | $4")).rates)
    assert decide(gathered, decision.capture, decision.sheet, reader="1") == decision
