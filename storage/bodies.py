"""The bytes of captures, kept once each under their sha256, compressed against the page's previous body."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import zstandard

from pipeline.types import Capture
from storage.errors import BodyDamaged, BodyMissing, Unreachable

LEVEL = 3
DEEPEST = 15
"""How many bodies may have to be unpacked before the one that is asked for."""

_MARK = b"PWB1"
_HEADER = len(_MARK) + 1 + 32
"""The mark, one byte of depth, and the sha256 of the base (zeros for none); a zstd frame follows."""


@dataclass(frozen=True, slots=True)
class _Header:
    depth: int
    base: str | None


class Bodies:
    """A folder of bodies. Puts come before the transaction that speaks of them: an orphan is harmless."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, body: bytes, like: str | None = None) -> str:
        """Keep `body`; returns its sha256. `like` is the sha256 of a body that is probably much the same.

        A body already there is left as it is. On return the bytes are on the disk.
        """
        sha = sha256(body).hexdigest()
        path = self.path(sha)
        if not path.exists():
            _write(path, self._packed(body, like if like != sha else None))
        return sha

    def put_capture(self, capture: Capture, like: str | None = None) -> None:
        """The body of a capture and its attachments; what must stand before `record` speaks of them."""
        self.put(capture.body, like)
        for _, attachment in capture.attachments:
            self.put(attachment)

    def get(self, sha: str) -> bytes:
        """The body, checked against its name. Raises `BodyMissing` or `BodyDamaged`."""
        frames = []
        base: str | None = sha
        while base is not None:
            header, frame = self._read(base)
            frames.append(frame)
            base = header.base
        body = _unpack(frames, sha)
        if sha256(body).hexdigest() != sha:
            raise BodyDamaged(f"the body {sha} is damaged: its bytes have another sha256")
        return body

    def has(self, sha: str) -> bool:
        return self.path(sha).exists()

    def all(self) -> Iterator[str]:
        """The sha256 of every body kept, in no order."""
        return (path.parent.name + path.name for path in self.folder.glob("??/*") if len(path.name) == 62)

    def prune(self, keep: set[str], before: datetime) -> int:
        """Remove the bodies that were put before a time and are neither in `keep` nor the base of one that stays.

        Give a time some hours ago, so that a body put for a transaction still open stays. Returns how many went.
        Files that a killed program left unfinished go too.
        """
        young = {sha for sha in self.all() if _put_at(self.path(sha)) >= before}
        stays = self._with_bases(keep | young)
        gone = [sha for sha in self.all() if sha not in stays]
        for sha in gone:
            self.path(sha).unlink(missing_ok=True)
        for unfinished in self.folder.glob("??/*.tmp"):
            if _put_at(unfinished) < before:
                unfinished.unlink(missing_ok=True)
        return len(gone)

    def path(self, sha: str) -> Path:
        return self.folder / sha[:2] / sha[2:]

    def _packed(self, body: bytes, like: str | None) -> bytes:
        base = self._base(like) if like is not None else None
        if like is None or base is None:
            return _MARK + bytes([0]) + bytes(32) + zstandard.compress(body, LEVEL)
        depth, known = base
        return _MARK + bytes([depth + 1]) + bytes.fromhex(like) + _pack_against(known, body)

    def _base(self, sha: str) -> tuple[int, bytes] | None:
        """The depth and the bytes of a body to pack against; None where that cannot or should not be."""
        try:
            header = self._header(sha)
            return None if header is None or header.depth >= DEEPEST else (header.depth, self.get(sha))
        except (BodyMissing, BodyDamaged):  # what is lost must not stop what is new
            return None

    def _read(self, sha: str) -> tuple[_Header, bytes]:
        try:
            kept = self.path(sha).read_bytes()
        except FileNotFoundError:
            raise BodyMissing(f"no file holds the body {sha}: expected {self.path(sha)}") from None
        return _header_of(kept, sha), kept[_HEADER:]

    def _header(self, sha: str) -> _Header | None:
        try:
            with self.path(sha).open("rb") as file:
                return _header_of(file.read(_HEADER), sha)
        except FileNotFoundError:
            return None

    def _with_bases(self, keep: set[str]) -> set[str]:
        stays: set[str] = set()
        for sha in keep:
            base: str | None = sha
            while base is not None and base not in stays:
                stays.add(base)
                header = self._header(base)
                base = header.base if header else None
        return stays


def _header_of(kept: bytes, sha: str) -> _Header:
    if len(kept) < _HEADER or not kept.startswith(_MARK):
        raise BodyDamaged(f"the body {sha} is damaged: its file does not begin as one")
    base = kept[len(_MARK) + 1 : _HEADER]
    return _Header(depth=kept[len(_MARK)], base=base.hex() if any(base) else None)


def _dictionary(base: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _pack_against(base: bytes, body: bytes) -> bytes:
    # The window has to reach back over the whole base, and the table of places has to hold all of them, or most of a
    # page of megabytes matches nothing: 6 MB with three bytes more took 4.8 MB, and takes 7 KB.
    window = min(27, max(18, (len(base) + len(body)).bit_length()))
    places = min(24, max(17, len(base).bit_length()))
    parameters = zstandard.ZstdCompressionParameters.from_level(
        LEVEL, source_size=len(body), dict_size=len(base), window_log=window, hash_log=places
    )
    compressor = zstandard.ZstdCompressor(dict_data=_dictionary(base), compression_params=parameters)
    return compressor.compress(body)


def _unpack(frames: list[bytes], sha: str) -> bytes:
    """Frames from the body asked for down to the one that needs no other."""
    try:
        body = zstandard.ZstdDecompressor().decompress(frames[-1])
        for frame in reversed(frames[:-1]):
            body = zstandard.ZstdDecompressor(dict_data=_dictionary(body)).decompress(frame)
    except zstandard.ZstdError as error:
        raise BodyDamaged(f"the body {sha} is damaged: {error}") from error
    return body


def _put_at(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.min.replace(tzinfo=UTC)


def _write(path: Path, content: bytes) -> None:
    """All or nothing, and on the disk: a temporary file beside it, then its name."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise Unreachable(f"a body cannot be written to {path.parent}: {error.strerror}") from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
