"""Whole captures, healthy and broken, and the sheets they end in."""

from __future__ import annotations

import json
import random
import string
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.read import LARGEST, fingerprint, read
from pipeline.types import Health, Hints, Sheet, State
from tests.pipeline.said import line, lines, read_lines, table

PAGE = table(
    "Model | Context | Input / 1M tokens | Output / 1M tokens | Free tier",
    "swan-1 | 128K | $1.00 | $4.00 | 50 req/day",
    "swan-1-mini | ≤32K | $0.25 | $1.00 | -",
    "swan-audio | - | ¥2 (¥14) | 限时免费 | 1M tokens/mo",
    before="<p>Prices in USD. Batch is 50% off through Nov 21, 2026.</p>",
)
MARKDOWN = "# Pricing\n\n| Model | Input | Output |\n|---|--:|--:|\n| swan-1 | $1 / MTok | $4 / MTok |\n"


def html(page: str) -> Sheet:
    return read(page.encode(), media_type="text/html")


def test_the_same_prices_are_read_however_they_are_dressed() -> None:
    plain = set(
        read_lines(table("Model | Input / 1M tokens | Output / 1M tokens", "swan-1 | $3.00 | $9", "swan-2 | $1 | $2"))
    )
    dressed = table(
        "Model | Output / 1M tokens | Input / 1M tokens", "swan-2 | USD 2.00 | $1.00", "swan-1 NEW | 9.00$ | USD 3"
    )
    assert set(read_lines(dressed)) == plain


def test_markdown_and_html_of_one_page_give_the_same_rates() -> None:
    assert read_lines(MARKDOWN, "text/markdown") == read_lines(
        table("Model | Input | Output", "swan-1 | $1 / MTok | $4 / MTok")
    )


def test_a_rate_says_where_it_stands_and_what_is_printed_there() -> None:
    rate = html(PAGE).rates[0]
    assert (rate.locator, rate.printed) == ("table 1, row 2, column 3", "$1.00")


def test_a_table_for_small_screens_is_read_once() -> None:
    small = "<div><b>swan-1</b><div>Input: $1 / 1M tokens</div></div>"
    page = table("Model | Input / 1M tokens", "swan-1 | $1").replace("</body>", f"{small}</body>")
    assert read_lines(page) == ["swan-1 | input | 1 USD / 1M token"]


def test_cards_without_boxes_begin_with_their_name() -> None:
    card = (
        "<p>Swan {0}</p><p>Top-tier reasoning</p><p>Input (/M tokens)</p><p>${0}</p><p>Output (/M tokens)</p><p>$9</p>"
    )
    assert read_lines("<h1>API pricing</h1>" + card.format(1) + card.format(2)) == [
        "Swan 1 | input | 1 USD / 1M token",
        "Swan 1 | output | 9 USD / 1M token",
        "Swan 2 | input | 2 USD / 1M token",
        "Swan 2 | output | 9 USD / 1M token",
    ]


def test_a_free_card_is_read_beside_a_priced_one() -> None:
    card = "<div><p>hq/hq-{0}</p><p>对话</p><p>输入</p><p>{1}</p><p>输出</p><p>{1}</p></div>"
    page = "<h1>模型价格</h1>" + card.format(1, "￥2.00 / M Tokens") + card.format(2, "免费")
    assert read_lines(page) == [
        "hq/hq-1 | input | 2 CNY / 1M token",
        "hq/hq-1 | output | 2 CNY / 1M token",
        "hq/hq-2 | input | free / 1M token",
        "hq/hq-2 | output | free / 1M token",
    ]


def test_labelled_prices_on_one_line_are_a_card_under_the_line_that_names_it() -> None:
    page = "# Prices\n\nPer 1M tokens.\n\n" + "".join(
        f"Swan {n}`swan-{n}`\n\nPrivate\n\nInput Price${n} Output Price$9 Context 200K\n\n" for n in (1, 2, 3)
    )
    assert read_lines(page, "text/markdown")[2:4] == [
        "Swan 2 swan-2 | input | 2 USD / 1M token",
        "Swan 2 swan-2 | output | 9 USD / 1M token",
    ]


