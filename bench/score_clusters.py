"""Score stories against hand-made clusters of articles that tell the same event.

    score_clusters.py FOLDER [--command 'pricewire stories'] [--verbose]

FOLDER holds items/<id>.json and clusters.jsonl, a line a cluster: {"cluster", "items": [id, …], "same_event": true}.
The command is run once as  COMMAND items/a.json … --format jsonl  on all items; a line is a story with its "files".
Counted are pairs of items that are named in the clusters: a pair is together where any story holds both. A cluster with
"same_event": false names items that must not be together.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

Pair = frozenset[str]


def pairs(groups: Iterable[Iterable[str]]) -> set[Pair]:
    return {frozenset(pair) for group in groups for pair in combinations(sorted(set(group)), 2)}


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def run(command: str, files: list[Path]) -> list[dict[str, Any]]:
    """The stories that the command prints for the files."""
    typed = [*shlex.split(command), *map(str, files), "--format", "jsonl"]
    done = subprocess.run(typed, capture_output=True, text=True, timeout=900, check=False)
    if done.stderr.strip():
        print(done.stderr.strip()[-2000:], file=sys.stderr)
    if done.returncode:
        print(f"the command ended with {done.returncode}: the score is of what it printed", file=sys.stderr)
    return lines(done.stdout)


def score(clusters: list[dict[str, Any]], told: list[list[str]], verbose: bool) -> int:
    """Print the score; how many pairs that are not the same event were put together."""
    named = {item for cluster in clusters for item in cluster["items"]}
    wanted = pairs(cluster["items"] for cluster in clusters if cluster["same_event"])
    barred = pairs(cluster["items"] for cluster in clusters if not cluster["same_event"]) - wanted
    found = pairs(named.intersection(items) for items in told)
    hit = len(found & wanted)
    precision, recall = hit / len(found) if found else 1.0, hit / len(wanted) if wanted else 1.0
    total = 2 * precision * recall / (precision + recall) if hit else 0.0
    for word, those in (("missed", wanted - found), ("merged", found - wanted)) if verbose else ():
        for pair in sorted(map(sorted, those)):
            print(word, *pair)
    print(f"clusters {len(clusters)}, items {len(named)}, pairs {len(wanted)}, stories {len(told)}")
    print(f"pairwise P {precision:.3f} R {recall:.3f} F1 {total:.3f}")
    print(f"merged pairs that are not the same event: {len(found & barred)} of {len(barred)}")
    return len(found & barred)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--command", default="pricewire stories")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    clusters = lines((args.folder / "clusters.jsonl").read_text("utf-8"))
    told = run(args.command, sorted((args.folder / "items").glob("*.json")))
    return min(1, score(clusters, [[Path(file).stem for file in story["files"]] for story in told], args.verbose))


if __name__ == "__main__":
    sys.exit(main())
