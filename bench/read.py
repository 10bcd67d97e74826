"""Measure the reading of pages: CPU ms a page, and the ratio to a bare lxml parse of the same bytes.

python bench/read.py [FILE ...]      a page of our own making, and the files named
python bench/read.py --fuzz 100000   so many broken pages: no exception, none over 2 s
"""

from __future__ import annotations

import argparse
import random
import string
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import html as lxml_html

from pipeline.read import fingerprint, read

ROWS = 30
SLOWEST = 2.0
"""Seconds that one page may take."""
_CHARACTERS = string.printable + "¥元：（）[]()|*_`<>/&;\u200b"


def page(number: int, size: int = 60_000) -> bytes:
    """A pricing page of about `size` bytes with one table of `ROWS` models; the rest is what pages are full of."""
    chance = random.Random(number)
    row = '<tr class="px-4"><td class="sm">swan-{0}-{1}</td><td>{2}K</td><td>${3:.2f}</td><td>${4:.2f}</td></tr>'
    rows = "".join(
        row.format(
            chance.choice(("chat", "code", "mini", "pro")),
            f"{number}.{at}",
            chance.choice((8, 32, 128)),
            chance.random(),
            chance.random() * 9,
        )
        for at in range(ROWS)
    )
    heads = "<tr><th>Model</th><th>Context</th><th>Input / 1M tokens</th><th>Output / 1M tokens</th></tr>"
    table = f"<table>{heads}{rows}</table>"
    words = ["model", "token", "latency", "region", "cache", "invoice", "prompt", "vision", "support", "uptime"]
    prose = "".join(f"<p class='c{at}'>{' '.join(chance.choice(words) for _ in range(40))}.</p>" for at in range(40))
    style = "<style>" + "".join(f".c{at}{{margin:{at}px;display:flex}}" for at in range(300)) + "</style>"
    body = f"<h1>API pricing</h1><p>Prices in USD.</p>{table}<h2>Questions</h2>{prose}"
    script = (
        "<script>" + "window.x=function(a){return a+1};" * max(0, (size - len(body) - len(style)) // 33) + "</script>"
    )
    return f"<!doctype html><html lang=en><head>{style}{script}</head><body>{body}</body></html>".encode()


def cpu_ms(do: Callable[[bytes], object], bodies: list[bytes], rounds: int = 3) -> float:
    """The least CPU time that one body took, on the average over them."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        for body in bodies:
            do(body)
        best = min(best, (time.process_time() - began) / len(bodies) * 1000)
    return best


def measure(name: str, bodies: list[bytes], rounds: int) -> None:
    bare = cpu_ms(lxml_html.document_fromstring, bodies, rounds)
    full = cpu_ms(read, bodies, rounds)
    seen = cpu_ms(fingerprint, bodies, rounds)
    size = sum(map(len, bodies)) / len(bodies) / 1000
    print(
        f"{name:32} {size:8.0f} KB  parse {bare:7.2f} ms  read {full:7.2f} ms ({full / bare:4.1f}×)"
        f"  recognise {seen:6.2f} ms ({seen / bare:4.1f}×)"
    )


def broken(body: str, chance: random.Random) -> str:
    """A page cut, doubled, or with rubbish in it."""
    for _ in range(chance.randint(1, 5)):
        at, end = sorted(chance.randint(0, len(body)) for _ in range(2))
        rubbish = "".join(chance.choice(_CHARACTERS) for _ in range(chance.randint(0, 20)))
        wild = chance.choice(
            ("<table>", "<td rowspan=1000000000>", "<td colspan=99999>", "<div>" * 50, "</table>", "&#x;", "\x00")
        )
        body = chance.choice(
            (body[:at], body[:at] + body[end:], body[:at] + rubbish + body[at:], body[:at] + wild + body[at:])
        )
    return body


def fuzz(count: int) -> int:
    """How many of so many broken pages raised or took too long."""
    seeds = [page(number, 6_000).decode() for number in range(5)]
    seeds.append("# Pricing\n\n| Model | Input | Output |\n|---|---|---|\n| swan-1 | $1 / MTok | $2 / MTok |\n" * 5)
    seeds.append('{"data": [{"id": "swan-1", "pricing": {"prompt": "0.000001", "completion": "0.000002"}}]}')
    failed = 0
    for number in range(count):
        chance = random.Random(number)
        body = broken(chance.choice(seeds), chance).encode("utf-8", "replace")
        began = time.process_time()
        try:
            read(body)
            fingerprint(body)
        except Exception as error:  # every kind is a finding
            failed += 1
            print(f"page {number}: {error!r}")
        if time.process_time() - began > SLOWEST:
            failed += 1
            print(f"page {number}: {time.process_time() - began:.1f} s")
    print(f"{count} broken pages, {failed} failed")
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--fuzz", type=int, default=0)
    args = parser.parse_args()
    if args.fuzz:
        return min(1, fuzz(args.fuzz))
    measure("60 KB, one table of 30 rows", [page(number) for number in range(30)], rounds=1)
    for size in (120_000, 480_000, 1_920_000):
        measure("the same, more around it", [page(number, size) for number in range(3)], rounds=2)
    for file in args.files:
        measure(file.name, [file.read_bytes()], rounds=3)
    return 0


if __name__ == "__main__":
    sys.exit(main())
