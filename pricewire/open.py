"""Settings → the open things a command works with: the catalogue, the store, how to crawl."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pricewire.cli import Failure
from pricewire.config import Config
from pricewire.demo_folder import TOLD, demo_catalogue, is_demo
from storage.private import is_seen_by_others, private_folder

if TYPE_CHECKING:
    from spiders.declarations import Catalogue
    from spiders.orders import CrawlSettings
    from storage.engine import Store


def open_catalogue(config: Config) -> Catalogue:
    """The packaged vendor files and the user's own; in the demo's folder the demo's, which is said."""
    from spiders.declarations import PACKAGED, CatalogueError, load_catalogue

    if is_demo(config.data):
        click.echo(TOLD, err=True)
        return demo_catalogue(config.data)
    base, own = config.catalogue or PACKAGED, own_sources(config)
    try:
        return load_catalogue(base, own) if own.is_dir() or config.sources else load_catalogue(base)
    except CatalogueError as error:
        raise Failure(str(error)) from error


def own_sources(config: Config) -> Path:
    """The folder of the user's own vendor files."""
    return config.sources or config.data / "sources"


def open_store(config: Config) -> Store:
    """The database and the bodies, migrated to this version."""
    from storage.engine import Store
    from storage.errors import StorageError

    try:
        return Store.open(config.database_url, config.data)
    except StorageError as error:
        raise Failure(str(error)) from error


def exposed(config: Config) -> str:
    """One sentence where other users of this machine may read the data folder; empty where they may not."""
    if not is_seen_by_others(config.data):
        return ""
    folder = config.data
    return f"Other users of this machine can read {folder}, which holds readers' addresses: chmod 700 {folder}"


def crawl_settings(config: Config) -> CrawlSettings:
    """How pages are fetched."""
    from spiders.orders import CrawlSettings

    private_folder(config.data)
    return CrawlSettings(
        user_agent=config.user_agent,
        contact=config.contact,
        max_bytes=config.max_bytes,
        timeout=config.timeout,
        delay=config.delay,
        concurrency=config.concurrency,
        per_host=config.per_host,
        obey_robots=config.obey_robots,
        allow_hosts=config.allow_hosts,
        browser=config.browser or None,
        browser_pages=config.browser_pages,
        deadline=config.deadline,
        log_path=config.data / "crawl.log",
    )
