"""`pricewire feed`: the events → the feed, without a server."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.types import Vendor
from pricewire.cli import Failure
from pricewire.config import Config, load
from pricewire.open import open_catalogue, open_store
from pricewire.select import basket_of, known_vendor

if TYPE_CHECKING:
    from publish.asked import Asked
    from storage.engine import Store


@click.command(name="feed")
@click.option(
    "--basket", default="", help="A saved query, as a feed's address has it: 'vendor=aliyun,deepseek&size=5'."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["rss", "atom", "json"]),
    default="rss",
    show_default=True,
    help="Of the feed.",
)
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the words.")
@click.option("--vendor", help="Only this vendor's events.")
@click.option("--kind", "kinds", help="Only these kinds of event, with commas between.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help="At most so many entries.")
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
def command(
    basket: str, form: str, lang: str, vendor: str | None, kinds: str | None, limit: int, output: Path | None
) -> None:
    """Print the feed of the latest events: all, or those of a basket.

    \b
    Example:  pricewire feed --lang zh --output feed.xml
    """
    from pipeline.query_text import BadBasket
    from publish.asked import asked_for

    config = load()
    pairs = basket_of(basket).pairs()
    catalogue = open_catalogue(config)
    vendors = {one.id: one for one in catalogue.vendors}
    store = open_store(config)
    vendor = known_vendor(store, catalogue, vendor)
    try:
        asked = asked_for(
            [*pairs, ("lang", lang), ("vendor", vendor or ""), ("kind", kinds or ""), ("limit", str(limit))]
        )
    except BadBasket as error:
        raise Failure(f"{error}.") from error
    try:
        text = feed_text(store, vendors, asked, config, form)
    finally:
        store.close()
    if output is None:
        click.echo(text, nl=False)
    else:
        write(output, text)


def feed_text(store: Store, vendors: Mapping[str, Vendor], asked: Asked, config: Config, form: str = "rss") -> bytes:
    """The document that answers `asked` now."""
    from publish.feed_routes import WRITERS
    from publish.feeds import feed
    from publish.news import entries, fares, latest
    from storage.pages import page_status

    with store.read() as c:
        told = latest(c, asked, vendors)
        watched = [one for one in page_status(c) if not asked.basket.vendors or one.vendor in asked.basket.vendors]
        fared = fares(watched, datetime.now(UTC))
    written = entries(told.told, vendors, asked.lang or "en")
    write_feed, _ = WRITERS[form]
    return write_feed(feed(asked, written, fared, vendors, public_url=public_url(config), form=form, more=told.more))


def public_url(config: Config) -> str:
    """How readers reach this server."""
    return config.base_url.rstrip("/") or f"http://{config.host}:{config.port}"


def write(file: Path, text: bytes) -> None:
    """Write a file, or say in one sentence why not."""
    try:
        file.write_bytes(text)
    except OSError as error:
        raise Failure(f"{file}: expected a file that can be written, found: {error.strerror}.") from error
