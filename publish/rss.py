"""A feed as RSS 2.0."""

from __future__ import annotations

from publish.entry import Entry
from publish.feeds import Feed
from publish.markup import entry_html, templates

MEDIA_TYPE = "application/rss+xml; charset=utf-8"


def rss(feed: Feed) -> bytes:
    """The document, UTF-8. An item's GUID is its event's and never changes; its body is HTML, escaped once."""
    bodies: list[tuple[Entry, str]] = [(entry, entry_html(entry)) for entry in feed.entries]
    return templates().get_template("feed.rss.xml").render(feed=feed, items=bodies).encode()
