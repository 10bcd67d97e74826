"""An event as the rows that keep it: the fact, the columns it is asked by, and the names it mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from pipeline.about import (
    changes_of,
    direction_of,
    makers_of,
    models_of,
    rates_of,
    search_words_of,
    size_of,
    terms_of_event,
)
from pipeline.types import Event, Rate
from storage.packing import event_text

__all__ = ["changes_of", "columns_of", "looked_up", "mentions_of", "rates_moved", "rates_of", "row_of"]


def columns_of(event: Event) -> dict[str, Any]:
    """What the event is asked by."""
    direction = direction_of(event)
    return {
        "kind": event.kind.value,
        "direction": None if direction is None else direction.value,
        "size": size_of(event),
        "words": f" {' '.join(sorted(search_words_of(event)))} ",
    }


def looked_up(words: Iterable[str]) -> frozenset[str]:
    """The words that are kept as mentions: one of a single sign stands in so many events that it finds none faster."""
    return frozenset(word for word in words if len(word) > 1)


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
    """One row for each model, printed or by id, each maker, each condition that the event or a part is about, and each
    word by which it is looked up."""
    about = {
        "model": models_of(event),
        "maker": makers_of(event),
        "term": terms_of_event(event),
        "word": looked_up(search_words_of(event)),
    }
    return [
        {"role": role, "name": name, "observed_at": event.observed_at, "event_id": event.id}
        for role, names in about.items()
        for name in sorted(names)
    ]


def rates_moved(event: Event) -> Iterator[Rate]:
    """Each rate that begins by the event, and each that ends by it with none in its place."""
    for change in changes_of(event):
        if change.new is not None:
            yield change.new
        if change.old is not None and (change.new is None or change.old.model != change.new.model):
            yield change.old
