"""A letter → other channels than e-mail: a webhook of the reader's own, signed, or a chat service."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Sequence
from hashlib import sha256
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from publish.letters.faults import fault_words
from publish.letters.letter import Written
from publish.letters.post import Later, Refused

MAIL = "mail"
WEBHOOK = "webhook"
SHOWN, LONG = 4, 16
"""So many signs of a key are shown to tell it from another, where it has at least so many."""
TIMEOUT = 20
_CALLS = re.compile(r"@(?=everyone\b|here\b|channel\b|all\b)", re.IGNORECASE)
"""Chats wake whole rooms by these; a name on somebody's page must not."""
_WORTH_ANOTHER_TRY = frozenset({408, 409, 425, 429})


class BadChannel(ValueError):
    """No address of a channel: one sentence that says what was expected."""


def webhook_secret(secret: str, subscriber_id: str) -> str:
    """What the receiver checks signatures with: its own, made from the wire's, so that none has to be kept."""
    return hmac.new(secret.encode(), f"webhook {subscriber_id}".encode(), sha256).hexdigest()


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """`sha256=…` over `timestamp.body`."""
    return "sha256=" + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, sha256).hexdigest()


def payload(letter_id: str, about: str, events: Sequence[Any], text: str = "") -> bytes:
    """The body of a webhook: what happened, and the events as the API gives them, or the text of what is no event."""
    told = {"id": letter_id, "about": about, "events": list(events)}
    return json.dumps(told | ({"text": text} if text else {}), ensure_ascii=False).encode()


def call_webhook(url: str, body: bytes, *, secret: str, letter_id: str, timestamp: int) -> None:
    """Post it. Any 2xx is a yes; a redirect is not followed. Raises `Refused` or `Later`."""
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Pricewire",
        "X-Pricewire-Delivery": letter_id,
        "X-Pricewire-Timestamp": str(timestamp),
        "X-Pricewire-Signature": signature(secret, timestamp, body),
    }
    if not url.startswith(("http://", "https://")):
        raise Refused("expected an address that begins with http:// or https://")
    request = Request(url, body, headers, method="POST")  # noqa: S310 - the scheme is checked right above
    try:
        build_opener(_NoRedirect).open(request, timeout=TIMEOUT).close()
    except HTTPError as error:
        error.close()
        final = 300 <= error.code < 500 and error.code not in _WORTH_ANOTHER_TRY
        raise (Refused if final else Later)(f"{error.code} {error.reason}"[:300]) from None
    except (URLError, HTTPException, OSError) as error:
        raise Later(fault_words(error)) from None


def notify(url: str, letter: Written) -> None:
    """Tell a chat service by its Apprise address. Raises `Later` where it did not take it, `BadChannel`."""
    from apprise import Apprise, NotifyFormat

    service = Apprise()
    if not service.add(url):
        raise BadChannel("expected an Apprise address, such as slack://… or ntfy://…; see docs/notify.md")
    body, title = (_CALLS.sub("@\u200b", said) for said in (letter.text, letter.subject))
    if not service.notify(body=body, title=title, body_format=NotifyFormat.TEXT):
        raise Later("the service did not take the letter")


def channel_of(url: str) -> str:
    """`webhook` for an http(s) address, else the name of the service. Raises `BadChannel`."""
    from apprise import Apprise

    if url.startswith(("http://", "https://")):
        if "@" in urlsplit(url).netloc:
            raise BadChannel("expected an address without a password: a webhook knows us by the signature")
        return WEBHOOK
    if not Apprise().add(url):
        raise BadChannel("expected http(s)://… for a webhook, or an Apprise address such as slack://… or ntfy://…")
    return url.partition("://")[0]


def shown_address(channel: str, address: str) -> str:
    """The address for others than its reader: of a webhook the host, of a chat only the service, and the last signs.

    Who knows a webhook's address may write to it, and in an Apprise address the host is part of the key.
    """
    if channel == MAIL:
        return address
    scheme, _, rest = address.partition("://")
    host = urlsplit(address).netloc if channel == WEBHOOK else ""
    key = rest[len(host) :].removeprefix("/")
    tail = key[-SHOWN:] if len(key) >= LONG else ""
    return f"{scheme}://{host}{'/' if host else ''}{'…' if key else ''}{tail}"


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None
