"""Whatever goes wrong behind it, a browser gets an answer that it cannot be led astray with."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from http import HTTPStatus
from http.client import HTTPConnection, IncompleteRead

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from publish.guarded import SECURITY_HEADERS, Guarded, problem
from publish.serve import serve


async def fails(_request: Request) -> Response:
    raise RuntimeError("secret <script>")


async def breaks_off(_request: Request) -> Response:
    async def body() -> AsyncIterator[bytes]:
        yield b"half"
        raise RuntimeError("secret")

    return StreamingResponse(body(), headers={"Content-Length": "8"})


async def has_its_own(_request: Request) -> Response:
    return Response("x", headers={"X-Frame-Options": "ALLOWALL"})


APP = Starlette(
    routes=[Route("/fails/{name:path}", fails), Route("/half", breaks_off), Route("/own", has_its_own)],
    middleware=[Middleware(Guarded)],
)


def test_an_unforeseen_error_is_a_bare_500_and_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with serve(APP, port=0) as server, caplog.at_level(logging.ERROR):
        connection = HTTPConnection(server.address.removeprefix("http://"), timeout=5)
        connection.request("GET", "/fails/forged%1b%5b31m%e2%80%ae")
        got = connection.getresponse()
        body = got.read()
        connection.close()
    assert got.status == 500
    assert json.loads(body) == {"type": "about:blank", "title": "Internal Server Error", "status": 500}
    assert {name: got.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    told = [record.getMessage() for record in caplog.records if record.name == "publish.guarded"]
    assert told == [r"'/fails/forged\x1b[31m\u202e' failed"]


def test_an_answer_that_breaks_off_is_not_taken_for_a_whole_one() -> None:
    with serve(APP, port=0) as server:
        connection = HTTPConnection(server.address.removeprefix("http://"), timeout=5)
        connection.request("GET", "/half")
        with pytest.raises(IncompleteRead):
            connection.getresponse().read()
        connection.close()


def test_no_route_can_loosen_the_headers() -> None:
    with serve(APP, port=0) as server:
        connection = HTTPConnection(server.address.removeprefix("http://"), timeout=5)
        connection.request("GET", "/own")
        got = connection.getresponse()
        connection.close()
    assert got.headers.get_all("X-Frame-Options") == ["DENY"]


def test_a_problem_says_what_it_is() -> None:
    answer = problem(HTTPStatus.BAD_REQUEST, "limit must be a number", {"Retry-After": "1"})
    assert answer.media_type == "application/problem+json"
    assert json.loads(bytes(answer.body))["detail"] == "limit must be a number"
    assert (answer.headers["Cache-Control"], answer.headers["Retry-After"]) == ("no-store", "1")
