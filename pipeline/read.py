"""The body of a capture → the sheet of all that it says about prices."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from pipeline.around import Around, PageFacts
from pipeline.blocks import blocks_of
from pipeline.blocks.types import Document, Table
from pipeline.decode import decode
from pipeline.distinct import distinct
from pipeline.grid import read_table
from pipeline.names import model_id
from pipeline.offers import Offer
from pipeline.page import page_facts
from pipeline.types import Health, Hints, Rate, Sheet

READER = "1"
"""The reader's version. A new one re-baselines every page in silence."""
NO_HINTS = Hints()
LARGEST = 24_000_000
"""Bytes; a larger body is no pricing page and is refused."""


def read(
    body: bytes,
    *,
    url: str = "",
    media_type: str = "",
    charset: str | None = None,
    hints: Hints = NO_HINTS,
    at: datetime | None = None,
    attachments: tuple[tuple[str, bytes], ...] = (),
) -> Sheet:
    """Never raises on page content: a page that cannot be read ends in a sheet whose health says why.

    `at` is when the page was captured (for dates printed without a year); `attachments` the JSON that a browser page loaded.
    """
    if len(body) > LARGEST:
        return Sheet(health=Health.REFUSED, health_detail=f"{len(body)} bytes; {LARGEST} are the most that is read")
    text, _ = decode(body, charset or hints.charset, media_type)
    document = blocks_of(text, media_type)
    rates, refused = read_rates(document, hints)
    return Sheet(health=Health.OK if rates else Health.NO_RATES, rates=rates, refused=refused, lang=document.lang)


def read_rates(document: Document, hints: Hints) -> tuple[tuple[Rate, ...], tuple[str, ...]]:
    """The rates of a page in neutral form, and what looks like a price but was not understood."""
    page = page_facts(document, hints)
    offers: list[Offer] = []
    refused: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            found = read_table(block, Around(block.under, page, hints))
            offers.extend(found.offers)
            refused.extend(found.refused)
    rates = tuple(replace(rate, model_id=model_id(rate.model)) for rate in distinct(offers))
    return rates, tuple(refused)


def fingerprint(body: bytes, *, media_type: str = "", charset: str | None = None) -> str:
    """Equal fingerprints mean an equal sheet."""
    return hashlib.sha256(body).hexdigest()
