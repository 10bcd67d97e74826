"""What the crawl is asked for, and how it has to behave, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.types import Page, Validators


@dataclass(frozen=True, slots=True)
class Order:
    """One page to be fetched, with what its server gave last time to recognise an unchanged page."""

    page: Page
    validators: Validators | None = None


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """How the crawl behaves towards the world. Times are seconds, sizes bytes."""

    user_agent: str = "Pricewire/0.1"
    contact: str = ""
    """An address or URL under which a site's owner finds whoever runs this crawl."""
    max_bytes: int = 16_000_000
    """Of one answer, as sent and as unpacked."""
    timeout: float = 30.0
    """Of one answer, from connecting to its last byte."""
    delay: float = 1.0
    """Between two requests to one host."""
    concurrency: int = 16
    per_host: int = 2
    obey_robots: bool = True
    allow_hosts: frozenset[str] = frozenset()
    """`host` or `host:port` that may have a private address: tests, the demo, an intranet."""
    browser: str | None = None
    """Path of the browser's executable; None looks for Debian's Chromium, then for Playwright's own."""
    browser_pages: int = 50
    """How many pages one browser lives for."""
    browser_idle: float = 60.0
    """How long a browser that has nothing to do is kept."""
    plain_pages: int = 1_000
    """How many pages the plain crawl process lives for."""
    deadline: float = 600.0
    """How long a whole batch may keep us waiting before its process is killed."""
    log_path: Path | None = None
    max_memory: int = 2 * 1024**3
    """Address space of the plain crawl process: what would take more fails, and the machine is spared."""

    @property
    def agent(self) -> str:
        """The honest User-Agent: `Pricewire/0.1 (+https://example.org/bot)`."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent
