"""What a look at a page puts on record, with the real reader and a real database."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

import schedules.look
from pipeline.types import Channel, EventState, Page, PageKind
from storage.pages import page_status
from tests.schedules.conftest import Desk

SOON = timedelta(minutes=20)


def test_a_reseller_gap_opens_with_the_move_that_makes_it(desk: Desk) -> None:
    maker = desk.watches("openai")
    reseller = desk.watches("deepbricks", Channel.RESELLER)
    desk.shows(maker, {"GPT-4 Turbo": ("$10", "$30")})
    desk.shows(reseller, {"GPT-4 Turbo": ("$10", "$30")})
    desk.shows(maker, {"GPT-4 Turbo": ("$10", "$30"), "GPT-4o": ("$5", "$15")}, after=SOON)
    desk.shows(reseller, {"GPT-4 Turbo": ("$10", "$30"), "GPT-4o": ("$2", "$15")}, after=SOON)
    (gap,) = [event for event in desk.events() if event.kind == "reseller_gap"]
    assert (gap.vendor, gap.meter, gap.detail["other_vendor"], gap.detail["gap"]) == (
        "deepbricks", "input", "openai", "60.0",
    )  # fmt: skip
    desk.shows(reseller, {"GPT-4 Turbo": ("$10", "$30"), "GPT-4o": ("$5", "$15")}, after=SOON)
    assert [e.detail["gap"] for e in desk.events() if e.kind == "reseller_gap"] == ["60.0", "0"]


def test_three_vendors_that_cut_within_days_are_one_price_war_told_once(desk: Desk) -> None:
    pages = [desk.watches(vendor) for vendor in ("zhipu", "alibaba", "baidu", "tencent")]
    for page in pages:
        desk.shows(page, {"Big": ("$10", "$30"), "Small": ("$1", "$3")}, after=SOON)
    for page in pages:
        desk.shows(page, {"Big": ("$10", "$30"), "Small": ("$0.8", "$2.4")})
    (war,) = [event for event in desk.events() if event.kind == "price_war"]
    assert (war.vendor, war.detail["first_mover"], war.detail["direction"]) == ("zhipu", "zhipu", "down")
    told = {event.id: event.vendor for event in desk.events() if event.kind == "price_cut"}
    assert {told[part.detail["event"]] for part in war.parts} == {"zhipu", "alibaba", "baidu"}
    assert all(told[part.detail["event"]] == part.detail["vendor"] for part in war.parts)
    assert war.reason == "3 vendors moved down within 3 days by then; more may follow."


def test_the_page_s_twin_releases_a_held_cut_within_the_cycle(desk: Desk) -> None:
    zh, en = desk.watches("acme", name="zh"), desk.watches("acme", name="en")
    desk.shows(zh, {"qwen-long": ("¥20", "¥20"), "other": ("¥1", "¥2")})
    desk.shows(en, {"qwen-long": ("$2.80", "$2.80"), "other": ("$0.1", "$0.2")})
    desk.shows(zh, {"qwen-long": ("¥0.5", "¥20"), "other": ("¥1", "¥2")})
    assert desk.told() == []
    desk.shows(en, {"qwen-long": ("$0.07", "$2.80"), "other": ("$0.1", "$0.2")}, after=SOON)
    assert desk.told() == ["acme price_cut qwen-long input"]
    assert desk.events()[0].rule == "witnessed"


def test_a_new_reader_is_silent_and_what_the_page_changed_meanwhile_is_still_seen(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.watches("acme")
    monkeypatch.setattr(schedules.look, "READER", "0")
    desk.shows(page, {"a": ("$1", "$2"), "b": ("$3", "$4")})
    desk.shows(page, {"a": ("$1", "$2"), "b": ("free", "$4")})
    monkeypatch.setattr(schedules.look, "READER", "1")
    desk.shows(page, {"a": ("$0.9", "$2"), "b": ("free", "$4")})
    assert sorted(desk.told()) == ["acme became_free b input", "acme price_cut a input"]


def test_a_changelog_is_no_price_list(desk: Desk) -> None:
    page = desk.watches("acme", name="changelog")
    log = Page(page.id, page.vendor, page.url, PageKind.CHANGELOG)
    desk.shows(log, {"a": ("$1", "$2"), "b": ("$3", "$4")})
    look = desk.shows(log, {"a": ("$0.5", "$2"), "b": ("$3", "$4")})
    assert (look.outcome, look.rates, desk.told()) == ("changed", 0, [])


def test_a_wall_leaves_the_prices_standing_and_says_what_it_was(desk: Desk) -> None:
    page = desk.watches("acme")
    desk.shows(page, {"a": ("$1", "$2")})
    look = desk.serves(
        page,
        "<html><title>Just a moment...</title><body><noscript>Enable JavaScript and cookies to continue</noscript>"
        "<div id='challenge-error-text'></div><script src='/cdn-cgi/challenge-platform/h/b.js'></script></body></html>",
    )
    assert (look.outcome, look.why, "challenge" in look.detail) == ("failed", "unreadable", True)
    with desk.store.read() as c:
        (status,) = page_status(c)
    assert (status.rates, status.failures, status.why) == (2, 1, "unreadable")
    desk.shows(page, {"a": ("$1", "$2")})
    assert desk.told() == []


def noisy(n: int) -> str:
    """The same prices, in chrome that is another one every time."""
    rows = "".join(f"<tr><td>model-{m}</td><td>${m + 1}.00</td></tr>" for m in range(12))
    table = f"<table><tr><th>Model</th><th>Input / 1M tokens</th></tr>{rows}</table>"
    seen = f"<footer><p>Page generated 2026-03-0{n} 10:00:0{n} UTC. {n}17 people are viewing it.</p></footer>"
    script = f"<script nonce={n}>x={n}</script>"
    return f"<html><head>{script}</head><body><h1>Pricing</h1>{table}{seen}</body></html>"


def test_a_page_of_noise_is_unchanged_and_its_bytes_are_not_kept(desk: Desk) -> None:
    page = desk.watches("acme")
    desk.serves(page, noisy(1))
    assert desk.serves(page, noisy(2)).outcome == "unchanged"
    assert len(list(desk.store.bodies.all())) == 1


def test_a_held_change_is_settled_by_the_same_page_looked_at_again(desk: Desk) -> None:
    page = desk.watches("acme")
    desk.shows(page, {"a": ("$1", "$2"), "b": ("$3", "$4")})
    look = desk.shows(page, {"a": ("free", "$2"), "b": ("$3", "$4")})
    assert (look.waiting, desk.told()) == (1, [])
    desk.shows(page, {"a": ("free", "$2"), "b": ("$3", "$4")}, after=SOON)
    assert desk.told() == ["acme became_free a input"]
    assert [event.state for event in desk.events(*EventState)] == [EventState.PUBLISHED]
    assert desk.events()[0].old is not None
    assert desk.events()[0].old.unit_price == Decimal(1)  # type: ignore[union-attr]


def test_a_headline_told_at_a_second_look_stands_on_the_bytes_before_and_after_the_first(desk: Desk) -> None:
    page = desk.watches("acme")
    desk.shows(page, {"a": ("$1", "$2"), "b": ("$3", "$4")})
    desk.shows(page, {"a": ("free", "free"), "b": ("$3", "$4")})
    desk.shows(page, {"a": ("free", "free"), "b": ("$3", "$4")}, after=SOON)
    headline, *members = sorted(desk.events(), key=lambda event: event.rule != "headline")
    assert (headline.rule, len(members)) == ("headline", 2)
    assert headline.evidence.before_sha256 != headline.evidence.after_sha256
    looks = {(one.evidence.before_sha256, one.evidence.after_sha256, one.evidence.after_at) for one in desk.events()}
    assert len(looks) == 1
