"""What a page says of the article on it, in its head, its data and around its heading: titles, dates, names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pipeline.news.lines import tidy

_DATES: Final = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "publishdate", "publish_date", "pubdate", "publish-date", "date", "dc.date", "dc.date.issued", "sailthru.date",
    "parsely-pub-date", "weibo:article:create_at", "bytedance:published_time", "og:release_date", "citation_date",
)  # fmt: skip
_AUTHORS: Final = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "weibo:article:author",
)
_ARTICLES: Final = frozenset(
    {"article", "newsarticle", "blogposting", "reportagenewsarticle", "techarticle", "webpage"}
)
_DEEPEST: Final = 8
_LONGEST: Final = 300
_MOST_DATA: Final = 200_000


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself; empty where it says nothing. None of it is to be believed unseen."""

    titles: tuple[str, ...] = ()
    """Of the article: headings first, then what data and metadata say, the window's title last."""
    dates: tuple[str, ...] = ()
    """As printed, the most trustworthy first."""
    author: str = ""
    site: str = ""
    lang: str = ""


def head_of(root: Any) -> Head:
    """`root` is the tree of an HTML page."""
    metas = dict(_metas(root))
    data = list(_data(root))
    headings = [_words(element) for element in [*root.iter("h1")][:4]]
    titles = [
        *headings,
        *(tidy(str(item.get("headline") or "")) for item in data),
        *(metas.get(name, "") for name in ("og:title", "twitter:title")),
        _words(root.find(".//title")),
    ]
    dates = [
        *(tidy(str(item.get("datePublished") or "")) for item in data),
        *(metas.get(name, "") for name in _DATES),
        *(_time(element) for element in [*root.iter("time")][:3]),
    ]
    authors = [*(_name(item.get("author")) for item in data), *(metas.get(name, "") for name in _AUTHORS)]
    return Head(
        tuple(dict.fromkeys(title[:_LONGEST] for title in titles if title)),
        tuple(dict.fromkeys(date for date in dates if date and len(date) < 80)),
        next((name[:100] for name in authors if name and "://" not in name), ""),
        metas.get("og:site_name", "")[:100],
        str(root.get("lang") or "").lower(),
    )


def _metas(root: Any) -> Iterator[tuple[str, str]]:
    for meta in [*root.iter("meta")][:500]:
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = tidy(meta.get("content") or "")
        if name and content:
            yield name.strip().lower(), content[:_LONGEST]


def _data(root: Any) -> Iterator[dict[str, Any]]:
    """The articles in the page's JSON-LD."""
    for script in [*root.iter("script")][:500]:
        text = script.text or ""
        if script.get("type") != "application/ld+json" or len(text) > _MOST_DATA:
            continue
        try:
            yield from _articles(json.loads(text, strict=False), 0)
        except (ValueError, RecursionError):
            continue


def _articles(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for inner in value[:50]:
            yield from _articles(inner, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if {str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])} & _ARTICLES:
            yield value
        yield from _articles(value.get("@graph"), depth + 1)
        yield from _articles(value.get("mainEntity"), depth + 1)


def _name(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value[:5])))
    if isinstance(value, dict):
        value = value.get("name")
    return tidy(value) if isinstance(value, str) else ""


def _time(element: Any) -> str:
    return tidy(element.get("datetime") or "") or _words(element)


def _words(element: Any) -> str:
    return "" if element is None else tidy("".join(element.itertext()))
