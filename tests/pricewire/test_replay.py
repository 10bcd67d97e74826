"""Replaying is exact: twice, or killed at any point and begun again, it gives the same events once."""

from __future__ import annotations

import hashlib
import itertools
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.types import Capture
from spiders.archive import write_archive
from tests.pricewire.conftest import Shell
from tests.site import Site

DAYS = 40


def page_of_day(day: int) -> bytes:
    rows = "".join(
        f"<tr><td>model-{n}</td><td>${1 + (day // (n + 2)) % 5}.{n}0</td><td>${4 + (day + n) % 3}.00</td></tr>"
        for n in range(12)
    )
    head = "<tr><th>Model</th><th>Input / 1M tokens</th><th>Output / 1M tokens</th></tr>"
    return f"<html><title>Acme pricing</title><h1>Pricing</h1><table>{head}{rows}</table></html>".encode()


def archive_of(path: Path, url: str) -> str:
    write_archive(path, (capture_of_day(url, day) for day in range(DAYS)))
    return str(path)


def capture_of_day(url: str, day: int) -> Capture:
    body = page_of_day(day)
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
    return Capture("acme/pricing", url, at, 200, body, hashlib.sha256(body).hexdigest(), "text/html")


def test_killed_at_any_point_and_begun_again_it_gives_the_same_events_once(shell: Shell, site: Site) -> None:
    archive = archive_of(shell.data.parent / "history.warc.gz", site.url("/acme/pricing"))
    assert shell.types("replay", archive).returncode == 0
    whole = shell.types("events", "--state", "all", "--format", "jsonl").stdout
    assert whole.count("\n") > DAYS
    chance = random.Random(7)
    shell.data = shell.data.with_name("killed")
    for _ in range(6):
        with shell.runs("replay", archive):
            time.sleep(chance.uniform(0.8, 2.2))
    assert shell.types("replay", archive).returncode == 0
    assert shell.types("events", "--state", "all", "--format", "jsonl").stdout == whole
    assert shell.types("replay", archive).returncode == 0
    assert shell.types("events", "--state", "all", "--format", "jsonl").stdout == whole


def test_every_event_follows_from_the_stored_bytes(shell: Shell, site: Site) -> None:
    archive = archive_of(shell.data.parent / "history.warc.gz", site.url("/acme/pricing"))
    shell.types("replay", archive)
    done = shell.types("rebuild")
    assert (done.returncode, "0 unlike" in done.stdout) == (0, True), done.stdout
    first = str(shell.lists("events")[0]["id"])
    assert shell.types("verify", first).returncode == 0
    assert shell.types("verify", "nosuchevent").returncode == 1


def test_history_and_prices_answer_for_a_day_as_known_on_a_day(shell: Shell, site: Site) -> None:
    archive = archive_of(shell.data.parent / "history.warc.gz", site.url("/acme/pricing"))
    shell.types("replay", archive)
    spans = shell.lists("history", "model-0", "--meter", "input")
    assert [span["unit_price"] for span in spans][:3] == ["1.00", "2.00", "3.00"]
    assert all(one["valid_to"] == other["valid_from"] for one, other in itertools.pairwise(spans))
    (on_a_day,) = shell.lists("prices", "--model", "model-0", "--meter", "input", "--on", "2026-01-04")
    (as_known,) = shell.lists(
        "prices", "--model", "model-0", "--meter", "input", "--on", "2026-01-04", "--known", "2026-01-02"
    )
    assert (on_a_day["unit_price"], as_known["unit_price"]) == ("2.00", "1.00")


def test_a_file_that_is_no_archive_is_one_sentence(shell: Shell) -> None:
    wrong = shell.data.parent / "page.html"
    wrong.write_text("<html></html>", encoding="utf-8")
    done = shell.types("replay", str(wrong))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "page.html" in done.stderr


def test_a_file_that_is_cut_off_is_replayed_as_far_as_it_is_whole_and_said_to_be_cut_off(
    shell: Shell, site: Site
) -> None:
    archive = Path(archive_of(shell.data.parent / "history.warc", site.url("/acme/pricing")))
    archive.write_bytes(archive.read_bytes()[:-100])
    done = shell.types("replay", str(archive), "--format", "jsonl")
    assert (done.returncode, done.stderr.count("\n")) == (3, 1), done.stderr
    assert "history.warc: the record of http://127.0.0.1" in done.stderr
    assert "is cut off" in done.stderr
    assert f'"captures": {DAYS - 1}' in done.stdout or f'"captures":{DAYS - 1}' in done.stdout
