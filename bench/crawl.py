"""What fetching a page costs: CPU of both processes a page, changed and unchanged, against a bare Scrapy spider.

python -m bench.crawl [PAGES]
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.types import Capture, Page, Unchanged, Validators
from spiders.crawler import Crawler
from spiders.orders import CrawlSettings, Order
from tests.site import Site

ROW = "<tr><td>model-{page}-{row}</td><td>$0.{row:03}</td><td>$1.{row:03}</td><td>a sentence about the model</td></tr>"
BARE = """
import sys, time, scrapy
from scrapy.crawler import CrawlerProcess
class Bare(scrapy.Spider):
    name = "bare"
    start_urls = [f"{sys.argv[1]}/{n}" for n in range(int(sys.argv[2]))]
    def parse(self, response):
        if not hasattr(self, "began"): self.began, self.count = time.process_time(), 0
        self.count += 1
        if self.count == len(self.start_urls):
            print((time.process_time() - self.began) / (self.count - 1))
process = CrawlerProcess({"LOG_LEVEL": "WARNING"})
process.crawl(Bare)
process.start()
"""


def serve(pages: int, line: Connection) -> None:
    """A site of `pages` pages of about 60 KB, until the other end of `line` closes."""
    with Site() as site:
        for page in range(pages):
            rows = "".join(ROW.format(page=page, row=row) for row in range(600))
            site.page(f"/{page}", f"<html><body><table>{rows}</table></body></html>")
        line.send(site.url(""))
        line.recv()


@contextmanager
def site_elsewhere(pages: int) -> Iterator[str]:
    """The address of such a site in a process of its own, whose work is not counted."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=serve, args=(pages, theirs))
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send(None)
        process.join()


def cpu(pids: tuple[int, ...]) -> float:
    """Seconds of CPU that we and the processes `pids` have used."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def bare(url: str, pages: int) -> float:
    """CPU seconds a page of Scrapy with its own defaults and a spider that does nothing."""
    done = subprocess.run([sys.executable, "-c", BARE, url, str(pages)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    """Print the figures."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with site_elsewhere(pages) as url:
        host = urlsplit(url).netloc
        settings = CrawlSettings(allow_hosts=frozenset({host}), delay=0, per_host=8)
        measure(url, pages, settings)


def measure(url: str, pages: int, settings: CrawlSettings) -> None:
    orders = [Order(Page(f"bench/{page}", "bench", f"{url}/{page}")) for page in range(pages)]
    with Crawler(settings) as crawler:
        began, used = time.perf_counter(), time.process_time()
        first = list(crawler.fetch(orders[:1]))
        start = cpu(crawler.pids) - used
        print(f"start-up        {time.perf_counter() - began:6.2f} s, {start:.2f} s CPU; {type(first[0]).__name__}")
        captures, changed = timed(crawler, orders)
        again = [Order(order.page, validators(captures[order.page.id])) for order in orders]
        seen, unchanged = timed(crawler, again)
        assert all(isinstance(fetch, Unchanged) for fetch in seen.values())
    floor = bare(url, pages)
    print(f"bare Scrapy     {floor * 1000:6.2f} ms CPU a page")
    print(f"changed         {changed * 1000:6.2f} ms CPU a page, {changed / floor:.2f} × bare")
    print(f"unchanged (304) {unchanged * 1000:6.2f} ms CPU a page, {unchanged / floor:.2f} × bare")


def timed(crawler: Crawler, orders: list[Order]) -> tuple[dict[str, object], float]:
    """The results of `orders` by page, and the CPU seconds a page took in both processes."""
    began, used = time.perf_counter(), cpu(crawler.pids)
    fetched: dict[str, object] = {fetch.page: fetch for fetch in crawler.fetch(orders)}
    print(f"  {len(fetched) / (time.perf_counter() - began):.0f} pages/s")
    return fetched, (cpu(crawler.pids) - used) / len(orders)


def validators(fetch: object) -> Validators:
    assert isinstance(fetch, Capture), fetch
    headers = dict(fetch.headers)
    return Validators(headers["etag"], headers["last-modified"])


if __name__ == "__main__":
    main()
