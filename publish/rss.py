"""A feed as RSS 2.0."""

from __future__ import annotations

from publish.feeds import MEDIA_TYPES, Feed
from publish.markup import entry_html, templates

MEDIA_TYPE = f"{MEDIA_TYPES['rss']}; charset=utf-8"


def rss(feed: Feed) -> bytes:
    """The document, UTF-8. An item's GUID is its event's and never changes; its body is HTML, escaped once."""
    items = [(entry, entry_html(entry, feed.page_of(entry))) for entry in feed.entries]
    template = templates().get_template("feed.rss.xml")
    return template.render(feed=feed, items=items, prefix="atom:", media_type=MEDIA_TYPES["rss"]).encode()
