"""The pipeline's values as JSON and back, nothing lost: `Decimal` to the last zero, times with their zone."""

from __future__ import annotations

import json
from collections.abc import Mapping

import zstandard
from pydantic import TypeAdapter

from pipeline.types import Change, Event, Sheet, Terms

_SHEET = TypeAdapter(Sheet)
_EVENT = TypeAdapter(Event)
_CHANGE = TypeAdapter(Change)


def pack_sheet(sheet: Sheet) -> bytes:
    """JSON, compressed with zstd. Equal sheets give equal bytes."""
    return zstandard.compress(_SHEET.dump_json(sheet, exclude_defaults=True), 3)


def unpack_sheet(packed: bytes) -> Sheet:
    return _SHEET.validate_json(zstandard.decompress(packed))


def event_text(event: Event) -> str:
    return _EVENT.dump_json(event, exclude_defaults=True).decode()


def event_of(text: str) -> Event:
    return _EVENT.validate_json(text)


def change_text(change: Change) -> str:
    return _CHANGE.dump_json(change, exclude_defaults=True).decode()


def terms_text(terms: Terms) -> str:
    """A JSON object with its names sorted: equal terms give equal text."""
    return compact(dict(sorted(terms)))


def terms_of_text(text: str) -> Terms:
    return tuple(sorted(json.loads(text).items()))


def pairs_text(pairs: tuple[tuple[str, str], ...]) -> str:
    return compact([list(pair) for pair in pairs])


def pairs_of_text(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in json.loads(text))


def compact(value: Mapping[str, str] | list[list[str]]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
