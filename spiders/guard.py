"""An address into where it leads, or the reason why nobody goes there: only http and https, only the public network."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

import idna

from pipeline.types import Why

PORTS = {"http": 80, "https": 443}

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_PLAIN_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_V6_ASSIGNED = IPv6Network("2000::/3")
_V6_TUNNELS = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))
"""6to4 and Teredo carry an IPv4 address inside: the public form of a private one."""
_MADE_UP = IPv4Network("198.18.0.0/15")
"""What proxies such as Clash answer for every name in their fake-IP mode."""


class Refused(Exception):
    """An address that must not be asked: `why` and one sentence."""

    def __init__(self, why: Why, sentence: str) -> None:
        super().__init__(sentence)
        self.why = why


@dataclass(frozen=True, slots=True)
class Address:
    """Where a URL leads, in the one spelling that is also connected to."""

    url: str
    scheme: str
    host: str
    """Lower case, ASCII; an IP address in its usual form, IPv6 without brackets."""
    port: int

    @property
    def literal(self) -> IPv4Address | IPv6Address | None:
        """The IP address that `host` is, if it is one."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None


def check(url: str, allow_hosts: Iterable[str] = ()) -> Address:
    """The address of `url`; raises `Refused` for other schemes, odd spellings and IP addresses that are not public.

    A name is not resolved here: what it resolves to is checked when connecting.
    """
    address = parse(url)
    if (ip := address.literal) is not None and not may_connect(address.host, address.port, ip, allow_hosts):
        raise private(address.host, ip)
    return address


@lru_cache(maxsize=4_096)
def parse(url: str) -> Address:
    """`url` with its host in canonical spelling; raises `Refused` where two parsers might disagree about it."""
    if _FORBIDDEN.search(url):
        raise Refused(Why.SCHEME, f"{shown(url)}: an address holds no spaces, control characters or backslashes")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(Why.SCHEME, f"{shown(url)}: not an address: {error}") from error
    if parts.scheme not in PORTS:
        raise Refused(Why.SCHEME, f"{shown(url)}: only http and https are fetched")
    if "@" in parts.netloc:
        raise Refused(Why.SCHEME, f"{shown(url)}: an address with a user name is not fetched")
    host = canonical_host(parts.netloc, parts.hostname or "")
    port = PORTS[parts.scheme] if port is None else port
    netloc = f"[{host}]" if ":" in host else host
    if port != PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    return Address(parts._replace(netloc=netloc).geturl(), parts.scheme, host, port)


def canonical_host(netloc: str, host: str) -> str:
    """`host` as it is connected to: `EXAMPLE.com.` → `example.com`, `0x7f.1` → `127.0.0.1`; raises `Refused`."""
    if netloc.startswith("["):
        return _ipv6(host)
    try:
        name = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except UnicodeError as error:
        raise Refused(Why.SCHEME, f"{shown(host)}: not a host name: {error}") from error
    name = name.lower().removesuffix(".")
    if len(name) > 253 or not _PLAIN_HOST.fullmatch(name):
        raise Refused(Why.SCHEME, f"{shown(host)}: not a host name")
    return _ipv4(name) if _ends_in_a_number(name) else name


def public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether `ip` belongs to the public network: a rule, not a list of the private ranges known today."""
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast and not ip.is_reserved
    return ip.is_global and ip in _V6_ASSIGNED and not any(ip in tunnel for tunnel in _V6_TUNNELS)


def may_connect(host: str, port: int, ip: IPv4Address | IPv6Address, allow_hosts: Iterable[str]) -> bool:
    """Whether `host`, which is or has resolved to `ip`, may be connected to."""
    return public(ip) or allowed(host, port, allow_hosts)


def allowed(host: str, port: int, allow_hosts: Iterable[str]) -> bool:
    """Whether a setting names `host`, or `host:port`, as one that may be private."""
    names = frozenset(allow_hosts)
    return host in names or f"{host}:{port}" in names


def private(host: str, ip: IPv4Address | IPv6Address) -> Refused:
    """The refusal of a host whose address is not public, in words."""
    leads = "is" if host == str(ip) else f"leads to {ip}, which is"
    hint = " (a local proxy's made-up address?)" if ip in _MADE_UP else ""
    return Refused(Why.PRIVATE_ADDRESS, f"{shown(host)} {leads} not a public address{hint}; a setting can allow it")


def shown(text: str, limit: int = 200) -> str:
    """`text` fit for a log or a status page: bounded, control characters escaped."""
    clean = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text[:limit])
    return clean + ("…" if len(text) > limit else "")


def _ends_in_a_number(name: str) -> bool:
    """Whether the network library would take `name` for an IPv4 address in some spelling."""
    last = name.rsplit(".", 1)[-1]
    return last.isdigit() or re.fullmatch(r"0x[0-9a-f]*", last) is not None


def _ipv4(name: str) -> str:
    """`2130706433`, `0x7f.1`, `0177.0.0.1` → `127.0.0.1`, as every network library reads them."""
    try:
        numbers = [_number(part) for part in name.split(".")]
        *heads, tail = numbers
        if len(numbers) > 4 or any(head > 255 for head in heads) or tail >= 256 ** (5 - len(numbers)):
            raise ValueError("out of range")
    except ValueError as error:
        raise Refused(Why.SCHEME, f"{shown(name)}: not a host name") from error
    return str(IPv4Address(sum(head << (24 - 8 * place) for place, head in enumerate(heads)) + tail))


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if len(part) > 1 and part.startswith("0") else int(part, 10)


def _ipv6(host: str) -> str:
    try:
        address = IPv6Address(host)
    except ValueError as error:
        raise Refused(Why.SCHEME, f"[{shown(host)}]: not an IPv6 address") from error
    if address.scope_id:
        raise Refused(Why.SCHEME, f"[{shown(host)}]: an address with a zone is not fetched")
    return str(address.ipv4_mapped or address)
