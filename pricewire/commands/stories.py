"""`pricewire stories`: saved articles, or those on record → the stories they tell, with their independent origins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.claims import claims_of
from pipeline.stories import fullest, stories
from pipeline.stories.origins import site_of
from pipeline.types import Article, Claim, Reported, Story
from pricewire.commands.claims import claim_record, figures_told
from pricewire.output import format_option, plain, write_rows
from pricewire.reported import QUERY, on_record, refuse_both
from pricewire.saved import articles_in, write_and_end

if TYPE_CHECKING:
    from storage.news_answers import StoryRow

COLUMNS = ("first_at", "last_at", "vendor", "kind", "model", "figures", "count", "origins", "files", "quote")

ON_RECORD = ("first_at", "vendor", "kind", "model", "figures", "states", "count", "origins", "events", "title")


@click.command(name="stories")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@QUERY
@format_option()
def command(files: tuple[Path, ...], form: str, **asked: Any) -> None:
    """List the stories on record, newest first, with the events that they tell; or read the articles saved in FILES
    and print the stories they tell: what is said, who wrote it, when, where.

    The files are those that `pricewire claims` reads. However often an article is reposted, its author counts as one
    origin. An article without a date may tell of any time. A file that cannot be read is told on standard error, and
    the exit code is 1; the others are printed all the same.

    \b
    Example:  pricewire stories --vendor deepseek --since 2026-01-01
              pricewire stories saved/*.json --format jsonl
    """
    if not files:
        _list(form, asked)
        return
    refuse_both(asked)
    _read(files, form)


def _list(form: str, asked: dict[str, Any]) -> None:
    from storage.stories import stories as stored

    rows = (stored_record(row) for row in on_record(stored, form, asked))
    write_rows(
        rows, form, ON_RECORD, empty="No such stories on record; `pricewire stories FILE…` reads saved articles."
    )


def stored_record(row: StoryRow) -> dict[str, Any]:
    """A story on record, told by its fullest claim."""
    claim = fullest(one.claim for one in row.claims)
    told = {one.article: one for one in reversed(row.claims)}
    return {
        "id": row.story.id,
        "first_at": row.story.first_at,
        "last_at": row.story.last_at,
        "title": row.title,
        **_said(claim),
        "vendor": row.claims[0].vendor or claim.vendor or None,
        "states": sorted({one.state.value for one in row.claims}),
        "count": len(row.story.origins),
        "origins": row.story.origins,
        "articles": [
            {"article": one.article, "title": one.title, "url": one.url, "published": plain(one.at)}
            for one in sorted(told.values(), key=lambda one: one.at)
        ],
        "claims": [f"{one.article}:{one.number}" for one in row.claims],
        "events": row.events,
    }


def _said(claim: Claim) -> dict[str, Any]:
    record = {name: value for name, value in claim_record(claim).items() if name not in ("start", "recap")}
    return {**record, "figures": figures_told(claim)}


def _read(files: Sequence[Path], form: str) -> None:
    unread: list[str] = []
    reports = _reports(files, datetime.now(UTC), unread)
    rows = (_row(story, reports) for story in stories(reports.values()))
    write_and_end(rows, form, COLUMNS, "No stories.", unread)


def _reports(files: Sequence[Path], now: datetime, unread: list[str]) -> dict[str, Reported]:
    """File → what it reports."""
    return {
        file: Reported(file, _signed(article, file), _claims(article), now)
        for file, article in articles_in(files, unread)
    }


def _signed(article: Article, file: str) -> Article:
    """Of an article that names neither its author nor its site, nothing is known but the file it is in."""
    return article if article.origin or site_of(article) else replace(article, site=file)


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
        **_said(claim),
        "count": len(story.origins),
        "origins": story.origins,
        "files": [reported.id for reported in articles],
        "articles": [_article(reported) for reported in articles],
        "claims": [{"file": file, "number": number} for file, number in story.claims],
    }


def _article(reported: Reported) -> dict[str, Any]:
    article = reported.article
    return {"file": reported.id, "title": article.title, "url": article.url, "published": plain(article.published)}
