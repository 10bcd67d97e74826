"""Every page of news in the catalogue has a test page of its shape, of our own making, that is read whole.

A feed, a list that is left to the guess, and a changelog need nothing but their kind in the vendor file, so they share
the test pages of their shapes: nothing is said there of one source that would not hold for the next. A page with
selectors of its own has a folder of its own.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.types import Channel, Page, PageKind
from spiders.declarations import packaged_catalogue
from tests.news_folder import about, expected, read_folder

PAGES = Path(__file__).with_name("news_pages")
CATALOGUE = packaged_catalogue()
FOLDERS = sorted(folder.name for folder in PAGES.iterdir() if folder.is_dir())
NEWS = [page for page in CATALOGUE.pages if page.kind in (PageKind.NEWS, PageKind.CHANGELOG)]


def shape(page: Page) -> str:
    """As its declaration says: which of the three ways of reading applies, and whether it is its own."""
    if page.hints.listing is not None:
        return f"list of {page.id}" if page.hints.listing else "list"
    return "feed" if page.kind is PageKind.NEWS else "changelog"


def stood_for() -> dict[str, Page]:
    return {folder: CATALOGUE.page(about(PAGES / folder)["page"]) for folder in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_page_of_news_is_read_whole_and_nothing_is_read_into_it(folder: str) -> None:
    found, wanted = read_folder(PAGES / folder, CATALOGUE), expected(PAGES / folder)
    texts = [entry.pop("text") for entry in found]
    said = [entry.pop("says") for entry in wanted]
    assert found == wanted
    assert [piece in text for piece, text in zip(said, texts, strict=True)] == [True] * len(said), texts


def test_every_shape_of_news_in_the_catalogue_has_a_test_page() -> None:
    assert {shape(page) for page in NEWS} - {shape(page) for page in stood_for().values()} == set()


def test_every_test_page_stands_for_a_declared_page_of_news() -> None:
    assert [folder for folder, page in stood_for().items() if page not in NEWS] == []


def test_the_press_has_news_and_nothing_to_sell() -> None:
    press = [vendor for vendor in CATALOGUE.vendors if vendor.channel is Channel.PRESS]
    assert len(press) >= 25
    assert {page.kind for vendor in press for page in vendor.pages} == {PageKind.NEWS}


def test_both_languages_are_first_class() -> None:
    often = [page for page in NEWS if page.kind is PageKind.NEWS and page.cadence <= 1_800]
    assert min(sum(page.lang == lang for page in often) for lang in ("zh", "en")) >= 7
