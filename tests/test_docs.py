"""The manual's examples are run: its files are written, its commands given, and their answers compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from spiders.declarations import PACKAGED, load_catalogue
from spiders.vendor_file import HintsTable, PageTable, VendorTable
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