def test_a_thousand_of_something_unknown_are_no_tokens() -> None:
    page = "# Prices\n\nPer 1M tokens.\n\nSwan 1\n\nPer 1K gizmos$10.00\n"
    assert read_lines(page, "text/markdown") == []


def test_a_table_without_models_is_about_those_that_the_line_above_names() -> None:
    page = (
        MARKDOWN + "\nWhen using swan-1 beyond the window:\n\n| ≤ 200K input tokens | > 200K input tokens |\n|--|--|\n"
    )
    page += "| Input: $1 / MTok | Input: $2 / MTok |\n"
    assert "swan-1 | input | 2 USD / 1M token | context=>200K" in read_lines(page, "text/markdown")


def test_a_sentence_with_one_price_is_a_rate_of_its_heading() -> None:
    page = (
        "<h1>Pricing</h1><h2>Code execution tool</h2><p>After that it is billed at $0.05 per hour, per container.</p>"
    )
    assert read_lines(page) == ["Code execution | compute | 0.05 USD / hour_container"]


@pytest.mark.parametrize(
    "sentence",
    [
        "For example, a chat that costs $0.05 per request adds up.",
        "Get $5 in free credits per month.",
        "Total cost: about $22.20 per 10,000 requests.",
        "5 秒 × 10元/次 = 50 元",
        "We cut the price from $3 to $2 per million tokens.",
    ],
)
def test_a_worked_example_is_no_price(sentence: str) -> None:
    assert read_lines(f"<h1>Pricing</h1><h2>Search tool</h2><p>{sentence}</p>") == []


def test_a_price_that_is_not_understood_is_listed_with_its_place() -> None:
    assert html(table("套餐 | 价格", "基础包 | 150元")).refused == ("table 1, row 2, column 2: 150元",)


def test_a_chinese_page_that_names_no_currency_means_yuan() -> None:
    page = "# 价格表\n\n| 模型 | 输入价格 |\n|--|--|\n| 天鹅-1 | 0.0035 / 1K Tokens |\n"
    assert read_lines(page, "text/markdown") == ["天鹅-1 | input | 0.0035 CNY / 1K token"]


def test_hints_hold_where_the_page_is_silent() -> None:
    page = table("Model | Input", "swan-1 | 3")
    assert lines(read(page.encode(), media_type="text/html")) == []
    hinted = read(page.encode(), media_type="text/html", hints=Hints(currency="EUR", unit="token", per=1_000_000))  # type: ignore[arg-type]
    assert lines(hinted) == ["swan-1 | input | 3 EUR / 1000000 token"] or lines(hinted) == [
        "swan-1 | input | 3 EUR / 1M token"
    ]


def test_a_declared_word_of_the_page_names_a_meter() -> None:
    page = table("Model | Ingest ($ / 1M tokens) | Emit ($ / 1M tokens)", "swan-1 | 1.5 | 3")
    hints = Hints(meters={"Ingest ($ / 1M tokens)": "input", "Emit ($ / 1M tokens)": "output"})
    assert lines(read(page.encode(), media_type="text/html", hints=hints)) == [
        "swan-1 | input | 1.5 USD / 1M token",
        "swan-1 | output | 3 USD / 1M token",
    ]


def test_a_page_within_json_is_read() -> None:
    body = json.dumps({"code": 0, "data": {"content": PAGE + " " * 300}}).encode()
    assert lines(read(body, media_type="application/json")) == lines(html(PAGE))


def test_the_json_that_a_page_loaded_is_read_where_the_page_shows_nothing() -> None:
    body = json.dumps({"html": PAGE + " " * 300}).encode()
    shell = b"<html><body><div id=app>Our models and their prices</div></body></html>"
    sheet = read(shell, media_type="text/html", attachments=(("https://swan.example/api", body),))
    assert lines(sheet) == lines(html(PAGE))


