"""Pages that only JavaScript brings, into their rendered DOM and the JSON answers they loaded."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import Any

from playwright.async_api import BrowserContext
from playwright.async_api import Error as BrowserError
from playwright.async_api import Page as Tab
from playwright.async_api import Request as Loading
from playwright.async_api import Response as Loaded
from playwright.async_api import TimeoutError as BrowserTimeout
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Request, Response, TextResponse
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from pipeline.types import Rendering, Why
from spiders.browser import AT_ONCE, FIX, NoBrowser
from spiders.gate import Gate
from spiders.guard import Refused, check, parse, shown
from spiders.orders import CrawlSettings
from spiders.redirects import stays_declared
from spiders.why import TooLarge
from spiders.wire import Job

_NOT_LOADED = frozenset({"image", "media", "font"})
_MOST_ATTACHED = 40
_SETTLE = 10.0
"""Seconds that a page may take to stop asking for more, or half of what an answer may take."""
_START = 30.0
"""Seconds that a browser may take to start."""
_GRACE = 1.0
"""Seconds after which a browser that should have said something is taken to hang."""


def settings(crawl: CrawlSettings) -> dict[str, Any]:
    """Scrapy settings of the process that renders."""
    launch: dict[str, Any] = {
        "args": ["--disable-quic", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp"],
        "timeout": _START * 1000,
        "chromium_sandbox": os.geteuid() != 0,  # Chromium has none for root
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }
    if crawl.browser:
        launch["executable_path"] = crawl.browser
    return {
        "DOWNLOAD_HANDLERS_BASE": dict.fromkeys(("http", "https"), "spiders.rendering.RenderingHandler"),
        "CONCURRENT_REQUESTS": AT_ONCE,
        "PLAYWRIGHT_LAUNCH_OPTIONS": launch,
        "PLAYWRIGHT_MAX_CONTEXTS": AT_ONCE,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 1,
        "PLAYWRIGHT_RESTART_DISCONNECTED_BROWSER": False,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": crawl.timeout * 1000,
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,
    }


class RenderingHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """Scrapy-Playwright, with every page in a context of its own and everything it asks for behind the gate."""

    _only: RenderingHandler | None = None

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._crawl: CrawlSettings = crawler.settings["PRICEWIRE"]
        self._gate = Gate(self._crawl)
        self.abort_request = self._unwanted

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RenderingHandler:
        """One for both schemes, since each would start a browser of its own."""
        if cls._only is None:
            cls._only = cls(crawler)
        return cls._only

    async def download_request(self, request: Request) -> Response:
        """The rendered page; of anything else (robots.txt) the plain answer."""
        job: Job | None = request.meta.get("job")
        if job is None or job.page.rendering is not Rendering.BROWSER:
            return await super().download_request(request)  # type: ignore[no-any-return]
        await self._gate.open()
        self.config.launch_options["proxy"] = {"server": self._gate.url, "bypass": "<-loopback>"}
        settle = min(_SETTLE, self._crawl.timeout / 2)
        visit = Visit(self._crawl.max_bytes, settle)
        request.meta.update(_wishes(job, self._crawl, visit))
        try:
            await self._launch_sandboxed()
            async with asyncio.timeout(self._crawl.timeout + settle + _GRACE):
                response = await super().download_request(request)
        except (BrowserError, TimeoutError, RuntimeError) as error:
            raise self._reason(error, visit) from error
        stays_declared(parse(request.url), parse(response.url), job.page)
        request.meta["attached"] = visit.attached
        return _as_rendered(response, self._crawl.max_bytes)

    async def _launch_sandboxed(self) -> None:
        """Start the browser unless it runs, in its sandbox where the system lets it: many containers do not."""
        try:
            await self._maybe_launch_browser()
        except BrowserError as error:
            if "sandbox" not in str(error) or not self.config.launch_options["chromium_sandbox"]:
                raise
            self.config.launch_options["chromium_sandbox"] = False
            await self._maybe_launch_browser()

    async def close(self) -> None:
        await super().close()
        self._gate.close()

    def _unwanted(self, loading: Loading) -> bool:
        """Whether a request of the page is not let through: pictures, and addresses that the guard refuses."""
        if loading.resource_type in _NOT_LOADED:
            return True
        try:
            check(loading.url, self._crawl.allow_hosts)
        except Refused:
            return True
        return False

    def _reason(self, error: Exception, visit: Visit) -> Exception:
        """What really stopped the page: the browser itself says only that something did."""
        if visit.stopped_at:
            try:
                address = check(visit.stopped_at, self._crawl.allow_hosts)
            except Refused as refused:
                return refused
            if refusal := self._gate.refusal(address.host, address.port):
                return refusal
        if visit.arrived and isinstance(error, BrowserTimeout):
            return Refused(Why.BROWSER, "the page was sent, but its scripts do not let it finish")
        return explained(error)


def explained(error: Exception) -> Exception:
    """A browser's error as one that says why."""
    text = str(error)
    if "Executable doesn't exist" in text:
        return NoBrowser(f"no browser to render the page with; {FIX}")
    if "ERR_CERT_" in text or "ERR_SSL_" in text:
        return Refused(Why.TLS, f"the certificate is not trusted: {shown(text.splitlines()[0])}")
    if isinstance(error, BrowserTimeout):
        return DownloadTimeoutError("the page did not finish loading")
    if isinstance(error, TimeoutError):
        return Refused(Why.BROWSER, "the browser hangs on the page")
    if "download" in text:
        return Refused(Why.UNREADABLE, "the address serves a file to be saved, not a page")
    if "has been closed" in text:
        return Refused(Why.BROWSER, "the browser ended while the page was open")
    return Refused(Why.BROWSER, f"the browser failed: {shown(text.splitlines()[0] if text else type(error).__name__)}")


