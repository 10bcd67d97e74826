"""Which of the ways of reading a page of news applies, and what is told of a page that has none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.news.entries import entries_from
from pipeline.news.feeds import NotAFeed
from pipeline.types import Capture, Hints, Page, PageKind

AT = datetime(2026, 9, 14, 10, tzinfo=UTC)
FEED = "<rss version='2.0'><channel><item><title>From the feed</title></item></channel></rss>"
LIST = "<!doctype html><body>" + "".join(
    f"<li><a href='/n/{n}'>From the list, number {n}</a> Sep {n}, 2026</li>" for n in range(1, 5)
)
LOG = "<!doctype html><body><h2>Sep 1, 2026</h2><p>From the log</p>"
WALL = "<html><title>Just a moment...</title><body>Checking your browser before accessing a.example</body></html>"


def first(kind: PageKind, listing: dict[str, str] | None, body: str) -> str:
    page = Page("a/b", "a", "https://a.example/news", kind, hints=Hints(listing=listing))
    capture = Capture(page.id, page.url, AT, 200, body.encode(), "", media_type="text/html")
    entry = entries_from(page, capture)[0]
    return f"{entry.title} {entry.text}"


@pytest.mark.parametrize(
    ("kind", "listing", "body", "said"),
    [
        (PageKind.NEWS, None, FEED, "From the feed"),
        (PageKind.NEWS, {}, LIST, "From the list"),
        (PageKind.CHANGELOG, None, LOG, "From the log"),
        (PageKind.CHANGELOG, {}, LIST, "From the list"),
        (PageKind.CHANGELOG, None, FEED, "From the feed"),
        (PageKind.NEWS, {}, FEED, "From the feed"),
    ],
)
def test_the_declaration_says_how_a_page_is_read_unless_it_is_a_feed(
    kind: PageKind, listing: dict[str, str] | None, body: str, said: str
) -> None:
    assert said in first(kind, listing, body)


@pytest.mark.parametrize(
    ("kind", "listing", "body"),
    [
        (PageKind.NEWS, None, LIST),
        (PageKind.NEWS, None, ""),
        (PageKind.NEWS, {}, ""),
        (PageKind.NEWS, {}, LOG),
        (PageKind.CHANGELOG, None, LIST.replace("Sep", "On")),
        (PageKind.NEWS, {}, WALL),
        (PageKind.CHANGELOG, None, WALL),
    ],
)
def test_a_page_that_is_not_what_it_should_be_is_no_news_and_no_silence(
    kind: PageKind, listing: dict[str, str] | None, body: str
) -> None:
    with pytest.raises(NotAFeed, match=r"^https://a\.example/news: expected .+, found "):
        first(kind, listing, body)