def test_promotions_allowances_and_notices_come_with_the_rates() -> None:
    page = table("模型 | 输入（百万tokens）", "hq-1 | <del>¥2</del> ¥1（限时，截止2026-12-31）")
    sheet = read(page.encode(), media_type="text/html", at=datetime(2026, 11, 1, tzinfo=UTC))
    assert [(str(each.list_price), each.ends_printed) for each in sheet.promotions] == [("2", "截止2026-12-31")]


def test_a_page_without_prices_says_so_and_invents_none() -> None:
    sheet = html(
        "<html><body><h1>About us</h1>" + "<p>We build models that answer questions.</p>" * 30 + "</body></html>"
    )
    assert (sheet.health, sheet.rates) == (Health.NO_RATES, ())


def test_a_bot_wall_is_told_and_yields_nothing() -> None:
    sheet = html("<html><head><title>Just a moment...</title></head><body><p>Checking your browser</p></body></html>")
    assert (sheet.health, sheet.rates) == (Health.CHALLENGE, ())


def test_a_body_too_large_is_refused_at_once() -> None:
    sheet = read(b"x" * (LARGEST + 1))
    assert sheet.health is Health.REFUSED
    assert str(LARGEST) in sheet.health_detail


def test_a_table_too_large_ends_in_a_refusal_and_not_in_half_a_sheet() -> None:
    row = "<tr><td>swan-{}</td><td>$1</td></tr>"
    page = table("Model | Input / 1M tokens").replace(
        "</table>", "".join(row.format(n) for n in range(20_000)) + "</table>"
    )
    sheet = html(page)
    assert (sheet.health, sheet.rates) == (Health.REFUSED, ())


# -- recognition -------------------------------------------------------------------------------------------------------

NOISE = (
    '<html><head><meta name="nonce" content="{0}"><script nonce="{0}">var build = "{0}"</script></head>'
    '<body data-build="{0}"><aside id="ad-{0}"><p>Sponsored: deploy in {1} seconds</p></aside>'
    + PAGE.removeprefix("<html><body>").removesuffix("</body></html>")
    + "<footer><p>Page generated 2026-08-{1} 03:04:{1} UTC. {1} people are viewing this page.</p></footer>"
    + "</body></html>"
)


def test_what_changes_on_its_own_does_not_change_the_fingerprint() -> None:
    one, other = (
        NOISE.format("0a1b2c3d4e5f60718293a4b5c6d7e8f9", 12),
        NOISE.format("ffeeddccbbaa99887766554433221100", 27),
    )
    assert fingerprint(one.encode()) == fingerprint(other.encode())
    assert html(one) == html(other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("$1.00", "$1.01"),
        ("50 req/day", "60 req/day"),
        ("≤32K", "≤64K"),
        ("1M tokens</th>", "1K tokens</th>"),
        ("Nov 21, 2026", "Nov 28, 2026"),
        ("50% off", "40% off"),
        ("Prices in USD", "Prices in EUR"),
        ("swan-1-mini", "swan-2-mini"),
        ("<td>$1.00</td>", "<td><del>$2</del> $1.00</td>"),
    ],
)
def test_nothing_that_is_read_changes_without_the_fingerprint(old: str, new: str) -> None:
    assert old in PAGE
    assert fingerprint(PAGE.encode()) != fingerprint(PAGE.replace(old, new).encode())


def test_prices_in_scripts_are_part_of_the_fingerprint_where_the_page_shows_none() -> None:
    page = '<html><body><script type="application/json">{"name":"Pro","price":"$20/mo"}</script></body></html>'
    assert fingerprint(page.encode()) != fingerprint(page.replace("$20", "$30").encode())


@given(st.data())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_equal_fingerprints_mean_equal_sheets(data: st.DataObject) -> None:
    changed = mutated(PAGE, data.draw(st.randoms(use_true_random=False)))
    if fingerprint(changed.encode("utf-8", "replace")) == fingerprint(PAGE.encode()):
        assert html(changed).rates == html(PAGE).rates


# -- whatever comes ----------------------------------------------------------------------------------------------------


