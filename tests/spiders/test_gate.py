"""The browser's only way out leads to public addresses and to those that a setting names."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from threading import Thread

import pytest

from pipeline.types import Why
from spiders.gate import Gate
from spiders.why import of_error
from tests.spiders.conftest import SETTINGS


@pytest.fixture
def gate() -> Iterator[Gate]:
    """A gate that is open, on a loop of its own."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    gate = Gate(replace(SETTINGS, max_bytes=20_000))
    asyncio.run_coroutine_threadsafe(gate.open(), loop).result(5)
    yield gate
    loop.call_soon_threadsafe(gate.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def say(gate: Gate, request: str) -> bytes:
    """All that the gate answers to `request`."""
    with socket.create_connection(("127.0.0.1", int(gate.url.rpartition(":")[2])), timeout=5) as line:
        line.sendall(request.replace("\n", "\r\n").encode() + b"\r\n\r\n")
        answer = b""
        while piece := line.recv(65_536):
            answer += piece
            if answer == b"HTTP/1.1 200 Connected\r\n\r\n":
                line.sendall(b"GET /pricing HTTP/1.0\r\n\r\n")
        return answer


def test_an_allowed_host_is_reached_both_ways(site, gate):
    site.page("/pricing", "here it is")
    assert b"here it is" in say(gate, f"GET {site.url('/pricing')}?a=1/2 HTTP/1.1\nHost: {site.host}\nProxy-Secret: x")
    assert b"here it is" in say(gate, f"CONNECT {site.host} HTTP/1.1\nHost: {site.host}")
    assert site.requests[0].path == "/pricing?a=1/2"
    assert site.requests[0].headers == {"host": site.host, "connection": "close"}


@pytest.mark.parametrize("host", ["127.0.0.2", "localhost", "[::1]", "2130706434", "0x7f.2", "169.254.169.254"])
def test_a_private_host_is_not_reached(site, gate, host):
    port = int(site.host.rpartition(":")[2])
    assert say(gate, f"CONNECT {host}:{port} HTTP/1.1") == b""
    assert say(gate, f"GET http://{host}:{port}/secret HTTP/1.1") == b""
    assert site.requests == []


def test_why_a_host_was_not_reached_is_remembered(site, gate):
    port = int(site.host.rpartition(":")[2])
    for host, why in (("localhost", Why.PRIVATE_ADDRESS), ("no-such-host.invalid", Why.DNS)):
        say(gate, f"CONNECT {host}:{port} HTTP/1.1")
        assert of_error(gate.refusal(host, port)).why is why
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    say(gate, f"CONNECT 127.0.0.1:{port} HTTP/1.1")
    assert of_error(gate.refusal("127.0.0.1", port)).why is Why.CONNECTION
    assert gate.refusal("example.com", 443) is None


@pytest.mark.parametrize(
    "request_",
    ["", "GET", "GET / HTTP/1.1", "GET file:///etc/passwd HTTP/1.1", "CONNECT nowhere HTTP/1.1", "A" * 100_000, "\0"],
)
def test_whatever_is_no_request_is_hung_up_on(gate, request_):
    with suppress(ConnectionError):
        assert say(gate, request_) == b""


def test_a_connection_carries_so_much_and_no_more(site, gate):
    site.floods("/pricing")
    answer = say(gate, f"GET {site.url('/pricing')} HTTP/1.1\nHost: {site.host}")
    assert 80_000 <= len(answer) < 80_000 + 65_536
    assert of_error(gate.refusal("127.0.0.1", int(site.host.rpartition(":")[2]))).why is Why.TOO_LARGE
