"""Captures into WARC files, and WARC files back into what their sites once answered."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.types import Capture

T = TypeVar("T")
RENDERED = "Pricewire-Rendered"
"""A WARC header of our own: the body is the DOM that a browser made, not the bytes that were sent."""
_GZIP = b"\x1f\x8b"
_HEAD = 4_096
_NO_LONGER_TRUE = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class NotAnArchive(ValueError):
    """A file that cannot be read as WARC; says which, and what would help."""


@dataclass(frozen=True, slots=True)
class Record:
    """Where in an archive an answer lies, whose it is and when it was given."""

    url: str
    at: datetime
    path: Path
    offset: int


@dataclass(frozen=True, slots=True)
class CutOff:
    """A record of which the file does not hold the whole: a copy or a recording that was broken off."""

    path: Path
    offset: int
    url: str
    """Empty where not even that was left."""
    missing: int | None
    """Bytes; None where it does not say how many there should be."""

    def __str__(self) -> str:
        what = f"the record of {self.url}" if self.url else "a record"
        how_much = "" if self.missing is None else f": {self.missing:,} bytes are missing"
        return f"{self.path}: {what} at byte {self.offset:,} is cut off{how_much}"


@dataclass(frozen=True, slots=True)
class Survey:
    """What archives hold."""

    records: tuple[Record, ...]
    """The whole answers, in the order in which they were given."""
    cut_off: tuple[CutOff, ...]


def survey(paths: Sequence[Path]) -> Survey:
    """What `paths` hold; the bodies stay on the disk."""
    found = [one for path in paths for one in _records(path)]
    records = sorted((one for one in found if isinstance(one, Record)), key=lambda record: record.at)
    return Survey(tuple(records), tuple(one for one in found if isinstance(one, CutOff)))


def read_archive(paths: Sequence[Path]) -> tuple[Record, ...]:
    """The answers in `paths` in the order in which they were given, those left out that are cut off."""
    return survey(paths).records


def archive_length(paths: Sequence[Path]) -> int:
    """How many whole answers `paths` hold."""
    return len(read_archive(paths))


def write_archive(path: Path, captures: Iterable[Capture]) -> int:
    """`captures` as WARC/1.1 response records, added to the end of `path`; how many there were."""
    count = 0
    with path.open("ab") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz", warc_version="1.1")
        for capture in captures:
            _write(writer, capture)
            count += 1
    return count


def _records(path: Path) -> Iterator[Record | CutOff]:
    """The answers, each when what was attached to it has been found whole."""
    answer: Record | None = None
    attaching = False
    for record, offset, cut in _pieces(path):
        if record is not None and record.rec_type == "response":
            yield from _if_any(answer)
            answer = _answer(path, record, offset) if cut is None else None
            attaching = record.rec_headers.get_header(RENDERED) is not None
        elif cut is not None and attaching:
            answer = None
        yield from _if_any(cut)
    yield from _if_any(answer)


def _if_any(found: T | None) -> Iterator[T]:
    if found is not None:
        yield found


def _pieces(path: Path) -> Iterator[tuple[Any, int, CutOff | None]]:
    """(record, offset, how it is cut off) of each; None for a record of which not even the head is left."""
    end = 0
    with opened(path) as archive:
        try:
            for record in archive:
                offset = archive.get_record_offset()  # reads to the record's end
                end = offset + archive.get_record_length()
                yield record, offset, _cut_off(path, record, offset)
        except ArchiveLoadFailed:
            if end <= 0 or not _is_beginning(_rest(path, end)):
                raise
    if end > 0 and (left := _rest(path, end)).strip():
        begins = end + len(left) - len(left.lstrip())
        yield None, begins, CutOff(path, begins, "", None)


def _rest(path: Path, offset: int) -> bytes:
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(_HEAD)


def _is_beginning(rest: bytes) -> bool:
    """Of a record, and no more than that: what is left where a file was cut off within the first line."""
    try:
        begun = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(rest) if rest.startswith(_GZIP) else rest.strip()
    except zlib.error:  # no beginning of anything
        return False
    return 0 < len(rest) < _HEAD and b"WARC/1.1".startswith(begun)


def _answer(path: Path, record: Any, offset: int) -> Record | None:
    """None for an answer of another kind than a web server's."""
    url = record.rec_headers.get_header("WARC-Target-URI", "")
    if url[:4] != "http":
        return None
    return Record(url, _moment(path, record.rec_headers.get_header("WARC-Date", "")), path.absolute(), offset)


def _cut_off(path: Path, record: Any, offset: int) -> CutOff | None:
    """Of a record that has been read to its end: fewer bytes than it said, or a head without a length."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if record.length is None:
        return CutOff(path, offset, url, None)
    missing = record.length - record.raw_stream.tell()
    return CutOff(path, offset, url, missing) if missing > 0 else None


@contextmanager
def opened(path: Path, offset: int = 0, *, headers: bool = False) -> Iterator[Any]:
    """The records of `path` from `offset` on; raises `NotAnArchive`."""
    with path.open("rb") as file:
        file.seek(offset)
        try:
            yield ArchiveIterator(file, no_record_parse=not headers, verify_http=False)
        except ArchiveLoadFailed as error:
            reason = " ".join(str(error).split())
            raise NotAnArchive(f"{path}: not a WARC file with one gzip member a record: {reason}") from error


def _moment(path: Path, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise NotAnArchive(f"{path}: expected a WARC-Date such as 2026-01-31T10:00:00Z, found {text[:40]!a}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _write(writer: Any, capture: Capture) -> None:
    kept = [(name, value) for name, value in capture.headers if name.lower() not in _NO_LONGER_TRUE]
    kept.append(("Content-Length", str(len(capture.body))))
    date = capture.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    phrase = HTTPStatus(capture.status).phrase
    record = writer.create_warc_record(
        capture.url,
        "response",
        payload=BytesIO(capture.body),
        length=len(capture.body),
        http_headers=StatusAndHeaders(f"{capture.status} {phrase}", kept, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": date} | ({RENDERED: "yes"} if capture.rendered else {}),
    )
    writer.write_record(record)
    name = record.rec_headers.get_header("WARC-Record-ID")
    for url, body in capture.attachments:
        belongs = {"WARC-Date": date, "WARC-Concurrent-To": name}
        writer.write_record(
            writer.create_warc_record(
                url,
                "resource",
                payload=BytesIO(body),
                length=len(body),
                warc_content_type="application/json",
                warc_headers_dict=belongs,
            )
        )