def mutated(page: str, chance: random.Random) -> str:
    """A page cut, doubled, shuffled or broken at random places."""
    for _ in range(chance.randint(1, 4)):
        at, end = sorted(chance.randint(0, len(page)) for _ in range(2))
        piece = "".join(
            chance.choice(string.printable + "¥元：（）[]()|~*_`<>/&;\u200b") for _ in range(chance.randint(0, 12))
        )
        page = chance.choice(
            (
                page[:at],
                page[:at] + page[end:],
                page[:at] + piece + page[at:],
                page[:end] + page[at:end] + page[end:],
                page.replace(
                    "<td>", chance.choice(("<td rowspan=1000000000>", "<td colspan=99999>", "<th>", "<table>", "")), 3
                ),
                page[at:end] * chance.randint(1, 3),
            )
        )
    return page


@given(st.randoms(use_true_random=False), st.sampled_from((PAGE, MARKDOWN, NOISE)))
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_a_broken_page_ends_in_a_sheet(chance: random.Random, page: str) -> None:
    sheet = read(mutated(page, chance).encode("utf-8", "replace"))
    assert all(rate.unit_price is not None for rate in sheet.rates if rate.state is State.PRICED)
    assert all(line(rate) for rate in sheet.rates)
    keys = [(rate.model.casefold(), rate.meter, rate.terms, rate.currency) for rate in sheet.rates]
    assert len(set(keys)) == len(keys)


@given(st.binary(max_size=400))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_any_bytes_end_in_a_sheet(body: bytes) -> None:
    assert isinstance(read(body), Sheet)
    assert fingerprint(body)


@given(st.lists(st.tuples(st.integers(1, 9), st.decimals("0.001", "999", places=3)), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_every_row_of_a_plain_table_is_a_rate(rows: list[tuple[int, object]]) -> None:
    page = table(
        "Model | Input / 1M tokens", *(f"swan-{at}.{kind} | ${price}" for at, (kind, price) in enumerate(rows))
    )
    assert [str(rate.unit_price) for rate in html(page).rates] == [str(price) for _, price in rows]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 10_000 + "$1 / 1M tokens",
        "<table><tr><td>" * 3_000 + "$1",
        "<html>" + "<script>" * 20_000,
        "<html>" + "<" * 100_000,
        "# x\n" + "[" * 20_000 + "](a)",
        "|a" * 20_000,
        "# x\n" + " " * 300_000 + "|",
        "a" + " \n" * 200_000 + "|--|",
        "<h1>x" + " " * 300_000 + "x",
        "{" * 50_000,
        "[" * 50_000 + "]" * 50_000,
        "\n".join(f"Input price\n${n}" for n in range(3_000)),
        table("Model | Price", "a-1 | $1 " + "(" * 20_000),
        table("Model | Price", "a-1 | " + "~~$1" * 5_000),
        table("Model | Price", "a-1 | " + "1" * 20_000),
    ],
    ids=range(15),
)
def test_a_hostile_page_is_done_with_at_once(page: str) -> None:
    assert isinstance(read(page.encode()), Sheet)


@pytest.mark.parametrize(
    "page",
    [
        "<h1>Build with AI</h1><div><h3>Get $5 free credit</h3></div><p>Save 50%: from $0.10 per million tokens.</p>",
        "<h1>Announcing swan-5</h1><p>It costs $3 per million input tokens and $15 per million output tokens.</p>",
        "<h1>Calculator</h1><div>Monthly cost</div><div>$120.00</div>",
        "<h1>Merch</h1><div><h3>T-Shirt 2</h3><div>$25.00</div></div>",
    ],
    ids=("home", "blog", "calculator", "shop"),
)
def test_a_page_that_is_no_price_list_has_no_rates(page: str) -> None:
    assert read_lines(page) == []


def test_the_vendors_name_makes_its_common_names_known_and_its_zone_its_days() -> None:
    page = table("Model | Price / 1M tokens", "embedding-2 | $1", before="<p>Prices rise on 1 December 2026.</p>")
    sheet = read(page.encode(), media_type="text/html", hints=Hints(vendor="zhipu", zone="Asia/Shanghai"))
    assert [rate.model_id for rate in sheet.rates] == ["zhipu/embedding-2"]
    assert [notice.effective for notice in sheet.notices] == [datetime(2026, 11, 30, 16, tzinfo=UTC)]


