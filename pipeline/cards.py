"""A card of prices → its rates."""

from __future__ import annotations

from pipeline.amounts import amounts
from pipeline.around import Around
from pipeline.blocks.types import Card
from pipeline.columns import Column
from pipeline.labels import label_of
from pipeline.offers import Offer, offer


def read_card(card: Card, around: Around) -> list[Offer]:
    """The offers of a card: each value with its own label over it."""
    found: list[Offer] = []
    for number, (label, value) in enumerate(card.pairs, 1):
        for quote in amounts(value, bool(label)).quotes:
            if quote.state is not None:
                column = Column(0, label_of(label), priced=True)
                found.extend(offer(quote, column, card.title, (), around, f"{card.locator}, value {number}"))
    return found
