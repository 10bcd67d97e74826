"""Host names into the addresses that may be connected to; the connection is made to one of these and no other."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from scrapy.crawler import Crawler
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from spiders.guard import Refused, may_connect, private
from spiders.orders import CrawlSettings

withheld: dict[str, Refused] = {}
"""By host name: why a name that does resolve gave no address, the last time that it was asked for."""
_MOST_REMEMBERED = 1_000


@implementer(IHostnameResolver)
class GuardedResolver:
    """Twisted's own resolver, less the addresses that the guard refuses.

    Twisted resolves a name once and connects to what came back, so a name that answers differently
    the next time (DNS rebinding) changes nothing; an IP address in a URL passes here as well.
    """

    # Any: the interfaces are zope's, which no type checker reads.
    def __init__(self, reactor: Any, crawl: CrawlSettings) -> None:
        self._reactor = reactor
        self._names = reactor.nameResolver
        self._crawl = crawl

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        return cls(reactor, crawler.settings["PRICEWIRE"])

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[Any]] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        receiver = _Sieve(resolutionReceiver, hostName, portNumber, self._crawl)
        return self._names.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


@implementer(IResolutionReceiver)
class _Sieve:
    """Passes on the addresses that may be connected to."""

    def __init__(self, receiver: Any, host: str, port: int, crawl: CrawlSettings) -> None:
        self._receiver = receiver
        self._host = host
        self._port = port
        self._crawl = crawl
        self._passed = False
        self._refused: Refused | None = None

    def resolutionBegan(self, resolution: Any) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        ip = ip_address(address.host.partition("%")[0])
        if may_connect(self._host, self._port, ip, self._crawl.allow_hosts):
            self._passed = True
            self._receiver.addressResolved(address)
        else:
            self._refused = private(self._host, ip)

    def resolutionComplete(self) -> None:
        withheld.pop(self._host, None)
        if self._refused and not self._passed:
            if len(withheld) >= _MOST_REMEMBERED:
                withheld.clear()
            withheld[self._host] = self._refused
        self._receiver.resolutionComplete()
