"""How a fetch went wrong, as an exception or a status, into why it did and one sentence that says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from pipeline.health import wall
from pipeline.types import Health, Why
from spiders.browser import NoBrowser
from spiders.guard import Refused, shown

DAY = 86_400
MOST_RETRY_AFTER = DAY
"""A server may send us away for a day, not for ever."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a fetch gave no capture."""

    why: Why
    sentence: str
    status: int | None = None
    retry_after: int | None = None
    """Seconds, capped."""


class TooLarge(Exception):
    """An answer whose bytes, as sent or as unpacked, passed the limit."""


class Garbled(Exception):
    """An answer whose bytes are not in the encoding that its header names."""


def of_status(status: int, headers: Mapping[str, str], text: str, now: datetime) -> Trouble | None:
    """Why an answer with this status is no capture; None if it is one.

    `headers` have lower-case names; `text` is the body, which tells a bot wall from a page that is not there.
    A 200 is a capture whatever it says: what a page is worth is for its reader to judge.
    """
    if status in (200, 203):
        return None
    why, sentence = _walled(status, headers, text) or _of_status(status)
    return Trouble(why, sentence, status, retry_after(headers.get("retry-after"), now))


def _walled(status: int, headers: Mapping[str, str], text: str) -> tuple[Why, str] | None:
    if status < 400 or status in (404, 410):
        return None
    health, sentence = wall(text, status, headers) or (None, "")
    if health is Health.CHALLENGE:
        return Why.BOT_WALL, f"a bot wall answered {status}: {shown(sentence)}"
    if health is Health.LOGIN:
        return Why.LOGIN, f"the page asks for a login ({status}): {shown(sentence)}"
    return None


def _of_status(status: int) -> tuple[Why, str]:
    if status in _STATUS:
        why, sentence = _STATUS[status]
        return why, sentence
    if status >= 500:
        return Why.SERVER_ERROR, f"the server answered {status}"
    if 300 <= status < 400:
        return Why.HTTP_ERROR, f"the server answered {status} and no address to go to"
    return Why.HTTP_ERROR, f"the server answered {status}"


_STATUS = {
    304: (Why.HTTP_ERROR, "the server answered 304 to a request without a condition"),
    401: (Why.LOGIN, "the page asks for a login (401)"),
    403: (Why.HTTP_ERROR, "the server refuses the page to us (403)"),
    404: (Why.NOT_FOUND, "the page is not there (404)"),
    407: (Why.HTTP_ERROR, "a proxy asks for a login (407)"),
    408: (Why.TIMEOUT, "the server gave up waiting (408)"),
    410: (Why.GONE, "the page is gone for good (410)"),
    429: (Why.TOO_MANY, "the server says we ask too often (429)"),
    504: (Why.SERVER_ERROR, "a gateway waited in vain for the server (504)"),
}


def retry_after(value: str | None, now: datetime) -> int | None:
    """`Retry-After` in seconds from `now`, between 0 and a day; None where there is none that can be read."""
    if not value:
        return None
    if value.strip().isdecimal():
        seconds = int(value.strip()[:9])
    else:
        try:
            seconds = int((parsedate_to_datetime(value) - now).total_seconds())
        except (TypeError, ValueError):
            return None
    return max(0, min(seconds, MOST_RETRY_AFTER))


def of_error(error: BaseException) -> Trouble:
    """Why a request that ended in `error` gave nothing."""
    chain = list(_causes(error))
    for cause in chain:
        if isinstance(cause, Refused):
            return Trouble(cause.why, str(cause))
        if isinstance(cause, NoBrowser):
            return Trouble(Why.NO_BROWSER, str(cause))
        if type(cause).__module__.startswith("OpenSSL"):
            return Trouble(Why.TLS, f"no secure connection{_said(cause)}")
    for cause in chain:
        for name in (kind.__name__ for kind in type(cause).__mro__):
            if name in _ERRORS:
                why, sentence = _ERRORS[name]
                return Trouble(why, f"{sentence}{_said(cause)}")
    return Trouble(Why.CONNECTION, f"the connection failed{_said(error) or f': {type(error).__name__}'}")


_ERRORS: dict[str, tuple[Why, str]] = {
    "TooLarge": (Why.TOO_LARGE, "the answer is too large"),
    "Garbled": (Why.UNREADABLE, "the answer cannot be unpacked"),
    "CannotResolveHostError": (Why.DNS, "the host name cannot be resolved"),
    "DNSLookupError": (Why.DNS, "the host name cannot be resolved"),
    "gaierror": (Why.DNS, "the host name cannot be resolved"),
    "DownloadTimeoutError": (Why.TIMEOUT, "no whole answer came in time"),
    "TimeoutError": (Why.TIMEOUT, "no whole answer came in time"),
    "DownloadCancelledError": (Why.TOO_LARGE, "the answer is too large"),
    "VerificationError": (Why.TLS, "the certificate is not this host's"),
    "CertificateError": (Why.TLS, "the certificate is not this host's"),
    "DownloadConnectionRefusedError": (Why.CONNECTION, "the server refuses the connection"),
    "ConnectionRefusedError": (Why.CONNECTION, "the server refuses the connection"),
    "UnsupportedURLSchemeError": (Why.SCHEME, "only http and https are fetched"),
    "NotSupported": (Why.SCHEME, "only http and https are fetched"),
    "ResponseDataLossError": (Why.CONNECTION, "the connection ended before the answer did"),
}
"""By the exception's name, its own or a base's: Scrapy's, Twisted's and Python's all arrive here."""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error`, what it was raised from, and the failures that Twisted gathers in it, the nearest first."""
    seen: set[int] = set()
    queue: list[BaseException | None] = [error]
    while queue:
        cause = queue.pop(0)
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        queue += [cause.__cause__, *(getattr(reason, "value", None) for reason in _reasons(cause))]


def _reasons(error: BaseException) -> list[object]:
    reasons = getattr(error, "reasons", None)
    return list(reasons) if isinstance(reasons, list | tuple) else []


def _said(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f": {shown(text)}" if text else ""
