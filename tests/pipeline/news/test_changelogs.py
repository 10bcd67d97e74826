"""One page with dated sections into entries, and which of them are the same the day after."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.news.changelogs import changelog_of
from pipeline.news.feeds import NotAFeed
from pipeline.types import FeedEntry, Hints

AT = datetime(2026, 3, 20, tzinfo=UTC)
URL = "https://a.example/changelog"


def read(text: str, zone: str = "", at: datetime | None = AT) -> tuple[FeedEntry, ...]:
    return changelog_of(text.encode(), url=URL, hints=Hints(zone=zone), at=at).entries


def html(*pieces: str) -> str:
    return f"<!doctype html><html><body><main><h1>Changelog</h1>{''.join(pieces)}</main></body></html>"


@pytest.mark.parametrize(
    "heading",
    ["2026-01-27", "Jan 27, 2026", "January 27, 2026", "27 January 2026", "2026/01/27", "2026年1月27日",
     "时间: 2026-01-27", "v2.3 (2026-01-27)", "2026-01-27 - Lower prices", "Updates of January 27, 2026"],
)  # fmt: skip
def test_a_heading_that_gives_a_day_begins_a_section(heading: str) -> None:
    entries = read(html(f"<h2>{heading}</h2><p>We cut prices.</p><h2>2025-12-01</h2><p>Older.</p>"))
    assert [f"{entry.published:%m-%d}" for entry in entries] in (["01-27", "12-01"], ["01-26", "12-01"])
    assert "We cut prices." in entries[0].text and "Older" not in entries[0].text
    assert entries[0].full


@pytest.mark.parametrize(
    "text",
    [
        "## 2026-01-27\n\nWe cut prices.\n\n## 2025-12-01\nOlder.",
        "**January 27, 2026**\n\nWe cut prices.\n\n**December 1, 2025**\n\nOlder.",
        '<Update label="2026-01-27">\n  We cut prices.\n</Update>\n<Update label="2025-12-01">\n  Older.\n</Update>',
        "# Log\n- 2026-01-27: We cut prices.\n- 2025-12-01: Older.",
        "# Log\n\n| Date | What |\n|---|---|\n| 2026-01-27 | We cut prices. |\n| 2025-12-01 | Older. |",
        html("<p>Jan 27, 2026</p><p>We cut prices.</p><p>Dec 1, 2025</p><p>Older.</p>"),
        html("<ul><li>2026-01-27 We cut prices.</li><li>2025-12-01 Older.</li></ul>"),
        html("<dl><dt>2026-01-27</dt><dd>We cut prices.</dd><dt>2025-12-01</dt><dd>Older.</dd></dl>"),
    ],
)
def test_sections_are_found_however_they_are_marked(text: str) -> None:
    found = [(f"{entry.published:%Y-%m-%d}", entry.text) for entry in read(text)]
    assert found == [("2026-01-27", "We cut prices."), ("2025-12-01", "Older.")]


def test_a_section_that_grows_keeps_its_id() -> None:
    before = read(html("<h2>2026-01-27</h2><h3>Lower prices</h3><p>Of one.</p>"))
    after = read(
        html("<h2>2026-02-01</h2><p>New.</p><h2>2026-01-27</h2><h3>A new model</h3><h3>Lower prices</h3><p>Of two.</p>")
    )
    assert before[0].id == after[1].id == f"{URL}#2026-01-27"


def test_two_sections_of_one_day_are_two_entries() -> None:
    entries = read(html("<h2>2026-01-27 Lower prices</h2><p>a</p><h2>2026-01-27 A new model</h2><p>b</p>"))
    assert [entry.title for entry in entries] == ["Lower prices", "A new model"]
    assert len({entry.id for entry in entries}) == 2


def test_a_day_is_the_page_s_own_in_its_zone() -> None:
    (entry,) = read(html("<h2>2026-01-27</h2><p>Lower.</p>"), zone="Asia/Shanghai")
    assert (entry.id, entry.published) == (f"{URL}#2026-01-27", datetime(2026, 1, 26, 16, tzinfo=UTC))


def test_the_year_of_the_heading_above_is_that_of_days_without_one() -> None:
    entries = read(html("<h2>2026</h2><h3>March 3</h3><p>a</p><h2>2024</h2><h3>November 20</h3><p>b</p>"))
    assert [(f"{entry.published:%Y-%m-%d}", entry.year_inferred) for entry in entries] == [
        ("2026-03-03", False),
        ("2024-11-20", False),
    ]


def test_a_day_without_any_year_is_inferred_and_says_so_and_is_none_without_a_fetch() -> None:
    text = html("<h2>November 20</h2><p>a</p>")
    (entry,) = read(text)
    assert (f"{entry.published:%Y-%m-%d}", entry.year_inferred) == ("2025-11-20", True)
    with pytest.raises(NotAFeed):
        read(text, at=None)


def test_a_section_links_to_its_heading() -> None:
    (entry,) = read(html('<h2 id="jan-27">2026-01-27</h2><p>a</p>'))
    assert entry.url == f"{URL}#jan-27"


def test_what_stands_under_another_heading_is_no_part_of_the_last_section() -> None:
    (entry,) = read(html("<h2>2026-01-27</h2><p>Lower.</p><h2>Archive</h2><p>Ask us.</p>"))
    assert entry.text == "Lower."


def test_a_date_in_a_sentence_begins_nothing() -> None:
    (entry,) = read(
        html("<h2>2026-01-27</h2><p>From January 30, 2026 it costs $1.</p><p>2026-02-01 is the last day.</p>")
    )
    assert entry.text == "From January 30, 2026 it costs $1.\n2026-02-01 is the last day."


@pytest.mark.parametrize("text", [html("<h2>Prices</h2><p>$1</p>"), "# Prices\n\nfrom $1", html("<h2>2099-01-01</h2>")])
def test_a_page_without_dated_sections_is_told(text: str) -> None:
    with pytest.raises(NotAFeed, match=r"^https://a\.example/changelog: expected a page with dated sections, found "):
        read(text)
