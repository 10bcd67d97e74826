"""A feed as it was served (RSS, Atom or RDF, well formed or not, in whatever charset) into its entries."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from pipeline.news.capping import capped
from pipeline.news.cleaning import is_counter
from pipeline.news.documents import Document, of_bytes
from pipeline.news.identity import with_ids
from pipeline.news.languages import language
from pipeline.news.lines import plain, tidy, title_of
from pipeline.news.told import place, plausible, told
from pipeline.types import FeedEntry

_ROOT: Final = re.compile(r"<(?:\w{1,20}:)?(?:rss|feed|RDF|channel)\b", re.IGNORECASE)
_HEAD: Final = 20_000
_FIRST_TAG: Final = re.compile(r"<[A-Za-z]")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE: Final = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,9})|([0-9]{1,9}));?")
_LONGEST_TITLE: Final = 500
_LONGEST_TEXT: Final = 200_000
_TEASER_END: Final = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|阅读(?:全文|更多|原文)|查看(?:全文|更多)|点击查看\S{0,4}"
    r"|(?:read|continue|see)\s(?:more|reading|the\s\w+\s\w+)\W{0,3})\s*$",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(r"\n?The post [^\n]{1,300} appeared first on [^\n]{1,100}$")
"""What WordPress puts under every entry."""
_WHOLE: Final = {"zh": 300, "": 800}
"""A text of so many characters that does not break off is the article, not a teaser."""
_ZONED: Final = re.compile(r"(?:[A-Z]{1,4}|[+-]\d\d:?\d\d)\s*$")
_DATES: Final = ("published", "created", "updated")


_FAULTS: Final = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError, ArithmeticError)


class NotAFeed(ValueError):
    """A document that is not the feed, list or log it should be; the text says what was found instead."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed, list page or changelog holds."""

    entries: tuple[FeedEntry, ...]
    left_out: int = 0
    """How many entries were too many to be read, the oldest ones."""


@of_bytes
def entries_of(document: Document) -> tuple[FeedEntry, ...]:
    """The entries of a feed, in its order; none for an empty body. Raises `NotAFeed`. See `feed_of`."""
    return _read(document).entries


@of_bytes
def feed_of(document: Document) -> Feed:
    """A feed with how much of it was left out. Raises `NotAFeed`."""
    return _read(document)


def _read(document: Document) -> Feed:
    if not document.text.strip():
        return Feed(())
    if not is_feed(document.text):
        raise NotAFeed(f"{document.url}: expected a feed, found {_opening(document.text)}")
    text, left_out = capped(_safe(document.text))
    try:
        parsed = _parse(text)
    except _FAULTS as fault:  # feedparser has no error of its own for what it cannot take
        raise NotAFeed(f"{document.url}: expected a feed, found one that cannot be read: {fault!r:.200}") from fault
    hints = document.hints
    said = hints.lang or str(parsed.feed.get("language") or "")
    entries = [_entry(item, document.url, said, hints.zone, document.at) for item in parsed.entries]
    return Feed(tuple(with_ids([entry for entry in entries if _says_something(entry)])), left_out)


def is_feed(text: str) -> bool:
    """Whether a document begins as a feed does."""
    head = text[:_HEAD]
    start = _FIRST_TAG.search(head)
    return start is not None and _ROOT.match(head, start.start()) is not None


def web_address(link: str, base: str) -> str:
    """`link` as an absolute http(s) address without user or blanks; empty for anything else."""
    try:
        url = urljoin(base, link.strip())
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and parts.hostname and parts.username is None and parts.port != 0
    except ValueError:
        return ""
    return url if fine and not re.search(r"[\s\\]", url) else ""


def _safe(text: str) -> str:
    """From the first element on: no declaration of a charset that no longer holds, no DOCTYPE, no entities."""
    start = _FIRST_TAG.search(text)
    return _REFERENCE.sub(_if_a_character, _NOT_XML.sub("", text[start.start() :])) if start else ""


