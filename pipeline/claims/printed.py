"""What is found in a passage before it is understood: a name, a figure; each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure."""

    start: int
    """Offset in the passage."""
    end: int
    """Behind its unit, where one is printed."""
    kind: str
    """money, percent, ratio, count or free."""
    value: Decimal
    """An amount in the currency (cents are hundredths of it), percent points, new ÷ old, a number; 0 for free."""
    currency: str | None
    per: Decimal
    unit: str
    unit_printed: str
    bound: str
    """max ("up to"), min ("over", "from"), approx, or empty."""
    printed: str
    coin: Decimal = Decimal(1)
    """What the amount is printed in, as a part of the currency: 0.01 for "7.5c"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One printed name of a company, a model, a product or a plan."""

    start: int
    end: int
    printed: str
    company: str
    """Id of who sells it under this name; for a model its maker; empty where the name does not tell."""
    kind: str
    """company, model, product or plan."""
    model_id: str | None = None
    maker: str | None = None
    """Of a model."""
