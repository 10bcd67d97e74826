"""Measure the gate of teasers: what it lets slip of hand-read items cut to a teaser, and how much it has fetched.

python bench/gate.py FOLDER

FOLDER holds `items/*.json` (title, text, url), `gold/` with a file of the same name for each (relevant: true or false;
borderline: true where either is right), and `feeds/`, feed documents of which all that is no full text is counted.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.claims import may_concern_prices, may_lead_to_prices
from pipeline.news.article import article_of_entry
from pipeline.news.feeds import NotAFeed, entries_of
from pipeline.types import Article

TEASER = 120
"""So many characters of a text are its teaser."""

Gate = Callable[[Article], bool]


@dataclass(frozen=True)
class Item:
    name: str
    article: Article
    relevant: bool
    borderline: bool


def items(folder: Path, length: int) -> list[Item]:
    """The hand-read items with no more of their text than `length` characters."""
    found = []
    for path in sorted((folder / "items").glob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        gold = json.loads((folder / "gold" / path.name).read_text("utf-8"))
        article = Article(told.get("title") or "", told["text"][:length], told.get("url") or "")
        found.append(Item(path.stem, article, gold["relevant"], gold.get("borderline", False)))
    return found


def measure_items(name: str, found: Sequence[Item], gate: Gate) -> None:
    relevant = [item for item in found if item.relevant]
    negative = [item for item in found if not item.relevant]
    slipped = [item for item in relevant if not gate(item.article)]
    fetched = sum(gate(item.article) for item in negative)
    recall = 1 - len(slipped) / len(relevant)
    told = f"recall {recall:.3f} ({len(slipped)} of {len(relevant)} slip)"
    print(f"{name:32} {told}, {fetched} of {len(negative)} negatives fetched")
    for item in slipped if len(slipped) <= 10 else ():
        print(f"    slips: {item.name}{' (borderline)' if item.borderline else ''}: {item.article.title[:80]}")


def measure_feeds(folder: Path) -> None:
    teasers = []
    for path in sorted((folder / "feeds").iterdir()):
        try:
            entries = entries_of(path.read_bytes(), url=f"https://feed.example/{path.name}")
        except NotAFeed:
            continue
        teasers += [article_of_entry(entry) for entry in entries if not entry.full]
    began = time.process_time()
    fetched = sum(map(may_lead_to_prices, teasers))
    each = (time.process_time() - began) / max(1, len(teasers)) * 1000
    before = sum(map(may_concern_prices, teasers))
    print(
        f"feeds: {len(teasers)} entries that are no full text: {fetched} fetched, {before} for a word of prices alone;"
        f" {each:.3f} ms an entry"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    for length, told in ((TEASER, "title and teaser"), (0, "title alone")):
        found = items(folder, length)
        measure_items(f"{told}, prices", found, may_concern_prices)
        measure_items(f"{told}, teaser gate", found, may_lead_to_prices)
    measure_feeds(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
