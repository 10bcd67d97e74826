"""Why a connection failed, as an exception → what it says in words, without the names of our classes."""

from __future__ import annotations

from smtplib import SMTPResponseException
from ssl import SSLCertVerificationError, SSLError
from urllib.error import URLError

LONGEST = 300


def fault_words(error: Exception) -> str:
    """One line without a full stop."""
    return " ".join(_said(error).split())[:LONGEST].rstrip(". ") or "the connection broke off"


def answer_words(code: int, said: bytes | str) -> str:
    """What a server answered: `550 no such user`."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:LONGEST]


def _said(error: Exception) -> str:
    if isinstance(error, URLError):
        return _said(error.reason) if isinstance(error.reason, Exception) else str(error.reason)
    if isinstance(error, SMTPResponseException):
        return answer_words(error.smtp_code, error.smtp_error)
    if isinstance(error, SSLCertVerificationError):
        return f"its certificate is not to be trusted: {error.verify_message}"
    if isinstance(error, SSLError):
        return f"no encrypted connection: {(error.reason or str(error)).replace('_', ' ').lower()}"
    return (error.strerror if isinstance(error, OSError) else "") or str(error)
