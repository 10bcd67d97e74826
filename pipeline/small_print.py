"""A claim and what else happened at its vendor → what has to be said beside the headline, lest it mislead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from pipeline.bursts import is_flagship
from pipeline.corroborate.figures import sizes
from pipeline.corroborate.kinds import DOWN, way
from pipeline.corroborate.subjects import Same, same_model
from pipeline.match import folded, list_per_unit
from pipeline.types import Change, Claim, ClaimKind, Event, EventKind, Rate, State

WITH_OUTPUT = frozenset({"output", "input_output"})
MOST_NAMES = 3


class Beside(StrEnum):
    """What has to be said beside the headline."""

    INPUT_ONLY = "input_only"
    """Only the input price is named: the output price is unknown, not unchanged."""
    FLAGSHIP_UNTOUCHED = "flagship_untouched"
    CACHE_RAISED = "cache_raised"
    LIMITS_TIGHTENED = "limits_tightened"
    PERCENT_IS_MAX = "percent_is_max"
    OLD_FROM_HISTORY = "old_from_history"


@dataclass(frozen=True, slots=True)
class Around:
    """What is known beside a claim; all of it optional."""

    known_old: Rate | None = None
    """The rate before the claim, from our own history."""
    known_new: Rate | None = None
    """The rate after it, for a claim that prints only a size."""
    claims: tuple[Claim, ...] = ()
    """The other claims of the same article or story."""
    siblings: tuple[Change, ...] = ()
    """What else moved at this vendor at the time: the parts of the event, or its neighbours in the capture."""
    selling: tuple[Rate, ...] = ()
    """The rates that the vendor asks: which models are its best."""
    market: tuple[Rate, ...] = ()
    """Rates of other vendors: which of them a position against the market may mean."""
    limits: tuple[Event, ...] = ()
    """Events of the vendor's limits within the window."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to be said beside the headline, with its figures by name, ready for words."""

    kind: Beside
    figures: Mapping[str, str] = field(default_factory=dict)


def notes_beside(claim: Claim, around: Around) -> Iterator[Note]:
    """What a price that falls leaves out: only of such a claim is there anything to say."""
    if claim.kind not in DOWN | {ClaimKind.PROMOTION}:
        return
    if _is_input_only(claim, around):
        yield Note(Beside.INPUT_ONLY)
    if flagship_share(claim, around) == 0:
        names = flagships(around.selling)
        more = {"more": str(len(names) - MOST_NAMES)} if len(names) > MOST_NAMES else {}
        yield Note(Beside.FLAGSHIP_UNTOUCHED, {"models": ", ".join(names[:MOST_NAMES]), **more})
    yield from _cache_raised(claim, around.siblings)
    yield from _limits_tightened(claim, around.limits)


def _cache_raised(claim: Claim, siblings: Iterable[Change]) -> Iterator[Note]:
    for change in siblings:
        is_cache = (change.meter or "").startswith("cache")
        if is_cache and way(change) > 0 and _is_of(claim, change.model, change.model_id):
            size = next(iter(sizes(change.old, change.new)), None)
            figures = {"meter": change.meter or "", "model": change.model}
            yield Note(Beside.CACHE_RAISED, figures if size is None else {**figures, "size": f"{size:.4f}"})


def _limits_tightened(claim: Claim, limits: Iterable[Event]) -> Iterator[Note]:
    """Limits of the model, and those of the vendor as a whole."""
    for event in limits:
        of_it = not event.model or _is_of(claim, event.model, event.model_id)
        if event.kind is EventKind.LIMIT_TIGHTENED and of_it:
            told = {name: event.detail[name] for name in ("metric", "old", "new") if name in event.detail}
            yield Note(Beside.LIMITS_TIGHTENED, {"event": event.id, **told})


def flagship_share(claim: Claim, around: Around) -> Decimal | None:
    """Of the rates that were cut, the claim's own and its siblings, the share that flagship models have; 0 is bait.

    None where the vendor's flagships are not known.
    """
    best = {folded(name) for name in flagships(around.selling)}
    if not best:
        return None
    fallen = [change for change in around.siblings if way(change) < 0]
    own = [] if any(_is_of(claim, change.model, change.model_id) for change in fallen) else [claim.model]
    cut = [*own, *(change.model for change in fallen)]
    touched = [name for name in cut if folded(name) in best or is_flagship(name)]
    return (Decimal(len(touched)) / len(cut)).quantize(Decimal("0.01"))


def flagships(selling: Iterable[Rate]) -> tuple[str, ...]:
    """The vendor's best models by name, dearest first; where no name tells, the dearest one."""
    rates = [rate for rate in selling if rate.state is State.PRICED and rate.unit == "token"]
    dearest = sorted(rates, key=lambda rate: (-(list_per_unit(rate) or Decimal(0)), rate.model))
    names = tuple(dict.fromkeys(rate.model for rate in dearest))
    return tuple(name for name in names if is_flagship(name)) or names[:1]


def _is_input_only(claim: Claim, around: Around) -> bool:
    if claim.meter != "input":
        return False
    told = any(one.meter in WITH_OUTPUT and _is_of(claim, one.model, one.model_id) for one in around.claims)
    moved = any(one.meter == "output" and _is_of(claim, one.model, one.model_id) for one in around.siblings)
    return not told and not moved


def _is_of(claim: Claim, model: str, identity: str | None) -> bool:
    return same_model(claim, model, identity) is not Same.NO
