"""A capture of a page that is watched for news into its entries, as its declaration says that they are to be read."""

from __future__ import annotations

from dataclasses import replace

from pipeline.decode import decode
from pipeline.news.changelogs import changelog_of
from pipeline.news.feeds import Feed, NotAFeed, feed_of, is_feed
from pipeline.news.lists import list_of
from pipeline.types import Capture, FeedEntry, Page, PageKind


def entries_from(page: Page, capture: Capture) -> tuple[FeedEntry, ...]:
    """The entries of a page of kind news or changelog, in its order. Raises `NotAFeed`. See `news_from`."""
    return news_from(page, capture).entries


def news_from(page: Page, capture: Capture) -> Feed:
    """The entries with how many were left out.

    A document that is a feed is read as one, whatever the page is declared as and the server calls it. Any other is a
    list of news where the page has a `[pages.list]` or is of kind news, and a page with dated sections where it is of
    kind changelog. Raises `NotAFeed`, with one sentence that says what was found: an empty answer, a bot wall, a page
    without entries.
    """
    text, charset = decode(capture.body, capture.charset, capture.media_type, page.hints.charset)
    if not text.strip():
        raise NotAFeed(f"{page.url}: expected a feed, found an empty answer")
    hints = replace(page.hints, charset=charset)
    if is_feed(text):
        read = feed_of
    elif page.hints.listing is not None or page.kind is PageKind.NEWS:
        read = list_of
    else:
        read = changelog_of
    url = capture.url if read is not changelog_of else page.url
    return read(
        capture.body,
        url=url,
        media_type=capture.media_type,
        charset=capture.charset,
        hints=hints,
        at=capture.fetched_at,
    )
