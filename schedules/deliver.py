"""What is owed to readers, sent: letter by letter, each once, whatever ends in between."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from hashlib import sha256

from pipeline.subscriptions import retry_at
from pipeline.types import Vendor
from publish.letters.channels import BadChannel, call_webhook, notify, payload, webhook_secret
from publish.letters.compose import Writer
from publish.letters.mail import email
from publish.letters.post import Away, Later, Post, Refused, Server
from storage.deliveries import Letter, put_off, refused, sent, take
from storage.engine import Store

log = logging.getLogger("pricewire")
AT_ONCE = 50
"""Letters taken into one round."""
MINUTE = timedelta(minutes=1)
MAIL = "mail"
SOON = 4
"""A server that is away is tried again within minutes, however long it has been away; see `retry_at`."""


@dataclass(frozen=True, slots=True)
class DeliverySettings:
    """How letters leave the house."""

    server: Server | None = None
    """None: no e-mail is sent; what is owed by mail waits."""
    sender: str = "Pricewire <pricewire@localhost>"
    per_domain: int = 60
    """E-mails a minute to one domain at most."""

    @property
    def envelope(self) -> str:
        """The bare address that letters come from."""
        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        return self.envelope.rpartition("@")[2] or "localhost"


@dataclass(slots=True)
class Delivered:
    """How a run ended."""

    sent: int = 0
    put_off: int = 0
    refused: int = 0
    away: str = ""
    """Why the mail server was given up on for this run; empty where it was not."""
    paused: list[str] = field(default_factory=list)
    """Ids of the readers who were paused."""


class Deliverer:
    """Sends what is due. One at a time on one database: whoever runs it holds a lease."""

    def __init__(
        self,
        store: Store,
        vendors: Mapping[str, Vendor],
        writer: Writer,
        settings: DeliverySettings,
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self.vendors, self._writer = store, vendors, writer
        self._settings, self._clock = settings, clock
        self._domains = _Domains(settings.per_domain)

    def run(self, stop: Callable[[], bool] = lambda: False) -> Delivered:
        """Send until nothing is due, or the mail server is away; what it did not take is due again later."""
        done = Delivered()
        with ExitStack() as stack:
            post = stack.enter_context(Post(self._settings.server)) if self._settings.server else None
            while not stop():
                with self._store.write() as c:
                    taken = take(c, self._clock(), AT_ONCE)
                if not taken:
                    return done
                for letter in taken:
                    if stop():
                        return done
                    self._deliver(letter, post, done)
                if done.away:
                    return done
        return done

    def _deliver(self, letter: Letter, post: Post | None, done: Delivered) -> None:
        try:
            waits = self._send(letter, None if done.away else post)
        except Away as error:
            done.away = done.away or str(error)
            done.put_off += 1
            self._put_off(letter, retry_at(min(letter.tries + 1, SOON), self._clock()), str(error))
        except Later as error:
            done.put_off += 1
            self._put_off(letter, retry_at(letter.tries + 1, self._clock()), str(error))
        except (Refused, BadChannel) as error:
            self._refused(letter, str(error), done)
        except Exception:  # one letter that cannot be written must not keep the others
            log.exception("letter %s to subscriber %s cannot be sent", letter.id, letter.subscriber.id)
            self._refused(letter, "the letter cannot be written or sent; the log says why", done)
        else:
            if waits is not None:
                done.put_off += 1
                self._put_off(letter, waits, "", tried=False)
                return
            with self._store.write() as c:
                sent(c, letter, self._clock())
            done.sent += 1

    def _send(self, letter: Letter, post: Post | None) -> datetime | None:
        """The time until which the letter has to wait for its turn; None once it is sent."""
        reader, now = letter.subscriber, self._clock()
        if reader.channel == MAIL:
            if post is None:
                raise Away("no mail server is set (PRICEWIRE_SMTP_URL), or it was away a moment ago")
            turn = self._domains.turn(reader.address, now)
            if turn is None:
                self._mail(letter, post, now)
            return turn
        if reader.channel == "webhook":
            body = payload(letter.id, letter.owed[0].about, self._writer.records(letter), letter.text)
            secret = webhook_secret(self._writer.secret, reader.id)
            stamp = int(now.timestamp())
            call_webhook(reader.address, body, secret=secret, letter_id=self._id(letter), timestamp=stamp)
            return None
        notify(reader.address, self._writer.write(letter))
        return None

    def _mail(self, letter: Letter, post: Post, now: datetime) -> None:
        to, sender = letter.subscriber.address, self._settings.sender
        made = email(self._writer.write(letter), sender=sender, to=to, message_id=self._id(letter), at=now)
        post.send(made, self._settings.envelope, to)

    def _id(self, letter: Letter) -> str:
        """Of the letter on its way: the same for every try, and saying nothing of the reader."""
        mark = sha256(f"{letter.subscriber.id} {letter.id}".encode()).hexdigest()[:20]
        return f"{mark}@{self._settings.domain}"

    def _put_off(self, letter: Letter, until: datetime, detail: str, *, tried: bool = True) -> None:
        if detail:
            log.warning("letter %s waits until %s: %s", letter.id, f"{until:%H:%M:%S}", detail)
        with self._store.write() as c:
            put_off(c, letter, until, detail, tried=tried)

    def _refused(self, letter: Letter, detail: str, done: Delivered) -> None:
        log.warning("letter %s to subscriber %s was refused: %s", letter.id, letter.subscriber.id, detail)
        with self._store.write() as c:
            if refused(c, letter, detail):
                done.paused.append(letter.subscriber.id)
        done.refused += 1


class _Domains:
    """How many e-mails went to each domain in the running minute."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._minute: datetime | None = None
        self._sent: Counter[str] = Counter()

    def turn(self, address: str, now: datetime) -> datetime | None:
        """None where the domain may be written to now, which is counted; else the next minute."""
        minute = now.astimezone(UTC).replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute, self._sent = minute, Counter()
        domain = address.rpartition("@")[2].lower()
        if self._sent[domain] >= self._most:
            return minute + MINUTE
        self._sent[domain] += 1
        return None
