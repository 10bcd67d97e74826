"""A held change and what other pages and the news say → the page or story that confirms it, in words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipeline.corroborate.compare import compare
from pipeline.diff import percent
from pipeline.match import folded, per_unit, price_of
from pipeline.types import Change, State, Witness

ALIKE = Decimal("0.5")
"""Percentage points by which two pages' moves may differ: each rounds its own currency."""


def confirming(change: Change, witnesses: Iterable[Witness]) -> str | None:
    """What confirms `change`: another page with the same price in the same currency or a move of the same size, or a
    story that names the model, the direction, and the price or the size.

    A change with parts, or of nothing but a number's absence, has no such witness.
    """
    if change.old is None or change.new is None:
        return None
    for witness in witnesses:
        if witness.claim is not None:
            if compare(witness.claim, change, strict=True).is_about:
                return witness.page
        elif _about(change, witness) and _says_so(change, witness):
            return f"page {witness.page}"
    return None


def _about(change: Change, witness: Witness) -> bool:
    if (witness.meter, witness.terms) != (change.meter, change.terms):
        return False
    if change.model_id and witness.model_id:
        return change.model_id == witness.model_id
    return folded(change.model) == folded(witness.model)


def _says_so(change: Change, witness: Witness) -> bool:
    new = change.new
    if witness.rate is not None and new is not None and _same_price(change, witness):
        return True
    moved = percent(change.old, new)
    return moved is not None and witness.percent is not None and abs(moved - witness.percent) <= ALIKE


def _same_price(change: Change, witness: Witness) -> bool:
    """The new price and not the old one: a page that has not moved yet confirms nothing."""
    rate, old, new = witness.rate, change.old, change.new
    if rate is None or old is None or new is None or price_of(rate) == price_of(old):
        return False
    if new.state is State.FREE:
        return rate.state is State.FREE
    return rate.state is State.PRICED and rate.currency == new.currency and per_unit(rate) == per_unit(new)
