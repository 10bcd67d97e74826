"""Pages in every written form, and the tables, cards and sentences they turn into."""

from __future__ import annotations

from pipeline.blocks import blocks_of, form_of
from pipeline.blocks.clean import clean
from pipeline.blocks.html import read_html
from pipeline.blocks.markdown import inline, read_markdown
from pipeline.blocks.types import Document, Table


def grid(document: Document, number: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in list(document.tables())[number].rows]


def only_table(document: Document) -> Table:
    (table,) = document.tables()
    return table


def test_what_the_eye_does_not_see_is_taken_off() -> None:
    assert clean("Swan\u200b-4\ufeff\u00a0 Pro\u00ad") == "Swan-4 Pro"
    assert clean("￥１．５０ ／ １Ｍ") == "¥1.50 / 1M"
    assert clean(" a \n\n  b ") == "a\nb"


def test_spans_are_written_out_over_rows_and_columns() -> None:
    page = (
        "<table><tr><th rowspan=2>Model</th><th colspan=2>Price</th></tr><tr><th>In</th><th>Out</th></tr>"
        "<tr><td rowspan=2>swan</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    )
    assert grid(read_html(page)) == [
        ["Model", "Price", "Price"],
        ["Model", "In", "Out"],
        ["swan", "1", "2"],
        ["swan", "3", "4"],
    ]


def test_empty_placeholders_beside_spans_give_way() -> None:
    page = (
        "<table><tr><td>Model</td><td>If</td><td>In</td></tr><tr><td rowspan=2>swan</td><td>a</td><td>1</td></tr>"
        "<tr><td></td><td>b</td><td>2</td></tr></table>"
    )
    assert grid(read_html(page))[1:] == [["swan", "a", "1"], ["swan", "b", "2"]]


def test_a_span_ends_with_its_table_however_large_it_claims_to_be() -> None:
    page = "<table><tr><td rowspan=1000000000>swan</td><td>1</td></tr><tr><td>2</td></tr></table>"
    assert grid(read_html(page)) == [["swan", "1"], ["swan", "2"]]


def test_a_cell_knows_its_place_in_the_source() -> None:
    table = only_table(read_html("<table><tr><td>a</td></tr><tr><td rowspan=2>b</td></tr><tr></tr></table>"))
    assert [(cell.row, cell.column, cell.spanned) for row in table.rows for cell in row] == [
        (1, 1, False),
        (2, 1, False),
    ]


def test_a_header_in_a_table_of_its_own_is_joined_to_its_body() -> None:
    page = "<table><thead><tr><th>Model</th><th>In</th></tr></thead></table>"
    page += "<table><tr><td>swan</td><td>1</td></tr></table>"
    table = only_table(blocks_of(page))
    assert (table.header_rows, len(table.rows)) == (1, 2)


def test_a_table_that_holds_tables_only_arranges_the_page() -> None:
    page = "<table><tr><td><h2>Batch</h2><table><tr><td>swan</td><td>1</td></tr></table></td></tr></table>"
    assert only_table(read_html(page)).under.headings == ("Batch",)


def test_rows_and_cells_by_their_roles_are_a_table() -> None:
    page = "<div role=table><div role=row><span role=columnheader>Model</span><span role=columnheader>In</span></div>"
    page += "<div role=row><span role=cell>swan</span><span role=cell>$1</span></div></div>"
    assert grid(read_html(page)) == [["Model", "In"], ["swan", "$1"]]


def test_a_block_knows_its_headings_and_the_paragraphs_above() -> None:
    page = "<h1>Pricing</h1><p>All in USD.</p><h2>Chat</h2><p>Per 1M tokens.</p><table><tr><td>a</td></tr></table>"
    under = only_table(read_html(page)).under
    assert (under.headings, under.before, under.above) == (("Pricing", "Chat"), ("Per 1M tokens.",), ("All in USD.",))


def test_a_hidden_pane_stands_under_the_label_of_its_tab() -> None:
    page = (
        "<div role=tablist><button role=tab id=t1>Standard</button><button role=tab id=t2>Batch</button></div>"
        "<div role=tabpanel aria-labelledby=t1><table><tr><td>1</td></tr></table></div>"
        "<div role=tabpanel aria-labelledby=t2 hidden><table><tr><td>2</td></tr></table></div>"
    )
    assert [table.under.modes for table in read_html(page).tables()] == [("Standard",), ("Batch",)]


def test_panes_are_matched_to_their_switch_by_value() -> None:
    page = "<button data-value=flex>Flex</button><div data-value=flex><table><tr><td>1</td></tr></table></div>"
    assert only_table(read_html(page)).under.modes == ("Flex",)


def test_as_many_short_lines_as_tables_are_their_tabs() -> None:
    table = "<table><tr><td>Model</td><td>In</td></tr><tr><td>swan</td><td>{}</td></tr></table>"
    page = f"<h2>Chat</h2><div>North</div><div>South</div>{table.format(1)}{table.format(2)}"
    assert [table.under.modes for table in blocks_of(page).tables()] == [("North",), ("South",)]


def test_footnotes_belong_to_the_table_they_follow() -> None:
    page = "<table><tr><td>swan<sup>1</sup></td><td>1</td></tr></table><p>[1] Until May.</p><p>Other.</p>"
    table = only_table(blocks_of(page))
    assert (table.rows[0][0].text, table.footnotes) == ("swan[1]", ("[1] Until May.",))


def test_crossed_out_text_is_marked_however_it_is_crossed_out() -> None:
    page = "<style>.old{color:red;text-decoration:line-through}</style><table><tr><td><del>4</del> 3</td>"
    page += (
        '<td><span class="old">4</span> 3</td><td><i style="text-decoration: line-through">4</i> 3</td></tr></table>'
    )
    assert grid(read_html(page)) == [["~~4~~ 3"] * 3]


def test_scripts_menus_and_adverts_are_not_read() -> None:
    page = "<nav>Menu</nav><script>var price = 1</script><p>Sponsored: half off shoes</p><p>Ours</p>"
    assert [sentence.text for sentence in read_html(page).sentences()] == ["Ours"]


def test_a_markdown_table_keeps_escaped_bars_and_drops_its_markup() -> None:
    page = "# P\n\n| Model | In |\n|:--|--:|\n| **swan** [docs](https://x.y/a_(b)) | \\$1 \\| ~~\\$2~~ |\n"
    document = read_markdown(page)
    assert grid(document) == [["Model", "In"], ["swan docs", "$1 | ~~$2~~"]]
    assert only_table(document).header_rows == 1


def test_inline_markdown_is_read_as_it_is_seen() -> None:
    assert inline("<p>$96<br>($8 / month)</p>") == "$96\n($8 / month)"
    assert inline("![logo](a.png)*swan*-`4`^\\*^ &lt;1K") == "swan- 4 [*] <1K"


def test_a_table_component_is_a_table() -> None:
    page = 'x\n\n<DocTable\n  columns={[\n{ title: "Model", width: "9%" },\n{ title: "In" },\n]}\n'
    page += '  rows={[\n["swan", <>{"$"}0.20</>],\n["swan, 2", "free"],\n]}\n/>\n'
    assert grid(read_markdown(page)) == [["Model", "In"], ["swan", "$0.20"], ["swan, 2", "free"]]


def test_html_within_markdown_is_read_where_it_stands() -> None:
    page = "## Chat\n\n<table><tr><td>**swan**</td><td>1</td></tr></table>\n\n## Batch\n"
    assert only_table(read_markdown(page)).under.headings == ("Chat",)
    assert grid(read_markdown(page)) == [["swan", "1"]]


def test_tabs_of_mdx_are_modes() -> None:
    page = '<Tabs>\n<Tab title="Batch">\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n</Tab>\n</Tabs>\n'
    assert only_table(read_markdown(page)).under.modes == ("Batch",)


def test_code_and_front_matter_are_not_read() -> None:
    page = '---\ntitle: x\n---\n\n```json\n{"price": 1}\n```\n\ntext\n'
    assert [sentence.text for sentence in read_markdown(page).sentences()] == ["text"]


def test_a_row_that_lost_the_cells_of_a_span_gets_them_back() -> None:
    page = "| Model | Size | Price |\n|--|--|--|\n| swan | 720p | $1 |\n| 1080p | $2 |\n"
    assert grid(read_markdown(page))[2] == ["swan", "1080p", "$2"]


def test_bars_without_a_ruled_line_are_a_table_of_plain_text() -> None:
    page = "Prices\n模型 | 输入\nhq-1 | 1元/百万tokens\nhq-2 | 2元/百万tokens\n"
    assert grid(blocks_of(page))[1] == ["hq-1", "1元/百万tokens"]


def test_one_value_a_line_is_a_table_again() -> None:
    page = "Embeddings\nBase model\n$ / 1M input tokens\nup to 150M\n$0.008\n150M - 350M\n$0.016\nOther words.\n"
    assert grid(blocks_of(page)) == [
        ["Base model", "$ / 1M input tokens"],
        ["up to 150M", "$0.008"],
        ["150M - 350M", "$0.016"],
    ]


def test_a_line_table_refuses_rows_that_lost_a_cell() -> None:
    row = "swan-{}\n64K\n$1\n$2\n$3\nDetails\n"
    page = (
        "Model\nContext\nInput\nCached input\nOutput\nActions\n"
        + row.format(1)
        + "swan-2\n64K\n$1\nDetails\n"
        + row.format(3)
    )
    document = blocks_of(page)
    assert [cells[0] for cells in grid(document)] == ["Model", "swan-1", "swan-3"]
    assert [refused.partition(": ")[2] for refused in document.refused] == ["swan-2 | 64K | $1 | Details"]


def test_columns_between_blanks_are_a_table_again() -> None:
    page = "功能 调用服务 单价\n评估 天鹅 4.0 0.12元/千tokens\n"
    assert grid(blocks_of(page))[1] == ["评估", "天鹅 4.0", "0.12元/千tokens"]


def test_a_card_is_the_part_of_the_page_in_which_no_meter_is_priced_twice() -> None:
    price = "<div><span>$</span><span>{0}</span><span>/ M input tokens</span></div>"
    card = f"<div><div><b>swan-{{0}}</b></div><p>A model.</p>{price}</div>"
    document = blocks_of("<h1>Models</h1><section>" + card.format(1) + card.format(2) + "</section>")
    assert [(each.title, each.pairs) for each in document.cards()] == [
        ("swan-1", (("", "$1/ M input tokens"),)),
        ("swan-2", (("", "$2/ M input tokens"),)),
    ]


def test_a_label_below_its_price_is_found_as_well_as_one_above() -> None:
    card = "<div><h3>swan-{0}</h3><div>${0}</div><div>Input / 1M tokens</div>"
    card += "<div>$9</div><div>Output / 1M tokens</div></div>"
    (first, _) = blocks_of(card.format(1) + card.format(2)).cards()
    assert first.pairs == (("Input / 1M tokens", "$1"), ("Output / 1M tokens", "$9"))


def test_prices_in_the_scripts_are_read_only_where_the_page_shows_none() -> None:
    data = '<script type="application/json">{"plans":[{"name":"Pro","price":"$20","period":"/mo"}]}</script>'
    assert [card.title for card in blocks_of(f"<html><body><p>Loading</p>{data}</body></html>").cards()] == ["Pro"]
    shown = "<p>Input: $1</p><p>Output: $2</p><p>Cached: $3</p>"
    assert not [card for card in blocks_of(f"<html><body>{shown}{data}</body></html>").cards() if card.title == "Pro"]


def test_prices_in_streamed_components_are_found() -> None:
    plan = '{\\"title\\":\\"Team\\",\\"price_dollar\\":\\"$$24.99\\",\\"unit\\":\\"/mo\\"}'
    chunk = f'1:[\\"$\\",\\"L2\\",null,{{\\"plan\\":{plan}}}]\\n'
    page = f'<html><body><p>Loading</p><script>self.__next_f.push([1,"{chunk}"])</script></body></html>'
    (card,) = blocks_of(page).cards()
    assert (card.title, card.pairs) == ("Team", (("price dollar", "$24.99 /mo"),))


def test_the_form_of_a_page_is_told_by_itself_and_not_by_its_header() -> None:
    assert form_of("<!doctype html><p>x") == "html"
    assert form_of("# Pricing\n\n| a | b |\n|---|---|\n", "text/html") == "markdown"
    assert form_of('{"data": []}', "text/plain") == "json"
    assert form_of("模型 | 输入\nhq | 1元\n", "text/plain") == "text"
    assert form_of("[docs](https://x.y)\n") == "markdown"


def test_a_table_too_large_to_be_read_says_so() -> None:
    page = "<table>" + "<tr><td>a</td><td>1</td></tr>" * 20_000 + "</table>"
    assert "more than 30000 cells" in read_html(page).truncated
