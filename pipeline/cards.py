"""A card of prices → its rates."""

from __future__ import annotations

from pipeline.amounts import amounts
from pipeline.around import Around
from pipeline.beside import Beside
from pipeline.blocks.types import Card
from pipeline.columns import Column
from pipeline.labels import label_of
from pipeline.offers import Offer, offer
from pipeline.types import State


def read_card(card: Card, around: Around) -> tuple[list[Offer], list[str]]:
    """(offers, refused) of a card: each value has its own label over it."""
    found: list[Offer] = []
    refused: list[str] = []
    for number, (label, value) in enumerate(card.pairs, 1):
        for quote in amounts(value, bool(label)).quotes:
            if quote.state is not None:
                column = Column(0, label_of(label), priced=True)
                place = f"{card.locator}, value {number}"
                offers = offer(quote, column, card.title, Beside(), around, place)
                found.extend(offers)
                if not offers and quote.state is State.PRICED:
                    refused.append(f"{place}: {quote.printed[:120]}")
    return found, refused
