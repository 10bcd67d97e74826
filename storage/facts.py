"""An event as the rows that keep it: the fact, the columns it is asked by, and the names it mentions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from pipeline.types import Change, Event, EventKind, Rate
from storage.names import folded, maker_of
from storage.packing import event_text
from storage.queries import Direction

MICRO = 1_000_000
"""Sizes are kept in millionths of a percent."""
_LARGEST = 2**63 - 1

_DIRECTIONS = {
    EventKind.PRICE_CUT: Direction.DOWN,
    EventKind.BECAME_FREE: Direction.DOWN,
    EventKind.PROMOTION_STARTED: Direction.DOWN,
    EventKind.PRICE_RISE: Direction.UP,
    EventKind.FREE_ENDED: Direction.UP,
    EventKind.PROMOTION_ENDED: Direction.UP,
}


def columns_of(event: Event) -> dict[str, Any]:
    """What the event is asked by."""
    return {
        "kind": event.kind.value,
        "direction": _direction(event),
        "size": _size(event.percent),
        "words": _words(event),
    }


def row_of(event: Event, published_at: datetime | None) -> dict[str, Any]:
    """A new event's row."""
    return columns_of(event) | {
        "id": event.id,
        "observed_at": event.observed_at,
        "vendor": event.vendor,
        "page": event.page,
        "before_sha256": event.evidence.before_sha256,
        "after_sha256": event.evidence.after_sha256,
        "fact": event_text(event),
        "state": event.state.value,
        "published_at": published_at,
        "rule": event.rule,
        "reason": event.reason,
        "looks": 0,
        "correction": None,
        "headline": event.headline,
    }


def mentions_of(event: Event) -> list[dict[str, Any]]:
    """One row for each model, printed or by id, and each maker that the event or a part of it is about."""
    about: set[tuple[str, str]] = set()
    for change in changes_of(event):
        about |= set(_model_mentions(change.model, change.model_id))
    for rate in rates_of(event):
        about |= set(_model_mentions(rate.model, rate.model_id))
    return [
        {"role": role, "name": name, "observed_at": event.observed_at, "event_id": event.id}
        for role, name in sorted(about)
    ]


def rates_of(event: Event) -> Iterator[Rate]:
    """Every rate, old or new, that the event speaks of."""
    for change in changes_of(event):
        yield from (rate for rate in (change.old, change.new) if rate is not None)


def rates_moved(event: Event) -> Iterator[Rate]:
    """Each rate that begins by the event, and each that ends by it with none in its place."""
    for change in changes_of(event):
        if change.new is not None:
            yield change.new
        if change.old is not None and (change.new is None or change.old.model != change.new.model):
            yield change.old


def changes_of(event: Event) -> tuple[Event | Change, ...]:
    """The event itself and every part of it: each with an old and a new rate, or one of them, or none."""
    return (event, *_all_parts(event.parts))


def _all_parts(parts: tuple[Change, ...]) -> Iterator[Change]:
    for part in parts:
        yield part
        yield from _all_parts(part.parts)


def _model_mentions(model: str, model_id: str | None) -> Iterator[tuple[str, str]]:
    if model:
        yield "model", folded(model)
    if model_id:
        yield "model", folded(model_id)
    maker = maker_of(model_id)
    if maker:
        yield "maker", folded(maker)


def _direction(event: Event) -> str | None:
    known = _DIRECTIONS.get(event.kind)
    if known is None and event.percent:
        known = Direction.DOWN if event.percent < 0 else Direction.UP
    return None if known is None else known.value


def _size(percent: Decimal | None) -> int | None:
    if percent is None or not percent.is_finite():
        return None
    return min(int((abs(percent) * MICRO).to_integral_value(ROUND_FLOOR)), _LARGEST)


def _words(event: Event) -> str:
    """Model names and ids, printed prices, reason and details, in lower case, a line each."""
    said = [event.model, event.model_id or "", event.vendor, event.reason]
    said += [event.evidence.old_printed, event.evidence.new_printed, *event.detail.values()]
    said += [text for rate in rates_of(event) for text in (rate.model, rate.model_id or "", rate.printed)]
    return "\n".join(dict.fromkeys(folded(text) for text in said if text))
