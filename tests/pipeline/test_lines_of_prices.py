"""Pages that lost their boxes and rules: cards as stacks of lines, tables with one value a line, links around cards."""

from __future__ import annotations

from pipeline.blocks.links import cards_in_links
from tests.pipeline.said import read_lines


def stack(*lines: str) -> str:
    return "<html><body><h1>Pricing</h1><div>" + "".join(f"<p>{line}</p>" for line in lines) + "</div></body></html>"


def test_a_direction_stands_over_all_the_bands_below_it() -> None:
    page = stack(
        "Swan 4",
        "Input",
        "Prompts ≤ 200K tokens",
        "$3 / MTok",
        "Prompts &gt; 200K tokens",
        "$6 / MTok",
        "Output",
        "Prompts ≤ 200K tokens",
        "$15 / MTok",
        "Prompts &gt; 200K tokens",
        "$22.50 / MTok",
    )
    assert read_lines(page) == [
        "Swan 4 | input | 3 USD / 1M token | context=<=200K",
        "Swan 4 | input | 6 USD / 1M token | context=>200K",
        "Swan 4 | output | 15 USD / 1M token | context=<=200K",
        "Swan 4 | output | 22.5 USD / 1M token | context=>200K",
    ]


def test_write_and_read_on_a_card_are_of_the_cache() -> None:
    assert read_lines(stack("Swan 4", "Write", "$6.25 / MTok", "Read", "$0.50 / MTok")) == [
        "Swan 4 | cache_write | 6.25 USD / 1M token",
        "Swan 4 | cache_read | 0.5 USD / 1M token",
    ]


def test_a_row_that_lacks_only_the_cached_price_is_still_input_and_output() -> None:
    head = ["Model Name", "Context Length", "Input", "Cached Input", "Output", "Actions"]
    rows = [["swan-4", "131K", "$", "0.58", "$", "2.29", "Details"]]
    rows.append(["swan-5", "197K", "$", "0.3", "$", "0.03", "$", "1.2", "Details"])
    text = "\n\n".join([*head, *(cell for row in rows for cell in row), "Prices shown are per 1 million tokens."])
    expected = [
        "swan-4 | input | 0.58 USD / 1M token",
        "swan-4 | output | 2.29 USD / 1M token",
        "swan-5 | input | 0.3 USD / 1M token",
        "swan-5 | cache_read | 0.03 USD / 1M token",
        "swan-5 | output | 1.2 USD / 1M token",
    ]
    assert read_lines(f"# Prices\n\n{text}\n", "text/markdown") == expected


def test_a_link_around_a_card_is_named_by_its_address() -> None:
    page = (
        "# Models\n\n[Lark: Swan 4.7 Flash The fast one. by lark|203K context|$0.10/M input|$0.43/M output NEW]"
        "(https://example.com/models/swan-4.7-flash)[Heron 2 A bird.|$1/M input|$2/M output](https://example.com/heron-2)\n"
    )
    assert read_lines(page, "text/markdown") == [
        "swan-4.7-flash | input | 0.1 USD / 1M token",
        "swan-4.7-flash | output | 0.43 USD / 1M token",
        "heron-2 | input | 1 USD / 1M token",
        "heron-2 | output | 2 USD / 1M token",
    ]


def test_a_link_whose_address_does_not_repeat_the_name_is_left_as_it_is() -> None:
    line = "[Swan $1/M input|$4/M output](https://example.com/pricing)"
    assert cards_in_links(line) == line


def test_a_heading_that_is_a_price_belongs_to_the_heading_above() -> None:
    expected = ["Pro | subscription | 35 USD / month | billing=yearly"]
    assert read_lines("### Pro\n\nFor you.\n\n#### $35/month (billed annually)\n", "text/markdown") == expected
    assert read_lines("<html><body><h3>Pro</h3><h4>$35/month (billed annually)</h4></body></html>") == expected


def test_a_list_in_the_page_data_may_state_currency_and_unit_in_keys_of_their_own() -> None:
    data = '{"models":[{"name":"Swan 2","inputPrice":"2.00","outputPrice":"6.00","currency":"USD","unit":"1M tokens"}]}'
    script = f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
    assert read_lines(f"<html><body><h1>Pricing</h1>{script}</body></html>") == [
        "Swan 2 | input | 2 USD / 1M token",
        "Swan 2 | output | 6 USD / 1M token",
    ]


def test_free_in_place_of_the_prices_of_its_siblings_is_a_rate() -> None:
    priced = "<div><div>swan-72b</div><div>Input $1 / M tokens</div><div>Output $4 / M tokens</div></div>"
    free = "<div><div>swan-7b</div><div>Chat</div><div>Free</div></div>"
    assert read_lines(f"<html><body><div>{priced}{free}</div></body></html>") == [
        "swan-72b | input | 1 USD / 1M token",
        "swan-72b | output | 4 USD / 1M token",
        "swan-7b | input | free / 1M token",
        "swan-7b | output | free / 1M token",
    ]


def test_a_tag_that_says_free_is_no_rate() -> None:
    card = (
        "<div><div>swan-{0}b</div><div>{1}</div><div>Input ${0} / M tokens</div><div>Output $9 / M tokens</div></div>"
    )
    filters = "<div><div>All</div><div>Free</div></div>"
    page = f"<html><body><div>{filters}{card.format(7, 'Free')}{card.format(8, 'Chat')}</div></body></html>"
    assert [line for line in read_lines(page) if "free" in line] == []


def test_cells_between_tabs_are_a_table_and_a_line_that_begins_with_one_goes_on() -> None:
    page = "Prices\n\nswan-9\tinput\t$1 / 1M tokens\n\toutput\t$4 / 1M tokens\nswan-8\tinput\t$2 / 1M tokens\n"
    assert read_lines(page, "text/plain") == [
        "swan-9 | input | 1 USD / 1M token",
        "swan-9 | output | 4 USD / 1M token",
        "swan-8 | input | 2 USD / 1M token",
    ]


def test_a_name_and_its_id_are_a_title_before_a_unit_and_its_price() -> None:
    page = (
        "# Prices\n\n## More\n\nWeb Search`enable_web_search: true`\n\nPer 1K Calls$10.00\n\n"
        "Web Scraping`enable_x: true`\n\nPer 1K URLs$12\n"
    )
    assert [line.split(" | ", 1)[1] for line in read_lines(page, "text/markdown")] == [
        "request | 10 USD / 1K request",
        "request | 12 USD / 1K request",
    ]


def test_a_heading_that_is_a_price_above_the_name_names_nothing() -> None:
    page = "<html><body><h2>Pricing</h2><h3>$20/month</h3><p>Pro</p><h3>$50/month</h3><p>Max</p></body></html>"
    assert read_lines(page) == []


def test_a_fact_between_name_and_prices_is_no_part_of_the_name() -> None:
    page = "# Models\n\n- swan-1 · 128K · $3/M in · $15/M out\n"
    assert read_lines(page, "text/markdown") == [
        "swan-1 | input | 3 USD / 1M token",
        "swan-1 | output | 15 USD / 1M token",
    ]
