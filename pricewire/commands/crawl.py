"""`pricewire crawl`: fetch pages now, then the articles they point at, and tell how each look ended."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import click

from pipeline.types import PageKind
from pricewire.config import load
from pricewire.demo_folder import refuse_in_demo
from pricewire.open import crawl_settings, open_catalogue, open_store
from pricewire.output import format_option, write_rows
from pricewire.select import selected

COLUMNS = ("page", "outcome", "rates", "events", "held", "claims", "why", "detail")
OF_ARTICLES = ("url", "outcome", "claims", "events", "why", "detail")


@click.command(name="crawl")
@click.argument("what", nargs=-1, metavar="[VENDOR|PAGE]…")
@format_option()
def command(what: tuple[str, ...], form: str) -> None:
    """Fetch the pages of vendors, or single pages (all of them when nothing is named), and record what changed.

    Then the articles that news pages point at are fetched, a few of each page; they are listed apart, with "of":
    "article" in the JSON forms. An article that fails is asked for again later and counts for nothing here.

    Exit code: 0 when every page answered, 3 when some failed, 1 when all failed.

    \b
    Example:  pricewire crawl deepseek openai/pricing
    """
    from pricewire.progress import progress
    from schedules.crawl import crawl, wanted
    from spiders.crawler import Crawler
    from storage.pages import declare_pages

    config = load()
    refuse_in_demo(config.data)
    catalogue = open_catalogue(config)
    pages = selected(catalogue, what)
    store = open_store(config)
    rows: list[dict[str, Any]] = []
    try:
        with store.write() as c:
            declare_pages(c, catalogue.pages)
        pages = pages if what else tuple(wanted(store, pages))
        with Crawler(crawl_settings(config)) as crawler, progress("pages", len(pages)) as step:
            for look in crawl(store, catalogue, crawler, pages):
                rows.append(look_record(look))
                step(events=len(look.published))
    finally:
        store.close()
    looked, articles = _apart(rows, {page.id for page in pages})
    write(looked, articles, form)
    sys.exit(_exit_code(Counter(row["outcome"] for row in looked)))


def write(pages: list[dict[str, Any]], articles: list[dict[str, Any]], form: str) -> None:
    """In a table, what is an article stands in one of its own."""
    if form != "table":
        write_rows([*pages, *articles], form, COLUMNS)
        return
    write_rows(pages, form, COLUMNS, empty="No pages.")
    if articles:
        click.echo("Articles that these pages point at:")
        write_rows(articles, form, OF_ARTICLES)


def _apart(rows: list[dict[str, Any]], pages: set[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The looks at pages, and those at the articles that they point at, each in order."""
    looked = [row | {"of": "page"} for row in rows if row["page"] in pages]
    articles = [_of_article(row) for row in rows if row["page"] not in pages]
    return sorted(looked, key=lambda row: str(row["page"])), sorted(articles, key=lambda row: str(row["url"]))


def _of_article(row: dict[str, Any]) -> dict[str, Any]:
    """An article is read once, and never changes what it was."""
    return row | {"of": "article", "outcome": "read" if row["outcome"] == "changed" else row["outcome"]}


def look_record(look: Any) -> dict[str, Any]:
    """How one look ended, in plain values."""
    return {
        "page": look.page.id,
        "url": look.page.url,
        "at": look.at,
        "outcome": look.outcome,
        "rates": None if look.page.kind is PageKind.NEWS else look.rates,
        "events": len(look.published),
        "held": look.waiting,
        "claims": len(look.articles),
        "why": look.why,
        "detail": look.detail,
    }


def _exit_code(outcomes: Counter[str]) -> int:
    failed = outcomes["failed"]
    if not failed:
        return 0
    return 1 if failed == outcomes.total() else 3