def test_a_fact_about_a_model_is_not_its_name() -> None:
    facts = "<div>Text</div><div>Context: 32K</div>"
    prices = "<div>Input: $0.38/Mt</div><div>Output: $0.40/Mt</div>"
    page = f"<div><div>swan-x-72b</div>{facts}{prices}</div><div><div>flux-x</div><div>$0.01/image</div></div>"
    assert read_lines(f"<html><body>{page}</body></html>")[:2] == [
        "swan-x-72b | input | 0.38 USD / 1M token",
        "swan-x-72b | output | 0.4 USD / 1M token",
    ]


def test_a_line_that_looks_like_a_model_is_one_before_a_heading_that_does_not() -> None:
    stack = "<div><p>swan-rt</p><p>${} / 1M input tokens</p></div>"
    page = f"<h2>Realtime API</h2><h3>Text</h3>{stack.format(4)}<h3>Audio</h3>{stack.format(32)}"
    assert read_lines(f"<html><body>{page}</body></html>") == [
        "swan-rt | input | 4 USD / 1M token | section=Text",
        "swan-rt | input | 32 USD / 1M token | section=Audio",
    ]


def test_a_card_is_no_heading_of_the_next() -> None:
    page = "* [FLUX.2 [flex] $0.06/Image](https://x/1)\n* [FLUX.2 [pro] $0.03/Image](https://x/2)\n"
    assert read_lines(page, "text/markdown") == [
        "FLUX.2 [flex] | image | 0.06 USD / image",
        "FLUX.2 [pro] | image | 0.03 USD / image",
    ]


def test_what_one_gets_in_a_day_is_no_unit_of_the_price_above_it() -> None:
    plans = "<div><h3>Free</h3><p>$0</p><p>1M tokens per day</p></div><div><h3>Pro</h3><p>$50/month</p></div>"
    assert read_lines(f"<html><body><h1>Plans</h1>{plans}</body></html>") == ["Pro | subscription | 50 USD / month"]


def test_a_list_of_names_and_prices_states_the_free_ones_as_well() -> None:
    priced = "- **hq-4**：输入 ¥4/百万tokens，输出 ¥16/百万tokens（缓存命中 ¥1/百万tokens）"
    page = f"# 定价\n\n{priced}\n- **hq-lite-1**：免费\n"
    assert read_lines(page, "text/markdown") == [
        "hq-4 | input | 4 CNY / 1M token",
        "hq-4 | output | 16 CNY / 1M token",
        "hq-4 | cache_read | 1 CNY / 1M token",
        "hq-lite-1 | input | free / 1M token",
        "hq-lite-1 | output | free / 1M token",
    ]


def test_neighbours_with_names_of_their_own_are_no_one_card() -> None:
    items = (("swan-x-72b", "Input: $0.38/Mt"), ("flux-x", "$0.01/image"), ("wan-x", "$0.2/video"))
    page = "".join(f"<div class=item><div>{name}</div><div>{price}</div></div>" for name, price in items)
    assert read_lines(f"<html><body><div>{page}</div></body></html>") == [
        "swan-x-72b | input | 0.38 USD / 1M token",
        "flux-x | image | 0.01 USD / image",
        "wan-x | video | 0.2 USD / video",
    ]


def test_a_component_without_rows_is_no_table() -> None:
    assert read(b"<DocTable\n  rows={[\n    <colgroup> : null}", media_type="text/markdown").rates == ()


def test_a_page_that_leaves_out_its_body_is_read() -> None:
    rows = "<tr><th>Model<th>Input (per 1M tokens)<tr><td>swan-2<td>$5"
    page = (
        f"<!doctype html><title>Pricing</title><main><h1>API pricing</h1><table>{rows}</table></main><p>In US dollars."
    )
    sheet = read(page.encode(), url="https://swan.example/pricing", media_type="text/html")
    assert [(rate.model, str(rate.unit_price)) for rate in sheet.rates] == [("swan-2", "5")]
