"""A real mail server on this machine, over TLS, that keeps what it takes; to be read as a mail program would."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
USER, PASSWORD = "wire", "a secret of the tests"


@dataclass(frozen=True)
class Mail:
    """One mail as it arrived."""

    sender: str
    to: str
    raw: bytes = field(repr=False)

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.raw, policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def id(self) -> str:
        return str(self.message["Message-ID"])

    def body(self, kind: str = "plain") -> str:
        part = self.message.get_body((kind,))
        assert part is not None
        content = part.get_content()
        assert isinstance(content, str)
        return content


class Mailbox:
    """The server, for as long as the `with` lasts.

    `refuse` answers for an address what the server says to it instead of 250; it may change while the server runs.
    """

    def __init__(self, folder: Path, security: str = "smtps", port: int = 0) -> None:
        self.mails: list[Mail] = []
        self.refuse: Callable[[str], str | None] = lambda _: None
        self.security = security
        self.cafile = folder / "mailbox.pem"
        if not self.cafile.exists():
            _write_certificate(self.cafile)
        self._trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._trust.load_cert_chain(self.cafile)
        self.port = port or _free_port()
        self._controller: Controller | None = None

    def __enter__(self) -> Mailbox:
        insist = self.security != "smtp+plain"
        self._controller = Controller(
            self,
            HOST,
            self.port,
            ssl_context=self._trust if self.security == "smtps" else None,
            tls_context=self._trust if self.security == "smtp" else None,
            require_starttls=self.security == "smtp",
            authenticator=_authenticated,
            auth_required=insist,
            auth_require_tls=self.security == "smtp",
        )
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @property
    def url(self) -> str:
        login = "" if self.security == "smtp+plain" else f"{USER}:{PASSWORD.replace(' ', '%20')}@"
        return f"{self.security}://{login}{HOST}:{self.port}"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        said = self.refuse(address)
        if said is None:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails += [Mail(envelope.mail_from or "", to, content) for to in envelope.rcpt_tos]
        return "250 taken"


def _free_port() -> int:
    """The server asks itself at its port whether it is up, so that it cannot be left to the system."""
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        port = tried.getsockname()[1]
    assert isinstance(port, int)
    return port


def _authenticated(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object) -> AuthResult:
    right = (getattr(data, "login", b""), getattr(data, "password", b"")) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def _write_certificate(file: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mailbox")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
