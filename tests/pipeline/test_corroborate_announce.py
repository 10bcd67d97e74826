from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest

from pipeline.corroborate import announcements, contradictions, standing
from pipeline.types import Claim, ClaimKind, Event, EventKind, Page, PageKind, Reported, State, Story, Vendor
from tests.pipeline.newsroom import TOLD, asks, claim, report, shown, story

RISE, FREE = ClaimKind.PRICE_RISE, ClaimKind.BECAME_FREE
NOW = TOLD + timedelta(hours=6)
SOON = TOLD + timedelta(days=10)
BLOG = Page("together/news", "together", "https://blog.together.example/feed", PageKind.NEWS)
VENDORS = {
    "together": Vendor("together", "Together", hosts=("together.example",), pages=(BLOG,)),
    "iflytek": Vendor("iflytek", "iFlytek", "科大讯飞", hosts=("xfyun.example",)),
}
DOUBLED = claim("together", "Llama 3 8B", RISE, meter="input", old_price="0.1", new_price="0.2", effective=SOON)
SPARK = claim("iflytek", "Spark Lite", FREE, free=True)


def made(told: Story, *reports: Reported, readable: tuple[str, ...] = ("together",)) -> tuple[Event, ...]:
    return announcements(told, {one.id: one for one in reports}, VENDORS, readable, NOW)


def from_press(said: Claim, *sites: str) -> list[Reported]:
    return [report(f"a{number}", said, site=site, hours=number) for number, site in enumerate(sites)]


def test_a_day_to_come_that_the_vendor_itself_names_is_announced() -> None:
    own = report("post", DOUBLED, url="https://blog.together.example/prices")
    (event,) = made(story(own), own)
    assert (event.kind, event.vendor, event.page, event.effective_from) == (
        EventKind.ANNOUNCED, "together", "together/news", SOON,
    )  # fmt: skip
    assert event.old is not None
    assert event.new is not None
    assert (event.old.unit_price, event.new.unit_price, event.percent) == (Decimal("0.1"), Decimal("0.2"), 100)


def test_an_announcement_says_plainly_that_it_is_claimed() -> None:
    own = report("post", DOUBLED, url="https://blog.together.example/prices", site="Together")
    (event,) = made(story(own), own)
    assert event.rule == "claimed"
    assert event.reason == "Claimed in the news, not seen on a page by then: said by the vendor itself (Together)."
    assert event.detail["quote"] == DOUBLED.quote
    assert event.evidence.new_printed == DOUBLED.quote
    assert event.evidence.after_sha256 == sha256(own.article.whole.encode()).hexdigest()


def test_one_article_alone_announces_nothing_two_origins_do() -> None:
    one, two = from_press(DOUBLED, "one.example", "two.example")
    assert made(story(one), one) == ()
    (event,) = made(story(one, two), one, two)
    assert event.reason.endswith("said by 2 independent origins (one.example, two.example).")


def test_a_repost_is_no_second_origin() -> None:
    one, two = from_press(DOUBLED, "one.example", "two.example")
    reposted = replace(two, article=replace(two.article, origin="one.example"))
    assert made(story(one, reposted), one, reposted) == ()
    assert made(story(one, two, origins=1), one, two) == ()


def test_two_origins_that_name_two_prices_bear_nothing_out() -> None:
    (one,) = from_press(DOUBLED, "one.example")
    two = report("b", replace(DOUBLED, new_price=Decimal("0.3")), site="two.example")
    assert made(story(one, two), one, two) == ()


def test_origins_that_print_two_currencies_agree_by_the_size() -> None:
    cut = claim("together", "Llama 3 8B", meter="input", new_price="0.1", percent=50, effective=SOON)
    halved = replace(cut, new_price=Decimal("0.7"), currency="CNY", percent=None, ratio=Decimal("0.5"))
    for told, agree in ((halved, 1), (replace(halved, ratio=Decimal("0.25")), 0)):
        reports = [report("a", cut, site="one.example"), report("b", told, site="two.example", hours=1)]
        assert len(made(story(*reports), *reports)) == agree
    rise = replace(DOUBLED, percent=Decimal(100))
    doubled = replace(rise, new_price=Decimal("1.4"), currency="CNY", percent=None, ratio=Decimal(2))
    reports = [report("a", rise, site="one.example"), report("b", doubled, site="two.example", hours=1)]
    assert len(made(story(*reports), *reports)) == 1


