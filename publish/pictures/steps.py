"""The history of one rate into steps, and these into a line across a box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Context, Decimal
from itertools import pairwise

from PIL import ImageDraw

from pipeline.types import MILLION, Rate, State
from publish.money import TOKENS
from storage.answers import PriceRow

MOST_STEPS = 60
"""The latest; a picture has no room for more."""
TAIL = 0.16
"""Part of the width that is kept for the last price, which has no end."""
_EXACT = Context(prec=40)
Box = tuple[int, int, int, int]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Step:
    """A price from a moment on; None where there was none, or none in numbers."""

    at: datetime
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class Steps:
    """One rate over time, up to and with an event."""

    steps: tuple[Step, ...]
    currency: str | None
    unit: str

    @property
    def top(self) -> Decimal:
        return max((step.price for step in self.steps if step.price is not None), default=Decimal(0))


def steps_of(rows: Iterable[PriceRow], about: Rate, page: str, until: datetime) -> Steps | None:
    """Of the rows of its model, those of this very rate, up to a moment. None where fewer than two prices are known:
    there is nothing to see."""
    own = [
        row
        for row in rows
        if (row.page, row.meter, row.terms) == (page, about.meter, about.terms)
        and row.currency in (None, about.currency)
        and row.valid_from <= until
    ]
    found: list[Step] = []
    for row in sorted(own, key=lambda row: row.valid_from):
        if found and found[-1].at == row.valid_from:
            found.pop()
        found.append(Step(row.valid_from, _number(row)))
    found = [step for place, step in enumerate(found) if place == 0 or step.price != found[place - 1].price]
    if len(found) < 2 or sum(step.price is not None for step in found) < 2:
        return None
    return Steps(tuple(found[-MOST_STEPS:]), about.currency, about.unit)


def draw_steps(draw: ImageDraw.ImageDraw, steps: Steps, box: Box, colour: str, width: int) -> tuple[int, int]:
    """The line within a box whose bottom is 0 and whose top is the highest price; gives the place of the last step."""
    points = places(steps.steps, steps.top, box)
    for (x, y), (next_x, next_y) in pairwise([*points, (box[2], points[-1][1])]):
        if y is None:
            continue
        draw.line([(x, y), (next_x, y)], fill=colour, width=width)
        if next_y is not None and next_x < box[2]:
            draw.line([(next_x, y), (next_x, next_y)], fill=colour, width=width)
    x, last = points[-1]
    return x, box[3] if last is None else last


def places(steps: Sequence[Step], top: Decimal, box: Box) -> list[tuple[int, int | None]]:
    """Where each step begins, in whole pixels."""
    left, upper, right, lower = box
    began = steps[0].at
    length = max(steps[-1].at - began, timedelta(seconds=1))
    span = (right - left) * (1 - TAIL)
    found: list[tuple[int, int | None]] = []
    for step in steps:
        height = None if step.price is None else float(step.price / top) if top else 0.0
        y = None if height is None else round(lower - height * (lower - upper))
        found.append((round(left + (step.at - began) / length * span), y))
    return found


def _number(row: PriceRow) -> Decimal | None:
    """For a million tokens, or for one of any other unit; free is 0."""
    if row.state is State.FREE:
        return Decimal(0)
    if row.unit_price is None or row.state is not State.PRICED:
        return None
    per = MILLION if row.unit in TOKENS else Decimal(1)
    return _EXACT.divide(_EXACT.multiply(row.unit_price, per), row.per)
