"""The gaps between resellers' prices and the makers' own, the widest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from pipeline.gaps import Gap
from pipeline.types import Vendor
from publish.market import reseller_gaps
from publish.money import Lang, listed, price, size
from publish.naming import meter_words, vendor_name, with_terms
from publish.plain import plain
from publish.site.page import Page, Shown
from publish.site.visit import Visit
from publish.site.words.market import GAPS

MOST_GAPS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One gap in words."""

    model: str
    address: str
    what: str
    reseller: str
    reseller_name: str
    asked: str
    asked_at: datetime
    maker: str
    maker_name: str
    listed: str
    listed_at: datetime
    gap: str


def gather(c: Connection, here: Visit) -> Shown:
    found = reseller_gaps(c, here.vendors, here.now)
    return Shown(
        GAPS["title"][here.lang],
        {
            "lines": [line(gap, here.vendors, here.lang) for gap in found[:MOST_GAPS]],
            "more": max(0, len(found) - MOST_GAPS),
        },
        description=GAPS["means"][here.lang],
    )


def line(gap: Gap, vendors: Mapping[str, Vendor], lang: Lang) -> Line:
    rate = gap.reseller.rate
    return Line(
        model=plain(rate.model, 80),
        address=f"/models/{rate.model_id}",
        what=with_terms(meter_words(rate.meter, lang), rate.terms, lang),
        reseller=gap.reseller.vendor,
        reseller_name=vendor_name(gap.reseller.vendor, vendors, lang),
        asked=price(rate, lang),
        asked_at=gap.reseller.seen_at,
        maker=gap.maker.vendor,
        maker_name=vendor_name(gap.maker.vendor, vendors, lang),
        listed=price(listed(gap.maker.rate), lang),
        listed_at=gap.maker.seen_at,
        gap=size(gap.percent, lang),
    )


PAGE = Page("/gaps", "gaps.html", GAPS, gather, place="/wars")
