"""`pricewire feed`: the events → the feed, without a server."""

from __future__ import annotations

from pathlib import Path

import click

from pricewire.config import load
from pricewire.open import open_catalogue, open_store


@click.command(name="feed")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the words.")
@click.option("--vendor", help="Only this vendor's events.")
@click.option("--limit", type=click.IntRange(1, 200), default=100, show_default=True, help="At most so many entries.")
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
def command(lang: str, vendor: str | None, limit: int, output: Path | None) -> None:
    """Print the RSS feed.

    \b
    Example:  pricewire feed --lang zh --output feed.xml
    """
    from publish.web import feed_document

    config = load()
    vendors = {one.id: one for one in open_catalogue(config).vendors}
    store = open_store(config)
    try:
        text = feed_document(store, vendors, lang=lang, vendor=vendor, limit=limit, base_url=config.base_url)
    finally:
        store.close()
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_bytes(text)
