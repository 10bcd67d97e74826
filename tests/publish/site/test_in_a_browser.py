"""The pages in a real browser: quiet, within their screen, whole without a script, better with one, open to all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from pipeline.types import EventKind
from spiders.browser import FIX, executable
from tests.publish.events_of import dollars, event
from tests.publish.site.town import ADDRESSES, DEEPSEEK, cut, fill, serves
from tests.publish.wire_room import Room

pytestmark = pytest.mark.browser
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
SERIOUS = ("serious", "critical")
WIDTHS = (360, 768, 1280)
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """None is a failure where CI=true, and a skip that says so elsewhere."""
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=executable(None))
        except Error as missing:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"NOT TESTED IN A BROWSER: {str(missing).splitlines()[0]}; {FIX}")
        yield opened
        opened.close()


@contextmanager
def quiet_page(browser: Browser, room: Room, missing: bool = False, **options: Any) -> Iterator[Page]:
    """A page on which nothing is complained of and nothing is asked of another host."""
    page = browser.new_page(**options)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    page.close()
    assert [text for text in said if not (missing and "404" in text)] == []
    assert [url for url in asked if not url.startswith(room.address)] == []


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("zh", "dark")])
@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_is_quiet_fits_its_screen_and_is_open_to_everyone(
    browser: Browser, town: Room, path: str, lang: str, scheme: Scheme
) -> None:
    with quiet_page(browser, town, path == "/nothing", color_scheme=scheme, reduced_motion="reduce") as page:
        page.goto(f"{town.address}{path}{'&' if '?' in path else '?'}lang={lang}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.title() and "run" not in page.title().split()
        assert faults(page) == []


def faults(page: Page) -> list[tuple[str, str]]:
    """What axe finds that keeps somebody out: the rule and the place."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")
    return [
        (violation["id"], node["html"][:200])
        for violation in found["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


def test_axe_finds_what_keeps_somebody_out(browser: Browser, town: Room) -> None:
    with quiet_page(browser, town) as page:
        page.goto(f"{town.address}/about?lang=en")
        page.evaluate("document.querySelector('main').append(document.createElement('select'))")
        assert [rule for rule, _ in faults(page)] == ["select-name"]


def titles(page: Page) -> list[str]:
    return page.locator(".event h2").all_text_contents()


def test_a_reader_narrows_the_wire_without_a_script(browser: Browser, town: Room) -> None:
    with quiet_page(browser, town, java_script_enabled=False) as page:
        page.goto(f"{town.address}/?lang=en")
        page.select_option("select[name=kind]", "price_rise")
        page.click(".filters button")
        assert page.url == f"{town.address}/?lang=en&kind=price_rise"
        assert len(titles(page)) == 1
        assert page.locator("#theme").is_hidden()


def test_with_a_script_the_wire_narrows_at_once_and_goes_back(browser: Browser, town: Room) -> None:
    with quiet_page(browser, town) as page:
        page.goto(f"{town.address}/?lang=en")
        everything = titles(page)
        page.evaluate("document.body.dataset.same = 'yes'")
        page.select_option("select[name=kind]", "price_rise")
        page.wait_for_url(f"{town.address}/?lang=en&kind=price_rise")
        expect(page.locator(".event")).to_have_count(1)
        assert page.evaluate("document.body.dataset.same") == "yes"
        assert page.locator("[role=status]").inner_text() == "Events shown: 1"
        assert page.locator(".feeds a").first.get_attribute("href") == "/feed.xml?lang=en&kind=price_rise"
        page.go_back()
        expect(page.locator(".event")).to_have_count(len(everything))


def test_older_events_are_put_below_without_a_new_page(browser: Browser, room: Room) -> None:
    events = [event(EventKind.PRICE_CUT, dollars("2"), dollars("1"), id=f"e{number}") for number in range(120)]
    room.shows(DEEPSEEK, *events)
    with quiet_page(browser, room) as page:
        page.goto(f"{room.address}/?lang=en")
        page.evaluate("document.body.dataset.same = 'yes'")
        for number in (100, 120):
            shown = page.locator(".events > .event").count()
            page.click("#older a")
            expect(page.locator(".events > .event")).to_have_count(number)
            expect(page.locator(".events > .event h2 a").nth(shown)).to_be_focused()
        assert page.locator("#older").count() == 0
        ids = page.eval_on_selector_all(".event", "found => found.map((one) => one.id)")
        assert len(set(ids)) == 120
        assert page.evaluate("document.body.dataset.same") == "yes"


def test_a_reader_comes_from_the_wire_to_the_marked_cell_and_to_the_bytes(browser: Browser, town: Room) -> None:
    with quiet_page(browser, town) as page:
        page.goto(f"{town.address}/?lang=en")
        page.click("text=DeepSeek cuts deepseek-v4-flash output 9 %")
        assert page.locator(".side .marked").all_text_contents() == ["$0.66", "$0.60"]
        page.locator(".side a").last.click()
        page.wait_for_url("**/captures/*")
        assert "<!doctype html>" in page.locator("pre").inner_text()


def test_the_prices_of_a_model_are_drawn_and_stand_in_a_table(browser: Browser, town: Room) -> None:
    with quiet_page(browser, town) as page:
        page.goto(f"{town.address}/models/deepseek/deepseek-v4-flash?lang=en")
        page.wait_for_selector(".chart.is-drawn canvas")
        charts = page.locator(".chart.is-drawn")
        assert charts.count() == 2
        assert charts.first.locator("canvas").bounding_box()["width"] > 300  # type: ignore[index]
        assert "DeepSeek, batch" in charts.last.locator(".u-legend").inner_text()
        drawn = "(one) => one.getContext('2d').getImageData(0, 0, one.width, one.height).data.some((sign) => sign > 0)"
        assert page.eval_on_selector(".chart canvas", drawn)


def test_a_strange_name_does_nothing_in_a_chart(browser: Browser, town: Room) -> None:
    with quiet_page(browser, town) as page:
        page.goto(f"{town.address}/vendors/openai?lang=en")
        page.click("main table.stack tbody th a >> nth=0")
        page.wait_for_selector(".chart.is-drawn canvas")
        assert page.locator("main img, .chart script:not([type='application/json'])").count() == 0
        assert page.title() != "run"


def test_dark_and_light_are_chosen_and_remembered(browser: Browser, town: Room) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with quiet_page(browser, town, color_scheme="light") as page:
        page.goto(f"{town.address}/about?lang=en")
        light = page.evaluate(ground)
        page.click("#theme")
        dark = page.evaluate(ground)
        assert dark != light
        page.goto(f"{town.address}/vendors?lang=en")
        assert page.evaluate(ground) == dark
        assert page.locator("#theme").inner_text() == "Light"


def test_the_first_tab_leads_past_the_head(browser: Browser, town: Room) -> None:
    with quiet_page(browser, town) as page:
        page.goto(f"{town.address}/?lang=en")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


def test_a_part_that_cannot_be_had_gives_way_to_the_page_that_says_why(browser: Browser, room: Room) -> None:
    fill(room)
    serves(room, DEEPSEEK, b"x", cut("again"))
    page = browser.new_page()
    page.goto(f"{room.address}/?lang=en")
    page.evaluate("document.querySelector('select[name=kind] option:nth-child(2)').value = 'nonsense'")
    page.select_option("select[name=kind]", "nonsense")
    page.wait_for_selector("text=This question cannot be answered")
    page.close()
