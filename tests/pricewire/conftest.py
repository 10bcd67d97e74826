from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site import Site

COMMAND = (sys.executable, "-m", "pricewire")


@dataclass
class Shell:
    """The command as a person types it, in a folder and with settings of its own."""

    data: Path
    settings: dict[str, str]

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PRICEWIRE_")}
        return kept | {"PRICEWIRE_DATA": str(self.data), "HOME": str(self.data), **self.settings}

    def types(self, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        done = subprocess.run([*COMMAND, *words], env=self.environment, input=stdin, capture_output=True, timeout=120)
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def lists(self, *words: str) -> list[dict[str, object]]:
        """The rows that a listing command prints as JSON lines."""
        done = self.types(*words, "--format", "jsonl")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    @contextmanager
    def runs(self, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """A command that goes on; ended hard at the end of the block if it is still there."""
        with subprocess.Popen(
            [*COMMAND, *words], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            try:
                yield process
            finally:
                process.kill()


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as made:
        yield made


@pytest.fixture
def shell(tmp_path: Path, site: Site) -> Shell:
    """A command line whose catalogue is one vendor on the local site."""
    catalogue = tmp_path / "catalogue"
    catalogue.mkdir()
    (catalogue / "acme.toml").write_text(
        f'name = "Acme"\nhosts = ["127.0.0.1"]\n[[pages]]\nname = "pricing"\n'
        f'url = "{site.url("/acme/pricing")}"\nkind = "pricing"\ncadence = "1h"\nlang = "en"\n',
        encoding="utf-8",
    )
    settings = {
        "PRICEWIRE_CATALOGUE": str(catalogue),
        "PRICEWIRE_ALLOW_HOSTS": "127.0.0.1",
        "PRICEWIRE_DELAY": "0",
        "PRICEWIRE_TICK": "0.2",
        "PRICEWIRE_PORT": "0",
    }
    return Shell(tmp_path / "data", settings)


def ends(process: subprocess.Popen[bytes], number: int = signal.SIGINT, within: float = 5.0) -> int:
    """Send a signal and wait; fails when it takes longer than `within` seconds."""
    process.send_signal(number)
    return process.wait(within)
