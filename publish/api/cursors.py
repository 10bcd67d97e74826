"""A place in a list into the text that a client gives back to go on from there, and the other way round.

Every text that its pattern allows is a place: a client may make one up, and is answered from there.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.queries import Cursor

EVENT = r"^[0-9]{1,17}-[A-Za-z0-9_-]{1,64}$"
SPAN = r"^[0-9]{1,17}-[0-9]{1,17}-[0-9]{1,18}$"
"""The day on which, the day as known on which, the last row."""
HISTORY = r"^[0-9]{1,17}-[0-9]{1,17}-[0-9]{1,18}$"
"""The day as known on which, the beginning of the last span, its row."""
NAME = r"^[0-9a-f]{2,2000}$"
CLAIM = r"^[0-9]{1,17}-[A-Za-z0-9_-]{1,64}-[0-9]{1,4}$"
TOP = Cursor(datetime(5000, 1, 1, tzinfo=UTC), "z")
"""Before the newest of all."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_NUL = "\0"
"""PostgreSQL takes none."""


def micros(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // _MICRO


def moment(text: str) -> datetime:
    """From microseconds; of at most 17 digits, so before the year 5139."""
    return _EPOCH + int(text) * _MICRO


def event_cursor(cursor: Cursor) -> str:
    return f"{micros(cursor.observed_at)}-{cursor.id}"


def event_place(text: str) -> Cursor:
    at, _, event_id = text.partition("-")
    return Cursor(moment(at), event_id)


def name_cursor(name: str) -> str:
    """Of a list in the order of names."""
    return name.encode().hex()


def name_place(text: str) -> str:
    """A text that is no name of ours stands for the place where it would be."""
    return bytes.fromhex(text if len(text) % 2 == 0 else text[:-1]).decode("utf-8", "replace").replace(_NUL, "")


def claim_cursor(cursor: Cursor) -> str:
    return event_cursor(cursor).replace(":", "-")


def claim_place(text: str) -> Cursor:
    at, _, rest = text.partition("-")
    article, _, number = rest.rpartition("-")
    return Cursor(moment(at), f"{article}:{number}")
