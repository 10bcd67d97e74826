"""A document as it was served into its text, once for all who read the news out of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Protocol, TypeVar

from pipeline.decode import decode
from pipeline.types import Hints

Read = TypeVar("Read")
Read_co = TypeVar("Read_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Document:
    """What a news page answered."""

    text: str
    url: str
    """Where it was fetched from: relative links start there."""
    media_type: str
    hints: Hints
    """`zone` is that of times that print none, `charset` what the host's pages turned out to be."""
    at: datetime | None
    """When it was fetched: what says to be told later is refused, and days without a year are the last before it."""


class OfBytes(Protocol[Read_co]):
    """Reads the bytes of a document; `charset` is what the header declared."""

    def __call__(
        self,
        body: bytes,
        *,
        url: str,
        media_type: str = "",
        charset: str | None = None,
        hints: Hints = ...,
        at: datetime | None = None,
    ) -> Read_co: ...


def of_bytes(read: Callable[[Document], Read]) -> OfBytes[Read]:
    """What reads a document, to be given its bytes."""

    @wraps(read)
    def decoded(
        body: bytes,
        *,
        url: str,
        media_type: str = "",
        charset: str | None = None,
        hints: Hints = Hints(),  # noqa: B008 - never changes
        at: datetime | None = None,
    ) -> Read:
        text, _ = decode(body, charset, media_type, hints.charset)
        return read(Document(text, url, media_type, hints, at))

    return decoded
