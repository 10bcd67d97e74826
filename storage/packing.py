"""The pipeline's values as JSON and back, nothing lost: `Decimal` to the last zero, times with their zone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache

import zstandard
from pydantic import TypeAdapter

from pipeline.types import Change, Claim, Event, FeedEntry, Sheet, Terms
from storage.columns import utc

_SHEET = TypeAdapter(Sheet)
_EVENT = TypeAdapter(Event)
_CHANGE = TypeAdapter(Change)
_CLAIM = TypeAdapter(Claim)
_ENTRY = TypeAdapter(FeedEntry)


def pack_sheet(sheet: Sheet) -> bytes:
    """JSON, compressed with zstd. Equal sheets give equal bytes. A time without its zone is refused (`ValueError`)."""
    _check_zones(given.ends for given in sheet.allowances)
    _check_zones(given.ends for given in sheet.promotions)
    _check_zones(notice.effective for notice in sheet.notices)
    return zstandard.compress(_SHEET.dump_json(sheet, exclude_defaults=True), 3)


def unpack_sheet(packed: bytes) -> Sheet:
    return _SHEET.validate_json(zstandard.decompress(packed))


def event_text(event: Event) -> str:
    """JSON. A time without its zone is refused (`ValueError`)."""
    _check_zones((event.effective_from, event.published_at, event.evidence.before_at, event.evidence.after_at))
    return _EVENT.dump_json(event, exclude_defaults=True).decode()


def event_of(text: str) -> Event:
    return _EVENT.validate_json(text)


def change_text(change: Change) -> str:
    return _CHANGE.dump_json(change, exclude_defaults=True).decode()


def claim_text(claim: Claim) -> str:
    """JSON. A time without its zone is refused (`ValueError`)."""
    _check_zones((claim.effective, claim.ends))
    return _CLAIM.dump_json(claim, exclude_defaults=True).decode()


def claim_of(text: str) -> Claim:
    return _CLAIM.validate_json(text)


def entry_text(entry: FeedEntry) -> str:
    """JSON. A time without its zone is refused (`ValueError`)."""
    _check_zones((entry.published,))
    return _ENTRY.dump_json(entry, exclude_defaults=True).decode()


def entry_of(text: str) -> FeedEntry:
    return _ENTRY.validate_json(text)


@lru_cache(4096)
def terms_text(terms: Terms) -> str:
    """A JSON object with its names sorted: equal terms give equal text."""
    return compact(dict(sorted(terms)))


def change_of(text: str) -> Change:
    return _CHANGE.validate_json(text)


def terms_of_text(text: str) -> Terms:
    return tuple(sorted(json.loads(text).items()))


def pairs_text(pairs: tuple[tuple[str, str], ...]) -> str:
    return compact([list(pair) for pair in pairs])


def pairs_of_text(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in json.loads(text))


def _check_zones(moments: Iterable[datetime | None]) -> None:
    for moment in moments:
        if moment is not None:
            utc(moment)


def compact(value: Mapping[str, str] | list[list[str]]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
