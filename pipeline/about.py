"""An event into what it is about: where its price went and how far, and the names, terms and words it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from pipeline.search import words_in
from pipeline.types import Change, Event, EventKind, Rate

MICRO = 1_000_000
"""Sizes are compared in millionths of a percent."""
LARGEST = 2**63 - 1


class Direction(StrEnum):
    """Whether the buyer pays less or more."""

    DOWN = "down"
    UP = "up"


_DIRECTIONS = {
    EventKind.PRICE_CUT: Direction.DOWN,
    EventKind.BECAME_FREE: Direction.DOWN,
    EventKind.PROMOTION_STARTED: Direction.DOWN,
    EventKind.PRICE_RISE: Direction.UP,
    EventKind.FREE_ENDED: Direction.UP,
    EventKind.PROMOTION_ENDED: Direction.UP,
}


def folded(name: str) -> str:
    """A name as it is compared: case and the space around it do not matter."""
    return name.strip().casefold()


def maker_of(model_id: str | None) -> str | None:
    """`openai/gpt-4o` → `openai`; None where there is no id or it names no maker."""
    if model_id is None or "/" not in model_id:
        return None
    return model_id.partition("/")[0]


def direction_of(event: Event) -> Direction | None:
    """None where the event is no move of a price."""
    known = _DIRECTIONS.get(event.kind)
    if known is None and event.percent:
        return Direction.DOWN if event.percent < 0 else Direction.UP
    return known


def size_of(event: Event) -> int | None:
    """The percentage without its sign, in millionths of a percent, rounded down; None where there is none."""
    if event.percent is None or not event.percent.is_finite():
        return None
    return min(int((abs(event.percent) * MICRO).to_integral_value(ROUND_FLOOR)), LARGEST)


def micro(percent: Decimal) -> int:
    """A percentage in millionths of a percent, rounded down."""
    return int((percent * MICRO).to_integral_value(ROUND_FLOOR))


def models_of(event: Event) -> frozenset[str]:
    """Every model that the event or a part of it speaks of, as printed and by its id, folded."""
    named = (name for one in (*changes_of(event), *rates_of(event)) for name in (one.model, one.model_id))
    return frozenset(folded(name) for name in named if name)


def makers_of(event: Event) -> frozenset[str]:
    """Who trained these models, folded."""
    named = (maker_of(one.model_id) for one in (*changes_of(event), *rates_of(event)))
    return frozenset(folded(name) for name in named if name)


def terms_of_event(event: Event) -> frozenset[str]:
    """Every condition, `name:value`, under which one of its rates holds, folded."""
    found = (pair for one in (*changes_of(event), *rates_of(event)) for pair in one.terms)
    return frozenset(term(name, value) for name, value in found)


def term(name: str, value: str) -> str:
    """One condition as it is compared."""
    return f"{folded(name)}:{folded(value)}"


def search_words_of(event: Event) -> frozenset[str]:
    """What the event is found by: vendor, model names and ids, printed prices and details. Not the reason: it is ours,
    and another one once the event is settled."""
    said = [event.vendor, event.evidence.old_printed, event.evidence.new_printed, *event.detail.values()]
    said += [name for one in (*changes_of(event), *rates_of(event)) for name in (one.model, one.model_id or "")]
    said += [rate.printed for rate in rates_of(event)]
    return words_in(dict.fromkeys(said))


def changes_of(event: Event) -> tuple[Event | Change, ...]:
    """The event itself and every part of it: each with an old and a new rate, or one of them, or none."""
    return (event, *_all_parts(event.parts))


def rates_of(event: Event) -> Iterator[Rate]:
    """Every rate, old or new, that the event speaks of."""
    for change in changes_of(event):
        yield from (rate for rate in (change.old, change.new) if rate is not None)


def _all_parts(parts: tuple[Change, ...]) -> Iterator[Change]:
    for part in parts:
        yield part
        yield from _all_parts(part.parts)
