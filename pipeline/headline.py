"""Many moves of one vendor in one capture → one headline event that tells them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from pipeline.diff import percent
from pipeline.identify import change_of, event_of
from pipeline.judge import MOVES
from pipeline.match import folded
from pipeline.types import (
    Capture,
    Change,
    Event,
    EventKind,
    EventState,
    Evidence,
    Gathered,
    Resolution,
    Ruling,
    Verdict,
)

MANY_MOVES = 8
MANY_MODELS = 3
FREEDOMS = frozenset({EventKind.BECAME_FREE, EventKind.FREE_ENDED})
"""A model becomes free as a whole: its input and its output are one piece of news."""
CATALOGUES = frozenset({EventKind.MODEL_ADDED, EventKind.MODEL_REMOVED})
"""A vendor that lists or drops many models at once changed its catalogue."""

Released = tuple[Event, Resolution]
"""A held event and the resolution that publishes it."""


def under_headlines(
    events: Sequence[Event], released: Sequence[Released], gathered: Gathered, capture: Capture
) -> tuple[list[Event], list[Resolution]]:
    """The events and resolutions of one capture, those that are one move of a vendor put under a headline event."""
    told = {event.id: event for event in events if event.state is EventState.PUBLISHED}
    told |= {event.id: event for event, _ in released}
    under: dict[str, str] = {}
    headlines = []
    for group in _groups(told.values(), gathered.own_word):
        headline = _headline(group, gathered, capture)
        headlines.append(headline)
        under |= {event.id: headline.id for event in group}
    members = [replace(event, headline=under.get(event.id)) for event in events]
    resolutions = [replace(done, headline=under.get(event.id)) for event, done in released]
    return [*headlines, *members], resolutions


def _groups(told: Iterable[Event], own_word: bool) -> list[list[Event]]:
    """Moves of one kind: by the page's own vendor, or on a page that prints others' prices, of one maker."""
    groups: dict[tuple[EventKind, str], list[Event]] = {}
    for event in told:
        if event.kind in MOVES | FREEDOMS | CATALOGUES:
            whose = event.vendor if own_word else (event.model_id or event.model).partition("/")[0]
            groups.setdefault((event.kind, whose), []).append(event)
    return [
        sorted(group, key=lambda event: (event.model, event.meter or "", event.terms))
        for group in groups.values()
        if _is_one_move(group)
    ]


def _is_one_move(group: Sequence[Event]) -> bool:
    if group[0].kind in FREEDOMS:
        return len(group) > 1
    return len(group) >= MANY_MOVES and len({folded(event.model) for event in group}) >= MANY_MODELS


def amended(recent: Sequence[Event], resolutions: Sequence[Resolution]) -> list[Resolution]:
    """What becomes of headlines some of whose members are retracted: told anew with the rest, or retracted with all."""
    retracted = {done.event_id for done in resolutions if done.state is EventState.RETRACTED}
    amends = []
    for headline in recent:
        members = [event for event in recent if event.headline == headline.id]
        left = [event for event in members if event.id not in retracted]
        if len(left) < len(members):
            amends.append(_amended(headline, left, len(members)))
    return amends


def _amended(headline: Event, left: Sequence[Event], before: int) -> Resolution:
    reason = f"The page took back {before - len(left)} of the {before} moves."
    if not left:
        return Resolution(headline.id, EventState.RETRACTED, "flap", reason)
    parts = _parts_of(left)
    right = replace(headline, parts=parts, model=_models(parts), percent=_one_percentage(parts))
    return Resolution(headline.id, EventState.CORRECTED, "flap", reason, replacement=right)


def _headline(group: Sequence[Event], gathered: Gathered, capture: Capture) -> Event:
    parts = _parts_of(group)
    change = Change(group[0].kind, _models(parts), parts=parts)
    reason = f"{len(parts)} rates of {change.model} moved together."
    event = event_of(Verdict(change, Ruling.PUBLISH, "headline", reason), gathered, capture)
    first = min(one.observed_at for one in group)
    return replace(event, percent=_one_percentage(parts), observed_at=first, evidence=_sides(event.evidence, group))


def _sides(own: Evidence, group: Sequence[Event]) -> Evidence:
    """Told at a second look, it stands on the bytes before and after the first, as its members do: its own capture
    shows what the one before did."""
    looks = {_look(one.evidence) for one in group}
    if len(looks) != 1:
        return own
    before, before_at, after, after_at = looks.pop()
    return replace(own, before_sha256=before, before_at=before_at, after_sha256=after, after_at=after_at)


def _look(evidence: Evidence) -> tuple[str | None, datetime | None, str, datetime]:
    return evidence.before_sha256, evidence.before_at, evidence.after_sha256, evidence.after_at


def _parts_of(group: Sequence[Event]) -> tuple[Change, ...]:
    """The moves of the members; for models that came or went, their rates."""
    return tuple(part for event in group for part in (event.parts or (change_of(event),)))


def _models(parts: Sequence[Change]) -> str:
    names = {folded(part.model) for part in parts}
    return parts[0].model if len(names) == 1 else f"{len(names)} models"


def _one_percentage(parts: Sequence[Change]) -> Decimal | None:
    """The size of the move where it is the same for all, to a tenth of a percent."""
    sizes = {size.quantize(Decimal("0.1")) if (size := percent(part.old, part.new)) else None for part in parts}
    return sizes.pop() if len(sizes) == 1 else None
