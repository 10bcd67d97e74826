"""A capture of a page that is watched for news into its entries, as its declaration says that they are to be read."""

from __future__ import annotations

from dataclasses import replace

from pipeline.decode import decode
from pipeline.health import wall
from pipeline.news.changelogs import changelog_of
from pipeline.news.feeds import Feed, NotAFeed, feed_of, is_feed
from pipeline.news.lists import list_of
from pipeline.types import Capture, FeedEntry, Page, PageKind


def entries_from(page: Page, capture: Capture) -> tuple[FeedEntry, ...]:
    """The entries of a page of kind news or changelog, in its order. Raises `NotAFeed`. See `news_from`."""
    return news_from(page, capture).entries


def news_from(page: Page, capture: Capture) -> Feed:
    """The entries with how many were left out.

    A page with a `[pages.list]` is a list of news; any other of kind news is a feed; of kind changelog, a page with
    dated sections. A document that is a feed is read as one whatever the page is declared as, and whatever media type
    it was served under. Raises `NotAFeed`, with one sentence that says what was found: an empty answer, a bot wall, a
    page without entries.
    """
    text, charset = decode(capture.body, capture.charset, capture.media_type, page.hints.charset)
    if not text.strip():
        raise NotAFeed(f"{page.url}: expected news, found an empty answer")
    listed = page.hints.listing is not None
    if not is_feed(text) and (found := wall(text, capture.status)):
        raise NotAFeed(f"{page.url}: expected news, found {found[0].value}: {found[1]}")
    if is_feed(text) or (page.kind is PageKind.NEWS and not listed):
        read = feed_of
    else:
        read = list_of if listed else changelog_of
    return read(
        capture.body,
        url=page.url if read is changelog_of else capture.url,
        media_type=capture.media_type,
        charset=capture.charset,
        hints=replace(page.hints, charset=charset),
        at=capture.fetched_at,
    )
