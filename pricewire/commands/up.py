"""`pricewire up`: scheduler, crawls and the web server in one go."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import click

from pricewire.config import Config, load
from pricewire.demo_folder import is_demo
from pricewire.letters import deliverer, operator_of
from pricewire.open import crawl_settings, exposed, open_catalogue, open_store
from pricewire.output import counted
from pricewire.select import who
from pricewire.serving import serving

if TYPE_CHECKING:
    from pipeline.types import Vendor
    from spiders.declarations import Catalogue
    from storage.engine import Store

log = logging.getLogger("pricewire")
POST_EVERY = 5
"""Seconds at most between two looks for letters that are due."""


@click.command(name="up")
@click.option("--crawl/--no-crawl", default=True, help="Crawl what is due; without, only serve what is known.")
def command(crawl: bool) -> None:
    """Run everything: look for due pages, crawl them, and serve the wire, until Ctrl-C.

    \b
    Example:  PRICEWIRE_PORT=9000 pricewire up
    """
    from schedules.postman import Postman
    from schedules.scheduler import Scheduler
    from schedules.watchman import Watchman
    from storage.subscribers import narrow

    config = load()
    crawl = crawl and not is_demo(config.data)
    _log(config)
    catalogue = open_catalogue(config)
    vendors = {vendor.id: vendor for vendor in catalogue.vendors}
    store = open_store(config)
    if told := exposed(config):
        log.warning("%s", told)
    with store.write() as c:
        narrow(c, catalogue.vendors)
    stopped = _until_signal()
    try:
        with serving(store, vendors, config) as address, _heralded(store, vendors, config, address):
            scheduler = Scheduler(store, catalogue, crawl_settings(config), config.tick)
            post = Postman(store, deliverer(config, store, vendors), min(config.tick, POST_EVERY))
            if crawl:
                click.echo(_watched(catalogue))
                scheduler.start()
            watchman = Watchman(store, catalogue, operator_of(config))
            if crawl:
                watchman.start()
            post.start()
            stopped.wait()
            click.echo("Stopping.", err=True)
            watchman.stop()
            scheduler.stop()
            post.stop()
    finally:
        store.close()


@contextmanager
def _heralded(store: Store, vendors: Mapping[str, Vendor], config: Config, address: str) -> Iterator[None]:
    """While the hub of the settings, where there is one, is told what comes onto the wire."""
    from schedules.hub import Herald

    if not config.hub:
        yield
        return
    public = config.base_url.rstrip("/") or address.replace("//0.0.0.0", "//127.0.0.1")
    herald = Herald(store, vendors, config.hub, public, min(config.tick, POST_EVERY))
    herald.start()
    try:
        yield
    finally:
        herald.stop()


def _watched(catalogue: Catalogue) -> str:
    return f"Watching {counted(len(catalogue.pages), 'page')} of {' and '.join(who(catalogue)) or 'nobody'}."


def _until_signal() -> threading.Event:
    """Set by Ctrl-C or a polite kill."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    return stopped


def _log(config: Config) -> None:
    """Lines that a person reads, on standard error."""
    logging.basicConfig(
        level=config.log_level,
        format="%(asctime)s  %(message)s",
        datefmt="%H:%M:%S",
    )
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that finds the last one still crawling is no news
    for chatty in ("uvicorn", "alembic", "scrapy"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
