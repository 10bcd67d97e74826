"""A page in neutral form → its rates, and what looks like a price in it but was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.around import Around
from pipeline.blocks.types import Block, Card, Document, Sentence, Table
from pipeline.cards import read_card
from pipeline.distinct import distinct
from pipeline.grid import read_table
from pipeline.page import page_facts
from pipeline.prose import read_sentence
from pipeline.rows import Found
from pipeline.types import Hints, Rate

SENTENCES_BELOW = 2
"""So many sentences right under a table may say in what unit its prices are."""


def read_rates(document: Document, hints: Hints) -> tuple[tuple[Rate, ...], tuple[str, ...]]:
    """(rates, refused), in the page's order."""
    page = page_facts(document, hints)
    surroundings = [
        Around(block.under, page, hints, below=_below(document.blocks, at)) for at, block in enumerate(document.blocks)
    ]
    found = [_read_block(*each) for each in zip(document.blocks, surroundings, strict=True)]
    if any(each.nameless for each in found):
        named = sorted({offer.rate.model for each in found for offer in each.offers}, key=len, reverse=True)
        page = replace(page, models=tuple(named))
        found = [
            _read_block(block, replace(around, page=page)) if each.nameless else each
            for block, around, each in zip(document.blocks, surroundings, found, strict=True)
        ]
    rates = distinct([offer for each in found for offer in each.offers])
    refused = (*document.refused, *(text for each in found for text in each.refused))
    return rates, refused


def _below(blocks: Sequence[Block], at: int) -> tuple[str, ...]:
    """What stands right under a table, in its section: its footnotes and the sentences that follow."""
    table = blocks[at]
    if not isinstance(table, Table):
        return ()
    found = list(table.footnotes)
    for block in blocks[at + 1 : at + 1 + SENTENCES_BELOW]:
        if not isinstance(block, Sentence) or block.under.headings != table.under.headings:
            break
        found.append(block.text)
    return tuple(found)


def _read_block(block: Block, around: Around) -> Found:
    if isinstance(block, Table):
        return read_table(block, around)
    if isinstance(block, Card):
        return Found(*read_card(block, around))
    return Found(read_sentence(block, around)) if isinstance(block, Sentence) else Found()
