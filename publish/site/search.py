"""Words into whatever is found by them: vendors, models, events and stories."""

from __future__ import annotations

from sqlalchemy import Connection

from pipeline.basket import Basket
from pipeline.search import words_asked
from publish.asked import Asked
from publish.naming import vendor_name
from publish.plain import plain
from publish.site.offers import page_of
from publish.site.page import Page, Shown
from publish.site.story import story_heading
from publish.site.visit import Visit
from publish.site.wire import items
from publish.site.words.search import WORDS
from publish.sought import reading_claimed, reading_told, vendors_named
from storage.listing import models_found
from storage.news_queries import NewsQuery
from storage.standings import standings_of
from storage.stories import stories

LONGEST = 120
MOST_NAMES = 20
MOST_EVENTS = 20
MOST_STORIES = 10


def gather(c: Connection, here: Visit) -> Shown:
    """Nothing but the question where nothing is asked for that could be found."""
    q = " ".join(here.asked("q", LONGEST).split())
    if not words_asked(q):
        return Shown(WORDS["title"][here.lang], {"q": q, "found": None})
    read, claimed = reading_told(c, q), reading_claimed(c, q)
    asked = Asked(Basket(text=read), limit=MOST_EVENTS)
    told = here.serving.worded(c, asked, here.lang)
    found = {
        "vendors": [
            (vendor_name(one.id, here.vendors, here.lang), one.id)
            for one in vendors_named(here.vendors.values(), q)[:MOST_NAMES]
        ],
        "models": [
            (plain(model.names[0]), page)
            for model in models_found(c, q, MOST_NAMES)
            if (page := page_of(model.model_id, model.names[0]))
        ],
        "events": items(told.entries, standings_of(c, [entry.id for entry in told.entries]), here.lang),
        "stories": [
            (story_heading(row, here), plain(row.title), row.story.id, row.story.first_at)
            for row in stories(c, NewsQuery(text=claimed), limit=MOST_STORIES)
        ],
    }
    shown = {
        "q": q,
        "found": found,
        "all_events": here.to("/", q=read),
        "all_stories": here.to("/stories", q=claimed),
        "anything": any(found.values()),
    }
    return Shown(WORDS["for"][here.lang].format(q=plain(q)), shown)


PAGE = Page("/search", "search.html", WORDS, gather)
