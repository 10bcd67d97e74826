"""What is owed, sent over a real mail server with TLS, and read back as a mail program would."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from pipeline.basket import parse
from pipeline.subscriptions import Cadence, Subscriber, SubscriberState
from pipeline.types import EventStanding, EventState
from publish.letters.channels import signature, webhook_secret
from publish.letters.compose import Writer
from publish.letters.links import Purpose, subscriber_of
from publish.letters.post import Server
from publish.money import LANGS, Lang
from schedules.deliver import Delivered, Deliverer, DeliverySettings
from storage.corrections import correct
from storage.deliveries import CHOICE, CONFIRM, owe_letter, queue
from storage.engine import Store
from storage.news_answers import Standing
from storage.record import record_events
from storage.standings import set_standings
from storage.subscribers import add_subscriber, subscriber
from tests.databases import a_store
from tests.mailbox import Mailbox
from tests.storage.desk import Desk, day, event, rate
from tests.storage.newsroom import Newsroom, claim

# The server does not see that TLS is around it from the first byte.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning"),
]
SECRET = "a secret that signs links in tests"
MORNING = day(2)
SITE = "https://wire.example"
ANN = Subscriber("ann", "mail", "ann@readers.example", parse("vendor=acme"), state=SubscriberState.ACTIVE)
BEI = replace(ANN, id="bei", address="bei@readers.example", lang="zh")


@dataclass
class Round:
    """The wire's sender at work against one mail server."""

    store: Store
    mailbox: Mailbox
    at: datetime = MORNING
    per_domain: int = 1_000

    def reads(self, *readers: Subscriber) -> None:
        with self.store.write() as c:
            assert all(add_subscriber(c, one, day(1)) for one in readers)

    def tells(self, event_id: str, new: str = "0.20") -> None:
        told = event(event_id, rate("small", "0.30"), rate("small", new), self.at)
        with self.store.write() as c:
            record_events(c, [told], self.at)

    def sends(self, url: str = "") -> Delivered:
        server = Server.parsed(url or self.mailbox.url, str(self.mailbox.cafile))
        settings = DeliverySettings(replace(server, timeout=5), "Pricewire <wire@wire.example>", self.per_domain)
        return Deliverer(self.store, {}, Writer({}, SITE, SECRET), settings, lambda: self.at).run()

    def told(self) -> list[tuple[str, str]]:
        return [(mail.to, mail.subject) for mail in self.mailbox.mails]


@pytest.fixture(params=["smtps", "smtp"])
def mailbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Mailbox]:
    with Mailbox(tmp_path, request.param) as running:
        yield running


@pytest.fixture
def round_(tmp_path: Path, mailbox: Mailbox) -> Iterator[Round]:
    with_store = a_store(tmp_path)
    Desk(with_store)
    yield Round(with_store, mailbox)
    with_store.close()


def test_a_mail_says_the_news_in_its_subject_and_the_figures_in_both_bodies(round_: Round) -> None:
    round_.reads(ANN)
    round_.tells("cut")
    assert round_.sends().sent == 1
    (mail,) = round_.mailbox.mails
    assert mail.subject == "acme cuts small input 33.3 %: $0.30 → $0.20 per 1M tokens"
    for kind in ("plain", "html"):
        assert "$0.30" in mail.body(kind)
        assert "$0.20" in mail.body(kind)
        assert "https://acme.example/pricing" in mail.body(kind)


def test_a_chinese_reader_is_told_in_chinese(round_: Round) -> None:
    round_.reads(BEI)
    round_.tells("cut")
    round_.sends()
    (mail,) = round_.mailbox.mails
    assert "下调" in mail.subject or "降" in mail.subject
    assert "退订" in mail.body()
    assert str(mail.message["Content-Language"]) == "zh-CN"


def test_the_headers_are_those_of_a_well_behaved_list(round_: Round) -> None:
    round_.reads(ANN)
    round_.tells("cut")
    round_.sends()
    (mail,) = round_.mailbox.mails
    headers = mail.message
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(headers["List-Unsubscribe"]).strip("<>")
    assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in mail.raw
    assert subscriber_of(SECRET, Purpose.UNSUBSCRIBE, link.rpartition("/")[2].removesuffix("?lang=en")) == "ann"
    for name in ("From", "To", "Date", "Message-ID", "MIME-Version", "List-Id"):
        assert len(headers.get_all(name, [])) == 1
    assert b"ann" not in str(headers["Message-ID"]).encode()
    assert headers.get_content_type() == "multipart/alternative"


