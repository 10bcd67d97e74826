"""`pricewire demo`: the price war of May 2024, crawled on this machine alone."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from shlex import join, quote
from typing import TYPE_CHECKING

import click

from pipeline.types import Vendor
from pricewire.commands.feed import feed_text, write
from pricewire.config import Config, load
from pricewire.demo_folder import is_demo, mark
from pricewire.letters import delivery_settings, public_url, writer
from pricewire.open import crawl_settings, open_store
from pricewire.serving import web
from publish.asked import asked_for
from publish.money import Lang
from storage.address import sqlite_url
from storage.engine import Store
from storage.private import private_folder

if TYPE_CHECKING:
    from publish.letters.post import Server
    from schedules.deliver import Deliverer
    from schedules.demo import DemoSite
    from schedules.demo_post import Letters
    from schedules.play import Clock

POST_EVERY = 1.0
"""Seconds between two looks for letters that are due while it serves."""


@click.command(name="demo")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the words.")
@click.option("--serve/--no-serve", default=None, help="Go on serving wire and mailbox; by default on a terminal.")
def command(lang: Lang, serve: bool | None) -> None:
    """See the price war of May 2024 happen: a local site shows the vendors' pages and the news, day by day.

    The real spiders crawl them over HTTP under a moved clock; the events go to the terminal, into a feed, and by mail
    to two readers, whose mailbox can be read. Nothing leaves this machine, and your own data stays untouched: the demo
    has a folder of its own.

    \b
    Example:  pricewire demo --lang zh
    """
    config = _demo_config(load())
    private_folder(config.data.parent)
    shutil.rmtree(config.data, ignore_errors=True)
    _run(config, lang, sys.stdin.isatty() and sys.stdout.isatty() if serve is None else serve)


def _demo_config(config: Config) -> Config:
    folder = config.data if is_demo(config.data) else config.data / "demo"
    return replace(
        config,
        data=folder,
        database_url=sqlite_url(folder / "pricewire.db"),
        allow_hosts=frozenset({"127.0.0.1", "localhost"}),
        delay=0.0,
    )


@dataclass(frozen=True, slots=True)
class _Stage:
    """What the demo is played on."""

    store: Store
    site: DemoSite
    vendors: Mapping[str, Vendor]
    clock: Clock
    letters: Letters
    server: Server
    """Takes every letter."""
    config: Config
    lang: Lang

    def post(self, clock: Callable[[], datetime]) -> Deliverer:
        from schedules.deliver import Deliverer

        settings = replace(delivery_settings(replace(self.config, smtp_url="")), server=self.server)
        return Deliverer(self.store, self.vendors, writer(self.config, self.vendors), settings, clock)


def _run(config: Config, lang: Lang, serve: bool) -> None:
    from publish.mailbox import mailbox
    from schedules.demo import DemoSite, moments
    from schedules.demo_post import Letters, mail_server
    from schedules.play import Clock

    store, clock = open_store(config), Clock(moments()[0])
    try:
        letters = Letters(config.data / "mails")
        with DemoSite() as site, mail_server(letters) as server:
            mark(config.data, site.port)
            vendors = {vendor.id: vendor for vendor in site.catalogue().vendors}
            around = partial(mailbox, folder=letters.folder)
            with web(store, vendors, config, clock.runs_on, around) if serve else nullcontext("") as address:
                named = replace(config, base_url=config.base_url or address or public_url(config))
                stage = _Stage(store, site, vendors, clock, letters, server, named, lang)
                _play(stage)
                _sum_up(stage)
                if serve:
                    _stay(stage, address)
    finally:
        store.close()


def _play(stage: _Stage) -> None:
    """The war, line by line as it happens."""
    from pricewire.retold import event_line, news_line, say
    from schedules.play import play

    click.echo(say("begin", stage.lang) + "\n")
    post = stage.post(stage.clock)
    for turn in play(stage.store, stage.site, crawl_settings(stage.config), stage.clock, post.run):
        for article in turn.articles:
            click.echo(news_line(article, stage.vendors, stage.lang))
        for event in turn.events:
            click.echo(event_line(event, stage.vendors, stage.lang))


def _sum_up(stage: _Stage) -> None:
    """How the news stands in the end, who got letters, and where everything is."""
    from pricewire.retold import say, story_lines

    lang, config = stage.lang, stage.config
    click.echo("\n" + say("stories", lang))
    for line in story_lines(stage.store, stage.vendors, lang):
        click.echo(line)
    click.echo()
    for address, count in stage.letters.counted().items():
        click.echo(say("letters", lang, address=address, count=count))
    file = config.data / "feed.xml"
    write(file, feed_text(stage.store, stage.vendors, asked_for([("lang", lang)]), config))
    click.echo(say("feed", lang, file=file))
    click.echo(say("mails", lang, folder=stage.letters.folder))
    click.echo(say("more", lang, data=quote(str(config.data)), command=_command()))


def _command() -> str:
    """What a shell takes to run this program again, be it started by its name or as a module."""
    started = Path(sys.argv[0])
    named = (sys.executable, "-m", "pricewire") if started.name == "__main__.py" else (str(started),)
    return join(named)


def _stay(stage: _Stage, address: str) -> None:
    """Serve until Ctrl-C, and send letters to whoever subscribes on the page meanwhile."""
    from pricewire.retold import say

    for name in ("wire", "told", "mailbox", "stop"):
        click.echo(say(name, stage.lang, address=address))
    post = stage.post(stage.clock.runs_on)
    with suppress(KeyboardInterrupt):
        while True:
            post.run()
            time.sleep(POST_EVERY)
