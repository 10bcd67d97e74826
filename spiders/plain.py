"""Requests into answers over plain HTTP, each in its time whatever becomes of the connection."""

from __future__ import annotations

import asyncio

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from spiders.orders import CrawlSettings

_GRACE = 1.0
"""Seconds by which Scrapy's own clock may be late before ours strikes."""


class PlainHandler(HTTP11DownloadHandler):
    """Scrapy's handler, under a clock of our own.

    Scrapy's stops where the connection is already half torn down (a MemoryError in mid body is enough),
    and then the request would stay unanswered until the deadline of the whole batch.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        crawl: CrawlSettings = crawler.settings["PRICEWIRE"]
        self._most = crawl.timeout + _GRACE

    async def download_request(self, request: Request) -> Response:
        async with asyncio.timeout(self._most):
            return await super().download_request(request)
