"""The vendors, and one of them: its pages and how they fare, what it sells, what it gives away, what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection

from pipeline.basket import Basket
from pipeline.types import Channel, Vendor
from publish.asked import Asked
from publish.coverage import Covered, Fare, coverage
from publish.feeds import discovery
from publish.naming import vendor_name
from publish.plain import plain
from publish.site.offers import beside, by_meter, offered
from publish.site.page import Page, Shown
from publish.site.visit import NotFound, Visit
from publish.site.wire import items
from publish.site.words import catalogue as words
from publish.site_words import CHANNELS
from storage.answers import PageStatus
from storage.listing import RateQuery, held_counts, models_sold, rates_on
from storage.pages import page_status
from storage.sheets import sheets_of
from storage.standings import standings_of

MOST_EVENTS = 12
MOST_RATES = 400
"""On one page; the API has all."""


def gather_vendors(c: Connection, here: Visit) -> Shown:
    covered = {one.vendor: one for one in _covered(c, page_status(c), here)}
    sold = Counter(vendor for vendor, _ in models_sold(c, covered))
    channels: dict[Channel, list[dict[str, object]]] = {channel: [] for channel in Channel}
    for vendor in sorted(covered, key=lambda one: covered[one].name.casefold()):
        declared = here.vendors.get(vendor, Vendor(vendor, vendor, status="gone"))
        channels[declared.channel].append(
            {
                "id": vendor,
                "name": covered[vendor].name,
                "pages": len(covered[vendor].lines),
                "failing": sum(line.fare is Fare.FAILING for line in covered[vendor].lines),
                "late": sum(line.fare is Fare.LATE for line in covered[vendor].lines),
                "models": sold[vendor],
                "is_closed": declared.status != "watched",
            }
        )
    told = [(CHANNELS[channel][here.lang], vendors) for channel, vendors in channels.items() if vendors]
    return Shown(words.VENDORS["title"][here.lang], {"channels": told}, description=words.VENDORS["means"][here.lang])


def gather_vendor(c: Connection, here: Visit) -> Shown:
    vendor = here.id()
    statuses = page_status(c, vendor)
    declared = here.vendors.get(vendor)
    if declared is None and not statuses:
        raise NotFound
    watched = [one for one in _covered(c, statuses, here) if one.vendor == vendor]
    placed = rates_on(c, RateQuery(here.now, vendor=vendor), here.now)
    rates = sorted((one.price for one in placed), key=by_meter)
    sheets = sheets_of(c, [status.id for status in statuses if not status.retired])
    asked = Asked(Basket(vendors=frozenset({vendor})), limit=MOST_EVENTS)
    told = here.serving.worded(c, asked, here.lang)
    standings = standings_of(c, [entry.id for entry in told.entries])
    return Shown(
        vendor_name(vendor, here.vendors, here.lang),
        {
            "channel": CHANNELS[declared.channel][here.lang] if declared else "",
            "note": plain(declared.note) if declared else "",
            "is_closed": declared is None or declared.status != "watched",
            "lines": watched[0].lines if watched else (),
            "offers": [offered(row, here.vendors, here.lang) for row in rates[:MOST_RATES]],
            "more": len(rates[MOST_RATES:]),
            "beside": beside(sheets, None, here.lang),
            "most": MOST_RATES,
            "items": items(told.entries, standings, here.lang),
            "all_events": here.to("/", vendor=vendor),
        },
        feeds=discovery(Asked(asked.basket), here.vendors, here.lang),
        basket=asked.basket,
    )


def _covered(c: Connection, statuses: Iterable[PageStatus], here: Visit) -> tuple[Covered, ...]:
    grace = here.serving.settings.grace
    return coverage(statuses, here.vendors, here.now, here.lang, grace, held_counts(c))


VENDORS_PAGE = Page("/vendors", "vendors.html", words.VENDORS, gather_vendors)
VENDOR_PAGE = Page("/vendors/{id}", "vendor.html", words.VENDOR, gather_vendor, place="/vendors")
