"""Events of several vendors → price wars: who moved first, who followed and when, how deep, and what was not cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from pipeline.match import folded, list_per_unit
from pipeline.types import Change, Event, EventKind, Rate, State

WINDOW = timedelta(days=7)
"""A vendor that moves later than this after the one before it is not in the same war."""
VENDORS = 3
"""So many vendors moving the same way make a war …"""
CUTTING = 2
"""… if so many of them moved a price that they had asked before."""
DOWN = frozenset({EventKind.PRICE_CUT, EventKind.BECAME_FREE})
UP = frozenset({EventKind.PRICE_RISE, EventKind.FREE_ENDED})
OPENINGS = frozenset({EventKind.MODEL_ADDED, EventKind.RATE_ADDED})
"""A first price is a move down where it undercuts what the others asked before."""
LIGHT = re.compile(
    r"(?<![a-z])(lite|light|mini|nano|small|tiny|flash|speed|turbo|air|haiku|instant|fast|[1-9]b)(?![a-z])|轻量|极速"
)
FLAGSHIP = re.compile(r"(?<![a-z])(max|ultra|opus|large|pro|plus|flagship)(?![a-z])|旗舰|主力")


@dataclass(frozen=True, slots=True)
class Move:
    """One vendor's first step in a war, with all its events in it."""

    vendor: str
    at: datetime
    hours_after_first: Decimal
    deepest: Decimal | None
    """The largest percentage among its moves; None where they became free or had no price before."""
    became_free: bool
    events: tuple[str, ...]
    models: tuple[str, ...]
    """As printed, those of a headline each by its name."""


@dataclass(frozen=True, slots=True)
class Burst:
    """A price war: moves of several vendors in one direction, each within days of the one before."""

    direction: str
    """down or up."""
    moves: tuple[Move, ...]
    """In order of time; the first is the first mover."""
    untouched: tuple[tuple[str, str], ...] = ()
    """(vendor, model) of flagship models of these vendors that did not move, and got no first price meanwhile."""
    tightened: tuple[str, ...] = ()
    """Ids of events that tightened a limit of these vendors meanwhile."""

    @property
    def began(self) -> datetime:
        return self.moves[0].at

    @property
    def ended(self) -> datetime:
        return max(move.at for move in self.moves)


def bursts(events: Iterable[Event], flagships: Iterable[tuple[str, str]] = ()) -> list[Burst]:
    """The price wars among `events`, by time. `flagships` are (vendor, model) that these vendors sell."""
    told = sorted(events, key=lambda event: (event.observed_at, event.page, event.id))
    selling = tuple(sorted(flagships))
    found = []
    for direction, kinds in (("down", DOWN), ("up", UP)):
        steps = [event for event in told if event.kind in kinds]
        if direction == "down":
            steps = _with_openings(steps, told)
        found += [_burst(direction, group, told, selling) for group in _groups(steps)]
    return sorted(found, key=lambda burst: (burst.began, burst.direction))


def is_light(model: str) -> bool:
    """By its name: a light model, of which a cut costs the vendor little."""
    return LIGHT.search(folded(model)) is not None


def is_flagship(model: str) -> bool:
    """By its name: a model that the vendor sells as one of its best."""
    return FLAGSHIP.search(folded(model)) is not None and not is_light(model)


def _with_openings(steps: list[Event], told: Sequence[Event]) -> list[Event]:
    """First prices that undercut, in the same currency, the lowest price that any of the steps came down from."""
    floor: dict[str, Decimal] = {}
    for part in (part for event in steps for part in _parts(event)):
        if part.old is not None and (before := _token_price(part.old)) is not None:
            currency = part.old.currency or ""
            floor[currency] = min(floor.get(currency, before), before)
    openings = [event for event in told if event.kind in OPENINGS and _undercuts(event, floor)]
    return sorted([*steps, *openings], key=lambda event: (event.observed_at, event.page, event.id))


def _undercuts(event: Event, floor: dict[str, Decimal]) -> bool:
    for part in _parts(event):
        price = _token_price(part.new) if part.new else None
        if price is not None and part.new and price < floor.get(part.new.currency or "", Decimal(0)):
            return True
    return False


def _parts(event: Event) -> tuple[Change | Event, ...]:
    return event.parts or (event,)


def _token_price(rate: Rate) -> Decimal | None:
    if rate.state is not State.PRICED or rate.meter not in ("input", "output") or rate.unit != "token":
        return None
    return list_per_unit(rate)


def _groups(steps: Sequence[Event]) -> Iterable[list[Event]]:
    """Runs of steps with no gap longer than the window, in which enough vendors moved."""
    run: list[Event] = []
    for event in steps:
        if run and event.observed_at - run[-1].observed_at > WINDOW:
            yield from _if_war(run)
            run = []
        run.append(event)
    yield from _if_war(run)


def _if_war(run: list[Event]) -> Iterable[list[Event]]:
    cutting = {event.vendor for event in run if event.kind not in OPENINGS}
    if len(cutting) >= CUTTING and len({event.vendor for event in run}) >= VENDORS:
        yield run


def _burst(direction: str, group: list[Event], told: Sequence[Event], selling: Sequence[tuple[str, str]]) -> Burst:
    vendors = list(dict.fromkeys(event.vendor for event in group))
    began, ended = group[0].observed_at, group[-1].observed_at
    opened = [event for event in told if event.kind in OPENINGS and began <= event.observed_at <= ended]
    moved = {(event.vendor, folded(part.model)) for event in (*group, *opened) for part in _parts(event)}
    return Burst(
        direction,
        tuple(_move(vendor, group, began) for vendor in vendors),
        tuple(one for one in selling if one[0] in vendors and (one[0], folded(one[1])) not in moved),
        tuple(
            event.id
            for event in told
            if event.kind is EventKind.LIMIT_TIGHTENED
            and event.vendor in vendors
            and began <= event.observed_at <= ended
        ),
    )


def _move(vendor: str, group: Sequence[Event], began: datetime) -> Move:
    own = [event for event in group if event.vendor == vendor]
    sizes = [event.percent for event in own if event.percent is not None]
    hours = Decimal(round((own[0].observed_at - began).total_seconds() / 360)) / 10
    return Move(
        vendor,
        own[0].observed_at,
        hours,
        max(sizes, key=abs) if sizes else None,
        any(event.kind is EventKind.BECAME_FREE for event in own),
        tuple(event.id for event in own),
        tuple(dict.fromkeys(part.model for event in own for part in _parts(event))),
    )
