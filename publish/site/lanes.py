"""A price war into a picture of lanes: where each line, mark and word stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipeline.bursts import Burst
from pipeline.types import Event, EventKind

WIDTH, LEFT, RIGHT = 960, 170, 40
LANE, TOP, BOTTOM = 46, 16, 34
MOST_MARKS = 40
"""In one lane; the table counts all."""
MOST_TICKS = 8
SHORTEST = timedelta(hours=6)
_FREE = frozenset({EventKind.BECAME_FREE})


@dataclass(frozen=True, slots=True)
class Mark:
    """One event."""

    x: float
    event: str
    is_free: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One vendor."""

    vendor: str
    y: float
    marks: tuple[Mark, ...]
    label_x: float
    """Of the words over the first mark."""
    label_ends: bool
    """The words end there; else they begin there."""


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Lanes:
    """The picture, in units of its own width and height."""

    width: int
    height: int
    left: int
    right: int
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]


def lanes(burst: Burst, moves: Mapping[str, Event]) -> Lanes:
    """A lane for each vendor in the order in which they moved."""
    began = burst.began
    last = max((moves[one].observed_at for move in burst.moves for one in move.events), default=began)
    length = max(last - began, SHORTEST)

    def x(at: datetime) -> float:
        return round(LEFT + (at - began) / length * (WIDTH - LEFT - RIGHT), 1)

    found = []
    for number, move in enumerate(burst.moves):
        own = [moves[one] for one in move.events[:MOST_MARKS]]
        marks = tuple(Mark(x(one.observed_at), one.id, one.kind in _FREE) for one in own)
        ends = x(move.at) > WIDTH * 0.7
        label_x = x(move.at) + (8 if ends else -8)
        found.append(Lane(move.vendor, TOP + LANE * (number + 0.5), marks, label_x, ends))
    ticks = tuple(Tick(x(at), at) for at in _days(began, began + length))
    return Lanes(WIDTH, TOP + LANE * len(found) + BOTTOM, LEFT, WIDTH - RIGHT, tuple(found), ticks)


def _days(first: datetime, last: datetime) -> list[datetime]:
    """Midnights by UTC, so many that their dates do not run into each other."""
    midnight = first.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    days = (last - midnight).days + 1
    step = max(1, -(-days // MOST_TICKS))
    return [midnight + timedelta(days=day) for day in range(0, max(days, 0), step)]
