"""`pricewire sources`: the watched pages, and adding one's own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pipeline.types import Capture, Page, PageKind
from pricewire.cli import Failure
from pricewire.config import Config, load
from pricewire.demo_folder import refuse_in_demo
from pricewire.open import crawl_settings, open_catalogue, open_store, own_sources
from pricewire.output import counted, format_option, write_rows
from pricewire.select import selected, who

COLUMNS = ("page", "kind", "rendering", "health", "rates", "last_checked", "last_changed", "last_failed", "why", "url")

SHOWN = 10
"""Entries of a feed that is to be added."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@click.group(name="sources", invoke_without_command=True)
@click.option("--vendor", multiple=True, help="Only this vendor's pages; may be repeated.")
@format_option()
@click.pass_context
def command(ctx: click.Context, vendor: tuple[str, ...], form: str) -> None:
    """List the watched pages with how each fares: last checked, last changed, last failed and why.

    \b
    Example:  pricewire sources --vendor openai
              pricewire sources add https://example.com/pricing
    """
    if ctx.invoked_subcommand is None:
        _list(vendor, form)


def _list(vendors: tuple[str, ...], form: str) -> None:
    from storage.pages import page_status

    config = load()
    catalogue = open_catalogue(config)
    pages = selected(catalogue, vendors)
    store = open_store(config)
    try:
        with store.read() as c:
            statuses = {status.id: status for status in page_status(c)}
    finally:
        store.close()
    rows = [_page_record(page, statuses.get(page.id)) for page in pages]
    closed = [vendor for vendor in catalogue.vendors if not vendor.pages and (not vendors or vendor.id in vendors)]
    rows += [{"page": vendor.id, "kind": vendor.status, "why": vendor.note} for vendor in closed]
    write_rows(rows, form, COLUMNS, empty="No pages.")


def _page_record(page: Page, status: Any) -> dict[str, Any]:
    return {
        "page": page.id,
        "vendor": page.vendor,
        "url": page.url,
        "kind": page.kind,
        "rendering": page.rendering,
        "cadence": page.cadence,
        "lang": page.lang,
        "health": status.health if status else None,
        "rates": None if page.kind is PageKind.NEWS else status.rates if status else 0,
        "last_checked": status.last_checked_at if status else None,
        "last_changed": status.last_changed_at if status else None,
        "last_failed": status.last_failed_at if status else None,
        "why": status.why if status else None,
        "detail": status.detail if status else "",
    }


@command.command(name="check")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
def check(folder: Path | None) -> None:
    """Check vendor files: those in FOLDER, or the packaged ones and your own.

    \b
    Example:  pricewire sources check my-vendors
    """
    from spiders.declarations import CatalogueError, load_catalogue

    try:
        catalogue = load_catalogue(folder) if folder else open_catalogue(load())
    except CatalogueError as error:
        raise Failure(str(error)) from error
    pages = counted(len(catalogue.pages), "page")
    click.echo(", ".join([*who(catalogue), pages]) + ": all right.")


@command.command(name="add")
@click.argument("url")
@click.option("--vendor", help="Vendor id; by default the one that the host belongs to.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in (PageKind.PRICING, PageKind.NEWS, PageKind.CHANGELOG)]),
    help="What the page is, where it is taken for something else.",
)
@click.option("--browser", is_flag=True, help="Render the page in a browser.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def add(url: str, vendor: str | None, kind: str | None, browser: bool, yes: bool) -> None:
    """Fetch URL, say what it is, show what would be read there, and watch it from now on if you agree.

    A page of prices is shown with its rates; a feed (RSS, Atom, RDF), a page that lists news with their days, and a
    changelog are shown with their newest entries and watched for what they say of prices. What you add is written into
    your own vendor files (setting PRICEWIRE_SOURCES, else `sources` in the data folder).

    \b
    Example:  pricewire sources add https://example.com/pricing
              pricewire sources add https://example.com/feed.xml
    """
    from spiders.addition import as_served, page_to_add, write_page
    from spiders.declarations import PACKAGED

    config = load()
    refuse_in_demo(config.data)
    catalogue = open_catalogue(config)
    with _told():
        page = page_to_add(catalogue, url, vendor=vendor, browser=browser)
    capture = _fetched(config, page)
    with _told():
        page = as_served(page, capture, PageKind(kind) if kind else None)
    _show(page, capture)
    if not yes and not click.confirm("Watch this page?", default=False):
        click.echo("Nothing was changed.")
        sys.exit(3)
    with _told():
        file = write_page(own_sources(config), page, config.catalogue or PACKAGED)
    click.echo(f"{page.id} is watched from the next `pricewire up` on; written to {file}.")


@contextmanager
def _told() -> Iterator[None]:
    """What cannot be added says why in one sentence."""
    try:
        yield
    except ValueError as error:
        raise Failure(str(error)) from error


def _fetched(config: Config, page: Page) -> Capture:
    from spiders.crawler import Crawler
    from spiders.orders import Order

    with Crawler(crawl_settings(config)) as crawler:
        for fetch in crawler.fetch([Order(page)]):
            if isinstance(fetch, Capture):
                return fetch
            raise Failure(f"{page.url}: {getattr(fetch, 'detail', '') or 'it answered nothing'}")
    raise Failure(f"{page.url}: expected an answer, found none.")


def _show(page: Page, capture: Capture) -> None:
    click.echo(f"{page.id}  {page.url}")
    if page.kind is PageKind.PRICING:
        _show_rates(page, capture)
    else:
        _show_entries(page, capture)


def _show_rates(page: Page, capture: Capture) -> None:
    from pricewire.commands.read import COLUMNS as RATE_COLUMNS
    from pricewire.commands.read import tell
    from pricewire.records import rate_record
    from schedules.look import read_capture

    sheet = read_capture(page, capture)
    write_rows((rate_record(rate) for rate in sheet.rates), "table", RATE_COLUMNS, empty="No rates were read.")
    tell(sheet)
    click.echo("A page of prices.")


def _show_entries(page: Page, capture: Capture) -> None:
    """The newest entries, and what the page gives of each."""
    from schedules.news import printed_by

    printed = printed_by(page, capture)
    if printed.fault:
        where = ". Write selectors into its [pages.list]: see docs/adding-a-news-source.md"
        raise Failure(f"{printed.fault}{where if page.hints.listing is not None else ''}.")
    found = sorted(printed.entries, key=lambda entry: entry.published or LONG_AGO, reverse=True)
    rows = [
        {"published": entry.published, "title": entry.title, "text": "whole" if entry.full else "teaser"}
        for entry in found[:SHOWN]
    ]
    write_rows(rows, "table", ("published", "title", "text"), empty="No entries.")
    entries = "1 entry" if len(found) == 1 else f"{len(found)} entries"
    click.echo(f"{_form(page)} of {entries}, to be watched for what is said of prices.")


def _form(page: Page) -> str:
    if page.kind is PageKind.CHANGELOG:
        return "A changelog"
    return "A feed" if page.hints.listing is None else "A list of news"
