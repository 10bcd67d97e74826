"""What is told of the demo's price war, by papers and by the vendors themselves → feeds and articles of a moment."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.types import Channel, Hints, Page, PageKind, Vendor

HOST = "127.0.0.1"
_FOLDER = Path(__file__).with_name("demo_site")
_HALF_AN_HOUR = 1_800
_PAPERS_ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Paper:
    """A site that tells and sells nothing."""

    id: str
    name: str
    name_zh: str
    host: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing told, by a paper or by a vendor in its own feed."""

    at: datetime
    source: str
    title: str
    text: str
    """All of it, or a teaser where there is a page."""
    slug: str = ""
    page: str = ""
    """File of the page that the feed points at; empty where the item stands in the feed only."""
    body: str = ""
    """File of the article itself, which two pages may print."""


def papers() -> tuple[Paper, ...]:
    """The papers of the demo."""
    return tuple(
        Paper(table["id"], table["name"], table["name_zh"], table.get("host", HOST)) for table in _declared()["papers"]
    )


def items(source: str = "") -> tuple[Item, ...]:
    """All that is told in the demo, or by one source, the oldest first."""
    found = (Item(**{**table, "at": table["at"].astimezone(UTC)}) for table in _declared()["items"])
    return tuple(sorted((item for item in found if source in ("", item.source)), key=lambda item: item.at))


def sources() -> frozenset[str]:
    """Who has a feed."""
    return frozenset(item.source for item in items())


def paper_vendor(paper: Paper, port: int) -> Vendor:
    """The paper as the catalogue has it."""
    page = news_page(paper.id, _PAPERS_ZONE, "zh", f"http://{paper.host}:{port}")
    return Vendor(paper.id, paper.name, paper.name_zh, Channel.PRESS, zone=_PAPERS_ZONE, pages=(page,))


def news_page(source: str, zone: str, lang: str, base: str) -> Page:
    """The feed of a paper or a vendor, watched."""
    return Page(
        id=f"{source}/news",
        vendor=source,
        url=f"{base}/{source}/feed.xml",
        kind=PageKind.NEWS,
        cadence=_HALF_AN_HOUR,
        lang=lang,
        hosts=(HOST, "localhost"),
        hints=Hints(zone=zone),
    )


def feed_text(source: str, moment: datetime, base: str) -> str:
    """What the source has printed by the moment, as RSS, the newest first."""
    told = [item for item in reversed(items(source)) if item.at <= moment]
    entries = "".join(_entry(item, base) for item in told)
    head = f"<title>{source}</title><link>{base}/{source}/</link><description>{source}</description>"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{head}{entries}</channel></rss>\n'


def article_text(source: str, slug: str, moment: datetime) -> str:
    """The page of an article. Raises `LookupError` where it is not printed by then."""
    item = next((one for one in items(source) if one.slug == slug and one.page and one.at <= moment), None)
    if item is None:
        raise LookupError(f"demo: expected an article that is out by {moment}, found {source}/{slug}")
    day = f"{item.at.astimezone(ZoneInfo(_PAPERS_ZONE)):%m/%d %H:%M}"
    page = _file(item.page).replace("{body}", _file(item.body))
    return page.replace("{title}", escape(item.title)).replace("{day}", day)


def _entry(item: Item, base: str) -> str:
    address = f"{base}/{item.source}/{item.slug}" if item.page else ""
    link = f"<link>{address}</link>" if address else ""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in item.text.splitlines())
    said = f"<title>{escape(item.title)}</title><description>{escape(paragraphs)}</description>"
    guid = f'<guid isPermaLink="false">{item.source}-{item.at:%Y%m%d%H%M}</guid>'
    return f"<item>{said}{link}{guid}<pubDate>{format_datetime(item.at)}</pubDate></item>"


@cache
def _declared() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    return tomllib.loads((_FOLDER / "news.toml").read_text(encoding="utf-8"))


@cache
def _file(name: str) -> str:
    return (_FOLDER / "news" / name).read_text(encoding="utf-8")
