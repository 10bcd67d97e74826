"""Price wars and resellers' gaps."""

from __future__ import annotations

from dataclasses import replace

from pipeline.types import Channel, EventKind, Page, Vendor
from publish.api.told import event_shape
from tests.publish.api.counter import ACME, BOLT, CHEAP, VENDORS, Counter, Opened, day, dollars, moved
from tests.publish.events_of import event, part
from tests.storage.desk import sheet

CORE = Page("core/pricing", "core", "https://core.example/pricing")
FOUR = {**VENDORS, "core": Vendor("core", "Core", pages=(CORE,))}
OPENAI = Page("openai/pricing", "openai", "https://openai.example/pricing")
MAKER = {**VENDORS, "openai": Vendor("openai", "OpenAI", pages=(OPENAI,))}


def cuts(counter: Counter, page: Page, number: float, model: str) -> None:
    pair = dollars(model, "2"), dollars(model, "1")
    counter.at(page).sees(number - 1, sheet(pair[0], dollars("giant max", "60")))
    counter.at(page).sees(
        number, sheet(pair[1], dollars("giant max", "60")), moved(f"{page.vendor}-cut", *pair, number, page)
    )


def test_a_war_has_its_first_mover_and_its_followers(opened: Opened) -> None:
    with opened(vendors=FOUR) as counter:
        for page, number in ((ACME, 10), (BOLT, 11), (CORE, 12.5)):
            cuts(counter, page, number, f"{page.vendor}-small")
        (war,) = counter.lists("/bursts")
        assert (war["first"], war["vendors"], war["direction"]) == ("acme", ["acme", "bolt", "core"], "down")
        assert [move["hours_after_first"] for move in war["moves"]] == ["0", "24", "60"]
        assert war["untouched"][0] == {"vendor": "acme", "model": "giant max"}
        assert counter.lists("/bursts", since="2024-05-11") == []
        assert counter.lists("/bursts", until="2024-05-12") == []


def test_a_resellers_move_makes_no_war(opened: Opened) -> None:
    with opened() as counter:
        for page, number in ((ACME, 10), (BOLT, 11), (CHEAP, 12)):
            cuts(counter, page, number, f"{page.vendor}-small")
        assert counter.lists("/bursts") == []


def test_a_gap_is_told_while_both_pages_are_fresh(opened: Opened) -> None:
    with opened(vendors=MAKER) as counter:
        counter.at(OPENAI).sees(20, sheet(dollars("gpt-4o", "10.00", "output", model_id="openai/gpt-4o")))
        offers = [
            dollars("GPT-4o", "8.00", "output", model_id="openai/gpt-4o"),
            dollars("own", "1", model_id="acme/own"),
        ]
        counter.at(CHEAP).sees(20.5, sheet(*offers))
        counter.now = day(21)
        (gap,) = counter.lists("/gaps")
        assert (gap["model_id"], gap["percent"]) == ("openai/gpt-4o", "20.0")
        assert (gap["reseller"]["vendor"], gap["maker"]["vendor"]) == ("cheap", "openai")
        assert counter.lists("/gaps", vendor="cheap", model="own") == []
        assert len(counter.lists("/gaps", vendor="cheap", model="openai/gpt-4o")) == 1
        counter.now = day(25)
        assert counter.lists("/gaps") == []


def test_a_gap_as_csv_has_a_column_for_each_side(opened: Opened) -> None:
    with opened(vendors=MAKER) as counter:
        for page, price in ((OPENAI, "10.00"), (CHEAP, "8.00")):
            counter.at(page).sees(20, sheet(dollars("gpt-4o", price, "output", model_id="openai/gpt-4o")))
        counter.now = day(21)
        (row,) = counter.tables("/gaps")
        assert (row["reseller_unit_price"], row["maker_unit_price"], row["maker_vendor"]) == ("8.00", "10.00", "openai")
        assert MAKER["cheap"].channel is Channel.RESELLER


def test_each_move_of_a_war_says_whose_it_is_and_which_event_tells_it() -> None:
    cut = part(EventKind.PRICE_CUT, dollars("small", "2"), dollars("small", "1"))
    war = event(EventKind.PRICE_WAR, parts=(replace(cut, detail={"vendor": "bolt", "event": "bolt-cut"}), cut))
    told = event_shape(war, VENDORS, "en")
    assert [(one.vendor, one.event) for one in told.parts] == [("bolt", "bolt-cut"), (None, None)]
