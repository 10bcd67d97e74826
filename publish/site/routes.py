"""All pages of the site under their addresses."""

from __future__ import annotations

from starlette.routing import BaseRoute

from publish.serving import Serving
from publish.site import (
    about,
    captures,
    compare,
    coverage,
    event,
    gaps,
    model,
    pictures,
    search,
    story,
    vendor,
    wars,
    wire,
)
from publish.site.page import Page, route

PAGES: tuple[Page, ...] = (
    wire.PAGE,
    model.MODELS_PAGE,
    model.MODEL_PAGE,
    vendor.VENDORS_PAGE,
    vendor.VENDOR_PAGE,
    compare.PAGE,
    wars.PAGE,
    gaps.PAGE,
    coverage.PAGE,
    event.PAGE,
    story.STORIES_PAGE,
    story.STORY_PAGE,
    search.PAGE,
    about.PAGE,
)
"""To add a page: write its module, its template and its words, and name it here; see docs/site.md."""


def routes(serving: Serving) -> list[BaseRoute]:
    return [*(route(page, serving) for page in PAGES), captures.route(serving), *pictures.routes(serving)]
