"""A site's robots.txt into whether a page may be asked for, asked for itself once a day."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urljoin

from protego import Protego
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from pipeline.types import Why
from spiders.guard import Refused, parse, shown
from spiders.orders import CrawlSettings

_KEPT = 86_400.0
_KEPT_IN_DOUBT = 600.0
"""Seconds: a site's rules are good for a day (RFC 9309 §2.4), the lack of an answer for ten minutes."""
_MOST_SITES = 10_000
_LONGEST_PAUSE = 10.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site's robots.txt says; `doubt` is why it cannot be known, and then nothing may be asked for."""

    parsed: Protego | None = None
    doubt: str = ""


@dataclass(slots=True)
class _Kept:
    rules: asyncio.Future[Rules]
    until: float = float("inf")


class RobotsCheck:
    """Refuses what a site's robots.txt forbids to us by name, or to all."""

    def __init__(self, crawler: Crawler, crawl: CrawlSettings) -> None:
        self._crawler = crawler
        self._crawl = crawl
        self._kept: dict[str, _Kept] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsCheck:
        crawl: CrawlSettings = crawler.settings["PRICEWIRE"]
        if not crawl.obey_robots:
            raise NotConfigured
        return cls(crawler, crawl)

    async def process_request(self, request: Request) -> None:
        job = request.meta.get("job")
        if job is None or job.recorded is not None:
            return
        rules = await self._rules(request)
        if rules.doubt:
            raise Refused(Why.ROBOTS, f"nothing may be fetched while robots.txt is unknown: {rules.doubt}")
        if rules.parsed and not rules.parsed.can_fetch(request.url, self._crawl.user_agent):
            raise Refused(Why.ROBOTS, f"the site's robots.txt forbids {shown(request.url)}")
        if rules.parsed:
            self._slow_down(request, rules.parsed.crawl_delay(self._crawl.user_agent))

    def _slow_down(self, request: Request, wish: float | None) -> None:
        """Pause as long between two requests to a host as it wishes, within reason."""
        pause = min(wish or 0.0, _LONGEST_PAUSE)
        if pause <= self._crawl.delay:
            return
        downloader = self._crawler.engine.downloader
        host = downloader.get_slot_key(request)
        downloader.per_slot_settings[host] = {"delay": pause, "concurrency": 1}
        if host in downloader.slots:
            downloader.slots[host].delay = pause

    async def _rules(self, request: Request) -> Rules:
        address = parse(request.url)
        site = f"{address.scheme}://{address.host}:{address.port}"
        kept = self._kept.get(site)
        if kept is None or kept.until < monotonic():
            if len(self._kept) >= _MOST_SITES:
                self._kept.clear()
            kept = self._kept[site] = _Kept(asyncio.ensure_future(self._ask(request.url)))
        try:
            rules = await asyncio.shield(kept.rules)
        except Exception:
            self._kept.pop(site, None)
            raise
        if kept.until == float("inf"):
            kept.until = monotonic() + (_KEPT_IN_DOUBT if rules.doubt else _KEPT)
        return rules

    async def _ask(self, url: str) -> Rules:
        request = Request(
            urljoin(url, "/robots.txt"),
            callback=NO_CALLBACK,
            headers={"User-Agent": self._crawl.agent},
            meta={"download_timeout": self._crawl.timeout},
            priority=1000,
        )
        return rules_of(await self._crawler.engine.download_async(request))


def rules_of(response: Response) -> Rules:
    """2xx is read, 4xx means that there are no rules, 5xx that nobody knows them (RFC 9309 §2.3.1)."""
    if 200 <= response.status < 300:
        return Rules(Protego.parse(response.body.decode("utf-8", errors="replace")))
    if response.status >= 500:
        return Rules(doubt=f"the server answered {response.status}")
    return Rules()
