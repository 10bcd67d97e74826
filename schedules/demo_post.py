"""The readers of the demo, and a mail server on this machine → the letters that reach them, each a file."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import Connection

from pipeline.basket import parse
from pipeline.subscriptions import Cadence, Subscriber, SubscriberState, send_at
from pipeline.types import Vendor
from publish.letters.post import Server
from storage.subscribers import add_subscriber

_HOST = "127.0.0.1"
AT_ONCE = Subscriber("demo-at-once", "mail", "ann@mail.example", parse("direction=down"), state=SubscriberState.ACTIVE)
DAILY = Subscriber(
    *("demo-daily", "mail", "lin@mail.example", parse("")),
    lang="zh",
    cadence=Cadence.DAILY,
    zone="Asia/Shanghai",
    hour=9,
    state=SubscriberState.ACTIVE,
)
READERS = (AT_ONCE, DAILY)
"""One is told at once, in English, of what gets cheaper; one of everything, in Chinese, every morning."""


def subscribe(c: Connection, vendors: Sequence[Vendor], at: datetime) -> None:
    """Put the readers of the demo on record; they said yes."""
    for reader in READERS:
        add_subscriber(c, replace(reader, within=reader.basket.within(vendors), consented_at=at), at)


def digests(since: datetime, until: datetime) -> Iterator[datetime]:
    """When a digest goes out after one moment and not after another."""
    at = send_at(DAILY, since)
    while at <= until:
        yield at
        at = send_at(DAILY, at)


class Letters:
    """What the mail server took, each a file in `folder`, numbered as they came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def __len__(self) -> int:
        return len(self.files)

    @property
    def files(self) -> list[Path]:
        """The first first."""
        return sorted(self.folder.glob("*.eml"))

    def counted(self) -> Counter[str]:
        """How many each reader got."""
        return Counter(str(message_from_bytes(file.read_bytes(), policy=default)["To"]) for file in self.files)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Called by the server for each mail."""
        content = envelope.content or b""
        body = content.encode() if isinstance(content, str) else content
        (self.folder / f"{len(self) + 1:04d}.eml").write_bytes(body)
        return "250 taken"


@contextmanager
def mail_server(letters: Letters) -> Iterator[Server]:
    """A mail server on a free port of this machine for as long as the block lasts; it takes every mail."""
    port = _free_port()
    controller = Controller(letters, _HOST, port)
    controller.start()
    try:
        yield Server(_HOST, port, "smtp+plain")
    finally:
        controller.stop()


def _free_port() -> int:
    """The server asks itself at its port whether it is up, so that it cannot be left to the system."""
    with socket.socket() as tried:
        tried.bind((_HOST, 0))
        port: int = tried.getsockname()[1]
    return port
