"""How the fetches of articles ended: what a rebuild needs beside the captures of pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from pipeline.types import Capture, Failed, Unchanged, Why
from storage.bodies import Bodies
from storage.tables import article_fetches as table


@dataclass(frozen=True, slots=True)
class ArticleFetch:
    """One fetch of the article that an entry points at; its bytes left where they lie."""

    page: str
    """The news page."""
    entry: str
    url: str
    fetched_at: datetime
    sha256: str | None
    """None where no body came."""
    media_type: str = ""
    charset: str | None = None
    why: Why | None = None
    detail: str = ""

    def load(self, page: str, bodies: Bodies) -> Capture | Failed:
        """As the crawler gave it for the article's own `page`. Raises `BodyMissing` or `BodyDamaged`."""
        if self.sha256 is None:
            return Failed(page, self.url, self.fetched_at, self.why or Why.HTTP_ERROR, self.detail)
        body = bodies.get(self.sha256)
        return Capture(page, self.url, self.fetched_at, 200, body, self.sha256, self.media_type, self.charset)


def add_article_fetch(c: Connection, page: str, entry: str, fetch: Capture | Failed | Unchanged) -> None:
    """One fetch, for the entry of a news page."""
    row: dict[str, Any] = {"page": page, "entry": entry, "url": fetch.url, "fetched_at": fetch.fetched_at}
    row |= {"sha256": None, "media_type": "", "charset": None, "why": None, "detail": ""}
    if isinstance(fetch, Capture):
        row |= {"sha256": fetch.sha256, "media_type": fetch.media_type, "charset": fetch.charset}
    elif isinstance(fetch, Failed):
        row |= {"why": fetch.why.value, "detail": fetch.detail}
    c.execute(insert(table), row)


def article_fetches(c: Connection) -> Iterator[ArticleFetch]:
    """All of them by time; read in batches, however many there are."""
    asked = select(table).order_by(table.c.fetched_at, table.c.seq)
    for row in c.execute(asked.execution_options(yield_per=500)):
        yield _fetch(row)


def _fetch(row: Row[*tuple[Any, ...]]) -> ArticleFetch:
    return ArticleFetch(
        page=row.page,
        entry=row.entry,
        url=row.url,
        fetched_at=row.fetched_at,
        sha256=row.sha256,
        media_type=row.media_type,
        charset=row.charset,
        why=Why(row.why) if row.why else None,
        detail=row.detail,
    )