def test_origins_of_which_one_says_free_agree_on_nothing() -> None:
    cut = claim("together", "Llama 3 8B", meter="input", new_price="0.1", percent=50, effective=SOON)
    free = report("c", replace(cut, kind=FREE, free=True, new_price=None, percent=None), site="three.example")
    priced = report("a", cut, site="one.example")
    assert made(story(priced, free), priced, free) == ()


def test_a_forum_under_the_vendor_s_name_is_not_its_word() -> None:
    guest = report("post", DOUBLED, url="https://forum.together.example/t/1")
    assert made(story(guest), guest) == ()


def test_a_vendor_that_no_page_can_be_read_of_is_told_by_the_news() -> None:
    reports = from_press(SPARK, "one.example", "two.example")
    (event,) = made(story(*reports), *reports)
    assert (event.vendor, event.model) == ("iflytek", "Spark Lite")
    assert event.new is not None
    assert event.new.state is State.FREE
    assert made(story(*reports), *reports, readable=("iflytek",)) == ()


def test_what_holds_already_of_a_watched_vendor_is_left_to_its_page() -> None:
    own = report("post", replace(DOUBLED, effective=TOLD), url="https://blog.together.example/prices")
    assert made(story(own), own) == ()
    assert made(story(own), own, readable=()) != ()


@pytest.mark.parametrize(
    "said",
    [
        replace(SPARK, recap=True),
        replace(SPARK, kind=ClaimKind.MODEL_RETIRED, free=False),
        replace(SPARK, model=""),
        claim("iflytek", "Spark Lite", percent=99, percent_against="market"),
        claim("iflytek", "Spark Lite"),
    ],
)
def test_what_names_no_price_of_a_model_announces_nothing(said: Claim) -> None:
    reports = from_press(said, "one.example", "two.example")
    assert made(story(*reports), *reports) == ()


def test_old_news_are_history_and_no_announcement() -> None:
    reports = from_press(SPARK, "one.example", "two.example")
    by_id = {one.id: one for one in reports}
    assert announcements(story(*reports), by_id, VENDORS, (), TOLD + timedelta(days=30)) == ()


def test_asking_again_and_more_articles_give_the_same_event() -> None:
    one, two = from_press(DOUBLED, "one.example", "two.example")
    own = report("post", DOUBLED, url="https://blog.together.example/prices", hours=5)
    tellings = ((one, two), (two, one), (one, two, own))
    ids = {event.id for reports in tellings for event in made(story(*reports), *reports)}
    assert len(ids) == 1
    other = story(one, two, id="s2")
    assert {event.id for event in made(other, one, two)}.isdisjoint(ids)


def test_a_price_without_a_unit_is_quoted_not_made_a_rate() -> None:
    own = report("post", replace(DOUBLED, unit=""), url="https://blog.together.example/prices")
    (event,) = made(story(own), own)
    assert (event.old, event.new, event.detail["quote"]) == (None, None, DOUBLED.quote)


def test_a_story_of_several_prices_announces_each() -> None:
    output = replace(DOUBLED, meter="output")
    own = report("post", DOUBLED, output, url="https://blog.together.example/prices")
    assert {event.meter for event in made(story(own), own)} == {"input", "output"}


def contradicted(*reports: Reported) -> tuple[Event, ...]:
    now = TOLD + timedelta(days=4)
    page = shown("together", asks("Llama 3 8B", "0.1"), seen=90)
    standings = {(one.id, 0): standing(one.claims[0], one.at, (), (page,), now) for one in reports}
    return contradictions(story(*reports), {one.id: one for one in reports}, standings, VENDORS, now)


def test_a_page_that_contradicts_two_origins_says_so() -> None:
    said = replace(DOUBLED, effective=None)
    (event,) = contradicted(*from_press(said, "one.example", "two.example"))
    assert (event.kind, event.page, event.rule) == (
        EventKind.PAGE_CONTRADICTS_CLAIM, "together/pricing", "contradicted",
    )  # fmt: skip
    assert event.old is not None
    assert event.new is not None
    assert (event.old.unit_price, event.new.unit_price, event.percent) == (Decimal("0.2"), Decimal("0.1"), None)
    assert (event.evidence.after_sha256, event.evidence.old_printed) == ("b" * 64, said.quote)


def test_one_article_that_was_wrong_is_no_event() -> None:
    assert contradicted(*from_press(replace(DOUBLED, effective=None), "one.example")) == ()


def test_a_claim_that_is_still_open_is_no_contradiction() -> None:
    reports = from_press(DOUBLED, "one.example", "two.example")
    assert contradicted(*reports) == ()
