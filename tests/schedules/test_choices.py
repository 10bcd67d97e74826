"""A watched workload, from the page that changes to the letter."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.subscriptions import NO_EVENT, Subscriber, SubscriberState
from pipeline.types import Capture, Page, Vendor
from pipeline.watch import parse_wish
from publish.letters.compose import Writer
from publish.letters.post import Server
from publish.money import LANGS, Lang
from schedules.choices import begin
from schedules.consequences import consequences
from schedules.deliver import Deliverer, DeliverySettings
from schedules.look import take_in
from spiders.declarations import Catalogue
from storage.pages import declare_pages
from storage.subscribers import add_subscriber, subscribers
from tests.databases import a_store
from tests.mailbox import Mail, Mailbox

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
AT = datetime(2026, 3, 1, tzinfo=UTC)
VENDORS = {
    name: Vendor(name, name.title(), pages=(Page(f"{name}/pricing", name, f"https://{name}.example/pricing"),))
    for name in ("deep", "even")
}
CATALOGUE = Catalogue(VENDORS.values())
LINE = "model=swift,steady&input=100M&output=10M&tell=cheapest&more=50"


class Watcher:
    """One reader of a wire with two vendors; a page is looked at an hour after the last."""

    def __init__(self, folder: Path, lang: str = "en") -> None:
        self.folder, self.at = folder, AT
        self.store = a_store(folder)
        reader = Subscriber("ann", "mail", "ann@readers.example", NO_EVENT, lang, state=SubscriberState.ACTIVE)
        with self.store.write() as c:
            declare_pages(c, CATALOGUE.pages)
            add_subscriber(c, reader.wishing(parse_wish(LINE)), AT)

    def shows(self, vendor: str, model: str, input_: str, output: str) -> None:
        self.at += timedelta(hours=1)
        (page,) = VENDORS[vendor].pages
        body = (
            "<html><h1>Pricing</h1><table><tr><th>Model</th><th>Input / 1M tokens</th><th>Output / 1M tokens</th></tr>"
            f"<tr><td>{model}</td><td>${input_}</td><td>${output}</td></tr></table></html>"
        ).encode()
        capture = Capture(page.id, page.url, self.at, 200, body, hashlib.sha256(body).hexdigest(), "text/html")
        take_in(self.store, page, capture, then=consequences(CATALOGUE))

    def mails(self) -> list[Mail]:
        with Mailbox(self.folder) as mailbox:
            settings = DeliverySettings(Server.parsed(mailbox.url, str(mailbox.cafile)))
            Deliverer(
                self.store, VENDORS, Writer(VENDORS, "https://wire.example", "s"), settings, lambda: self.at
            ).run()
            return mailbox.mails


def test_the_cheapest_choice_that_changes_is_one_letter_with_the_sums(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path)
    watcher.shows("deep", "swift", "1", "2")
    watcher.shows("even", "steady", "1.10", "2")
    begin(watcher.store, VENDORS, watcher.at)
    assert watcher.mails() == []
    watcher.shows("deep", "swift", "1.20", "2")
    (mail,) = watcher.mails()
    assert mail.subject == (
        "The cheapest for your work is now Even steady: $130 a month (it was Deep swift: $120, now $140)"
    )
    assert "https://wire.example/compare?model=steady,swift&input=100M&output=10M" in mail.body()
    assert "List-Unsubscribe" in mail.message
    watcher.shows("deep", "swift", "1.25", "2")
    assert watcher.mails() == []


def test_a_month_that_costs_more_is_told_in_chinese_too(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path, "zh")
    watcher.shows("deep", "swift", "1", "2")
    begin(watcher.store, VENDORS, watcher.at)
    watcher.shows("deep", "swift", "1.40", "2")
    assert watcher.mails() == []
    watcher.shows("deep", "swift", "1.60", "2")
    (mail,) = watcher.mails()
    assert mail.subject == "你的月费用增加 60 美元：Deep swift 现为 180 美元，此前 120 美元"


def test_a_watch_is_told_of_no_single_event(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path)
    watcher.shows("deep", "swift", "1", "2")
    begin(watcher.store, VENDORS, watcher.at)
    watcher.shows("deep", "swift", "0.50", "2")
    assert watcher.mails() == []
    with watcher.store.read() as c:
        (reader,) = subscribers(c)
    assert reader.line == str(parse_wish(LINE))


MOVES = {
    "the old one stays": (
        [("even", "0.90")],
        "The cheapest for your work is now Even steady: $110 a month (it was Deep swift: $120, unchanged)",
        "你的用量现在最便宜的是 Even steady：每月 110 美元（此前为 Deep swift：120 美元，未变）",
    ),
    "the sum stays": (
        [("even", "1.00"), ("deep", "1.50")],
        "The cheapest for your work is now Even steady, at the same $120 a month (it was Deep swift: $120, now $170)",
        "你的用量现在最便宜的是 Even steady，每月仍为 120 美元（此前为 Deep swift：120 美元，现为 170 美元）",
    ),
    "less than a cent": (
        [("even", "0.99999")],
        "The cheapest for your work is now Even steady: $119.999 a month (it was Deep swift: $120, unchanged)",
        "你的用量现在最便宜的是 Even steady：每月 119.999 美元（此前为 Deep swift：120 美元，未变）",
    ),
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("moved", MOVES)
def test_what_is_told_as_a_move_has_moved(tmp_path: Path, moved: str, lang: Lang) -> None:
    moves, *subjects = MOVES[moved]
    watcher = Watcher(tmp_path, lang)
    watcher.shows("deep", "swift", "1", "2")
    watcher.shows("even", "steady", "1.10", "2")
    begin(watcher.store, VENDORS, watcher.at)
    for vendor, price in moves:
        watcher.shows(vendor, {"deep": "swift", "even": "steady"}[vendor], price, "2")
    (mail,) = watcher.mails()
    assert mail.subject == subjects[LANGS.index(lang)]
