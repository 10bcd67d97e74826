"""Whatever goes wrong with a question into an answer that says so (RFC 9457) and repeats nothing of the question."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from itertools import islice
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from publish.guarded import problem
from storage.errors import NotCorrectable, StorageError, UnknownEvent

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
MOST_FAULTS = 20
"""So many are told of one question, so that no answer is much longer than what was asked."""


class Fault(BaseModel):
    """One thing about the question that is not as it must be."""

    where: str = Field(examples=["query.limit"])
    expected: str = Field(examples=["Input should be less than or equal to 200"])


class Problem(BaseModel):
    """Why there is no answer (RFC 9457)."""

    type: str = "about:blank"
    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    detail: str = Field("", examples=["A parameter is not as it must be."])
    errors: list[Fault] = Field(default_factory=list)


class Refused(HTTPException):
    """A question that cannot be answered, with one sentence that says why and holds nothing of the question."""

    def __init__(self, status: HTTPStatus, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, sentence, headers)


def documented(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """These problems, and those that any question may meet, for the OpenAPI document."""
    anywhere = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status.value: {"description": status.phrase, "content": {MEDIA_TYPE: schema}}
        for status in (*statuses, *anywhere)
    }


async def http_error(_request: Request, error: Exception) -> Response:
    """Refusals of ours, and of the framework: unknown paths, wrong methods."""
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    detail = error.detail if isinstance(error, Refused) else ""
    return problem(status, detail, error.headers)


async def invalid(_request: Request, error: Exception) -> Response:
    """422: what the question must be like where it is not."""
    if not isinstance(error, RequestValidationError):
        raise error
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    told = Problem(
        title=status.phrase,
        status=status,
        detail="The question is not as it must be.",
        errors=list(islice(_faults(error), MOST_FAULTS)),
    )
    return JSONResponse(told.model_dump(), status, {"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)


async def not_correctable(_request: Request, error: Exception) -> Response:
    """404 for an event that nobody knows, 409 for one that cannot be put right."""
    if isinstance(error, UnknownEvent):
        return problem(HTTPStatus.NOT_FOUND, "No event of this id is recorded.")
    return problem(HTTPStatus.CONFLICT, "The event was never told, or has been retracted: there is nothing to correct.")


async def unreachable(_request: Request, error: Exception) -> Response:
    """503: the database does not answer."""
    log.error("the database does not answer: %s", type(error).__name__, exc_info=error)
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, "The database does not answer.", {"Retry-After": "30"})


HANDLERS: dict[Any, Any] = {
    HTTPException: http_error,
    RequestValidationError: invalid,
    UnknownEvent: not_correctable,
    NotCorrectable: not_correctable,
    StorageError: unreachable,
    SQLAlchemyError: unreachable,
}


def _faults(error: RequestValidationError) -> Iterator[Fault]:
    for fault in error.errors():
        unknown = fault["type"] == "extra_forbidden"
        # The last step of the place is then what the client called it: not to be repeated.
        place = fault["loc"][:-1] if unknown else fault["loc"]
        expected = "Only what the OpenAPI document names" if unknown else fault["msg"]
        yield Fault(where=".".join(str(step) for step in place), expected=expected)
