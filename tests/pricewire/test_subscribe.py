"""Subscribing as it is typed: asked back, told, exported, forgotten, over a real mail server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mailbox import Mailbox
from tests.pricewire.conftest import Shell
from tests.site import Site


@pytest.fixture
def mailbox(tmp_path: Path, shell: Shell) -> Iterator[Mailbox]:
    with Mailbox(tmp_path, "smtp") as running:
        shell.settings |= {
            "PRICEWIRE_SMTP_URL": running.url,
            "PRICEWIRE_SMTP_CAFILE": str(running.cafile),
            "PRICEWIRE_MAIL_FROM": "Pricewire <wire@wire.example>",
        }
        yield running


def test_who_subscribes_is_asked_back_and_told_only_after_a_yes(shell: Shell, site: Site, mailbox: Mailbox) -> None:
    vendor = site.vendor("acme").price("small", input="0.66", output="2").price("large", input="5", output="9")
    shell.types("crawl")
    assert "asks whether" in shell.types("subscribe", "ann@readers.example", "vendor=acme").stdout
    assert shell.types("subscribe", "ops@readers.example", "vendor=acme", "--yes").returncode == 0
    vendor.price("small", input="0.60", output="2")
    shell.types("crawl")
    assert shell.types("notify", "send").stdout == "Sent 2, put off 0, refused 0.\n"
    assert {mail.to: mail.subject.split(":")[0] for mail in mailbox.mails} == {
        "ann@readers.example": "Please confirm",
        "ops@readers.example": "Acme cuts small input 9 %",
    }


def test_what_is_kept_of_somebody_is_shown_and_forgotten(shell: Shell, site: Site) -> None:
    site.vendor("acme").price("small", input="0.66", output="2")
    shell.types("subscribe", "ann@readers.example", "--yes", "--cadence", "daily", "--zone", "Asia/Shanghai")
    (kept,) = json.loads(shell.types("subscribers", "export", "ann@readers.example").stdout)
    assert (kept["address"], kept["zone"], kept["state"]) == ("ann@readers.example", "Asia/Shanghai", "active")
    assert shell.types("subscribers", "erase", "ann@readers.example").returncode == 0
    assert shell.lists("subscribers") == []
    again = shell.types("subscribers", "erase", "ann@readers.example")
    assert (again.returncode, again.stderr) == (1, "pricewire: Nothing is kept of 'ann@readers.example'.\n")


def test_the_key_in_a_webhooks_address_is_listed_for_nobody_but_exported_for_its_reader(
    shell: Shell, site: Site
) -> None:
    site.vendor("acme").price("small", input="0.66", output="2")
    address = "https://hooks.example.org/T024BE7LD/B09/a8Qw93kLmZ77"
    assert shell.types("subscribe", address).returncode == 0
    (listed,) = shell.lists("subscribers")
    assert listed["address"] == "https://hooks.example.org/…mZ77"
    for form in ("table", "csv", "jsonl"):
        assert "T024BE7LD" not in shell.types("subscribers", "--format", form).stdout
    (kept,) = json.loads(shell.types("subscribers", "export", str(listed["id"])).stdout)
    assert kept["address"] == address
    assert shell.types("subscribers", "erase", str(listed["id"])).returncode == 0
    assert shell.lists("subscribers") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("not an address",), "e-mail address"),
        (("gopher://somewhere",), "Apprise"),
        (("ann@readers.example", "colour=red"), "unknown"),
        (("ann@readers.example", "vendor=acne"), "vendor"),
        (("ann@readers.example", "size=big"), "size"),
        (("ann@readers.example", "model=smal&input=1M&tell=cheapest"), "model is unknown"),
        (("ann@readers.example", "model=smal&vendor=acne&input=1M&tell=cheapest"), "vendor"),
        (("ann@readers.example", "--zone", "Mars/Olympus"), "zone"),
    ],
)
def test_what_cannot_be_is_one_sentence_that_names_it(shell: Shell, words: tuple[str, ...], said: str) -> None:
    done = shell.types("subscribe", *words)
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert shell.lists("subscribers") == []


def test_a_trial_says_whether_the_mail_server_takes_it(shell: Shell, mailbox: Mailbox) -> None:
    assert (
        shell.types("notify", "test", "ann@readers.example", "--lang", "zh").stdout == "ann@readers.example: taken.\n"
    )
    assert mailbox.mails[0].subject == "Pricewire：测试"
    mailbox.refuse = lambda _: "550 no such user"
    done = shell.types("notify", "test", "ann@readers.example")
    assert (done.returncode, "550 no such user" in done.stderr) == (1, True)


@pytest.mark.parametrize("to", ["ann@readers.example", "http://127.0.0.1:9/hook"])
def test_a_trial_says_in_words_why_nothing_answers(shell: Shell, to: str) -> None:
    shell.settings["PRICEWIRE_SMTP_URL"] = "smtps://127.0.0.1:9"
    done = shell.types("notify", "test", to)
    assert done.returncode == 1
    assert done.stderr.endswith("Connection refused.\n")
    assert "Error" not in done.stderr


def test_a_trial_of_what_is_no_address_says_so_in_one_sentence(shell: Shell, mailbox: Mailbox) -> None:
    done = shell.types("notify", "test", "nobody")
    assert (done.returncode, mailbox.mails) == (1, [])
    assert done.stderr.endswith("@-sign.\n")


def test_the_secret_is_made_once_and_is_nobody_elses(shell: Shell, site: Site) -> None:
    site.vendor("acme").price("small", input="0.66", output="2")
    first = shell.types("subscribe", "http://127.0.0.1:9/hook").stdout
    file = shell.data / "secret"
    assert file.stat().st_mode & 0o077 == 0
    assert re.search(r"secret [0-9a-f]{64}\n", first)
    kept = file.read_text()
    shell.types("subscribe", "http://127.0.0.1:9/other")
    assert file.read_text() == kept


REPORT = """\
From: postmaster@readers.example
Content-Type: multipart/report; report-type=delivery-status; boundary=b
Subject: Undelivered

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.readers.example

Final-Recipient: rfc822; ann@readers.example
Action: {action}
Status: {status}
--b--
"""


def test_who_cannot_be_reached_is_paused_and_who_is_late_is_not(shell: Shell, site: Site, tmp_path: Path) -> None:
    site.vendor("acme").price("small", input="0.66", output="2")
    shell.types("subscribe", "ann@readers.example", "--yes")
    late, gone, other = tmp_path / "late.eml", tmp_path / "gone.eml", tmp_path / "other.eml"
    late.write_text(REPORT.format(action="delayed", status="4.4.1"))
    gone.write_text(REPORT.format(action="failed", status="5.1.1"))
    other.write_text("Subject: hello\n\nIt is me.\n")
    shell.types("subscribers", "bounced", str(late))
    assert [one["state"] for one in shell.lists("subscribers")] == ["active"]
    shell.types("subscribers", "bounced", str(gone))
    assert [one["state"] for one in shell.lists("subscribers")] == ["paused"]
    assert "delivery report" in shell.types("subscribers", "bounced", str(other)).stderr
