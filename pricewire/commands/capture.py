"""`pricewire capture`: addresses → a WARC archive of what they answer now."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.types import Capture, Failed
from pricewire.cli import Failure
from pricewire.config import load
from pricewire.open import crawl_settings, open_catalogue


@click.command(name="capture")
@click.argument("urls", nargs=-1, required=True, metavar="URL…")
@click.option("--output", type=click.Path(path_type=Path), default=Path("capture.warc.gz"), show_default=True)
def command(urls: tuple[str, ...], output: Path) -> None:
    """Fetch addresses and add the answers to a WARC archive, for `pricewire replay`.

    \b
    Example:  pricewire capture https://example.com/pricing --output pricing.warc.gz
    """
    from spiders.archive import write_archive
    from spiders.crawler import Crawler
    from spiders.orders import Order

    config = load()
    catalogue = open_catalogue(config)
    orders = [Order(catalogue.page_for(url)) for url in urls]
    failed = []
    captures = []
    with Crawler(crawl_settings(config)) as crawler:
        for fetch in crawler.fetch(orders):
            if isinstance(fetch, Capture):
                captures.append(fetch)
            elif isinstance(fetch, Failed):
                failed.append(fetch)
                click.echo(f"{fetch.url}: {fetch.detail or fetch.why}", err=True)
    try:
        count = write_archive(output, captures) if captures else 0
    except OSError as error:
        raise Failure(f"{output}: expected a file that can be written, found: {error.strerror}.") from error
    click.echo(f"{count} of {len(orders)} answers added to {output}.")
    sys.exit(0 if not failed else 1 if not captures else 3)
