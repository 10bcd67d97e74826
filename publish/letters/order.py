"""Events that one letter tells → the same, what matters most to its reader first."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipeline.diff import percent as percent_between
from pipeline.types import Event, EventKind

HEADLINES = frozenset({EventKind.BECAME_FREE, EventKind.FREE_ENDED, EventKind.PRICE_WAR})
"""What leads a letter, however much else moved."""
_EVERYTHING = Decimal("Infinity")


def by_weight(events: Iterable[Event]) -> list[Event]:
    """What became free, or no longer is, and price wars; then the largest move; then the rest. Equals stay in order."""
    return sorted(events, key=lambda event: (not _leads(event), -largest_move(event)))


def largest_move(event: Event) -> Decimal:
    """By how many times the price is more, or less: 2 for −50 % and for +100 %; 0 where none moved."""
    if event.kind is EventKind.RESELLER_GAP:  # two sellers beside each other: nobody moved
        return Decimal(0)
    moves = [event.percent, *(percent_between(part.old, part.new) for part in event.parts)]
    return max((_times(move) for move in moves if move), default=Decimal(0))


def _leads(event: Event) -> bool:
    return event.kind in HEADLINES or any(part.kind in HEADLINES for part in event.parts)


def _times(percent: Decimal) -> Decimal:
    left = 1 + percent / 100
    if percent > 0:
        return left
    return 1 / left if left > 0 else _EVERYTHING
