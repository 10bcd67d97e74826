"""The server starts with its port in hand and stops when it is told to."""

from __future__ import annotations

import socket
import time
from ipaddress import ip_network
from threading import Event, Thread
from urllib.request import Request as Question
from urllib.request import urlopen

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from publish.serve import CannotServe, WebServer, serve


async def hello(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("hello")


APP = Starlette(routes=[Route("/", hello)])


def test_a_server_answers_until_the_block_ends() -> None:
    with serve(APP, port=0) as server, urlopen(server.address, timeout=5) as answer:
        assert answer.read() == b"hello"
    with pytest.raises(OSError, match="refused"):
        urlopen(server.address, timeout=5)


def test_a_server_stops_within_two_seconds_whoever_is_still_connected() -> None:
    asked, released = Event(), Event()

    def never_ends(_request: Request) -> PlainTextResponse:
        asked.set()
        released.wait(10)
        return PlainTextResponse("late")

    with serve(Starlette(routes=[Route("/", never_ends)]), port=0) as server:
        host, port = server.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as waiting, socket.create_connection((host, int(port))):
            waiting.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert asked.wait(5)
            began = time.monotonic()
            server.stop()
            while time.monotonic() - began < 5 and _is_listening(host, int(port)):
                time.sleep(0.02)
            assert time.monotonic() - began < 2
        released.set()


async def who(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.client.host if request.client else "nobody")


WHO = Starlette(routes=[Route("/", who)])


def asked_by(address: str, *forwarded: str, proxies: tuple[str, ...] = ()) -> str:
    """Whom the application takes for the reader, asked from 127.0.0.1 with these X-Forwarded-For."""
    with serve(WHO, address, 0, map(ip_network, proxies)) as server:
        place = server.address.replace("[::]", "127.0.0.1")
        question = Question(place, headers={"X-Forwarded-For": ", ".join(forwarded)} if forwarded else {})
        with urlopen(question, timeout=5) as answer:
            return answer.read().decode()


def test_a_reader_who_says_to_be_another_is_not_believed() -> None:
    assert asked_by("127.0.0.1", "203.0.113.7") == "127.0.0.1"
    assert asked_by("127.0.0.1", "203.0.113.7", proxies=("10.0.0.0/8", "127.0.0.2/32")) == "127.0.0.1"


def test_a_trusted_proxy_is_believed_when_it_says_whom_it_speaks_for() -> None:
    assert asked_by("127.0.0.1", "203.0.113.7", proxies=("127.0.0.1/32",)) == "203.0.113.7"
    assert asked_by("127.0.0.1", proxies=("127.0.0.0/8",)) == "127.0.0.1"


def test_of_several_hops_the_last_that_is_no_trusted_proxy_is_the_reader() -> None:
    hops = ("198.51.100.1", "203.0.113.7", "10.1.2.3")  # the first is what the reader made up
    assert asked_by("127.0.0.1", *hops, proxies=("127.0.0.0/8", "10.0.0.0/8")) == "203.0.113.7"
    assert asked_by("127.0.0.1", *hops, proxies=("127.0.0.0/8",)) == "10.1.2.3"


def test_an_ipv4_proxy_is_known_on_a_socket_of_both_families() -> None:
    assert asked_by("::", "203.0.113.7") == "::ffff:127.0.0.1"
    assert asked_by("::", "203.0.113.7", proxies=("127.0.0.0/8",)) == "203.0.113.7"


def test_run_returns_once_another_thread_stops_it() -> None:
    server = WebServer(APP, port=0)
    thread = Thread(target=server.run)
    thread.start()
    with urlopen(server.address, timeout=5) as answer:
        assert answer.status == 200
    began = time.monotonic()
    server.stop()
    thread.join(5)
    assert not thread.is_alive()
    assert time.monotonic() - began < 2


def test_a_server_stopped_before_it_ran_does_not_run() -> None:
    server = WebServer(APP, port=0)
    server.stop()
    server.run()
    assert not _is_listening(*_place(server))


def test_a_taken_port_is_told_in_one_sentence() -> None:
    with serve(APP, port=0) as server:
        _, port = _place(server)
        with pytest.raises(CannotServe, match=f"port {port} on 127.0.0.1 is taken by another program: stop that one"):
            WebServer(APP, port=port)


@pytest.mark.parametrize(
    ("host", "port", "sentence"),
    [
        ("no.such.host.invalid", 0, "an address of this machine was expected"),
        ("192.0.2.1", 0, "192.0.2.1 is no address of this machine"),
        ("127.0.0.1", 99_999, "port 99999: a number from 0 to 65535 was expected"),
        ("127.0.0.1", -1, "port -1: a number"),
    ],
)
def test_an_address_that_cannot_be_had_is_told_in_one_sentence(host: str, port: int, sentence: str) -> None:
    with pytest.raises(CannotServe, match=sentence):
        WebServer(APP, host, port)


def _place(server: WebServer) -> tuple[str, int]:
    host, port = server.address.removeprefix("http://").split(":")
    return host, int(port)


def _is_listening(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True
