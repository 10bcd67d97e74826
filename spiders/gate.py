"""A browser's requests into connections that the guard allows: the one way out that the browser has."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from ipaddress import ip_address
from socket import IPPROTO_TCP, SOCK_STREAM

from spiders.guard import Refused, canonical_host, check, may_connect, private
from spiders.orders import CrawlSettings

_MOST_HEADER = 65_536
_MOST_REMEMBERED = 1_000


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
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            await self._pass(reader, writer)
        writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        line, _, rest = head.partition(b"\r\n")
        method, target, version = line.decode("latin-1").split(" ")
        if method == "CONNECT":
            host, _, port = target.rpartition(":")
            outward = await self._connect(canonical_host(host, host.strip("[]")), int(port))
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        else:
            address = check(target, self._crawl.allow_hosts)
            outward = await self._connect(address.host, address.port)
            path = address.url.split("/", 3)[3] if address.url.count("/") > 2 else ""
            outward[1].write(f"{method} /{path} {version}\r\n".encode("latin-1") + _closing(rest))
        await _join(reader, writer, *outward)

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to an address of `host` that the guard allows; raises OSError, the reason kept for `refusal`."""
        try:
            return await self._connected(host, port)
        except (Refused, OSError) as error:
            if len(self._refusals) >= _MOST_REMEMBERED:
                self._refusals.clear()
            self._refusals[f"{host}:{port}"] = error
            raise ConnectionRefusedError(str(error)) from error

    async def _connected(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
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


async def _join(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    far_reader: asyncio.StreamReader,
    far_writer: asyncio.StreamWriter,
) -> None:
    """Carry bytes both ways until either side ends."""
    ways = {asyncio.create_task(_carry(reader, far_writer)), asyncio.create_task(_carry(far_reader, writer))}
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        far_writer.close()


async def _carry(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await source.read(65_536):
            sink.write(piece)
            await sink.drain()
