"""`pricewire demo`: the price war of May 2024, crawled on this machine alone."""

from __future__ import annotations

import contextlib
import shutil
import sys
import threading
from collections.abc import Mapping
from dataclasses import replace

import click

from pipeline.types import Event, Vendor
from pricewire.commands.feed import feed_text, write
from pricewire.config import Config, load
from pricewire.open import crawl_settings, open_store
from pricewire.serving import serving
from publish.asked import asked_for
from publish.money import Lang
from publish.titles import title
from storage.address import sqlite_url
from storage.engine import Store


@click.command(name="demo")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the words.")
@click.option("--serve/--no-serve", default=None, help="Go on serving the feed; by default on a terminal.")
def command(lang: Lang, serve: bool | None) -> None:
    """See the price war of May 2024 happen: a local site shows the vendors' pages as they changed, day by day.

    The real spiders crawl them over HTTP under a moved clock; the events go to the terminal and into a feed. Nothing
    leaves this machine, and your own data stays untouched: the demo has a folder of its own.

    \b
    Example:  pricewire demo --lang zh
    """
    config = _demo_config(load())
    shutil.rmtree(config.data, ignore_errors=True)
    _play(config, lang, sys.stdin.isatty() and sys.stdout.isatty() if serve is None else serve)


def _demo_config(config: Config) -> Config:
    folder = config.data / "demo"
    return replace(
        config,
        data=folder,
        database_url=sqlite_url(folder / "pricewire.db"),
        allow_hosts=frozenset({"127.0.0.1", "localhost"}),
        delay=0.0,
    )


def _play(config: Config, lang: Lang, serve: bool) -> None:
    from schedules.demo import DemoSite
    from schedules.play import play

    store = open_store(config)
    try:
        with DemoSite() as site:
            click.echo("The price war of May 2024, crawled from a local site. The first sight of a page is silent.\n")
            vendors = {vendor.id: vendor for vendor in site.catalogue().vendors}
            for event in play(store, site, crawl_settings(config)):
                click.echo(_line(event, vendors, lang))
        file = config.data / "feed.xml"
        write(file, feed_text(store, vendors, asked_for([("lang", lang)]), config))
        click.echo(f"\nThe feed is in {file}; ask more with PRICEWIRE_DATA={config.data} {sys.argv[0]} events")
        if serve:
            _serve(store, vendors, config)
    finally:
        store.close()


def _serve(store: Store, vendors: Mapping[str, Vendor], config: Config) -> None:
    with serving(store, vendors, config), contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()


def _line(event: Event, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    return f"{event.observed_at:%Y-%m-%d %H:%M} UTC  {title(event, vendors, lang)}"
