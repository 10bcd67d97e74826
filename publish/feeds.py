"""Entries into a feed: what every format of feed says of itself and holds, to be written by one file per format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.types import Vendor
from publish.asked import Asked
from publish.entry import Entry
from publish.money import Lang
from publish.naming import vendor_name
from publish.news import Fares
from publish.plain import moment
from publish.site_words import FEED
from publish.vocabulary import KINDS, PHRASES

LANGUAGES: dict[Lang, str] = {"en": "en", "zh": "zh-cn"}


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in no format yet; all addresses are absolute, all texts plain."""

    title: str
    description: str
    lang: Lang
    language: str
    """As feeds name it: en, zh-cn."""
    site: str
    address: str
    """Where this very feed is served."""
    updated_at: datetime | None
    """When something was last told; when a page was last checked where nothing was; None before both."""
    ttl: int
    """Minutes a reader may wait before it looks again."""
    entries: tuple[Entry, ...]


def feed(
    asked: Asked,
    entries: tuple[Entry, ...],
    fares: Fares,
    vendors: Mapping[str, Vendor],
    *,
    public_url: str,
    path: str,
    ttl: int = 15,
) -> Feed:
    """The feed that answers `asked`; a quiet one says how many pages are watched and when one was last checked."""
    lang: Lang = asked.lang or "en"
    told = max((entry.updated_at for entry in entries), default=None)
    return Feed(
        title=_title(asked, vendors, lang),
        description=FEED["description"][lang] if entries else _quiet(fares, lang),
        lang=lang,
        language=LANGUAGES[lang],
        site=f"{public_url}/?lang={lang}",
        address=f"{public_url}{path}{asked.query_string()}",
        updated_at=told or fares.last_checked_at,
        ttl=ttl,
        entries=entries,
    )


def _title(asked: Asked, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    """`Pricewire: DeepSeek, price cut`."""
    about = [vendor_name(asked.vendor, vendors, lang)] if asked.vendor else []
    about += sorted(KINDS[kind][lang] for kind in asked.kinds)
    if not about:
        return FEED["title"][lang]
    return FEED["title about"][lang].format(about=PHRASES["comma"][lang].join(about))


def _quiet(fares: Fares, lang: Lang) -> str:
    checked = FEED["never checked"][lang]
    if fares.last_checked_at is not None:
        checked = FEED["last checked"][lang].format(at=moment(fares.last_checked_at))
    watched = FEED["watched"][lang].format(watched=fares.watched, failing=fares.failing)
    space = " " if lang == "en" else ""
    return space.join((FEED["description"][lang], FEED["quiet"][lang], watched, checked))
