"""A card of prices → its rates."""

from __future__ import annotations

from pipeline.amounts import amounts
from pipeline.around import Around
from pipeline.beside import Beside
from pipeline.blocks.clean import one_line
from pipeline.blocks.types import Card
from pipeline.columns import Column
from pipeline.labels import label_of
from pipeline.offers import Offer, offer
from pipeline.pairs import over_each
from pipeline.types import State


def read_card(card: Card, around: Around) -> tuple[list[Offer], list[str]]:
    """(offers, refused) of a card: each value has its own label over it."""
    found: list[Offer] = []
    refused: list[str] = []
    for number, (label, value) in enumerate(card.pairs, 1):
        quotes = [quote for quote in amounts(value, bool(label)).quotes if quote.state is not None]
        place = f"{card.locator}, value {number}"
        under = over_each(Column(0, label_of(label), priced=True), quotes, around)
        if under is None:
            refused.append(f"{place}: {one_line(value)[:120]}")
        for quote, column in zip(quotes, under or (), strict=False):
            offers = offer(quote, column, card.title, Beside(), around, place)
            found.extend(offers)
            if not offers and quote.state is State.PRICED:
                refused.append(f"{place}: {quote.printed[:120]}")
    return found, refused
