"""Measure how fast reports become stories: many at once, and one more beside many known ones.

    stories.py [--reports 10000] [--known 100000]

The reports are made up: 60 vendors, 40 models each, over two years, each change told by one to eight sites, a third of
them with the same text. Times are CPU seconds of one core.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pipeline.stories import Shelf, companies, stories
from pipeline.types import Article, Claim, ClaimKind, Reported

START = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 730
WORDS = ("model", "price", "token", "customer", "update", "quarter", "service", "region", "engine", "answer", "office")


def prose(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) + str(chance.randrange(99)) for _ in range(150))


def change(chance: random.Random, number: int) -> list[Reported]:
    """One change of a price, as one to eight sites tell it within days."""
    vendor, model = f"vendor{chance.randrange(60)}", f"swan-{chance.randrange(40)}"
    at = START + timedelta(days=chance.random() * DAYS)
    percent = Decimal(chance.randrange(5, 95))
    kind = chance.choice((ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE))
    text, found = prose(chance), []
    for copy in range(chance.randrange(1, 9)):
        meters = chance.sample(("input", "output", None), chance.randrange(1, 3))
        claims = tuple(Claim(vendor, model, kind, "", 0, meter=meter, percent=percent) for meter in meters)
        told = text if chance.random() < 0.33 else prose(chance)
        url = f"https://site{chance.randrange(400)}.example/{number}-{copy}"
        found.append(
            Reported(f"{number}-{copy}", Article("Prices", told, url, at + timedelta(days=copy / 4)), claims, at)
        )
    return found


def reports(count: int, seed: int) -> list[Reported]:
    chance, number = random.Random(seed), 0
    found: list[Reported] = []
    while len(found) < count:
        found += change(chance, number)
        number += 1
    return found[:count]


def at_once(count: int) -> None:
    made = reports(count, 1)
    began = time.process_time()
    found = stories(made)
    took = time.process_time() - began
    print(f"{count} reports at once: {took:.2f} s ({count / took:,.0f} a second), {len(found)} stories")


def one_more(count: int, more: int = 200) -> None:
    made = reports(count + more, 2)
    known, new = made[:count], made[count:]
    shelf = Shelf()
    shelf.add(known)
    began = time.process_time()
    for each in new:
        shelf.add([each])
    print(f"one more beside {count} on the shelf: {(time.process_time() - began) / more * 1000:.2f} ms")
    of_vendor(known, new[:20])


def of_vendor(known: list[Reported], new: list[Reported]) -> None:
    """The same with nothing in memory: only the stories of the report's companies are asked of the store."""
    told = stories(known)
    by_id = {each.id: each for each in known}
    took = 0.0
    for each in new:
        mine = [story for story in told if companies(by_id[story.claims[0][0]]) & companies(each)]
        articles = [by_id[article] for story in mine for article, _ in story.claims]
        began = time.process_time()
        stories([each], mine, articles)
        took += time.process_time() - began
    print(f"the same from the {len(mine)} known stories of its vendor: {took / len(new) * 1000:.1f} ms")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--known", type=int, default=100_000)
    args = parser.parse_args()
    at_once(args.reports)
    one_more(args.known)
    return 0


if __name__ == "__main__":
    sys.exit(main())
