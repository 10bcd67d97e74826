"""The front page in a real browser: nothing runs, nothing is fetched from elsewhere, nothing overflows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from pipeline.types import EventKind, Why
from spiders.browser import FIX, executable
from tests.publish.events_of import dollars, event, part
from tests.publish.wire_room import PAGES, Room

pytestmark = pytest.mark.browser
K = EventKind
SCRIPT = '"><img src=x onerror="document.title=\'run\'"><script>document.title="run"</script>'


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


@pytest.fixture
def full_room(room: Room) -> Room:
    """Ordinary and hostile events, long names, a failing page."""
    long = "a-model-with-a-name-" + "that-does-not-end-" * 12
    parts = tuple(part(K.PRICE_CUT, dollars("2", model=name), dollars("1", model=name)) for name in ("m", long))
    room.shows(
        PAGES[1],
        event(K.PRICE_CUT, dollars("2", model=SCRIPT), dollars("1", model=SCRIPT), id="x", printed=(SCRIPT, SCRIPT)),
        event(K.PRICE_CUT, model="2 models", id="group", parts=parts),
        event(K.PRICE_RISE, dollars("1"), dollars("2"), id="rise"),
    )
    room.fails(PAGES[2], Why.BOT_WALL)
    return room


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("zh", "dark")])
def test_the_front_page_is_quiet_and_fits_every_screen(
    browser: Browser, full_room: Room, lang: str, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(color_scheme=scheme)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{full_room.address}/?lang={lang}")
    for summary in page.query_selector_all("summary"):
        summary.click()
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
    assert all(url.startswith(full_room.address) for url in asked)
    assert page.title().startswith("Pricewire")
    assert page.locator("img, script").count() == 0
    page.close()


def test_a_reader_narrows_the_wire_without_a_script(browser: Browser, full_room: Room) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{full_room.address}/?lang=en")
    page.select_option("select[name=kind]", "price_rise")
    page.click("button")
    assert "kind=price_rise" in page.url
    assert page.locator(".event h3").all_text_contents() == [
        "DeepSeek raises deepseek-v4-flash output 100 %: $1 → $2 per 1M tokens"
    ]
    context.close()
