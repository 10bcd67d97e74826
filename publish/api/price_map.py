"""What things cost into the price maps of other tools: LiteLLM's, models.dev's, and a price sheet after FOCUS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from pipeline.types import Channel
from publish.api.asked import TimedAsked, end
from publish.api.desk import INERT, NOT_MODIFIED, Desk, Here, check_given_once, document_of, sent
from publish.api.forms import MEDIA_TYPES, Form
from publish.api.maps.exact import Value, exact_json
from publish.api.maps.focus import FocusRow, focus_rows
from publish.api.maps.litellm import litellm_map
from publish.api.maps.modelsdev import modelsdev_map
from publish.api.problems import documented
from publish.api.table import csv_table
from publish.documents import Document
from storage.answers import PriceRow
from storage.listing import RateQuery, rates_on, state_of_rates

NOT_SELLING = frozenset({Channel.REGISTRY, Channel.PRESS})
"""What these print is what others ask."""

routes = APIRouter(prefix="/price-map", tags=["price maps"])

_MAP: dict[str, Any] = {"application/json": {"schema": {"type": "object"}}}
_LEFT_OUT = {
    "Left-Out": {"description": "How many rates the map cannot tell, by reason.", "schema": {"type": "string"}}
}


def _responses(content: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    told = {"description": "The whole map.", "content": content, "headers": _LEFT_OUT}
    return {200: told, 304: NOT_MODIFIED, **documented()}


@routes.get("/litellm.json", response_class=Response, responses=_responses(_MAP), operation_id="litellm")
def map_of_litellm(request: Request, here: Here, asked: Annotated[TimedAsked, Query()]) -> Response:
    """LiteLLM's map: `vendor/model` → US dollars for one token. Other currencies, units and terms are left out."""
    return _answer(request, here, asked, _litellm)


@routes.get("/models.dev/api.json", response_class=Response, responses=_responses(_MAP), operation_id="modelsdev")
def document_of_models_dev(request: Request, here: Here, asked: Annotated[TimedAsked, Query()]) -> Response:
    """The document of models.dev: provider → models → US dollars for a million tokens. All else is left out."""
    return _answer(request, here, asked, _modelsdev)


@routes.get(
    "/focus.csv",
    response_class=Response,
    responses=_responses({MEDIA_TYPES[Form.CSV]: {"schema": {"type": "string"}}}),
    operation_id="focus",
)
def price_sheet_after_focus(request: Request, here: Here, asked: Annotated[TimedAsked, Query()]) -> Response:
    """Every list price in its own currency and unit, in the columns of the FinOps specification FOCUS."""
    return _answer(request, here, asked, _focus)


@dataclass(frozen=True, slots=True)
class Made:
    """A map as it is sent, and what it leaves out."""

    served: Document
    left_out: str


def _litellm(rows: list[PriceRow], _here: Desk) -> Made:
    told, left_out = litellm_map(rows)
    return Made(document_of(_json(told), Form.JSON), left_out.told())


def _modelsdev(rows: list[PriceRow], here: Desk) -> Made:
    told, left_out = modelsdev_map(rows, here.vendors)
    return Made(document_of(_json(told), Form.JSON), left_out.told())


def _focus(rows: list[PriceRow], here: Desk) -> Made:
    told, left_out = focus_rows(rows, here.vendors)
    return Made(document_of(csv_table(FocusRow, told), Form.CSV), left_out.told())


def _answer(request: Request, here: Desk, asked: TimedAsked, make: Callable[[list[PriceRow], Desk], Made]) -> Response:
    """From memory as long as no rate is another, at most for a minute: a price may have been announced for now."""
    check_given_once(request, asked)
    now = here.clock()
    with here.store.read() as c:
        state = state_of_rates(c)
    about = (make, asked.on, asked.known, state, now.replace(second=0, microsecond=0))
    made = here.kept.get(about, lambda: make(_offered(here, asked, now), here))
    response = sent(request, here, made.served)
    response.headers["Left-Out"] = made.left_out
    return response


def _offered(here: Desk, asked: TimedAsked, now: datetime) -> list[PriceRow]:
    """The rates of those who sell, `on` a day, as was `known` on another."""
    on, known = (end(given) if given else now for given in (asked.on, asked.known))
    with here.store.read() as c:
        found = rates_on(c, RateQuery(known), on)
    return [row.price for row in found if not _is_selling_nothing(here, row.price.vendor)]


def _is_selling_nothing(here: Desk, vendor: str) -> bool:
    return vendor in here.vendors and here.vendors[vendor].channel in NOT_SELLING


def _json(told: Value) -> bytes:
    return exact_json(told).translate(INERT).encode("utf-8", "replace")
