"""What the manual says of words, addresses and settings is so."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline import vocabulary as reader
from pipeline.types import Channel, EventKind, EventState, Health, PageKind, Rendering, State, Why
from pricewire.config import SETTINGS
from publish.asked import MOST, NAMES, USUAL
from publish.vocabulary import METERS, METRICS, TERMS
from tests.publish.test_titles import TOLD
from tests.publish.wire_room import PAGES, Room

ROOT = Path(__file__).parents[2]
DOCS = [
    *(ROOT / "docs" / name for name in ("architecture.md", "glossary.md", "feeds.md", "operations.md")),
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "README.zh-CN.md",
]


def said(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def in_code(text: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", text))


@pytest.mark.parametrize(
    "words",
    [EventKind, EventState, State, Health, Why, Channel, PageKind, Rendering, METERS, TERMS, METRICS],
    ids=["kinds", "states", "rates", "health", "why", "channels", "pages", "rendering", "meters", "terms", "limits"],
)
def test_the_glossary_has_every_word(words: Any) -> None:
    assert {str(word) for word in words} - in_code(said("glossary.md")) == set()


def test_the_glossary_has_every_meter_and_unit_that_the_reader_knows() -> None:
    known = {meter for meter, _ in reader.METERS} | {unit for unit, _ in reader.UNITS}
    assert known - in_code(said("glossary.md")) == set()


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_file_that_is_named_exists(page: Path) -> None:
    for named in in_code(page.read_text(encoding="utf-8")):
        if re.fullmatch(r"(pipeline|spiders|storage|publish|schedules|pricewire|tests)/[\w/.]*", named):
            assert (ROOT / named).exists(), named


def test_every_address_of_the_manual_answers(quiet_room: Room) -> None:
    addresses = {code for code in in_code(said("feeds.md")) if re.match(r"/\S*$", code)}
    assert len(addresses) >= 6
    for address in addresses:
        assert quiet_room.asks(address).status == 200, address


def test_the_manual_has_every_parameter_and_its_bounds() -> None:
    text = said("feeds.md")
    assert set(NAMES) <= in_code(text)
    assert f"| `limit` | 1 to {MOST} | {USUAL} |" in text


def test_the_entry_in_the_manual_is_one(room: Room) -> None:
    room.shows(PAGES[1], TOLD[0].event)
    served = room.asks("/feed.xml").text
    example = re.search(r"```xml\n(.*?)```", said("feeds.md"), re.DOTALL)
    assert example is not None
    for line in example[1].splitlines():
        if not line.startswith(("<description>", "<content:encoded>", "<pubDate>")):
            assert line in served, line
    assert TOLD[0].zh in said("feeds.md")


def test_the_health_in_the_manual_has_the_keys_of_the_real_one(quiet_room: Room) -> None:
    example = re.search(r"```json\n(.*?)```", said("operations.md"), re.DOTALL)
    assert example is not None
    real, told = json.loads(quiet_room.asks("/health").body), json.loads(example[1])
    assert list(real) == list(told)
    assert list(real["pages"]) == list(told["pages"])


def test_both_readmes_give_the_same_commands_and_pages() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))
    shell = re.compile(r"^(?:make |\.venv/bin/pricewire )[^#\n]*", re.MULTILINE)
    assert [line.strip() for line in shell.findall(english)] == [line.strip() for line in shell.findall(chinese)]
    assert set(re.findall(r"\((docs/[^)#]+)", chinese)) <= set(re.findall(r"\((docs/[^)#]+)", english))


def test_no_setting_is_described_that_does_not_exist() -> None:
    known = {setting.variable for setting in SETTINGS} | {"PRICEWIRE_CONFIG"}
    described = set(re.findall(r"PRICEWIRE_[A-Z_]+", said("operations.md")))
    assert described - known == set()
