"""Every watched vendor with prices has a test page of our own making, and the reader reads it whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.types import PageKind
from spiders.declarations import packaged_catalogue
from tests.page_folder import lines_expected, lines_read, page_of

PAGES = Path(__file__).with_name("pages")
CATALOGUE = packaged_catalogue()
VENDORS = sorted(folder.name for folder in PAGES.iterdir() if folder.is_dir())

NOT_YET: dict[str, str] = {}
"""Vendor → why its page is not read whole yet. An entry that has become wrong fails the test."""


def test_every_vendor_with_prices_has_a_test_page() -> None:
    priced = {page.vendor for page in CATALOGUE.pages if page.kind in (PageKind.PRICING, PageKind.API)}
    assert sorted(priced - set(VENDORS)) == []


def test_every_test_page_is_of_a_declared_page_of_its_vendor() -> None:
    declared = {page.id: page.vendor for page in CATALOGUE.pages}
    owners = {vendor: declared.get(page_of(PAGES / vendor, CATALOGUE).id) for vendor in VENDORS}
    assert {vendor: owner for vendor, owner in owners.items() if owner != vendor} == {}


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_page_is_read_whole_and_nothing_is_read_into_it(vendor: str, request: pytest.FixtureRequest) -> None:
    if vendor in NOT_YET:
        request.applymarker(pytest.mark.xfail(reason=NOT_YET[vendor], strict=True))
    assert lines_read(PAGES / vendor, CATALOGUE) == lines_expected(PAGES / vendor)


def test_no_page_is_waited_for_that_is_not_there() -> None:
    assert sorted(set(NOT_YET) - set(VENDORS)) == []
