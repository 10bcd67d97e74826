"""A capture of a page that tells news, or of an article → what it adds: entries, articles and what they claim."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from pipeline.claims import claims_of, may_concern_prices, may_lead_to_prices
from pipeline.corroborate import WINDOW, span_of
from pipeline.news.article import article_of_entry
from pipeline.news.entries import entries_from
from pipeline.news.feeds import NotAFeed
from pipeline.types import Article, Capture, FeedEntry, Page, PageKind, Reported
from spiders.addresses import canonical, host_of
from spiders.articles import article_page
from storage.articles import body_of, known_articles, record_article, revise_article
from storage.engine import Store
from storage.entries import Noted, digest_of, is_first_sight, record_entries, seen_entries
from storage.news_answers import EntryRow, Gate, Reading

TELLING = frozenset({PageKind.NEWS, PageKind.CHANGELOG})
"""Kinds of pages whose entries are read as news."""
FRESH = WINDOW + timedelta(days=4)
"""What a page's first sight shows and is older than this is history: nothing follows from it any more."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The entries that a page prints."""

    entries: tuple[FeedEntry, ...] = ()
    fault: str = ""
    """Why there are none, in one sentence, where there should be some."""

    @property
    def fingerprint(self) -> str:
        """The same for pages that print the same entries, in whatever order and chrome; empty where none are read."""
        if not self.entries:
            return ""
        said = sorted(f"{entry.id}\x1f{digest_of(entry)}" for entry in self.entries)
        return hashlib.sha256("\x1e".join(said).encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Added:
    """An article that is read, and the bytes it was read from."""

    reported: Reported
    reading: Reading
    edited: bool = False
    """Another version of it is on record."""


@dataclass(frozen=True, slots=True)
class News:
    """All that one capture of a page adds to what is known of its news."""

    noted: tuple[Noted, ...] = ()
    added: tuple[Added, ...] = ()


def printed_by(page: Page, capture: Capture) -> Printed:
    """The entries of a page that tells news; none of one that does not."""
    if page.kind not in TELLING:
        return Printed()
    try:
        return Printed(entries_from(page, capture))
    except NotAFeed as fault:
        return Printed(fault=str(fault))


def read_news(store: Store, page: Page, capture: Capture, printed: Printed) -> News:
    """What is new or edited among the entries, read as far as the page prints it. Nothing is written but bodies."""
    at = capture.fetched_at
    with store.read() as c:
        first = is_first_sight(c, page.id)
        seen = seen_entries(c, page.id, [entry.id for entry in printed.entries])
        on_record = known_articles(c, (article_id_of(page, entry) for entry in printed.entries))
    unread = [entry for entry in printed.entries if _is_unread(entry, seen.get(entry.id))]
    noted, added = [], []
    for entry in unread:
        known = seen.get(entry.id)
        gate = gate_of(page, entry, at, first=first)
        article = known.article if known else None
        if gate is Gate.READ:
            told = article_of_entry(entry, site=host_of(entry.url or page.url))
            added.append(added_by(page, entry, told, Reading(page.id, capture.sha256, at), known))
            article = added[-1].reported.id
        elif gate is Gate.OWED and known is None and article_id_of(page, entry) in on_record:
            gate, article = Gate.READ, article_id_of(page, entry)
        noted.append(Noted(entry, gate, known.first_at if known else at, article))
    keep_bodies(store, added)
    return News(tuple(noted), tuple(added))


def record_news(c: Connection, page: Page, news: News, at: datetime) -> tuple[str, ...]:
    """Write it down; returns the ids of the articles that claim something new."""
    told = tuple(one.reported.id for one in news.added if record_added(c, one))
    record_entries(c, page.id, news.noted, at)
    return told


def record_added(c: Connection, one: Added) -> bool:
    """True where the article claims something that was not on record."""
    due_by = [span_of(claim, one.reported.at)[1] for claim in one.reported.claims]
    if record_article(c, one.reported, one.reading, due_by):
        return bool(one.reported.claims)
    if not one.edited:
        return False
    return revise_article(c, one.reported, one.reading, due_by)


def added_by(page: Page, entry: FeedEntry, article: Article, reading: Reading, known: EntryRow | None) -> Added:
    """An article with its claims, under the id that it has or gets."""
    article_id = known.article if known and known.article else article_id_of(page, entry)
    seen_at = known.first_at if known else reading.at
    reported = Reported(article_id, article, claims_of(article), seen_at)
    return Added(reported, reading, edited=known is not None and known.article is not None)


def keep_bodies(store: Store, added: Iterable[Added]) -> None:
    """The text of each article that claims something: what its quotes are pieces of."""
    for one in added:
        if one.reported.claims:
            store.bodies.put(body_of(one.reported.article))


def gate_of(page: Page, entry: FeedEntry, at: datetime, *, first: bool) -> Gate:
    """How far a new or edited entry comes. A teaser says less than its article, so fewer words let it in. What a first
    sight shows is a baseline: of it, old teasers are not asked for in full, and what has no date is not read at all,
    since it could be taken for news of today."""
    whole = entry.full or is_own_address(page, entry) or article_page(entry, page) is None
    passes = may_concern_prices if whole else may_lead_to_prices
    if not passes(article_of_entry(entry)):
        return Gate.KEPT_OUT
    if first and entry.published is None:
        return Gate.OLD
    if whole:
        return Gate.READ
    return Gate.OLD if first and entry.published is not None and at - entry.published > FRESH else Gate.OWED


def is_own_address(page: Page, entry: FeedEntry) -> bool:
    """Whether the entry stands nowhere else than on its news page."""
    return not entry.url or canonical(entry.url) == canonical(page.url)


def article_id_of(page: Page, entry: FeedEntry) -> str:
    """Of an article that stands on its news page only, from page and entry; else from its address."""
    return _digest(page.id, entry.id) if is_own_address(page, entry) else article_id_at(entry.url)


def article_id_at(url: str) -> str:
    """Sixteen letters and digits from an address, so that two feeds that point at it point at one article."""
    return _digest(canonical(url))


def _digest(*said: str) -> str:
    told = "\x1f".join(said).encode("utf-8", "replace")
    return base64.b32encode(hashlib.sha256(told).digest())[:16].decode().lower()


def _is_unread(entry: FeedEntry, known: EntryRow | None) -> bool:
    return known is None or known.digest != digest_of(entry)
