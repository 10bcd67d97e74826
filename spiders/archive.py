"""Captures into WARC files, and WARC files back into what their sites once answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.types import Capture

RENDERED = "Pricewire-Rendered"
"""A WARC header of our own: the body is the DOM that a browser made, not the bytes that were sent."""
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


def read_archive(paths: Sequence[Path]) -> list[Record]:
    """The answers in `paths` in the order in which they were given; their bodies stay on the disk."""
    records = [record for path in paths for record in _records(path)]
    return sorted(records, key=lambda record: record.at)


def archive_length(paths: Sequence[Path]) -> int:
    """How many answers `paths` hold."""
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


def _records(path: Path) -> Iterator[Record]:
    with opened(path) as archive:
        for record in archive:
            if record.rec_type == "response" and record.rec_headers.get_header("WARC-Target-URI", "")[:4] == "http":
                yield Record(
                    url=record.rec_headers.get_header("WARC-Target-URI"),
                    at=_moment(path, record.rec_headers.get_header("WARC-Date", "")),
                    path=path.absolute(),
                    offset=archive.get_record_offset(),
                )


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
