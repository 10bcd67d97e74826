"""A delivery report that came back by mail (RFC 3464) → the addresses that cannot be reached."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from email.policy import default

LONGEST = 2_000_000
"""Bytes; a report has some thousands, and the mail that it returns."""


class NoReport(ValueError):
    """A mail, but not a delivery report."""


def unreachable(raw: bytes) -> list[str]:
    """Addresses that failed for good; one that is only delayed is not among them. Raises `NoReport`."""
    if len(raw) > LONGEST:
        raise NoReport(f"expected a delivery report of at most {LONGEST} bytes, found {len(raw)}")
    try:
        return _unreachable(message_from_bytes(raw, policy=default))
    except RecursionError:
        raise NoReport("expected a delivery report, found mails in mails without end") from None


def _unreachable(mail: Message) -> list[str]:
    reports = [part for part in mail.walk() if part.get_content_type() == "message/delivery-status"]
    if not reports:
        raise NoReport("expected a delivery report (multipart/report), found another mail or none")
    fields = [block for report in reports for block in _blocks(report)]
    return sorted({address for block in fields if (address := _failed(block))})


def _blocks(report: Message) -> list[Message]:
    payload = report.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _failed(block: Message) -> str:
    if str(block.get("Action", "")).strip().lower() != "failed":
        return ""
    if not str(block.get("Status", "5")).strip().startswith("5"):
        return ""
    recipient = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
    return recipient.partition(";")[2].strip().strip("<>")
