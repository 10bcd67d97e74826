"""The manual's examples are run: its files are written, its commands given, and their answers compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import pytest
from pydantic import BaseModel

from pipeline.types import ClaimKind, ClaimState, EventStanding
from pricewire.config import SETTINGS
from publish.metrics import database, gathered
from publish.news import Fares
from spiders.declarations import PACKAGED, load_catalogue
from spiders.vendor_file import HintsTable, PageTable, VendorTable
from storage.engine import Store
from storage.tally import Tally
from tests.page_folder import lines_expected, lines_read

DOCS = Path(__file__).parents[1] / "docs"
RUN = ["adding-a-vendor.md", "adding-a-news-source.md"]

FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """(what stands behind the opening fence, the text) of each fenced block."""
    for match in FENCE.finditer((DOCS / page).read_text(encoding="utf-8")):
        yield match["info"].strip(), match["text"]


def write(info: str, text: str, folder: Path) -> None:
    """Write a block that is named like a file, "```toml vendors/lumen.toml"; a name that comes again is added to."""
    _, _, name = info.partition(" ")
    if name:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a "console" block with the lines of its answer."""
    for said in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, answer = said.partition("\n")
        yield command, in_words(answer)


def in_words(answer: str) -> list[str]:
    """The lines without what the width of a terminal changes: spaces, rules, blank lines."""
    lines = [re.sub(r"\s+", " ", line).strip() for line in answer.splitlines()]
    return [line for line in lines if line.strip("─ ")]


def environment(folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("PRICEWIRE_")}
    path = os.pathsep.join([str(Path(sys.executable).parent), own.get("PATH", "")])
    return {**own, "PATH": path, "PRICEWIRE_DATA": str(folder / "data"), "COLUMNS": "120"}


def answer_of(command: str, folder: Path, env: dict[str, str]) -> list[str]:
    done = subprocess.run(command.split(), cwd=folder, env=env, capture_output=True, text=True, timeout=60)
    return in_words(done.stdout + done.stderr)


@pytest.mark.parametrize("page", RUN)
def test_the_commands_of_the_manual_answer_as_it_says(page: str, tmp_path: Path) -> None:
    env = environment(tmp_path)
    for info, text in blocks(page):
        write(info, text, tmp_path)
        for command, answer in commands(text) if info == "console" else ():
            if command.startswith("export "):
                name, _, value = command.removeprefix("export ").partition("=")
                env[name] = value
            else:
                assert (command, answer_of(command, tmp_path, env)) == (command, answer)


def test_the_tutorials_test_page_is_read_as_it_says(tmp_path: Path) -> None:
    for info, text in blocks("adding-a-vendor.md"):
        write(info, text, tmp_path)
    folder = tmp_path / "tests" / "pages" / "lumen"
    (tmp_path / "page.html").rename(folder / "page.html")
    assert lines_read(folder, load_catalogue(PACKAGED, tmp_path / "vendors")) == lines_expected(folder)


KEYS = [(VendorTable, ""), (PageTable, "pages."), (HintsTable, "pages.hints.")]


@pytest.mark.parametrize(("table", "prefix"), KEYS)
def test_every_key_of_a_vendor_file_is_in_the_manual(table: type[BaseModel], prefix: str) -> None:
    manual = (DOCS / "adding-a-vendor.md").read_text(encoding="utf-8")
    keys = {f"{prefix}{field.alias or name}" for name, field in table.model_fields.items()} - {"pages", "pages.hints"}
    assert [key for key in sorted(keys) if f"| `{key}` |" not in manual] == []


def test_every_setting_is_in_the_manual() -> None:
    manual = (DOCS / "operations.md").read_text(encoding="utf-8")
    assert [setting.variable for setting in SETTINGS if f"`{setting.variable}`" not in manual] == []


def test_every_metric_is_in_the_manual(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'wire.db'}", tmp_path)
    try:
        with store.read() as c:
            told = [*database(up=True), *gathered(c, Tally(), Fares(), (), datetime.now(UTC))]
    finally:
        store.close()
    manual = (DOCS / "operations.md").read_text(encoding="utf-8")
    short = {name: name.removeprefix("pages") for name in ("pages_failing", "pages_never_checked", "pages_overdue")}
    assert [one.name for one in told if short.get(one.name, f"pricewire_{one.name}") not in manual] == []


@pytest.mark.parametrize("page", ["news.md", "glossary.md"])
@pytest.mark.parametrize("words", [ClaimState, EventStanding])
def test_how_claims_and_events_stand_is_in_the_manual(page: str, words: type[StrEnum]) -> None:
    manual = (DOCS / page).read_text(encoding="utf-8")
    assert [word.value for word in words if f"| `{word.value}` |" not in manual] == []


def test_every_kind_of_claim_is_in_the_glossary() -> None:
    manual = (DOCS / "glossary.md").read_text(encoding="utf-8")
    assert [kind.value for kind in ClaimKind if f"`{kind.value}`" not in manual] == []


READMES = [DOCS.parent / "README.md", DOCS.parent / "README.zh-CN.md"]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_way_to_every_page_of_the_manual_is_in_the_readme(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    assert [page.name for page in sorted(DOCS.glob("*.md")) if f"(docs/{page.name})" not in text] == []


def test_both_readmes_show_the_same_commands() -> None:
    shown = [
        re.findall(r"^(?:make \w+$|\.venv/bin/pricewire [^#\n]*)", path.read_text("utf-8"), re.M) for path in READMES
    ]
    assert [line.strip() for line in shown[0]] == [line.strip() for line in shown[1]] != []
