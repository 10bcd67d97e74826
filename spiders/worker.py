"""Jobs on the standard input into answers on the standard output: the crawl process, `python -m spiders.worker`."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any, NoReturn

import certifi
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from pipeline.types import Rendering
from spiders import settings as scrapy_settings
from spiders.child import offspring
from spiders.frames import Frame, Unpacker
from spiders.orders import CrawlSettings
from spiders.page import PageSpider
from spiders.wire import Answer, Job, pack_answer, unpack_charge, unpack_job

SYSTEM_ROOTS = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
)
"""Where pyOpenSSL, too, looks for the certificates of Debian, Fedora, SUSE and Red Hat."""
_PIECE = 262_144


class Line:
    """The two pipes to whoever gives the orders."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self.patience: float | None = None
        """Seconds without an order after which the process ends; None for never."""
        self._under_way = 0
        self._incoming = incoming
        self._outgoing = outgoing
        self._writer: asyncio.StreamWriter | None = None
        self._unpacker = Unpacker()
        self._early: list[Frame] = []

    def first(self) -> Frame:
        """The frame that comes before all jobs; waits for it."""
        while not self._early:
            piece = os.read(self._incoming, _PIECE) or leave()
            self._early.extend(self._unpacker.feed(piece))
        return self._early.pop(0)

    async def jobs(self) -> AsyncIterator[Job]:
        """Jobs as they come, but none while answers wait to be taken; ends when nobody orders any more."""
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(self._incoming, "rb"))
        transport, protocol = await loop.connect_write_pipe(
            asyncio.streams.FlowControlMixin, os.fdopen(self._outgoing, "wb")
        )
        self._writer = asyncio.StreamWriter(transport, protocol, None, loop)
        frames: Iterable[Frame] = self._early
        while True:
            for frame in frames:
                self._under_way += 1
                yield unpack_job(frame)
                await self._writer.drain()
            frames = self._unpacker.feed(await self._piece(reader) or leave())

    async def _piece(self, reader: asyncio.StreamReader) -> bytes:
        """What comes next; nothing at all if nobody orders any more, or has not for a long time."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.patience):
                    return await reader.read(_PIECE)
            if not self._under_way:
                return b""

    def send(self, answer: Answer) -> None:
        """Pass `answer` on."""
        assert self._writer is not None
        self._under_way -= 1
        self._writer.write(pack_answer(answer))


def trust_somebody() -> None:
    """Where the system has no certificates of its own (a bare Debian, a Mac), trust those that come with us."""
    if not any(Path(path).exists() for path in SYSTEM_ROOTS):
        os.environ.setdefault("SSL_CERT_FILE", certifi.where())


def leave() -> NoReturn:
    """End at once, with the browser and its folder: nobody waits for an answer any more."""
    scratch = sys.argv[1]
    for pid in offspring(scratch) - {os.getpid()}:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(0)


class Outlet:
    """The item pipeline: every answer goes to whoever ordered it."""

    line: Line

    def process_item(self, item: Any) -> Any:
        self.line.send(item)
        return item


def main() -> None:
    """Serve one life of the crawl process; the only argument is the folder for what a browser leaves behind."""
    outgoing = os.dup(1)
    os.dup2(2, 1)
    line = Outlet.line = Line(os.dup(0), outgoing)
    charge = unpack_charge(line.first())
    os.environ["TMPDIR"] = sys.argv[1]
    trust_somebody()
    if charge.rendering is Rendering.BROWSER:
        line.patience = charge.settings.browser_idle
    Thread(target=follow_parent, args=(os.getppid(),), daemon=True).start()
    process = AsyncCrawlerProcess(configured(charge.settings, charge.rendering))
    quieten()
    process.crawl(PageSpider, jobs=line.jobs())
    process.start(install_signal_handlers=False)


def follow_parent(parent: int) -> None:
    """End with whoever started us, also where a page keeps the event loop from seeing that nobody orders any more."""
    while os.getppid() == parent:
        sleep(1)
    leave()


def quieten() -> None:
    """Only what is wrong is worth a line in the log, and each line that is not written saves time on each page."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True)
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)


def configured(crawl: CrawlSettings, rendering: Rendering) -> Settings:
    """The project's Scrapy settings, with what this crawl wants instead."""
    settings = Settings()
    settings.setmodule(scrapy_settings)
    settings.setdict(
        {
            "PRICEWIRE": crawl,
            "USER_AGENT": crawl.agent,
            "CONCURRENT_REQUESTS": crawl.concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": crawl.per_host,
            "DOWNLOAD_DELAY": crawl.delay,
            "DOWNLOAD_TIMEOUT": crawl.timeout,
            "DOWNLOAD_MAXSIZE": crawl.max_bytes,
            "ITEM_PIPELINES": {Outlet: 1},
            "LOG_ENABLED": False,
        }
    )
    if rendering is Rendering.BROWSER:
        from spiders import rendering as browser_pages

        settings.setdict(browser_pages.settings(crawl))
    else:
        with suppress(ValueError, OSError):  # not every system can
            resource.setrlimit(resource.RLIMIT_AS, (crawl.max_memory, crawl.max_memory))
    return settings


if __name__ == "__main__":
    main()
