"""Entries into a feed: what every format of feed says of itself and holds, to be written by one file per format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from pipeline.basket import Basket
from pipeline.types import Vendor
from publish.asked import Asked
from publish.entry import Entry
from publish.money import Lang
from publish.naming import vendor_name
from publish.news import Fares
from publish.plain import moment, plain
from publish.site_words import BASKET, CHANNELS, FEED
from publish.vocabulary import KINDS, PHRASES
from storage.queries import Cursor

LANGUAGES: dict[Lang, str] = {"en": "en", "zh": "zh-cn"}
PATHS = {"rss": "/feed.xml", "atom": "/feed.atom", "json": "/feed.json"}
MEDIA_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in no format yet; all addresses are absolute, all texts plain."""

    title: str
    description: str
    lang: Lang
    language: str
    """As feeds name it: en, zh-cn."""
    public_url: str
    """Where readers reach the wire."""
    site: str
    """The page that shows the same."""
    address: str
    """Where this very document is served."""
    is_archive: bool
    """Not the latest entries."""
    first: str
    """Where the feed is served that one subscribes to: its latest entries."""
    older: str | None
    """Where the entries behind these are; None where there are none."""
    others: Mapping[str, str]
    """Media type → address of the same feed in another format."""
    hub: str
    """The WebSub hub that tells of news; empty for none."""
    updated_at: datetime | None
    """When something was last told; when a page was last checked where nothing was; None before both."""
    ttl: int
    """Minutes a reader may wait before it looks again."""
    entries: tuple[Entry, ...] = field(repr=False)

    def page_of(self, entry: Entry) -> str:
        """Where the event's own page is served."""
        return f"{self.public_url}/events/{quote(entry.id, safe='')}?lang={self.lang}"


def feed(
    asked: Asked,
    entries: tuple[Entry, ...],
    fares: Fares,
    vendors: Mapping[str, Vendor],
    *,
    public_url: str,
    form: str = "rss",
    more: Cursor | None = None,
    hub: str = "",
    ttl: int = 15,
    query: str | None = None,
) -> Feed:
    """The feed that answers `asked`; a quiet one says how many pages are watched and when one was last checked.

    It names itself as it was asked for, by the query string `query`: else readers take it for another feed. A hub knows
    each feed by one address: where there is one, that is named.
    """
    lang: Lang = asked.lang or "en"
    told = max((entry.updated_at for entry in entries), default=None)
    top = asked.from_the_top()
    return Feed(
        title=feed_title(asked.basket, vendors, lang),
        description=FEED["description"][lang] if entries else _quiet(fares, lang),
        lang=lang,
        language=LANGUAGES[lang],
        public_url=public_url,
        site=f"{public_url}/{top.in_lang(lang).query_string()}",
        address=f"{public_url}{PATHS[form]}{asked.query_string() if query is None or hub else query}",
        is_archive=asked.after is not None,
        first=f"{public_url}{PATHS[form]}{top.query_string()}",
        older=None if more is None else f"{public_url}{PATHS[form]}{asked.behind(more).query_string()}",
        others={
            MEDIA_TYPES[other]: f"{public_url}{path}{asked.query_string()}"
            for other, path in PATHS.items()
            if other != form
        },
        hub=hub,
        updated_at=told or fares.last_checked_at,
        ttl=ttl,
        entries=entries,
    )


@dataclass(frozen=True, slots=True)
class Discovered:
    """A feed as the head of a page names it."""

    media_type: str
    href: str
    title: str


def discovery(asked: Asked, vendors: Mapping[str, Vendor], lang: Lang) -> tuple[Discovered, ...]:
    """The feeds of what a page shows, RSS first; addresses on this host."""
    title = feed_title(asked.basket, vendors, lang)
    query = asked.from_the_top().in_lang(lang).query_string()
    return tuple(Discovered(MEDIA_TYPES[form], f"{path}{query}", title) for form, path in PATHS.items())


def feed_title(basket: Basket, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    """`Pricewire: DeepSeek, price cut`."""
    about = about_words(basket, vendors, lang)
    if not about:
        return FEED["title"][lang]
    return FEED["title about"][lang].format(about=plain(PHRASES["comma"][lang].join(about), LONGEST_TITLE))


def about_words(basket: Basket, vendors: Mapping[str, Vendor], lang: Lang) -> list[str]:
    """What a basket is narrowed to, a phrase each."""
    about = sorted(vendor_name(vendor, vendors, lang) for vendor in basket.vendors)
    about += [*sorted(basket.models), *sorted(basket.makers)]
    about += sorted(KINDS[kind][lang] for kind in basket.kinds)
    about += sorted(CHANNELS[channel][lang] for channel in basket.channels)
    about += [*sorted(basket.terms), *sorted(basket.regions), *sorted(basket.pages)]
    about += [BASKET[f"source {source}"][lang] for source in sorted(basket.sources)]
    about += [BASKET[str(one)][lang] for one in (basket.direction, basket.news) if one is not None]
    if basket.size is not None:
        about.append(BASKET["size"][lang].format(size=f"{basket.size:f}"))
    about += [BASKET["text"][lang].format(text=basket.text)] if basket.text else []
    for name, at in (("since", basket.since), ("until", basket.until)):
        about += [BASKET[name][lang].format(at=moment(at))] if at is not None else []
    return about


def _quiet(fares: Fares, lang: Lang) -> str:
    checked = FEED["never checked"][lang]
    if fares.last_checked_at is not None:
        checked = FEED["last checked"][lang].format(at=moment(fares.last_checked_at))
    watched = FEED["watched"][lang].format(watched=fares.watched, failing=fares.failing)
    space = " " if lang == "en" else ""
    return space.join((FEED["description"][lang], FEED["quiet"][lang], watched, checked))
