"""A page in neutral form → its rates, and what looks like a price in it but was not understood."""

from __future__ import annotations

from dataclasses import replace

from pipeline.around import Around, PageFacts
from pipeline.blocks.types import Block, Card, Document, Sentence, Table
from pipeline.cards import read_card
from pipeline.distinct import distinct
from pipeline.grid import Found, read_table
from pipeline.page import page_facts
from pipeline.prose import read_sentence
from pipeline.types import Hints, Rate


def read_rates(document: Document, hints: Hints) -> tuple[tuple[Rate, ...], tuple[str, ...]]:
    """(rates, refused), in the page's order."""
    page = page_facts(document, hints)
    found = [_read_block(block, page, hints) for block in document.blocks]
    if any(each.nameless for each in found):
        named = sorted({offer.rate.model for each in found for offer in each.offers}, key=len, reverse=True)
        page = replace(page, models=tuple(named))
        found = [
            _read_block(block, page, hints) if each.nameless else each
            for block, each in zip(document.blocks, found, strict=True)
        ]
    rates = distinct([offer for each in found for offer in each.offers])
    refused = (*document.refused, *(text for each in found for text in each.refused))
    return rates, refused


def _read_block(block: Block, page: PageFacts, hints: Hints) -> Found:
    around = Around(block.under, page, hints)
    if isinstance(block, Table):
        return read_table(block, around)
    if isinstance(block, Card):
        return Found(*read_card(block, around))
    return Found(read_sentence(block, around)) if isinstance(block, Sentence) else Found()
