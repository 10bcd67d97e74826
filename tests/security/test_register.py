"""docs/security.md answers every attack, and names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ATTACKS = 30


def test_every_attack_is_answered_by_tests_that_are_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if re.match(r"\| [0-9]", line)]
    assert [int(row[0]) for row in rows] == list(range(1, ATTACKS + 1))
    for row in rows:
        named = row[-1].split(", ")
        assert named
        for test in named:
            assert "def test_" in (ROOT / test).read_text(encoding="utf-8"), row[0]
