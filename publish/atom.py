"""A feed as Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from datetime import UTC, datetime

from publish.feeds import MEDIA_TYPES, Feed
from publish.markup import entry_html, templates, words

MEDIA_TYPE = f"{MEDIA_TYPES['atom']}; charset=utf-8"
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""The date of a feed before anything was told or checked: Atom wants one, and it must not move by itself."""


def atom(feed: Feed) -> bytes:
    """The document, UTF-8. An entry's id is its event's and never changes; its body is HTML, escaped once."""
    items = [(entry, entry_html(entry, feed.page_of(entry))) for entry in feed.entries]
    template = templates().get_template("feed.atom.xml")
    links = {"prefix": "", "media_type": MEDIA_TYPES["atom"]}
    return template.render(feed=feed, items=items, words=words(feed.lang), beginning=BEGINNING, **links).encode()
