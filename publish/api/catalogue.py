"""What is watched and sold into lists: vendors, models, and pages with their health."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from pipeline.types import Vendor
from publish.api import cursors
from publish.api.asked import ModelsAsked, PagesAsked, VendorsAsked
from publish.api.desk import Here, check_vendors, list_responses, listed, page_of
from publish.api.shapes import Listed, ModelShape, PageShape, VendorShape
from publish.api.told import model_shape, page_shape, vendor_shape
from storage import listing
from storage.answers import PageStatus
from storage.pages import page_status

routes = APIRouter(tags=["catalogue"])


@routes.get("/vendors", response_model=Listed[VendorShape], responses=list_responses(), operation_id="vendors")
def vendors(request: Request, here: Here, asked: Annotated[VendorsAsked, Query()]) -> Response:
    """Everyone who asks for money, by id."""
    with here.store.read() as c:
        pages = _by_vendor(page_status(c))
    told = [one for one in _all(here.vendors, pages) if asked.channel in (None, one.channel)]
    shapes = [vendor_shape(one, pages.get(one.id, []), one.id in here.vendors) for one in told]
    return listed(request, here, asked, VendorShape, shapes)


@routes.get(
    "/models", response_model=Listed[ModelShape], responses=list_responses(HTTPStatus.NOT_FOUND), operation_id="models"
)
def models(request: Request, here: Here, asked: Annotated[ModelsAsked, Query()]) -> Response:
    """Everything that is sold now, by id, with who sells it and what is counted."""
    check_vendors(here, [asked.vendor] if asked.vendor else [])
    after = cursors.name_place(asked.cursor) if asked.cursor else None
    with here.store.read() as c:
        found, last = page_of(listing.models(c, asked.vendor, asked.q or "", after, asked.limit + 1), asked.limit)
    further = cursors.name_cursor(last.key) if last else None
    return listed(request, here, asked, ModelShape, [model_shape(model) for model in found], further)


@routes.get(
    "/pages", response_model=Listed[PageShape], responses=list_responses(HTTPStatus.NOT_FOUND), operation_id="pages"
)
def pages(request: Request, here: Here, asked: Annotated[PagesAsked, Query()]) -> Response:
    """Every page ever watched, by id: when it was last checked, changed and failed, why, and what is held.

    That nothing changed can be said only of a page that was checked.
    """
    check_vendors(here, [asked.vendor] if asked.vendor else [])
    with here.store.read() as c:
        statuses, held = page_status(c, asked.vendor), listing.held_counts(c)
    if asked.failing is not None:
        statuses = [status for status in statuses if (status.why is not None) == (asked.failing == "true")]
    told = [page_shape(status, held.get(status.id, 0)) for status in sorted(statuses, key=lambda status: status.id)]
    return listed(request, here, asked, PageShape, told)


def _by_vendor(statuses: Iterable[PageStatus]) -> dict[str, list[PageStatus]]:
    found: dict[str, list[PageStatus]] = {}
    for status in statuses:
        found.setdefault(status.vendor, []).append(status)
    return found


def _all(vendors: Mapping[str, Vendor], pages: Iterable[str]) -> list[Vendor]:
    """Those of the catalogue, and those that only history knows."""
    gone = (Vendor(vendor, vendor, status="gone") for vendor in pages if vendor not in vendors)
    return sorted([*vendors.values(), *gone], key=lambda vendor: vendor.id)
