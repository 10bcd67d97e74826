"""How fast what is owed is sent, at what memory, and what a sender that is killed again and again loses or repeats.

    python bench/deliver.py drain [LETTERS]
    python bench/deliver.py kills [EVENTS] [SUBSCRIBERS] [KILLS]

`drain` sends LETTERS (20,000) to a mail server on this machine and prints how many a second, beside the same mails
given to bare smtplib, and the memory at the beginning and the end. `kills` tells EVENTS (1,000) to SUBSCRIBERS (200)
while the sender is killed KILLS (200) times at random moments, and counts what was lost and what came twice.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import smtplib
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.basket import Basket
from pipeline.subscriptions import Subscriber, SubscriberState
from publish.letters.compose import Writer
from publish.letters.post import Server
from schedules.deliver import Deliverer, DeliverySettings
from storage.deliveries import queue
from storage.engine import Store
from storage.record import record_events
from storage.subscribers import add_subscriber
from tests.mailbox import Mailbox
from tests.schedules.test_deliver import SENDER
from tests.storage.desk import Desk, day, event, rate

AT = day(2)
READER = Subscriber("r", "mail", "r@readers.example", Basket(), state=SubscriberState.ACTIVE)


def main() -> None:
    what, *numbers = sys.argv[1:] or ["drain"]
    given = [int(number) for number in numbers]
    if what == "drain":
        drain(*given)
    elif what == "kills":
        kills(*given)
    else:
        sys.exit("expected drain or kills; see the beginning of bench/deliver.py")


def drain(letters: int = 20_000) -> None:
    with tempfile.TemporaryDirectory() as folder, Mailbox(Path(folder), "smtp+plain") as mailbox:
        store = _store(folder, letters)
        _tell(store, 1)
        sample = Counter[str]()
        deliverer = Deliverer(store, {}, Writer({}, "https://wire.example", "s"), _settings(mailbox), lambda: AT)
        memory, begin = _memory(), time.perf_counter()
        done = deliverer.run()
        took = time.perf_counter() - begin
        sample.update(mail.to for mail in mailbox.mails)
        print(f"{done.sent} letters, {done.sent / took:.0f} a second; memory {memory} -> {_memory()} MB")
        print(f"once each: {len(sample) == letters and set(sample.values()) == {1}}")
        bare = _bare(mailbox, min(letters, 2_000))
        print(f"bare smtplib: {bare:.0f} a second, {bare / (done.sent / took):.1f} times as fast")
        store.close()


def _bare(mailbox: Mailbox, letters: int) -> float:
    raw = mailbox.mails[0].raw
    begin = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", mailbox.port) as server:
        for number in range(letters):
            server.sendmail("wire@wire.example", f"b{number}@readers.example", raw)
    return letters / (time.perf_counter() - begin)


def kills(events: int = 1_000, subscribers: int = 200, most: int = 200) -> None:
    chance = random.Random(20261124)
    with tempfile.TemporaryDirectory() as folder, Mailbox(Path(folder), "smtp+plain") as mailbox:
        store = _store(folder, subscribers)
        told, killed = 0, 0
        while True:
            if told < events:
                several = min(chance.randint(1, 2 * events // most + 1), events - told)
                _tell(store, several, told)
                told += several
            if killed < most:
                killed += _killed(folder, mailbox, chance.uniform(1, 3))
                continue
            subprocess.run(_command(folder, mailbox), check=True)
            if told == events:
                break
        with store.read() as c:
            left = queue(c)[0]
        ids = Counter((mail.to, mail.id) for mail in mailbox.mails)
        owed, kept = events * subscribers, _told(store)
        print(f"{events} events x {subscribers} subscribers, {killed} kills: {len(ids)} letters")
        print(f"lost: {owed - kept}, still owed: {left}, letters that came twice: {sum(ids.values()) - len(ids)}")
        store.close()


def _killed(folder: str, mailbox: Mailbox, after: float) -> int:
    with subprocess.Popen(_command(folder, mailbox)) as sender:
        try:
            sender.wait(after)
        except subprocess.TimeoutExpired:
            os.kill(sender.pid, signal.SIGKILL)
            return 1
    return 0


def _command(folder: str, mailbox: Mailbox) -> list[str]:
    return [sys.executable, "-c", SENDER, folder, mailbox.url, "", AT.isoformat()]


def _told(store: Store) -> int:
    from sqlalchemy import func, select

    from storage.subscription_tables import deliveries

    with store.read() as c:
        return c.scalar(select(func.count()).where(deliveries.c.state == "sent")) or 0


def _store(folder: str, subscribers: int) -> Store:
    store = Store.open(f"sqlite:///{folder}/wire.sqlite3", Path(folder))
    Desk(store)
    with store.write() as c:
        for one in _readers(subscribers):
            add_subscriber(c, one, AT)
    return store


def _readers(many: int) -> Iterator[Subscriber]:
    for number in range(many):
        yield replace(READER, id=f"r{number}", address=f"r{number}@d{number % 97}.example")


def _tell(store: Store, several: int, first: int = 0) -> None:
    old, new = rate("small", "0.30"), rate("small", "0.20")
    told = [event(f"e{first + number}", old, new, AT) for number in range(several)]
    with store.write() as c:
        record_events(c, told, AT)


def _settings(mailbox: Mailbox) -> DeliverySettings:
    return DeliverySettings(Server.parsed(mailbox.url), "wire@wire.example", 10_000_000)


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
