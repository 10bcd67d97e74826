"""`pricewire stories`: saved articles → the stories they tell, with their independent origins."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pipeline.claims import claims_of
from pipeline.stories import fullest, stories
from pipeline.types import Article, Claim, Reported, Story
from pricewire.cli import Failure
from pricewire.commands.claims import article_in, claim_record
from pricewire.output import format_option, plain, write_rows

COLUMNS = ("first_at", "last_at", "vendor", "kind", "model", "figures", "count", "origins", "files", "quote")


@click.command(name="stories")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option()
def command(files: tuple[Path, ...], form: str) -> None:
    """Read the articles saved in FILES and print the stories they tell: what is said, who wrote it, when, where.

    The files are those that `pricewire claims` reads. However often an article is reposted, its author counts as one
    origin. An article without a date may tell of any time. A file that cannot be read is told on standard error, and
    the exit code is 1; the others are printed all the same.

    \b
    Example:  pricewire stories saved/*.json --format jsonl
    """
    unread: list[str] = []
    reports = _reports(files, datetime.now(UTC), unread)
    rows = (_row(story, reports) for story in stories(reports.values()))
    write_rows(rows, form, COLUMNS, empty="No stories.")
    for sentence in unread:
        click.echo(f"pricewire: {sentence}", err=True)
    sys.exit(1 if unread else 0)


def _reports(files: Sequence[Path], now: datetime, unread: list[str]) -> dict[str, Reported]:
    """File → what it reports."""
    found: dict[str, Reported] = {}
    for file in files:
        try:
            article = article_in(file)
        except Failure as failure:
            unread.append(failure.message)
        else:
            found[str(file)] = Reported(str(file), article, _claims(article), now)
    return found


def _claims(article: Article) -> tuple[Claim, ...]:
    """The claims; of a saved article without a date nobody knows whether it tells of today."""
    claims = claims_of(article)
    return claims if article.published else tuple(replace(claim, recap=True) for claim in claims)


def _row(story: Story, reports: Mapping[str, Reported]) -> dict[str, Any]:
    claim = fullest(reports[article].claims[index] for article, index in story.claims)
    articles = [reports[file] for file in dict.fromkeys(file for file, _ in story.claims)]
    dated = [reported.article.published for reported in articles if reported.article.published]
    return {
        "id": story.id,
        "first_at": min(dated, default=None),
        "last_at": max(dated, default=None),
        **{name: value for name, value in claim_record(claim).items() if name not in ("start", "recap")},
        "figures": _figures(claim),
        "count": len(story.origins),
        "origins": story.origins,
        "files": [reported.id for reported in articles],
        "articles": [_article(reported) for reported in articles],
        "claims": [{"file": file, "number": number} for file, number in story.claims],
    }


def _article(reported: Reported) -> dict[str, Any]:
    article = reported.article
    return {"file": reported.id, "title": article.title, "url": article.url, "published": plain(article.published)}


def _figures(claim: Claim) -> str:
    """The figures in a narrow column: `0.02 → 0.0005 CNY, 97 %`."""
    old = f"{claim.old_price:f} → " if claim.old_price is not None else ""
    price = f"{old}{claim.new_price:f} {claim.currency or ''}".strip() if claim.new_price is not None else ""
    percent = f"{claim.percent:f} %" if claim.percent is not None else ""
    return ", ".join(filter(None, ("free" if claim.free else "", price, percent)))
