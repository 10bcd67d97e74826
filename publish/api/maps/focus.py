"""List prices in every currency into a price sheet with the columns of FOCUS, the FinOps open cost specification.

Columns of our own begin with `x_`, as FOCUS has it. A promotion is never the list price.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from pydantic import BaseModel

from pipeline.types import Vendor
from publish.api.maps.offered import LeftOut, list_price
from publish.api.shapes import Exact
from storage.answers import PriceRow

CATEGORY = "AI and Machine Learning"


class FocusRow(BaseModel):
    """One list price, as FOCUS names what is known of it."""

    ProviderName: str
    PublisherName: str | None
    """Who trained the model, where the name says so."""
    ServiceCategory: str
    ServiceName: str
    SkuId: str
    SkuPriceId: str
    SkuMeter: str
    SkuPriceDetails: dict[str, str]
    RegionId: str | None
    PricingCurrency: str | None
    PricingUnit: str
    """With its quantity: `1000000 Tokens`."""
    ListUnitPrice: Exact
    x_Vendor: str
    x_Page: str
    x_Model: str
    x_ModelId: str | None
    x_State: str
    x_Printed: str
    x_ValidFrom: datetime
    x_KnownFrom: datetime


def focus_rows(rows: Iterable[PriceRow], vendors: Mapping[str, Vendor]) -> tuple[list[FocusRow], LeftOut]:
    """The price sheet, and how many rates have no number to put into it."""
    left_out, told = LeftOut(), []
    for row in rows:
        price = list_price(row.rate)
        if price is None:
            left_out.reasons["unpriced"] += 1
            continue
        vendor = vendors.get(row.vendor)
        terms = dict(row.terms)
        sku = f"{row.vendor}/{row.model_id or row.model}/{row.meter}"
        told.append(
            FocusRow(
                ProviderName=vendor.name if vendor else row.vendor,
                PublisherName=row.maker,
                ServiceCategory=CATEGORY,
                ServiceName=row.model,
                SkuId=sku,
                SkuPriceId=f"{row.page}/{row.model}/{row.meter}/{json.dumps(terms, ensure_ascii=False)}",
                SkuMeter=row.meter,
                SkuPriceDetails=terms,
                RegionId=terms.get("region"),
                PricingCurrency=row.currency,
                PricingUnit=f"{row.per:f} {_units(row.unit)}",
                ListUnitPrice=price,
                x_Vendor=row.vendor,
                x_Page=row.page,
                x_Model=row.model,
                x_ModelId=row.model_id,
                x_State=row.state.value,
                x_Printed=row.printed,
                x_ValidFrom=row.valid_from,
                x_KnownFrom=row.known_from,
            )
        )
    return told, left_out


def _units(unit: str) -> str:
    """`image_token` → `Image Tokens`: in the plural, in title case."""
    words = unit.replace("_", " ").title()
    return words if words.endswith("s") else f"{words}s"
