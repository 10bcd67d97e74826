"""The server is held to its own OpenAPI document: what the document allows is answered as it says, all else refused."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publish.api.counter import ROOT, TOKEN, Counter
from tests.publish.api.manual import the_manual

DEEP = os.environ.get("PRICEWIRE_SCHEMA_EXAMPLES", "2")
"""Examples of each operation beside those that the tool makes of the document itself; more take longer."""


@pytest.fixture
def manual(tmp_path: Path) -> Iterator[Counter]:
    with the_manual(tmp_path) as counter:
        yield counter


def test_schemathesis_finds_nothing(manual: Counter, tmp_path: Path) -> None:
    asked = [
        *("run", f"{manual.address}{ROOT}/openapi.json", "--url", f"{manual.address}{ROOT}"),
        *("--header", f"Authorization: Bearer {TOKEN}", "--checks", "all", "--phases", "examples,coverage,fuzzing"),
        *("--max-examples", DEEP, "--generation-deterministic", "--no-color"),
    ]
    program = Path(sys.executable).with_name("schemathesis")
    done = subprocess.run([program, *asked], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
