"""Headers and bytes into frames on a pipe, and back: length, JSON header, raw bytes; nothing that could run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """One message: a JSON object and the bytes that go with it."""

    header: dict[str, Any]
    blobs: tuple[bytes, ...] = ()


def pack(header: Mapping[str, Any], *blobs: bytes) -> bytes:
    """`header` and `blobs` as one frame."""
    head = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}, separators=(",", ":")).encode()
    return b"".join((len(head).to_bytes(_LENGTH, "big"), head, *blobs))


class Unpacker:
    """Collects the pieces a pipe delivers until they are whole frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._missing = _LENGTH

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that `data` completes; the rest is kept for the next call."""
        self._buffer += data
        while len(self._buffer) >= self._missing:
            frame = self._next()
            if frame is None:
                return
            yield frame

    def _next(self) -> Frame | None:
        """One frame off the front, or None, with `_missing` set to the bytes that it takes to get further."""
        start = _LENGTH + int.from_bytes(self._buffer[:_LENGTH], "big")
        if len(self._buffer) < start:
            self._missing = start
            return None
        header = json.loads(self._buffer[_LENGTH:start])
        sizes = header.pop("blobs")
        end = start + sum(sizes)
        if len(self._buffer) < end:
            self._missing = end
            return None
        blobs = tuple(self._cut(start, sizes))
        del self._buffer[:end]
        self._missing = _LENGTH
        return Frame(header, blobs)

    def _cut(self, start: int, sizes: list[int]) -> Iterator[bytes]:
        for size in sizes:
            yield bytes(memoryview(self._buffer)[start : start + size])
            start += size
