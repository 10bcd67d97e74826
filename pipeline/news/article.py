"""The page of an article, or its text in Markdown or none, into the article: title, text, date, who wrote it."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from pipeline.blocks import form_of
from pipeline.blocks.attributes import few_attributes
from pipeline.blocks.html import parse
from pipeline.decode import decode
from pipeline.health import wall
from pipeline.news.capping import first_tags
from pipeline.news.cleaning import cleaned, essence, weight
from pipeline.news.head import Head, head_of
from pipeline.news.languages import language
from pipeline.news.lines import html_lines, tidy
from pipeline.news.origins import origin_of
from pipeline.news.titles import title_among
from pipeline.news.told import Told, place, told
from pipeline.types import Article, FeedEntry

_LONGEST: Final = 3_000_000
"""So many characters of a page are looked at."""
_LONGEST_TEXT: Final = 200_000
_LEAST: Final = 120
"""An extraction of less weight missed the article; then all that the page shows is taken."""
_NEAR_TITLE: Final = 12
"""So many lines below the title its date is looked for."""
_SHORT: Final = 160
_NO_TEXT: Final = re.compile(r"(?:image|audio|video|font)/|application/(?:pdf|zip|octet-stream|gzip|msword)|\A\x00\Z")
_LEAST_TITLE: Final = 12
_HEADING: Final = re.compile(r"^#{1,6}\s+")
_LINKED: Final = re.compile(r"!?\[([^\[\]]{1,300})\]\([^()\s]{0,1000}\)")


class NotAnArticle(ValueError):
    """A document with no article in it; the text says what was found instead."""


@dataclass(frozen=True, slots=True)
class _About:
    """What is known of an article before it is read."""

    url: str
    at: datetime | None
    lang: str
    zone: str
    entry: FeedEntry | None

    @property
    def titles(self) -> list[str]:
        return [self.entry.title] if self.entry and self.entry.title else []


def article_of(
    body: bytes,
    *,
    url: str,
    media_type: str = "",
    charset: str | None = None,
    at: datetime | None = None,
    lang: str = "",
    zone: str = "",
    entry: FeedEntry | None = None,
) -> Article:
    """The article that a page tells. Raises `NotAnArticle`.

    `at` is when it was fetched, `lang` and `zone` what is known of its source, `entry` what the feed said of it: its
    title is one more witness, its date holds where the page gives none. A day without a year gets that of the entry,
    else the last one before `at`, and `year_inferred` says so.
    """
    if _NO_TEXT.match(media_type) or body[:5] == b"%PDF-":
        raise NotAnArticle(f"{url}: expected an article, found {media_type or 'a PDF'}")
    text = decode(body, charset, media_type)[0][:_LONGEST]
    if found := wall(text):
        raise NotAnArticle(f"{url}: expected an article, found {found[0].value}: {found[1]}")
    about = _About(url, at, lang, zone, entry)
    if form_of(text, media_type) != "html":
        return _of_text(text, about)
    return _of_page(few_attributes(first_tags(text)), about)


def article_of_entry(entry: FeedEntry, *, site: str = "") -> Article:
    """The article that an entry of a feed is, or as much of it as the feed tells."""
    lines = cleaned(entry.text.splitlines())
    origin, author = origin_of(lines)
    return Article(
        title=entry.title,
        text="\n".join(lines),
        url=entry.url,
        published=entry.published,
        lang=entry.lang,
        site=site or _host(entry.url),
        author=entry.author or author,
        origin=origin,
        year_inferred=entry.year_inferred,
    )


def _of_page(text: str, about: _About) -> Article:
    root = parse(text)
    if root is None:
        raise NotAnArticle(f"{about.url}: expected an article, found an empty page")
    head = head_of(root)
    shown = [line.text for line in html_lines(text)]
    found = _extracted(text)
    lines = cleaned(found if sum(map(weight, found)) >= _LEAST else shown)
    titles = [*head.titles, *about.titles]
    said = {essence(title) for title in titles}
    title = title_among(titles, lines)
    return _article(title, [line for line in lines if essence(line) not in said], shown, head, about)


def _of_text(text: str, about: _About) -> Article:
    shown = [line.rstrip() for line in text.splitlines() if line.strip()]
    title = title_among([*about.titles, *_titles_of(shown)], shown)
    return _article(title, _under(title, cleaned(shown)), shown, Head(), about)


def _titles_of(shown: Sequence[str]) -> list[str]:
    """What may be the title of a text: its first heading of the first level; of its first lines, one that comes again
    (the very first may be anything on a page that was copied whole); else the first."""
    first = next(iter(shown), "")
    headings = [line for line in shown[:20] if line.startswith("# ")][:1]
    counted = Counter(map(essence, shown))
    again = [line for line in shown[:6] if counted[essence(line)] > 1 and _LEAST_TITLE <= weight(line) <= _SHORT]
    found = [*headings, *again, *([first] if len(first) <= _SHORT or _HEADING.match(first) else [])]
    return [tidy(_LINKED.sub(r"\1", _HEADING.sub("", line))) for line in found]


def _under(title: str, lines: list[str]) -> list[str]:
    """The lines without the title, and without what stands above it where it stands near the top."""
    told_title = essence(title)
    top = next((place for place, line in enumerate(lines[:6]) if essence(line) == told_title), -1)
    return [line for line in lines[top + 1 :] if essence(line) != told_title]


def _article(title: str, lines: list[str], shown: Sequence[str], head: Head, about: _About) -> Article:
    if not lines and not title:
        raise NotAnArticle(f"{about.url}: expected an article, found no text")
    text = "\n".join(lines)[:_LONGEST_TEXT]
    lang = language(f"{title}\n{text}", about.lang or head.lang)
    near = _near(shown, title)
    published, inferred = _published(head, near, about.at, about.zone or _zone(lang), about.entry)
    origin, author = origin_of([*near, *lines[-6:]])
    return Article(
        title=title,
        text=text,
        url=about.url,
        published=published,
        lang=lang,
        site=head.site or _host(about.url),
        author=head.author or author or (about.entry.author if about.entry else ""),
        origin=origin,
        year_inferred=inferred,
    )


def _extracted(text: str) -> list[str]:
    """What trafilatura takes for the article, a line a paragraph; nothing where it finds nothing or fails."""
    try:
        found = _extract()(text, output_format="txt", include_comments=False, include_tables=True)
    except (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError):
        return []  # markup that was made to break readers; the page as it is shown will have to do
    return [line for line in map(tidy, (found or "").splitlines()) if line.strip("|- ")]


@cache
def _extract() -> Any:
    from trafilatura import extract  # 0.3 s, and few captures are articles

    for name in ("trafilatura", "htmldate", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # a page without an article is told as a value
    return extract


def _near(shown: Sequence[str], title: str) -> list[str]:
    """The lines around each place where the title stands: the small print of the article."""
    told_title = essence(title)
    places = [place for place, line in enumerate(shown) if essence(line) == told_title][:3] or [0]
    return [line for start in places for line in shown[max(0, start - 3) : start + _NEAR_TITLE] if len(line) <= _SHORT]


def _published(
    head: Head, near: Iterable[str], at: datetime | None, zone: str, entry: FeedEntry | None
) -> tuple[datetime | None, bool]:
    """(when it was published, whether the year was inferred)."""
    for said in head.dates:
        if (found := told(said, at, zone)) and not found.year_inferred:
            return found.at, False
    printed = _printed(near, at, zone, entry)
    if printed is not None and not printed.year_inferred:
        return printed.at, False
    if entry is not None and entry.published is not None:
        return entry.published, entry.year_inferred
    return (printed.at, True) if printed else (None, False)


def _printed(near: Iterable[str], at: datetime | None, zone: str, entry: FeedEntry | None) -> Told | None:
    """The date in the small print: a short line with nothing but a date, a name and the like."""
    around = entry.published if entry and entry.published else at
    for line in near:
        found = told(line, around, zone)
        if found is not None and len(line) - (found.end - found.start) <= 40 and not line.endswith(("。", ".")):
            return found
    return None


def _zone(lang: str) -> str:
    return "Asia/Shanghai" if lang == "zh" and place("Asia/Shanghai") else ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
