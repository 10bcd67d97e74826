"""A web application and an address into a running server that another thread can stop within two seconds."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ipaddress import IPv4Network, IPv6Network, ip_network
from threading import Thread

import uvicorn
from starlette.types import ASGIApp

GRACE_SECONDS = 1
"""Answers under way have so long to end once the server is to stop."""
HIGHEST_PORT = 65_535
CONNECTIONS = 500
"""More at a time are answered with 503, so that a flood cannot take all memory."""


Network = IPv4Network | IPv6Network
_MAPPED = int.from_bytes(b"\xff\xff") << 32
"""::ffff:0:0, under which a socket of both families shows an IPv4 address."""


class CannotServe(Exception):
    """The address cannot be had: one sentence that says why and what to do."""


class WebServer:
    """A server that has its port from the moment it is made, so that a taken one is known before anything starts."""

    def __init__(
        self, app: ASGIApp, host: str = "127.0.0.1", port: int = 8000, proxies: Iterable[Network] = ()
    ) -> None:
        """Port 0 takes any free one; see `address`. Raises `CannotServe`.

        Where a connection comes from one of the `proxies`, the reader's address is the last in X-Forwarded-For that is
        none of them; where it comes from anywhere else, the header is not looked at.
        """
        trusted = as_seen(proxies)
        self._socket = _listening(host, port)
        self.address = _address(self._socket)
        config = uvicorn.Config(
            app,
            lifespan="off",
            ws="none",
            log_config=None,  # the command decides what is logged, and how
            access_log=False,
            server_header=False,
            proxy_headers=bool(trusted),  # an address that a client may make up decides nothing here
            forwarded_allow_ips=trusted,
            limit_concurrency=CONNECTIONS,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        self._server = uvicorn.Server(config)

    def run(self) -> None:
        """Serve until `stop`; in the main thread until Ctrl-C as well."""
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()

    def stop(self) -> None:
        """From any thread; returns at once, `run` returns within two seconds."""
        self._server.should_exit = True


@contextmanager
def serve(
    app: ASGIApp, host: str = "127.0.0.1", port: int = 8000, proxies: Iterable[Network] = ()
) -> Iterator[WebServer]:
    """A server in a thread of its own, stopped at the end of the block. Raises `CannotServe`."""
    server = WebServer(app, host, port, proxies)
    thread = Thread(target=server.run, name="web", daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(GRACE_SECONDS + 1)


def as_seen(proxies: Iterable[Network]) -> list[str]:
    """The networks as addresses of connections are compared with them, each IPv4 one under both its names."""
    found: list[str] = []
    for network in proxies:
        found.append(str(network))
        if isinstance(network, IPv4Network):
            found.append(str(ip_network((_MAPPED | int(network.network_address), network.prefixlen + 96))))
    return found


def _listening(host: str, port: int) -> socket.socket:
    if not 0 <= port <= HIGHEST_PORT:
        raise CannotServe(f"port {port}: a number from 0 to {HIGHEST_PORT} was expected")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError) as error:
        raise CannotServe(f"{host}: an address of this machine was expected, such as 127.0.0.1 or 0.0.0.0") from error
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(2048)
    except OSError as error:
        made.close()
        raise CannotServe(_why(host, port, error)) from error
    made.set_inheritable(False)
    return made


def _address(listening: socket.socket) -> str:
    """`http://127.0.0.1:8000`."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is taken by another program: stop that one, or choose another port"
    if error.errno == errno.EACCES:
        return f"port {port} on {host} is reserved: choose one above 1023"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine: choose 127.0.0.1, or 0.0.0.0 to be reached from others"
    return f"port {port} on {host} cannot be opened: {error}"
