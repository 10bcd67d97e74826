"""A catalogue into the list of all feeds that one may subscribe to, for feed readers (OPML 2.0)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.basket import EVERYTHING, Basket
from pipeline.types import Channel, EventKind, Vendor
from publish.asked import Asked
from publish.feeds import Feed, feed
from publish.markup import templates
from publish.money import Lang
from publish.news import Fares
from publish.site_words import FEED, OPML

MEDIA_TYPE = "text/x-opml; charset=utf-8"
NO_FARES = Fares()


@dataclass(frozen=True, slots=True)
class Group:
    """Feeds that belong together, under a heading."""

    title: str
    feeds: tuple[Feed, ...]


def opml(vendors: Mapping[str, Vendor], lang: Lang, public_url: str) -> bytes:
    """The feeds of everything, of each channel, each vendor that has pages, and each kind of event."""
    watched = [vendor for vendor in vendors.values() if vendor.pages]
    channels = [channel for channel in Channel if any(vendor.channel is channel for vendor in watched)]
    baskets: dict[str, list[Basket]] = {
        "everything": [EVERYTHING],
        "channels": [Basket(channels=frozenset({channel})) for channel in channels],
        "vendors": [Basket(vendors=frozenset({vendor.id})) for vendor in watched],
        "kinds": [Basket(kinds=frozenset({kind})) for kind in EventKind],
    }

    def feeds_of(wanted: Iterable[Basket]) -> tuple[Feed, ...]:
        made = (feed(Asked(basket, lang), (), NO_FARES, vendors, public_url=public_url) for basket in wanted)
        return tuple(sorted(made, key=lambda one: one.title.casefold()))

    groups = [Group(OPML[name][lang], feeds_of(wanted)) for name, wanted in baskets.items() if wanted]
    return templates().get_template("feeds.opml.xml").render(title=FEED["title"][lang], groups=groups).encode()
