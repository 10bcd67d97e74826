"""Links in letters: who they are for and what for, signed, and good for a sensible time."""

from __future__ import annotations

from enum import StrEnum

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

DAY = 86_400


class Purpose(StrEnum):
    """What a link lets its bearer do."""

    CONFIRM = "confirm"
    UNSUBSCRIBE = "unsubscribe"
    CHANGE = "change"
    """See, change, export and erase what is kept."""


GOOD_FOR = {Purpose.CONFIRM: 7 * DAY, Purpose.UNSUBSCRIBE: 3 * 365 * DAY, Purpose.CHANGE: 30 * DAY}
"""Seconds. Who wants to leave must be able to with any letter they find."""


class BadLink(ValueError):
    """The link was altered, or is for something else."""


class OldLink(BadLink):
    """The link was right once."""


def token(secret: str, purpose: Purpose, subscriber_id: str) -> str:
    """To be put into an address: letters, digits, `-`, `_` and `.`."""
    return _signer(secret, purpose).dumps(subscriber_id)


def subscriber_of(secret: str, purpose: Purpose, given: str) -> str:
    """The id of the subscriber for whom the token was made. Raises `OldLink` or `BadLink`."""
    try:
        found = _signer(secret, purpose).loads(given, max_age=GOOD_FOR[purpose])
    except SignatureExpired:
        raise OldLink("this link is too old") from None
    except BadSignature:
        raise BadLink("this link is not one of ours, or was cut off on its way") from None
    return str(found)


def _signer(secret: str, purpose: Purpose) -> URLSafeTimedSerializer:
    if not secret:
        raise ValueError("expected a secret to sign links with, found none")
    return URLSafeTimedSerializer(secret, salt=f"pricewire.{purpose.value}")