def _if_a_character(reference: re.Match[str]) -> str:
    """The reference, if it is to a character that there is."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    fine = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF
    return reference[0] if fine else ""


def _opening(text: str) -> str:
    return f'"{tidy(text[:300])[:60]}…"'


def _parse(text: str) -> Any:
    import feedparser

    # A stream, never a text: feedparser would fetch a text that is an address, and open one that is a path.
    # It is not told the feed's address either: it would make addresses of ids, and others when the feed moves.
    stream = io.BytesIO(text.encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8"}
    return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _entry(item: Any, url: str, said: str, zone: str, at: datetime | None) -> FeedEntry:
    title = title_of(str(item.get("title") or ""))[:_LONGEST_TITLE]
    text, content = _text(item)
    lang = language(f"{title}\n{text}", said)
    published, inferred = _published(item, zone, at, lang)
    return FeedEntry(
        id=tidy(str(item.get("id") or "")),
        url=_address(item, url),
        title=title,
        text=text,
        published=published,
        lang=lang,
        author=tidy(str(item.get("author") or ""))[:100],
        full=_is_whole(text, content, lang),
        year_inferred=inferred,
    )


def _says_something(entry: FeedEntry) -> bool:
    return bool(entry.title or entry.text or entry.url or entry.published)


def _address(item: Any, base: str) -> str:
    """The entry's own link; an id that merely stands in for one counts if it looks like an address."""
    links = [str(item.get("link") or ""), *(str(each.get("href") or "") for each in _alternates(item))]
    named = str(item.get("id") or "")
    links = [link for link in links if link and (link != named or link.startswith(("http://", "https://", "/")))]
    return next((address for link in links if (address := web_address(link, base))), "")


def _alternates(item: Any) -> Iterable[Any]:
    return (each for each in item.get("links") or () if each.get("rel", "alternate") == "alternate")


def _text(item: Any) -> tuple[str, bool]:
    """(the longest text that the entry carries, whether it came as its content and not as its description)."""
    contents = [_plain(each) for each in item.get("content") or ()]
    summary = _plain(item.get("summary_detail") or {"value": item.get("summary") or ""})
    content = max(contents, key=len, default="")
    return (content, True) if len(content) >= len(summary) and content else (summary, False)


def _plain(detail: Any) -> str:
    """A text without markup, and without what is another at every look."""
    value = str(detail.get("value") or "")
    if detail.get("type") != "text/plain" or "</" in value:
        value = plain(value)
    lines = [line for line in map(tidy, value.splitlines()) if line and not is_counter(line)]
    return _SIGNED.sub("", "\n".join(lines))[:_LONGEST_TEXT]


def _is_whole(text: str, content: bool, lang: str) -> bool:
    if len(text) < _WHOLE.get(lang, _WHOLE[""]) or _TEASER_END.search(text[-500:]):
        return False
    return content or text.count("\n") >= 3


def _published(item: Any, zone: str, at: datetime | None, lang: str) -> tuple[datetime | None, bool]:
    """When the entry says it was published, and whether its year had to be inferred; None for what cannot be."""
    for name in _DATES:
        if not dict.get(item, name):
            continue
        printed, parsed = tidy(str(dict.get(item, name))), dict.get(item, f"{name}_parsed")
        moment, inferred = _moment(printed, parsed, zone, at, lang)
        if moment is not None and plausible(moment, at):
            return moment, inferred
    return None, False


def _moment(printed: str, parsed: Any, zone: str, at: datetime | None, lang: str) -> tuple[datetime | None, bool]:
    """feedparser's reading, where it can be one: of "2026年9月14日" it makes the first of November."""
    zone = zone or ("Asia/Shanghai" if lang == "zh" else "")
    if parsed is None or not printed.isascii() or f"{parsed[0] % 100:02}" not in printed:
        found = told(printed, at, zone)
        return (found.at, found.year_inferred) if found else (None, False)
    try:
        year, month, day, hours, minutes, seconds = parsed[:6]
        moment = datetime(year, month, day, hours, minutes, min(seconds, 59), tzinfo=UTC)
        return _in_zone(moment, printed, zone), False
    except (ValueError, OverflowError, TypeError):
        return None, False


def _in_zone(moment: datetime, printed: str, zone: str) -> datetime:
    """A time without a zone is one of the source's, and "CST" means China's where the source is Chinese."""
    if printed.endswith("CST") and zone.startswith("Asia/"):
        return (moment - timedelta(hours=6)).replace(tzinfo=place(zone)).astimezone(UTC)
    if ":" in printed and not _ZONED.search(printed):
        return moment.replace(tzinfo=place(zone)).astimezone(UTC)
    return moment
