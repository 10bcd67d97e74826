"""An article that is owed, fetched → read and recorded; or asked for again, or given up for what its feed prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.news.article import NotAnArticle, article_of, article_of_entry
from pipeline.types import Article, Capture, Failed, Fetch, Page, Why
from schedules.look import Look, Then, nothing_else
from schedules.news import Added, added_by, keep_bodies, record_added
from spiders.articles import article_page
from storage.articles import body_of
from storage.engine import Store
from storage.entries import is_owed, owed_articles, seen_entries, settle_entry, try_again
from storage.news_answers import Gate, Owed, Reading

TRIES = 3
AGAIN = timedelta(minutes=15)
"""After a failure; four times as long after each further one."""


@dataclass(frozen=True, slots=True)
class Errand:
    """An article that is to be fetched."""

    source: Page
    """The news page that points at it."""
    page: Page
    """Its own, for this one fetch: it is in no catalogue."""
    owed: Owed


def errands(store: Store, pages: Iterable[Page], now: datetime, limit: int) -> list[Errand]:
    """The articles to be fetched by now that some news pages point at, the longest owed first, each once."""
    sources = {page.id: page for page in pages}
    with store.read() as c:
        found = owed_articles(c, now, limit, sources)
    sent: dict[str, Errand] = {}
    for owed in found:
        page = article_page(owed.entry, sources[owed.page])
        if page is not None:
            sent.setdefault(page.id, Errand(sources[owed.page], page, owed))
    return list(sent.values())


def take_in_article(store: Store, errand: Errand, fetch: Fetch, *, then: Then = nothing_else) -> Look:
    """Record how the fetch of an article ended, with everything that follows from it, in one transaction."""
    if not isinstance(fetch, Capture):
        why = fetch.why if isinstance(fetch, Failed) else Why.HTTP_ERROR
        detail = fetch.detail if isinstance(fetch, Failed) else "expected an article, found 304"
        return _not_come(store, errand, Look(errand.page, fetch.fetched_at, "failed", why, detail), then)
    try:
        added = _read(store, errand, fetch)
    except NotAnArticle as fault:
        look = Look(errand.page, fetch.fetched_at, "failed", Why.UNREADABLE, str(fault))
        return _not_come(store, errand, look, then)
    store.bodies.put(fetch.body)
    return _record(store, errand, added, Gate.READ, Look(errand.page, fetch.fetched_at, "changed"), then)


def give_up(store: Store, errand: Errand, fetch: Fetch, detail: str) -> Look:
    """An article that cannot be taken in at all is a look with its reason, and is not asked for again."""
    with store.write() as c:
        settle_entry(c, errand.owed.page, errand.owed.entry, Gate.TEASER, None)
    return Look(errand.page, fetch.fetched_at, "failed", Why.CRASHED, detail)


def _read(store: Store, errand: Errand, capture: Capture) -> Added:
    source = errand.source
    article = article_of(
        capture.body,
        url=capture.url,
        media_type=capture.media_type,
        charset=capture.charset,
        at=capture.fetched_at,
        lang=source.lang,
        zone=source.hints.zone,
        entry=errand.owed.entry,
    )
    reading = Reading(source.id, capture.sha256, capture.fetched_at, capture.media_type, capture.charset)
    return _added(store, errand, replace(article, url=errand.owed.entry.url), reading)


def _not_come(store: Store, errand: Errand, look: Look, then: Then) -> Look:
    """Asked for again after a while; at last, what the news page prints of it has to do."""
    owed = errand.owed
    if owed.tries + 1 < TRIES:
        with store.write() as c:
            if is_owed(c, owed.page, owed.entry):
                try_again(c, owed.page, owed.entry.id, look.at + AGAIN * 4**owed.tries)
        return look
    article = article_of_entry(owed.entry)
    reading = Reading(owed.page, store.bodies.put(body_of(article)), look.at)
    return _record(store, errand, _added(store, errand, article, reading), Gate.TEASER, look, then)


def _added(store: Store, errand: Errand, article: Article, reading: Reading) -> Added:
    owed = errand.owed
    with store.read() as c:
        known = seen_entries(c, owed.page, [owed.entry.id]).get(owed.entry.id)
    added = added_by(errand.source, owed.entry, article, reading, known)
    keep_bodies(store, [added])
    return added


def _record(store: Store, errand: Errand, added: Added, gate: Gate, look: Look, then: Then) -> Look:
    owed = errand.owed
    with store.write() as c:
        if not is_owed(c, owed.page, owed.entry):
            return replace(look, outcome="skipped", detail="read before, or edited since")
        told = record_added(c, added)
        settle_entry(c, owed.page, owed.entry, gate, added.reported.id)
        return then(c, replace(look, articles=(added.reported.id,) if told else ()))
