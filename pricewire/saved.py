"""Files that somebody saved → the articles in them, and in the end which could not be read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from pipeline.types import Article
from pricewire.cli import Failure
from pricewire.options import Moment
from pricewire.output import Row, write_rows

HTML = (".html", ".htm", ".xhtml")


def articles_in(files: Iterable[Path], unread: list[str]) -> Iterator[tuple[str, Article]]:
    """Each file's name with its article; of one that cannot be read, a sentence in `unread` instead."""
    for file in files:
        try:
            yield str(file), article_in(file)
        except Failure as failure:
            unread.append(failure.message)


def write_and_end(rows: Iterable[Row], form: str, columns: tuple[str, ...], empty: str, unread: list[str]) -> NoReturn:
    """Print the rows; then tell what could not be read while they were made, and end with 1 where there is any."""
    write_rows(rows, form, columns, empty=empty)
    for sentence in unread:
        click.echo(f"pricewire: {sentence}", err=True)
    sys.exit(1 if unread else 0)


def article_in(file: Path) -> Article:
    """The article of a file. Failure: the file cannot be read, or is not what its name says."""
    try:
        body = file.read_bytes()
    except OSError as error:
        raise Failure(f"{file}: expected a readable file, found: {error.strerror}.") from error
    if file.suffix.lower() == ".json":
        return _from_json(file, body)
    if file.suffix.lower() in HTML:
        return _from_html(file, body)
    text = body.decode("utf-8", "replace").lstrip("\ufeff").strip()
    title, _, rest = text.partition("\n")
    return Article(title=title.strip(" #"), text=rest.strip() or title)


def _from_json(file: Path, body: bytes) -> Article:
    try:
        item = json.loads(body)
    except ValueError as error:
        raise Failure(f"{file}: expected JSON, found: {error}.") from error
    except RecursionError:
        raise Failure(f"{file}: expected an article, found JSON in JSON without end.") from None
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise Failure(f'{file}: expected an object with "title" and "text", found: {type(item).__name__}.')
    return Article(
        title=str(item.get("title") or ""),
        text=item["text"],
        url=str(item.get("url") or ""),
        published=_moment(item.get("published")),
        lang=str(item.get("lang") or ""),
    )


def _moment(said: Any) -> datetime | None:
    try:
        return Moment().convert(said, None, None) if isinstance(said, str) else None
    except click.UsageError:
        return None


def _from_html(file: Path, body: bytes) -> Article:
    from pipeline.news.article import NotAnArticle, article_of

    try:
        return article_of(body, url="", media_type="text/html")
    except NotAnArticle as error:
        raise Failure(f"{file}{error}.") from error
