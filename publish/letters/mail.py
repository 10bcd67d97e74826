"""A letter → an e-mail as every mail program and every filter wants it."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from email_validator import EmailNotValidError, validate_email

from publish.letters.letter import Written

POLICY = SMTP.clone(max_line_length=998)
"""With the usual 78 a long List-Unsubscribe address is folded and encoded, and one click no longer works."""


class BadAddress(ValueError):
    """No e-mail address: one sentence that says what is wrong."""


def checked_address(text: str) -> str:
    """The address as it is kept and written to. Raises `BadAddress`; no server is asked."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise BadAddress(f"an e-mail address was expected, such as ann@example.org: {error}") from None
    return found.normalized


def email(letter: Written, *, sender: str, to: str, message_id: str, at: datetime) -> EmailMessage:
    """Text and HTML, with the headers of RFC 8058 where there is a link to unsubscribe.

    `message_id` without its brackets; the same one for every try of the same letter. `sender` is
    `Pricewire <wire@example.org>` or the bare address.
    """
    message = EmailMessage(POLICY)
    message["From"] = sender
    message["To"] = Address(addr_spec=to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{message_id}>"
    message["List-Id"] = f"Pricewire <prices.{message_id.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.links.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.links.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    encoding = "base64" if letter.lang == "zh" else "quoted-printable"
    message.set_content(letter.text, cte=encoding)
    message.add_alternative(letter.html, subtype="html", cte=encoding)
    message["Content-Language"] = "zh-CN" if letter.lang == "zh" else "en"
    return message