def test_no_reader_sees_another(round_: Round) -> None:
    round_.reads(ANN, BEI)
    round_.tells("cut")
    round_.sends()
    for mail in round_.mailbox.mails:
        (other,) = {"ann@readers.example", "bei@readers.example"} - {mail.to}
        assert other.encode() not in mail.raw
        assert other not in mail.body() + mail.body("html")


def test_what_is_due_together_is_one_mail(round_: Round) -> None:
    round_.reads(ANN)
    for number in range(3):
        round_.tells(f"cut{number}", f"0.2{number}")
    assert round_.sends().sent == 1
    assert round_.mailbox.mails[0].subject.endswith("(and 2 more)")


def test_a_digest_says_that_it_is_one(round_: Round) -> None:
    round_.reads(replace(ANN, cadence=Cadence.DAILY, hour=8))
    round_.tells("cut")
    assert round_.sends().sent == 0
    round_.at = day(2) + timedelta(hours=8)
    assert round_.sends().sent == 1
    assert round_.mailbox.mails[0].subject.startswith("Today's prices: ")


def test_a_correction_is_short_and_goes_to_who_was_told(round_: Round) -> None:
    round_.reads(ANN)
    round_.tells("cut")
    round_.sends()
    round_.reads(BEI)
    with round_.store.write() as c:
        correct(c, "cut", EventState.RETRACTED, "a digit was misread", round_.at)
    assert round_.sends().sent == 1
    mail = round_.mailbox.mails[-1]
    assert mail.to == "ann@readers.example"
    assert "not right, and take it back:" in mail.body()
    assert mail.subject != round_.mailbox.mails[0].subject


NEWS = {
    "en": ("News: also in the news (news first, page 60 min later)", "acme cuts small to $0.20 (Gazette)"),
    "zh": ("新闻：另有报道（报道在先，页面晚 60 分钟）", "acme cuts small to $0.20（Gazette）"),
}


def _reports(round_: Round, event_id: str, lag: int) -> None:
    """The news is found to tell an event of the morning, so many seconds after the page showed it."""
    newsroom = Newsroom(round_.store)
    told = newsroom.prints("n1", 2, claim(new="0.20"))
    newsroom.groups("s1", told)
    newsroom.joins(event_id, told, lag)
    with round_.store.write() as c:
        set_standings(c, [Standing(event_id, EventStanding.CORROBORATED, day(5), lag, round_.at)])


@pytest.mark.parametrize("lang", LANGS)
def test_a_letter_says_who_was_first_as_far_as_that_is_known(round_: Round, lang: Lang) -> None:
    round_.reads(replace(ANN, lang=lang))
    round_.tells("cut")
    _reports(round_, "cut", -3_600)
    assert round_.sends().sent == 1
    (mail,) = round_.mailbox.mails
    standing, article = NEWS[lang]
    for body in (mail.body(), mail.body("html")):
        assert standing in body
        assert article in body
        assert "https://gazette.example/n1" in body


def test_a_story_that_joins_later_sends_no_second_letter(round_: Round) -> None:
    round_.reads(ANN)
    round_.tells("cut")
    with round_.store.write() as c:
        set_standings(c, [Standing("cut", EventStanding.WAITING, day(5), None, round_.at)])
    assert round_.sends().sent == 1
    assert "News: no news of it yet" in round_.mailbox.mails[0].body()
    _reports(round_, "cut", 3_600)
    round_.at += timedelta(days=1)
    assert round_.sends() == Delivered()


def test_a_letter_that_takes_something_back_says_nothing_of_the_news(round_: Round) -> None:
    round_.reads(ANN)
    round_.tells("cut")
    _reports(round_, "cut", 3_600)
    round_.sends()
    with round_.store.write() as c:
        correct(c, "cut", EventState.RETRACTED, "a digit was misread", round_.at)
    round_.sends()
    assert ["News: " in mail.body() for mail in round_.mailbox.mails] == [True, False]


def test_a_server_that_is_away_delays_and_drops_nothing(round_: Round) -> None:
    round_.reads(ANN)
    round_.tells("cut")
    done = round_.sends("smtps://127.0.0.1:9")
    assert (done.sent, done.put_off, bool(done.away)) == (0, 1, True)
    assert round_.sends().sent == 0
    round_.at += timedelta(minutes=10)
    assert round_.sends().sent == 1


