"""An article that is owed, fetched → read and recorded; or asked for again, or given up for what its feed prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.news.article import NotAnArticle, article_of, article_of_entry
from pipeline.types import Article, Capture, Failed, Fetch, Page, Why
from schedules.look import Look, Then, nothing_else
from schedules.news import Added, added_by, keep_bodies, record_added
from spiders.articles import article_page
from storage.article_fetches import add_article_fetch
from storage.articles import body_of
from storage.engine import Store
from storage.entries import is_owed, owed_articles, owed_at, seen_entries, settle_entry, try_again
from storage.news_answers import Gate, Owed, Reading

AT_ONCE = 50
OF_EACH = 10
"""Articles of one news page that are fetched in one go."""
LOOKED_AT = 1_000
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


def errands(store: Store, pages: Iterable[Page], now: datetime) -> list[Errand]:
    """The articles to be fetched by now that some news pages point at, the longest owed first, each once; of many, a
    few of each page, so that a feed that grew overnight holds nothing up."""
    sources = {page.id: page for page in pages}
    with store.read() as c:
        found = owed_articles(c, now, LOOKED_AT, sources)
    sent: dict[str, Errand] = {}
    given: Counter[str] = Counter()
    for owed in found:
        page = article_page(owed.entry, sources[owed.page])
        if page is not None and page.id not in sent and given[owed.page] < OF_EACH and len(sent) < AT_ONCE:
            sent[page.id] = Errand(sources[owed.page], page, owed)
            given[owed.page] += 1
    return list(sent.values())


def errand_for(store: Store, pages: Iterable[Page], url: str) -> Errand | None:
    """The article at an address, where one of some news pages still owes it."""
    with store.read() as c:
        owed = owed_at(c, url)
    source = next((page for page in pages if owed and page.id == owed.page), None)
    page = article_page(owed.entry, source) if owed and source else None
    return Errand(source, page, owed) if owed and source and page else None


def take_in_article(store: Store, errand: Errand, fetch: Fetch, *, then: Then = nothing_else) -> Look:
    """Record how the fetch of an article ended, with everything that follows from it, in one transaction.

    One that does not come is asked for again after a while; at last, what the news page prints of it has to do.
    """
    if isinstance(fetch, Capture):
        store.bodies.put(fetch.body)
    look, article = _read(errand, fetch)
    if article is not None:
        added = _added(store, errand, article, fetch.sha256 if isinstance(fetch, Capture) else "", look.at)
        return _record(store, errand, fetch, look, then, added, Gate.READ)
    if errand.owed.tries + 1 < TRIES:
        return _record(store, errand, fetch, look, then)
    teaser = article_of_entry(errand.owed.entry)
    added = _added(store, errand, teaser, store.bodies.put(body_of(teaser)), look.at)
    return _record(store, errand, fetch, look, then, added, Gate.TEASER)


def give_up(store: Store, errand: Errand, fetch: Fetch, detail: str) -> Look:
    """An article that cannot be taken in at all is a look with its reason, and is not asked for again."""
    failed = Failed(errand.page.id, fetch.url, fetch.fetched_at, Why.UNREADABLE, detail)
    with store.write() as c:
        add_article_fetch(c, errand.owed.page, errand.owed.entry.id, failed)
        settle_entry(c, errand.owed.page, errand.owed.entry, Gate.TEASER, None)
    return Look(errand.page, fetch.fetched_at, "failed", Why.UNREADABLE, detail)


def _read(errand: Errand, fetch: Fetch) -> tuple[Look, Article | None]:
    if isinstance(fetch, Failed):
        return Look(errand.page, fetch.fetched_at, "failed", fetch.why, fetch.detail), None
    if not isinstance(fetch, Capture):
        return Look(errand.page, fetch.fetched_at, "failed", Why.HTTP_ERROR, "expected an article, found a 304"), None
    try:
        return Look(errand.page, fetch.fetched_at, "changed"), _article(errand, fetch)
    except NotAnArticle as fault:
        return Look(errand.page, fetch.fetched_at, "failed", Why.UNREADABLE, str(fault)), None


def _article(errand: Errand, capture: Capture) -> Article:
    """Under the address that the news page gives it, wherever that redirected to: it is by this that it is known."""
    article = article_of(
        capture.body,
        url=capture.url,
        media_type=capture.media_type,
        charset=capture.charset,
        at=capture.fetched_at,
        lang=errand.source.lang,
        zone=errand.source.hints.zone,
        entry=errand.owed.entry,
    )
    return replace(article, url=errand.owed.entry.url)


def _added(store: Store, errand: Errand, article: Article, sha256: str, at: datetime) -> Added:
    owed = errand.owed
    with store.read() as c:
        known = seen_entries(c, owed.page, [owed.entry.id]).get(owed.entry.id)
    added = added_by(errand.source, owed.entry, article, Reading(owed.page, sha256, at), known)
    keep_bodies(store, [added])
    return added


def _record(
    store: Store,
    errand: Errand,
    fetch: Fetch,
    look: Look,
    then: Then,
    added: Added | None = None,
    gate: Gate = Gate.OWED,
) -> Look:
    owed = errand.owed
    with store.write() as c:
        if not is_owed(c, owed.page, owed.entry):
            return replace(look, outcome="skipped", detail="read before, or edited since")
        add_article_fetch(c, owed.page, owed.entry.id, fetch)
        if added is None:
            try_again(c, owed.page, owed.entry.id, look.at + AGAIN * 4**owed.tries)
            return look
        told = record_added(c, added)
        settle_entry(c, owed.page, owed.entry, gate, added.reported.id)
        return then(c, replace(look, articles=(added.reported.id,) if told else ()))
