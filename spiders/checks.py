"""Requests into requests that may be made: every address is checked before anything is asked of it, on every hop."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Request, Response
from scrapy.logformatter import LogFormatter
from scrapy.spiders import Spider
from twisted.python.failure import Failure

from spiders import resolver
from spiders.guard import check, parse
from spiders.orders import CrawlSettings


class AddressCheck:
    """Refuses what the guard refuses, and says so where the resolver had to withhold every address of a name."""

    def __init__(self, crawl: CrawlSettings) -> None:
        self._crawl = crawl

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressCheck:
        return cls(crawler.settings["PRICEWIRE"])

    def process_request(self, request: Request) -> None:
        if (job := request.meta.get("job")) is None or job.recorded is None:
            check(request.url, self._crawl.allow_hosts)

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, CannotResolveHostError):
            refused = resolver.withheld.get(parse(request.url).host)
            if refused is not None:
                raise refused from exception


class QuietLog(LogFormatter):
    """A page that was fetched, or was not, is a row; a line in a log beside it tells nobody anything."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> Any:
        return None

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> Any:
        return None

    def dropped(self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider) -> Any:
        return None
