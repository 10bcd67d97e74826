"""A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import Any

from publish.entry import Entry, Telling
from publish.feeds import MEDIA_TYPES, Feed
from publish.markup import entry_html, rfc3339, uri, writable

MEDIA_TYPE = f"{MEDIA_TYPES['json']}; charset=utf-8"
_INERT = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
"""As escapes they are the same text, and begin no markup where the document is taken for HTML."""


def json_feed(feed: Feed) -> bytes:
    """The document, UTF-8. An item's id is its event's and never changes; its body is HTML."""
    told: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": writable(feed.title),
        "home_page_url": feed.site,
        "feed_url": feed.address,
        "description": writable(feed.description),
        "language": feed.language,
        "authors": [{"name": "Pricewire"}],
    }
    if feed.older:
        told["next_url"] = feed.older
    if feed.hub:
        told["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    told["items"] = [_item(entry, feed) for entry in feed.entries]
    return json.dumps(told, ensure_ascii=False, indent=1).translate(_INERT).encode()


def _item(entry: Entry, feed: Feed) -> dict[str, Any]:
    return {
        "id": entry.guid,
        "url": uri(entry.source or feed.site),
        "title": writable(entry.title),
        "summary": writable(entry.summary),
        "content_html": entry_html(entry, feed.page_of(entry)),
        "date_published": rfc3339(entry.published_at),
        "date_modified": rfc3339(entry.updated_at),
        "language": feed.language,
        "tags": [writable(entry.vendor_name), writable(entry.kind_words)],
        "_pricewire": {
            "event": entry.id,
            "page": feed.page_of(entry),
            "vendor": entry.vendor,
            "kind": entry.kind.value,
            "state": entry.state.value,
            "standing": writable(entry.standing),
            "stories": [_story(story) for story in entry.stories],
        },
    }


def _story(story: Telling) -> dict[str, Any]:
    return {
        "title": writable(story.title),
        "says": writable(story.says),
        "site": writable(story.site),
        "url": story.link and uri(story.link),
        "lag": story.lag,
        "origins": story.origins,
    }
