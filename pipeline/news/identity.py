"""Entries as a page gives them, into entries that each have an id of its own which stays when the entry is edited."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pipeline.types import FeedEntry

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def with_ids(entries: Sequence[FeedEntry]) -> list[FeedEntry]:
    """`entries` in their order, each with the first of these that is its own: the id it came with, its address, its
    title and day. Where even those are shared, the oldest has it plain and the later ones numbered, so that an id
    does not change when another entry joins."""
    shared = _shared((entry.id, entry) for entry in entries) | _shared((entry.url, entry) for entry in entries)
    wanted = [_wanted(entry, shared) for entry in entries]
    taken: Counter[str] = Counter()
    found = list(entries)
    for place in _oldest_first(entries):
        taken[wanted[place]] += 1
        number = taken[wanted[place]]
        found[place] = replace(entries[place], id=wanted[place] if number == 1 else f"{wanted[place]}#{number}")
    return found


def made_id(*parts: str) -> str:
    """An id out of what an entry says, for one that has neither id nor address."""
    return "made:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _shared(named: Iterable[tuple[str, FeedEntry]]) -> set[str]:
    """Names under which several addresses or titles go: not the entries' own."""
    behind: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for name, entry in named:
        behind[name].add((entry.url, entry.title))
    return {"", *(name for name, found in behind.items() if len(found) > 1)}


def _wanted(entry: FeedEntry, shared: set[str]) -> str:
    if entry.id not in shared:
        return entry.id
    if entry.url not in shared:
        return entry.url
    return made_id(entry.title, f"{entry.published:%Y-%m-%d}" if entry.published else "")


def _oldest_first(entries: Sequence[FeedEntry]) -> list[int]:
    """Places by date; feeds print the newest first, so where dates do not tell, the last is the oldest."""
    return sorted(range(len(entries)), key=lambda place: (entries[place].published or _LONG_AGO, -place))