class Visit:
    """What one page did in the browser, noted while it loads."""

    def __init__(self, max_bytes: int, settle: float) -> None:
        self.attached: list[tuple[str, bytes]] = []
        self.stopped_at = ""
        """The address of the last navigation that failed: of a redirect, the one it led to."""
        self.arrived = False
        """Whether the server has begun to send the page."""
        self._left = max_bytes
        self._settle = settle
        self._reading: set[asyncio.Task[None]] = set()

    async def begin(self, tab: Tab, request: Request) -> None:
        """Listen to `tab`, which is about to load its page."""
        tab.on("response", self._note)
        tab.on("requestfailed", self._note_failure)
        tab.on("popup", _close)
        tab.on("close", lambda tab: _close(tab.context))

    async def settle(self, tab: Tab) -> None:
        """Wait until the page asks for nothing more, within reason."""
        with suppress(BrowserTimeout):
            await tab.wait_for_load_state("networkidle", timeout=self._settle * 1000)
        if self._reading:
            await asyncio.wait(self._reading, timeout=2)

    def _note(self, loaded: Loaded) -> None:
        self.arrived = self.arrived or loaded.request.is_navigation_request()
        kind = loaded.headers.get("content-type", "").partition(";")[0]
        if kind.endswith("json") and len(self._reading) < _MOST_ATTACHED:
            self._reading.add(asyncio.ensure_future(self._keep(loaded)))

    async def _keep(self, loaded: Loaded) -> None:
        length = loaded.headers.get("content-length", "0")
        if length.isdecimal() and int(length) > self._left:
            return
        with suppress(BrowserError):
            body = await loaded.body()
            if len(body) <= self._left:
                self._left -= len(body)
                self.attached.append((loaded.url, body))

    def _note_failure(self, loading: Loading) -> None:
        if loading.is_navigation_request():
            self.stopped_at = loading.url


async def _close(what: Tab | BrowserContext) -> None:
    """Close what may be closed already, or have gone with its browser."""
    with suppress(BrowserError):
        await what.close()


def _wishes(job: Job, crawl: CrawlSettings, visit: Visit) -> dict[str, Any]:
    """How Scrapy-Playwright is to load a page: alone, as who we are, and without leaving anything behind."""
    return {
        "playwright": True,
        "playwright_context": f"page-{job.number}",
        "playwright_context_kwargs": {
            "user_agent": crawl.agent,
            "locale": {"zh": "zh-CN", "": "en"}.get(job.page.lang, job.page.lang),
            "accept_downloads": False,
            "service_workers": "block",
        },
        "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
        "playwright_page_init_callback": visit.begin,
        "playwright_page_methods": [PageMethod(visit.settle)],
    }


def _as_rendered(response: Response, max_bytes: int) -> Response:
    """The DOM as UTF-8, whatever charset the page was sent in."""
    text = response.text if isinstance(response, TextResponse) else ""
    body = text.encode("utf-8", errors="replace")
    if len(body) > max_bytes:
        raise TooLarge(f"a DOM of more than {max_bytes:,} bytes")
    headers = response.headers.copy()
    for name in ("Content-Encoding", "Content-Length"):
        headers.pop(name, None)
    headers["Content-Type"] = "text/html; charset=utf-8"
    return Response(parse(response.url).url, status=response.status, headers=headers, body=body, flags=["playwright"])