def test_a_wrong_password_is_a_server_that_is_away(round_: Round) -> None:
    round_.reads(ANN)
    round_.tells("cut")
    wrong = f"{round_.mailbox.security}://wire:guess@127.0.0.1:{round_.mailbox.port}"
    assert round_.sends(wrong).away
    assert round_.mailbox.mails == []


def test_a_server_that_cannot_be_trusted_gets_no_letter(round_: Round, tmp_path: Path) -> None:
    round_.reads(ANN)
    round_.tells("cut")
    (tmp_path / "other").mkdir()
    with Mailbox(tmp_path / "other", round_.mailbox.security) as stranger:
        assert "certificate" in round_.sends(stranger.url).away.lower()
        assert stranger.mails == []


def test_a_retry_bears_the_same_id(round_: Round) -> None:
    round_.reads(ANN)
    round_.tells("cut")
    round_.mailbox.refuse = lambda _: "451 try again later"
    assert round_.sends().put_off == 1
    round_.mailbox.refuse = lambda _: None
    round_.at += timedelta(minutes=1)
    round_.tells("another", "0.10")
    assert round_.sends().sent == 2
    assert len({mail.id for mail in round_.mailbox.mails}) == 2


def test_who_does_not_exist_is_paused_and_nobody_else_waits(round_: Round) -> None:
    round_.reads(ANN, BEI)
    round_.mailbox.refuse = lambda address: "550 no such user" if address.startswith("ann") else None
    for number in range(6):
        round_.tells(f"cut{number}", f"0.2{number}")
        round_.sends()
    assert len(round_.mailbox.mails) == 6
    with round_.store.read() as c:
        found = subscriber(c, "ann")
    assert found is not None
    assert found.state is SubscriberState.PAUSED


def test_a_domain_is_not_flooded(round_: Round) -> None:
    round_.per_domain = 2
    round_.reads(*(replace(ANN, id=f"r{n}", address=f"r{n}@readers.example") for n in range(5)))
    round_.reads(replace(ANN, id="far", address="far@elsewhere.example"))
    round_.tells("cut")
    assert round_.sends().sent == 3
    round_.at += timedelta(minutes=1)
    assert round_.sends().sent == 2
    round_.at += timedelta(minutes=1)
    assert round_.sends().sent == 1


def test_who_asked_is_asked_back_first(round_: Round) -> None:
    round_.reads(replace(ANN, state=SubscriberState.PENDING))
    with round_.store.write() as c:
        owe_letter(c, "ann", CONFIRM, round_.at)
    round_.tells("cut")
    assert round_.sends().sent == 1
    (mail,) = round_.mailbox.mails
    assert f"{SITE}/subscriptions/confirm/" in mail.body()
    assert "List-Unsubscribe" not in mail.message


@pytest.mark.parametrize("purpose", Purpose)
def test_the_links_of_a_letter_lead_to_pages_in_its_language(round_: Round, purpose: Purpose) -> None:
    is_asked = purpose is Purpose.CONFIRM
    round_.reads(replace(BEI, state=SubscriberState.PENDING if is_asked else SubscriberState.ACTIVE))
    with round_.store.write() as c:
        owe_letter(c, "bei", CONFIRM, round_.at)
    round_.tells("cut")
    round_.sends()
    bodies = [mail.body(kind) for mail in round_.mailbox.mails for kind in ("plain", "html")]
    links = [link for body in bodies for link in re.findall(rf"{SITE}/subscriptions/{purpose.value}/[^\s\"<]*", body)]
    assert links
    assert all(link.endswith("?lang=zh") for link in links)


def test_a_name_that_would_break_a_header_stays_text(round_: Round) -> None:
    round_.reads(ANN)
    hostile = "small\r\nBcc: victim@example.org\r\n\r\n<script>alert(1)</script>"
    told = event("cut", rate(hostile, "0.30"), rate(hostile, "0.20"), round_.at)
    with round_.store.write() as c:
        record_events(c, [told], round_.at)
    assert round_.sends().sent == 1
    (mail,) = round_.mailbox.mails
    assert "Bcc" not in mail.message
    assert "<script>" not in mail.body("html")


