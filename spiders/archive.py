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

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.types import Capture
from spiders.orders import CrawlSettings
from spiders.why import TooLarge

_RENDERED = "Pricewire-Rendered"
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
    with _opened(path) as archive:
        for record in archive:
            if record.rec_type == "response" and record.rec_headers.get_header("WARC-Target-URI", "")[:4] == "http":
                yield Record(
                    url=record.rec_headers.get_header("WARC-Target-URI"),
                    at=_moment(record.rec_headers.get_header("WARC-Date")),
                    path=path.absolute(),
                    offset=archive.get_record_offset(),
                )


@contextmanager
def _opened(path: Path, offset: int = 0, *, headers: bool = False) -> Iterator[Any]:
    """The records of `path` from `offset` on; raises `NotAnArchive`."""
    with path.open("rb") as file:
        file.seek(offset)
        try:
            yield ArchiveIterator(file, no_record_parse=not headers, verify_http=False)
        except ArchiveLoadFailed as error:
            reason = " ".join(str(error).split())
            raise NotAnArchive(f"{path}: not a WARC file with one gzip member a record: {reason}") from error


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
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
        warc_headers_dict={"WARC-Date": date} | ({_RENDERED: "yes"} if capture.rendered else {}),
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


class FromArchive:
    """Answers a recorded job out of its archive: the network is not asked, all else goes its usual way."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FromArchive:
        crawl: CrawlSettings = crawler.settings["PRICEWIRE"]
        return cls(crawl.max_bytes)

    def process_request(self, request: Request) -> Response | None:
        job = request.meta.get("job")
        if job is None or job.recorded is None:
            return None
        return recorded(request, Path(job.recorded.path), job.recorded.offset, self._max_bytes)


def recorded(request: Request, path: Path, offset: int, max_bytes: int) -> Response:
    """The answer at `offset` of `path`, as if it had just been given to `request`; raises `TooLarge`."""
    with _opened(path, offset, headers=True) as archive:
        record = next(archive)
        name = record.rec_headers.get_header("WARC-Record-ID")
        rendered = record.rec_headers.get_header(_RENDERED) is not None
        response = _response(request, record, max_bytes)
        if rendered:
            response.flags.append("playwright")
            request.meta["attached"] = list(_attached(archive, name, max_bytes))
    return response


def _response(request: Request, record: Any, max_bytes: int) -> Response:
    chunked = "chunked" in (record.http_headers.get_header("Transfer-Encoding") or "").lower()
    stream = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
    headers: dict[str, list[str]] = {}
    for header, value in record.http_headers.headers:
        headers.setdefault(header, []).append(value)
    return Response(
        request.url,
        status=int(record.http_headers.get_statuscode()),
        headers=headers,
        body=_bounded(stream, max_bytes),
        request=request,
    )


def _attached(archive: Any, name: str, max_bytes: int) -> Iterator[tuple[str, bytes]]:
    for record in archive:
        if record.rec_headers.get_header("WARC-Concurrent-To") != name:
            return
        yield record.rec_headers.get_header("WARC-Target-URI"), _bounded(record.raw_stream, max_bytes)


def _bounded(stream: Any, max_bytes: int) -> bytes:
    pieces: list[bytes] = []
    left = max_bytes + 1
    while left > 0 and (piece := stream.read(min(left, 65_536))):
        pieces.append(piece)
        left -= len(piece)
    if left <= 0:
        raise TooLarge(f"more than {max_bytes:,} bytes in the archive")
    return b"".join(pieces)
