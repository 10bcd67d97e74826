"""The rules of the house that no linter knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("pricewire", "pipeline", "spiders", "storage", "publish", "schedules")


def python_files(*rooms: str) -> list[Path]:
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("path", python_files("pipeline"), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_pipeline_has_no_clock_and_no_network(path: Path) -> None:
    assert not re.search(r"\.now\(|\.today\(|utcnow|urllib\.request|http\.client", path.read_text("utf-8"))


@pytest.mark.parametrize("path", python_files(*ROOMS), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_in_one_docstring_what_it_is(path: Path) -> None:
    assert path.read_text("utf-8").lstrip().startswith('"""')


def test_only_the_settings_read_the_environment() -> None:
    reading = re.compile(r"os\.environ(?!\[\S+\] = |\.setdefault)|getenv")
    readers = [path for path in python_files(*ROOMS) if reading.search(path.read_text("utf-8"))]
    assert [str(path.relative_to(ROOT)) for path in readers] == ["pricewire/config.py"]


def test_fetched_bytes_are_never_run_or_unpickled() -> None:
    for path in python_files(*ROOMS):
        assert not re.search(r"(?<![\w.])(eval|exec)\(|\bpickle\b|\bmarshal\b", path.read_text("utf-8")), path


def test_no_room_has_a_file_of_odds_and_ends() -> None:
    names = {path.stem for path in python_files(*ROOMS)}
    assert not names & {"utils", "util", "helpers", "common", "base", "manager", "misc"}