@pytest.fixture
def hook() -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]], list[int]]]:
    """A receiver of webhooks: its address, what came, and the statuses it answers with, 200 when they are used up."""
    came: list[tuple[dict[str, str], bytes]] = []
    answers: list[int] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append((dict(self.headers), body))
            self.send_response(answers.pop(0) if answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", came, answers
    server.shutdown()
    server.server_close()


def test_a_webhook_is_signed_and_retried(
    round_: Round, hook: tuple[str, list[tuple[dict[str, str], bytes]], list[int]]
) -> None:
    url, came, answers = hook
    round_.reads(replace(ANN, channel="webhook", address=url))
    answers.append(503)
    round_.tells("cut")
    with round_.store.write() as c:
        set_standings(c, [Standing("cut", EventStanding.WAITING, day(5), None, round_.at)])
    assert round_.sends().put_off == 1
    round_.at += timedelta(minutes=1)
    assert round_.sends().sent == 1
    headers, body = came[-1]
    stamp = int(headers["X-Pricewire-Timestamp"])
    assert headers["X-Pricewire-Signature"] == signature(webhook_secret(SECRET, "ann"), stamp, body)
    assert came[0][0]["X-Pricewire-Delivery"] == headers["X-Pricewire-Delivery"]
    (told,) = json.loads(body)["events"]
    assert (told["id"], told["standing"]["state"]) == ("cut", "waiting")


def test_a_webhook_gets_in_words_what_is_no_event(
    round_: Round, hook: tuple[str, list[tuple[dict[str, str], bytes]], list[int]]
) -> None:
    url, came, _ = hook
    round_.reads(replace(ANN, channel="webhook", address=url))
    with round_.store.write() as c:
        owe_letter(c, "ann", CHOICE, round_.at, "the first word")
        owe_letter(c, "ann", CHOICE, round_.at, "the last word")
    assert round_.sends().sent == 1
    told = json.loads(came[-1][1])
    assert (told["about"], told["events"]) == ("choice", [])
    assert told["text"] == "the last word\n\nthe first word"


def test_a_chat_service_is_told_in_words(
    round_: Round, hook: tuple[str, list[tuple[dict[str, str], bytes]], list[int]]
) -> None:
    url, came, answers = hook
    round_.reads(replace(ANN, channel="json", address=url.replace("http://", "json://")))
    round_.tells("cut")
    answers.append(500)
    assert round_.sends().put_off == 1
    round_.at += timedelta(minutes=1)
    assert round_.sends().sent == 1
    assert json.loads(came[-1][1])["title"].startswith("acme cuts small input")


SENDER = """
import sys
from datetime import datetime
from pathlib import Path
from publish.letters.compose import Writer
from publish.letters.post import Server
from publish.money import LANGS, Lang
from schedules.deliver import Deliverer, DeliverySettings
from storage.engine import Store
folder, url, cafile, at = sys.argv[1:]
store = Store.open(f"sqlite:///{folder}/wire.sqlite3", Path(folder))
settings = DeliverySettings(Server.parsed(url, cafile), "wire@wire.example", 100_000)
now = datetime.fromisoformat(at)
Deliverer(store, {}, Writer({}, "https://wire.example", "secret"), settings, lambda: now).run()
"""
READERS = 36
"""Enough to be killed five times after five letters."""


def test_killed_at_any_moment_nothing_is_lost_and_only_what_was_under_way_is_repeated(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    Desk(store)
    with Mailbox(tmp_path) as mailbox:
        work = Round(store, mailbox)
        work.reads(*(replace(ANN, id=f"r{n}", address=f"r{n}@d{n}.example") for n in range(READERS)))
        work.tells("cut")
        kills = 0
        for _ in range(200):
            taken = len(mailbox.mails)
            command = [
                sys.executable,
                "-c",
                SENDER,
                str(tmp_path),
                mailbox.url,
                str(mailbox.cafile),
                day(2).isoformat(),
            ]
            with subprocess.Popen(command) as sender:
                while sender.poll() is None and len(mailbox.mails) < taken + 5:
                    sleep(0.001)
                if sender.poll() is None:
                    os.kill(sender.pid, signal.SIGKILL)
                    kills += 1
                elif sender.returncode == 0:
                    break
        with store.read() as c:
            assert queue(c) == (0, None)
        told = [mail.to for mail in mailbox.mails]
        assert set(told) == {f"r{n}@d{n}.example" for n in range(READERS)}
        assert kills >= 5
        assert len(told) - len(set(told)) <= kills
        assert len({mail.id for mail in mailbox.mails}) == READERS
    store.close()
