"""What went wrong into a page in the reader's language, for whoever asks for pages; else into a problem as JSON."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pipeline.query_text import BadBasket
from publish.guarded import problem
from publish.serving import Serving
from publish.site.page import Page, Shown, rendered
from publish.site.refusals import refusal_words
from publish.site.visit import NotFound, visit
from publish.site.words import errors as words
from storage.errors import StorageError

log = logging.getLogger(__name__)

Handler = Callable[[Request, Exception], Any]
NO_PAGES = (".xml", ".atom", ".json", ".opml", ".png")
"""Under such addresses programs ask."""
RETRY = {"Retry-After": "30"}


def _nothing(_connection: object, _here: object) -> Shown:
    raise NotFound


ERROR = Page("", "error.html", words.WORDS, _nothing)


def handlers() -> Mapping[Any, Handler]:
    """By the exception."""
    return {
        BadBasket: _bad_basket,
        NotFound: _not_found,
        HTTPException: _http_error,
        StorageError: _unreachable,
        SQLAlchemyError: _unreachable,
    }


def wants_page(request: Request) -> bool:
    """A browser asks, and for no file."""
    path = str(request.scope["path"])
    return "text/html" in request.headers.get("accept", "") and not path.endswith(NO_PAGES)


def told(
    request: Request,
    status: HTTPStatus,
    detail: str = "",
    headers: Mapping[str, str] | None = None,
    refused: BadBasket | None = None,
) -> Response:
    """The error in words. `detail` is text: on a page it is escaped; `refused` is what was wrong with the question."""
    if not wants_page(request):
        return problem(status, detail, headers)
    serving: Serving = request.app.state.serving
    here = visit(serving, request)
    title = words.TITLES.get(status.value, words.TITLES[500])[here.lang]
    expected = "" if refused is None else refusal_words(refused, here.lang)
    shown = Shown(title, {"status": status.value, "expected": expected})
    response = rendered(ERROR, here, shown, status)
    response.headers.update(headers or {})
    return response


async def _bad_basket(request: Request, error: Exception) -> Response:
    if not isinstance(error, BadBasket):
        raise error
    return told(request, HTTPStatus.BAD_REQUEST, str(error), refused=error)


async def _not_found(request: Request, _error: Exception) -> Response:
    return told(request, HTTPStatus.NOT_FOUND)


async def _http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return told(request, HTTPStatus(error.status_code), headers=error.headers)


async def _unreachable(request: Request, error: Exception) -> Response:
    log.error("the database does not answer: %s", type(error).__name__, exc_info=error)
    return told(request, HTTPStatus.SERVICE_UNAVAILABLE, "The database does not answer.", RETRY)
