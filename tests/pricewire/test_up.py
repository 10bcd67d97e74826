"""Everything in one go, as `make run` starts it."""

from __future__ import annotations

import re
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from storage.engine import Store
from storage.pages import page_status, schedule_page
from tests.mailbox import Mailbox
from tests.pricewire.conftest import Shell, ends
from tests.publish.test_websub import a_hub
from tests.site import Site


def address_of(process: subprocess.Popen[bytes]) -> str:
    """Where the command says that the feed is."""
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(rb"(http://\S+)/feed\.xml", line)
        if found:
            return found[1].decode()
    raise AssertionError(process.stderr.read().decode() if process.stderr else "")


def wait_for(address: str, text: str, within: float = 20) -> str:
    end = time.monotonic() + within
    while True:
        with urllib.request.urlopen(address, timeout=5) as answer:
            body = answer.read().decode()
        if text in body:
            return str(body)
        if time.monotonic() > end:
            raise AssertionError(f"{text!r} is not in {address} after {within} s: {body[:2000]}")
        time.sleep(0.1)


def test_a_change_on_a_page_comes_to_the_feed_by_itself(shell: Shell, site: Site) -> None:
    vendor = site.vendor("acme").price("small", input="0.66", output="2")
    with shell.runs("up") as process:
        address = address_of(process)
        while not site.asked("/acme/pricing"):
            time.sleep(0.05)
        wait_for(f"{address}/health", '"status":"ok"')
        vendor.price("small", input="0.60", output="2")
        make_due(shell)
        assert "Acme cuts small input 9 %: $0.66 → $0.60" in wait_for(f"{address}/feed.xml", "small")
        assert ends(process) == 0


def test_a_change_on_a_page_comes_to_the_mailbox_by_itself(shell: Shell, site: Site, tmp_path: Path) -> None:
    vendor = site.vendor("acme").price("small", input="0.66", output="2")
    with Mailbox(tmp_path, "smtp") as mailbox:
        shell.settings |= {"PRICEWIRE_SMTP_URL": mailbox.url, "PRICEWIRE_SMTP_CAFILE": str(mailbox.cafile)}
        assert shell.types("subscribe", "ann@readers.example", "vendor=acme", "--yes").returncode == 0
        with shell.runs("up") as process:
            address = address_of(process)
            while not site.asked("/acme/pricing"):
                time.sleep(0.05)
            wait_for(f"{address}/health", '"status":"ok"')
            vendor.price("small", input="0.60", output="2")
            make_due(shell)
            end = time.monotonic() + 30
            while not mailbox.mails and time.monotonic() < end:
                time.sleep(0.05)
            assert [mail.subject for mail in mailbox.mails] == [
                "Acme cuts small input 9 %: $0.66 → $0.60 per 1M tokens"
            ]
            assert ends(process) == 0


def test_a_change_on_a_page_is_told_to_the_hub_by_itself(shell: Shell, site: Site) -> None:
    vendor = site.vendor("acme").price("small", input="0.66", output="2")
    with a_hub() as hub:
        shell.settings |= {"PRICEWIRE_HUB": hub.address}
        with shell.runs("up") as process:
            address = address_of(process)
            while not site.asked("/acme/pricing"):
                time.sleep(0.05)
            wait_for(f"{address}/health", '"status":"ok"')
            vendor.price("small", input="0.60", output="2")
            make_due(shell)
            end = time.monotonic() + 30
            while not hub.told and time.monotonic() < end:
                time.sleep(0.05)
            told = [topic for word in hub.told for topic in word["hub.url"]]
            assert f"{address}/feed.xml?vendor=acme" in told
            assert hub.address in wait_for(f"{address}/feed.atom", "small")
            assert ends(process) == 0


def make_due(shell: Shell) -> None:
    """The hour is over, as far as the timetable knows."""
    store = Store.open(f"sqlite:///{shell.data / 'pricewire.db'}", shell.data)
    try:
        while True:
            with store.write() as c:
                (status,) = page_status(c)
                if status.next_due_at is not None:
                    schedule_page(c, status.id, None)
                    return
            time.sleep(0.05)
    finally:
        store.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_within_seconds_in_the_middle_of_a_crawl(shell: Shell, site: Site, number: int) -> None:
    site.hangs("/acme/pricing")
    with shell.runs("up") as process:
        address_of(process)
        while not site.asked("/acme/pricing"):
            time.sleep(0.05)
        assert ends(process, number, within=5) == 0
    assert shell.lists("sources")[0]["last_checked"] is None


def test_a_taken_port_is_one_sentence(shell: Shell, site: Site) -> None:
    shell.settings["PRICEWIRE_PORT"] = site.url("/").rsplit(":", 1)[1].strip("/")
    done = shell.types("up")
    assert done.returncode == 1
    assert "port" in done.stderr
    assert "Traceback" not in done.stderr
