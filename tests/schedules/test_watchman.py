"""The wire watches itself, over a real database and a real mail server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.types import Failed, Page, Vendor, Why
from publish.letters.compose import Writer
from publish.letters.post import Server
from schedules.deliver import Deliverer, DeliverySettings
from schedules.look import take_in
from schedules.watchman import operator, watch
from spiders.declarations import Catalogue
from storage.engine import Store
from storage.pages import declare_pages, schedule_page
from storage.subscribers import subscribers
from tests.databases import a_store
from tests.mailbox import Mailbox

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
PAGE = Page("acme/pricing", "acme", "https://acme.example/pricing", cadence=3600)
CATALOGUE = Catalogue([Vendor("acme", "Acme", pages=(PAGE, replace(PAGE, id="acme/door", fallback_for=PAGE.id)))])
AT = datetime(2026, 3, 1, tzinfo=UTC)
OPS = operator("ops@wire.example")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = a_store(tmp_path)
    with opened.write() as c:
        declare_pages(c, CATALOGUE.pages)
    return opened


def _fails(store: Store, at: datetime) -> None:
    take_in(store, PAGE, Failed(PAGE.id, PAGE.url, at, Why.LOGIN, "asks for a password"))


def test_a_page_that_keeps_failing_is_mailed_once_and_its_recovery_too(store: Store, tmp_path: Path) -> None:
    for number in range(5):
        _fails(store, AT + timedelta(hours=number))
    now = AT + timedelta(hours=5)
    assert [alarm.key for alarm in watch(store, CATALOGUE, OPS, now)] == ["failing acme/pricing"]
    assert watch(store, CATALOGUE, OPS, now) == []
    with Mailbox(tmp_path) as mailbox:
        settings = DeliverySettings(Server.parsed(mailbox.url, str(mailbox.cafile)))
        Deliverer(store, {}, Writer({}, "https://wire.example", "secret"), settings, lambda: now).run()
        (mail,) = mailbox.mails
    assert mail.to == "ops@wire.example"
    assert mail.subject == "Pricewire needs a look: acme/pricing failed 5 times in a row (login)"
    assert "asks for a password" in mail.body()


def test_an_overdue_page_is_told_and_a_mere_door_is_not(store: Store) -> None:
    with store.write() as c:
        schedule_page(c, PAGE.id, AT)
        schedule_page(c, "acme/door", AT)
    (alarm,) = watch(store, CATALOGUE, None, AT + timedelta(hours=4))
    assert alarm.text.splitlines() == [
        "1 page is overdue: is the scheduler running?",
        "acme/pricing was due at 2026-03-01 00:00 UTC",
    ]
    with store.write() as c:
        schedule_page(c, PAGE.id, AT + timedelta(hours=5))
    (over,) = watch(store, CATALOGUE, None, AT + timedelta(hours=4))
    assert over.over


def test_an_operator_who_moved_is_told_at_the_new_address(store: Store) -> None:
    for number in range(5):
        _fails(store, AT + timedelta(hours=number))
    watch(store, CATALOGUE, OPS, AT + timedelta(hours=5))
    watch(store, CATALOGUE, operator("new@wire.example"), AT + timedelta(days=8))
    with store.read() as c:
        assert [one.address for one in subscribers(c)] == ["new@wire.example"]
