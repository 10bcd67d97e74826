"""What every endpoint works with, and how it answers: a list in the form asked for, or one thing as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, TypeVar, cast
from urllib.parse import urlencode

from fastapi import Depends
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from pipeline.types import Vendor
from publish.api.asked import Asked, ListAsked
from publish.api.forms import MEDIA_TYPES, Form, form_for
from publish.api.kept import Kept
from publish.api.problems import Refused, documented
from publish.api.settings import ApiSettings
from publish.api.shapes import Listed
from publish.api.table import csv_table, parquet_table
from publish.documents import Document, answer, document
from storage.engine import Store
from storage.pages import page_status

Row = TypeVar("Row", bound=BaseModel)

VARY = "Accept, Accept-Encoding"
INERT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029\u061c\u200e\u200f\ufeff"} | {
    code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
"""Signs that begin markup, or turn the direction of what follows: as escapes they are the same text, and do nothing."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The store, the catalogue and the clock."""

    store: Store
    vendors: Mapping[str, Vendor]
    settings: ApiSettings
    clock: Callable[[], datetime]
    kept: Kept = field(default_factory=Kept)


def _desk(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)


Here = Annotated[Desk, Depends(_desk)]


def one(request: Request, here: Desk, asked: Asked, told: BaseModel) -> Response:
    """One thing, as JSON."""
    check_given_once(request, asked)
    return sent(request, here, document_of(json_of(told), Form.JSON))


def listed(
    request: Request,
    here: Desk,
    asked: ListAsked,
    shape: type[Row],
    rows: Sequence[Row],
    next_cursor: str | None = None,
) -> Response:
    """A list, in the form asked for; the way on is in the JSON and, for every form, in the Link header."""
    check_given_once(request, asked)
    form = form_for(asked.format, request.headers.get("accept", ""))
    if form is Form.JSON:
        body = json_of(Listed[shape].model_construct(data=list(rows), next_cursor=next_cursor))  # type: ignore[valid-type]
    else:
        body = (csv_table if form is Form.CSV else parquet_table)(shape, rows)
    response = sent(request, here, document_of(body, form))
    if next_cursor is not None:
        response.headers["Link"] = f'<{_next_address(request, next_cursor)}>; rel="next"'
    return response


def sent(request: Request, here: Desk, served: Document) -> Response:
    """The document, or 304 where the client has it."""
    return answer(request, served, f"public, max-age={here.settings.max_age}", VARY)


def document_of(body: bytes, form: Form) -> Document:
    charset = "; charset=utf-8" if form is Form.CSV else ""
    return document(body, f"{MEDIA_TYPES[form]}{charset}")


def json_of(told: BaseModel) -> bytes:
    return told.model_dump_json().translate(INERT).encode("utf-8", "replace")


def page_of(found: Sequence[Any], limit: int) -> tuple[Sequence[Any], Any | None]:
    """Of `limit` + 1 rows asked for: those to be told, and the last of them where there are more."""
    return found[:limit], found[limit - 1] if len(found) > limit else None


def check_vendors(here: Desk, wanted: Sequence[str]) -> None:
    """A vendor that nobody declared and of which nothing is recorded is a slip of the pen, not silence: 404."""
    if not are_vendors(here, wanted):
        raise Refused(HTTPStatus.NOT_FOUND, "A vendor is unknown; /vendors lists all.")


def are_vendors(here: Desk, wanted: Collection[str]) -> bool:
    """Whether each is declared, or something of it is on record."""
    if all(vendor in here.vendors for vendor in wanted):
        return True
    with here.store.read() as c:
        known = {status.vendor for status in page_status(c)} | set(here.vendors)
    return known.issuperset(wanted)


def check_given_once(request: Request, asked: Asked) -> None:
    """422 for a parameter of which only one value counts, given several times."""
    for name, times in Counter(name for name, _ in request.query_params.multi_items()).items():
        if times > 1 and not isinstance(getattr(asked, name, None), list):
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "A parameter is given twice of which one value counts.")


def list_responses(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """The answers of a list for the OpenAPI document: its three forms, and what can go wrong."""
    text, binary = {"schema": {"type": "string"}}, {"schema": {"type": "string", "format": "binary"}}
    forms = {MEDIA_TYPES[Form.CSV]: text, MEDIA_TYPES[Form.PARQUET]: binary}
    told = {"description": "The list.", "content": forms, "headers": LIST_HEADERS}
    return {200: told, 304: NOT_MODIFIED, **documented(HTTPStatus.NOT_ACCEPTABLE, *statuses)}


_TEXT = {"schema": {"type": "string"}}
LIST_HEADERS: dict[str, Any] = {
    "Link": {"description": 'The address of the next page, rel="next", where there is one.', **_TEXT},
    "ETag": {"description": "Send it back as If-None-Match.", **_TEXT},
}
NOT_MODIFIED: dict[str, Any] = {"description": "The client has it already (If-None-Match)."}


def _next_address(request: Request, cursor: str) -> str:
    given = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{request.url.path}?{urlencode([*given, ('cursor', cursor)])}"
