"""The models that are sold, and one of them: who sells it at what price, now and over time, and with what beside."""

from __future__ import annotations

from urllib.parse import urlencode

from sqlalchemy import Connection

from pipeline.basket import Basket
from pipeline.search import words_asked
from publish.api.asked import MOST
from publish.asked import Asked
from publish.feeds import discovery
from publish.naming import meter_words, vendor_name
from publish.plain import plain
from publish.site.chart import charts
from publish.site.offers import beside, by_meter, offered, page_of
from publish.site.page import Page, Shown
from publish.site.visit import NotFound, Visit
from publish.site.wire import items
from publish.site.words import catalogue as words
from storage.listing import models
from storage.prices import history
from storage.sheets import sheets_of
from storage.standings import standings_of

MOST_MODELS = 60
"""On one page of the list."""
MOST_EVENTS = 12
MOST_LIMITS = 60


def gather_models(c: Connection, here: Visit) -> Shown:
    q, after = here.asked("q", 120), here.asked("after")
    found = models(c, None, q if words_asked(q) else "", after or None, MOST_MODELS + 1)
    lines = [
        {
            "name": plain(model.names[0]),
            "id": model.model_id,
            "address": here.to(f"/models/{page}") if (page := page_of(model.model_id, model.names[0])) else "",
            "vendors": [(vendor, vendor_name(vendor, here.vendors, here.lang)) for vendor in model.vendors],
            "meters": [meter_words(meter, here.lang) for meter in model.meters],
            "rates": model.rates,
        }
        for model in found[:MOST_MODELS]
    ]
    further = here.to("/models", q=q, after=found[MOST_MODELS - 1].key) if len(found) > MOST_MODELS else ""
    shown = {"lines": lines, "sought": q, "further": further, "first": here.to("/models", q=q) if after else ""}
    return Shown(words.MODELS["title"][here.lang], shown, description=words.MODELS["means"][here.lang])


def gather_model(c: Connection, here: Visit) -> Shown:
    """By its id, or by the name that is printed where it has none; also one of which only events are known."""
    name = here.name()
    rows = history(c, name)
    now = sorted((row for row in rows if row.valid_to is None), key=by_meter)
    names = sorted({row.model for row in rows}) or [name]
    sheets = sheets_of(c, {row.page for row in now})
    model_id = next((row.model_id for row in rows if row.model_id), None)
    asked = Asked(Basket(models=frozenset({model_id or name})), limit=MOST_EVENTS)
    told = here.serving.worded(c, asked, here.lang)
    if not rows and not told.entries:
        raise NotFound
    standings = standings_of(c, [entry.id for entry in told.entries])
    return Shown(
        plain(names[0]),
        {
            "id": model_id,
            "maker": next((row.maker for row in rows if row.maker), None),
            "names": [plain(one) for one in names],
            "offers": [offered(row, here.vendors, here.lang) for row in now],
            "charts": charts(rows, here.vendors, here.now, here.lang),
            "beside": beside(sheets, names, here.lang),
            "most": MOST_LIMITS,
            "items": items(told.entries, standings, here.lang),
            "all_events": here.to("/", model=model_id or name),
            "table": f"/api/v1/history?{urlencode({'model': model_id or name, 'limit': MOST, 'format': 'csv'})}",
            "table_words": words.MODEL["csv" if len(rows) <= MOST else "csv begins"][here.lang].format(most=MOST),
        },
        feeds=discovery(Asked(asked.basket), here.vendors, here.lang),
        basket=asked.basket,
    )


MODELS_PAGE = Page("/models", "models.html", words.MODELS, gather_models)
MODEL_PAGE = Page("/models/{name:path}", "model.html", words.MODEL, gather_model, place="/models")
