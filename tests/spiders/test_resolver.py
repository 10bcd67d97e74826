"""A name is resolved once, checked, and connected to at what it resolved to."""

from collections.abc import Iterator
from itertools import cycle

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from pipeline.types import Why
from spiders.orders import CrawlSettings
from spiders.resolver import GuardedResolver, withheld


class Names:
    """A reactor's name service that gives the next of its answers each time, as a rebinding host does."""

    def __init__(self, *answers: list[str]) -> None:
        self.nameResolver = self
        self.asked = 0
        self._answers = cycle(answers)

    def resolveHostName(self, receiver, host, port, types, semantics):
        self.asked += 1
        receiver.resolutionBegan(self)
        for address in next(self._answers):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()
        return receiver


class Connecting:
    """What Twisted collects the addresses to connect to with."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.done = False

    def resolutionBegan(self, resolution):
        pass

    def addressResolved(self, address):
        self.addresses.append(address.host)

    def resolutionComplete(self):
        self.done = True


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    withheld.clear()
    yield
    withheld.clear()


def resolved(names: Names, host: str = "acme.example", port: int = 443, **settings) -> list[str]:
    connecting = Connecting()
    GuardedResolver(names, CrawlSettings(**settings)).resolveHostName(connecting, host, port)
    assert connecting.done
    return connecting.addresses


def test_public_addresses_pass_and_private_ones_among_them_do_not():
    names = Names(["93.184.215.14", "10.0.0.1", "2606:2800:220::1", "::1", "fe80::1%eth0"])
    assert resolved(names) == ["93.184.215.14", "2606:2800:220::1"]
    assert withheld == {}


def test_a_name_that_answers_privately_the_second_time_is_refused_then():
    names = Names(["93.184.215.14"], ["127.0.0.1"])
    assert resolved(names) == ["93.184.215.14"]
    assert resolved(names) == []
    assert names.asked == 2, "nothing is answered from memory"
    assert withheld["acme.example"].why is Why.PRIVATE_ADDRESS
    assert resolved(names) == ["93.184.215.14"]
    assert withheld == {}, "that it once was private is forgotten"


def test_a_made_up_address_of_a_local_proxy_is_hinted_at():
    resolved(Names(["198.18.0.7"]))
    assert "a local proxy's made-up address?" in str(withheld["acme.example"])


def test_a_setting_lets_one_name_be_private_and_no_other():
    allow = frozenset({"intranet.example:8080"})
    names = Names(["10.0.0.1"])
    assert resolved(names, "intranet.example", 8080, allow_hosts=allow) == ["10.0.0.1"]
    assert resolved(names, "intranet.example", 80, allow_hosts=allow) == []
    assert resolved(names, "acme.example", 8080, allow_hosts=allow) == []


def test_a_name_without_any_address_is_not_called_private():
    assert resolved(Names([])) == [] and withheld == {}
