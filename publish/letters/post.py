"""E-mails handed to a mail server, one connection for many; what it says when it does not take one."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from urllib.parse import unquote, urlsplit

from publish.letters.faults import answer_words, fault_words

PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


class NotTaken(Exception):
    """The letter is still ours."""


class Refused(NotTaken):
    """The server says no to this letter, for good."""


class Later(NotTaken):
    """The server does not take this letter now."""


class Away(NotTaken):
    """The server does not answer, or does not let us in: no letter goes out."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and how to speak to it."""

    host: str
    port: int
    security: str
    """smtp (STARTTLS, insisted on), smtps (TLS from the first byte), smtp+plain (neither)."""
    user: str = ""
    password: str = ""
    cafile: str = ""
    """Certificates to trust instead of the system's."""
    timeout: float = 30

    @classmethod
    def parsed(cls, url: str, cafile: str = "") -> Server:
        """From `smtps://user:password@mail.example.org`. Raises `ValueError`, never with the password."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("expected smtp://, smtps:// or smtp+plain://[user:password@]host[:port]")
        try:
            port = parts.port or PORTS[parts.scheme]
        except ValueError:  # its words repeat what may be half a password
            raise ValueError("expected a number as the port; a / or : in the password is written %2F or %3A") from None
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port, parts.scheme, user, password, cafile)


class Post:
    """The way to one mail server, open for as long as the `with` lasts; opened anew after it was lost."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Post:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, message: EmailMessage, sender: str, to: str) -> None:
        """Raises `Refused`, `Later` or `Away`; when it returns, the server has taken it."""
        connection = self._connection()
        try:
            connection.send_message(message, sender, [to])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = error.recipients.get(to, (550, b""))
            self._reset(connection)
            raise _answer(code, said) from None
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            self._reset(connection)
            raise _answer(error.smtp_code, error.smtp_error) from None
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Away(fault_words(error)) from None

    def close(self) -> None:
        """Leave politely where that is still possible."""
        if self._open is not None:
            try:
                self._open.quit()
            except (smtplib.SMTPException, OSError):
                self._open.close()
            self._open = None

    def _connection(self) -> smtplib.SMTP:
        if self._open is None:
            try:
                self._open = _opened(self._server)
            except (smtplib.SMTPException, OSError) as error:
                raise Away(fault_words(error)) from None
        return self._open

    def _reset(self, connection: smtplib.SMTP) -> None:
        try:
            connection.rset()
        except (smtplib.SMTPException, OSError):
            self.close()


def _opened(server: Server) -> smtplib.SMTP:
    trust = ssl.create_default_context(cafile=server.cafile or None)
    if server.security == "smtps":
        opened: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=trust)
    else:
        opened = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        if server.security == "smtp":
            opened.starttls(context=trust)
        if server.user:
            opened.login(server.user, server.password)
    except BaseException:
        opened.close()
        raise
    return opened


def _answer(code: int, said: bytes | str) -> NotTaken:
    detail = answer_words(code, said)
    return Refused(detail) if code >= 500 else Later(detail)
