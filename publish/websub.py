"""What was told since into a word to a WebSub hub, so that those who subscribe through it need not wait."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterable, Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

import certifi

from pipeline.basket import EVERYTHING, Basket
from pipeline.types import Event, Vendor
from publish.asked import Asked
from publish.feeds import PATHS
from publish.money import LANGS

log = logging.getLogger(__name__)

TIMEOUT = 10
"""Seconds for one word to the hub."""
AT_ONCE = 40
"""Addresses in one word: a hub may refuse a long one."""


class HubRefuses(Exception):
    """The hub did not take it: one sentence that says how it answered."""


def topics(events: Iterable[Event], vendors: Mapping[str, Vendor], public_url: str) -> list[str]:
    """The addresses of the feeds that these events change and that the list of all feeds names, in every format."""
    told = list(events)
    if not told:
        return []
    baskets = [EVERYTHING]
    baskets += [Basket(vendors=frozenset({vendor})) for vendor in sorted({event.vendor for event in told})]
    baskets += [Basket(kinds=frozenset({kind})) for kind in sorted({event.kind for event in told})]
    channels = {vendors[event.vendor].channel for event in told if event.vendor in vendors}
    baskets += [Basket(channels=frozenset({channel})) for channel in sorted(channels)]
    asked = [Asked(basket, lang) for basket in baskets for lang in (None, *LANGS)]
    return [f"{public_url}{path}{one.query_string()}" for one in asked for path in PATHS.values()]


def ping(hub: str, addresses: Iterable[str]) -> int:
    """Tell the hub that these feeds have news; returns how many were told. Raises `HubRefuses`.

    The hub is the operator's own setting: redirects are not followed, and nothing but its status is read.
    """
    told = list(dict.fromkeys(addresses))
    for start in range(0, len(told), AT_ONCE):
        named = [("hub.url", address) for address in told[start : start + AT_ONCE]]
        _post(hub, urlencode([("hub.mode", "publish"), *named]))
    return len(told)


def _post(hub: str, body: str) -> None:
    where = urlsplit(hub)
    path = (where.path or "/") + (f"?{where.query}" if where.query else "")
    headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Pricewire"}
    connection = _connection(where.scheme, where.hostname or "", where.port)
    try:
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise HubRefuses(f"the hub {where.hostname} does not answer: {type(error).__name__}") from error
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise HubRefuses(f"the hub {where.hostname} answers {status}")


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context(cafile=certifi.where())
        return HTTPSConnection(host, port, timeout=TIMEOUT, context=context)
    return HTTPConnection(host, port, timeout=TIMEOUT)
