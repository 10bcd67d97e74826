"""A browser's requests into connections that the guard allows: the one way out that the browser has."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from ipaddress import ip_address
from socket import IPPROTO_TCP, SOCK_STREAM

from spiders.guard import Refused, canonical_host, check, may_connect, private
from spiders.orders import CrawlSettings
from spiders.why import TooLarge

_MOST_HEADER = 65_536
_MOST_REMEMBERED = 1_000
_MOST_TIMES = 4
"""A connection of the browser carries many answers: so many times the size that one may have."""

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Gate:
    """A proxy on the loopback interface: resolves a name, checks what it resolves to, and connects to exactly that.

    The browser follows redirects, opens sockets and fetches what scripts ask for without telling us;
    none of it leaves this machine except through here.
    """

    def __init__(self, crawl: CrawlSettings) -> None:
        self._crawl = crawl
        self._server: asyncio.Server | None = None
        self._refusals: dict[str, Exception] = {}

    @property
    def url(self) -> str:
        """Where the browser finds the proxy."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    async def open(self) -> None:
        """Start to listen, unless that is done."""
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_MOST_HEADER)

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()

    def refusal(self, host: str, port: int) -> Exception | None:
        """Why the last connection to `host` came to nothing, if it did."""
        return self._refusals.get(f"{host}:{port}")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, ValueError, Refused, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await self._pass(reader, writer)
        writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        line, _, headers = head.partition(b"\r\n")
        method, target, version = line.decode("latin-1").split(" ")
        if method == "CONNECT":
            name, _, number = target.rpartition(":")
            host, port = canonical_host(name, name.strip("[]")), int(number)
            near, far = b"HTTP/1.1 200 Connected\r\n\r\n", b""
        else:
            address = check(target, self._crawl.allow_hosts)
            host, port = address.host, address.port
            path = "/" + "".join(address.url.split("/", 3)[3:])
            near, far = b"", f"{method} {path} {version}\r\n".encode("latin-1") + _closing(headers)
        outward = await self._connect(host, port)
        writer.write(near)
        outward[1].write(far)
        most = _MOST_TIMES * self._crawl.max_bytes
        if await _join((reader, writer), outward, most) >= most:
            self._remember(host, port, TooLarge(f"more than {most:,} bytes from {host}"))

    def _remember(self, host: str, port: int, refusal: Exception) -> None:
        if len(self._refusals) >= _MOST_REMEMBERED:
            self._refusals.clear()
        self._refusals[f"{host}:{port}"] = refusal

    async def _connect(self, host: str, port: int) -> Stream:
        """A connection to an address of `host` that the guard allows; raises OSError, the reason kept for `refusal`."""
        try:
            return await self._connected(host, port)
        except (Refused, OSError) as error:
            self._remember(host, port, error)
            raise ConnectionRefusedError(str(error)) from error

    async def _connected(self, host: str, port: int) -> Stream:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=SOCK_STREAM, proto=IPPROTO_TCP)
        error: Exception = OSError(f"{host} has no address")
        for *_, place in found:
            ip = ip_address(str(place[0]).partition("%")[0])
            if not may_connect(host, port, ip, self._crawl.allow_hosts):
                error = private(host, ip)
                continue
            try:
                async with asyncio.timeout(self._crawl.timeout):
                    return await asyncio.open_connection(str(ip), port)
            except OSError as failed:
                error = failed
        raise error


def _closing(headers: bytes) -> bytes:
    """The browser's headers for one request, after which the connection ends: the next may go to another host."""
    lines = [line for line in headers.split(b"\r\n") if not line.lower().startswith((b"proxy-", b"connection:"))]
    return b"\r\n".join([b"Connection: close", *lines])


async def _join(near: Stream, far: Stream, most: int) -> int:
    """Carry bytes both ways until either side ends or `most` have come from the far one; how many that were."""
    inward = asyncio.create_task(_carry(far[0], near[1], most))
    outward = asyncio.create_task(_carry(near[0], far[1], most))
    try:
        await asyncio.wait({inward, outward}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        outward.cancel()
        inward.cancel()
        far[1].close()
    return inward.result() if inward.done() and not inward.cancelled() else 0


async def _carry(source: asyncio.StreamReader, sink: asyncio.StreamWriter, most: int) -> int:
    carried = 0
    with suppress(OSError):
        while carried < most and (piece := await source.read(65_536)):
            carried += len(piece)
            sink.write(piece)
            await sink.drain()
    return carried
