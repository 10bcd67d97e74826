"""A recorded job and its archive → the response that the archive holds, for the same spider as any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from warcio.bufferedreaders import ChunkedDataReader

from spiders.archive import RENDERED, opened
from spiders.orders import CrawlSettings
from spiders.why import TooLarge


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
    with opened(path, offset, headers=True) as archive:
        record = next(archive)
        name = record.rec_headers.get_header("WARC-Record-ID")
        rendered = record.rec_headers.get_header(RENDERED) is not None
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
