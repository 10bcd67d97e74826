"""Measure the reading of articles: items a second through gate and claims, and the ratio to a plain read of the bytes.

python bench/claims.py [FILE ...]      articles of our own making, and the JSON items named
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.claims import claims_of, may_concern_prices
from pipeline.types import Article

_TOLD = (
    "**Swan AI cuts prices**: OpenAI cut GPT-4.1 mini from $0.40/$1.60 to $0.24/$0.96 per million tokens.",
    "Anthropic doubles the weekly limits of Claude Max, effective October 1.",
    "阿里云宣布通义千问 Qwen-Long 输入价格降至 0.0005 元/千 tokens，直降 97%。",
)
_PROSE = "The team described how the new model reads long documents, writes code and answers questions about images. "
_IDLE = "A new paper shows how attention layers may be pruned after training without losing accuracy on long texts. "


def article(number: int) -> Article:
    """About 1,500 characters; two of three say something of a price."""
    chance = random.Random(number)
    if number % 3 == 0:
        return Article(f"Notes {number}", _IDLE * 14)
    told = chance.choice(_TOLD)
    return Article(f"Item {number}", f"{_PROSE * chance.randint(3, 8)}\n\n{told}\n\n{_PROSE * chance.randint(3, 8)}")


def article_of(body: bytes) -> Article:
    item = json.loads(body)
    return Article(item["title"] or "", item["text"], item.get("url") or "")


def seconds(do: Callable[[], object], rounds: int = 3) -> float:
    """The least CPU time of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        do()
        best = min(best, time.process_time() - began)
    return best


def measure(name: str, bodies: Sequence[bytes]) -> None:
    articles = [article_of(body) for body in bodies]
    plain = seconds(lambda: [article_of(body).whole.split() for body in bodies])
    gate = seconds(lambda: [may_concern_prices(each) for each in articles])
    claims = seconds(lambda: [claims_of(each) for each in articles])
    passed = sum(may_concern_prices(each) for each in articles)
    size, count = sum(map(len, bodies)) / len(bodies) / 1000, len(bodies)
    print(
        f"{name:28} {count:4} items of {size:5.1f} KB: plain read {plain / count * 1000:6.3f} ms,"
        f" gate {gate / count * 1000:6.3f} ms (lets {passed} through),"
        f" claims {claims / count * 1000:7.2f} ms ({claims / plain:4.0f}×), {count / claims:5.0f} items/s a core"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    args = parser.parse_args()
    made = [json.dumps({"title": each.title, "text": each.text}).encode() for each in map(article, range(300))]
    measure("of our own making", made)
    long = "\n".join(json.loads(body)["text"] for body in made[:140])
    for times in (1, 2, 4):
        body = json.dumps({"title": "long", "text": long[: 40_000 * times]}).encode()
        measure(f"one of {40 * times},000 characters", [body])
    if args.files:
        measure("the files named", [path.read_bytes() for path in args.files])
    return 0


if __name__ == "__main__":
    sys.exit(main())
