"""The wire that docs/api.md speaks of, and the question that it shows for each operation."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.types import (
    Article,
    Channel,
    Claim,
    ClaimKind,
    ClaimState,
    EventStanding,
    Page,
    PageKind,
    Rate,
    Reported,
    Story,
    Vendor,
)
from storage.articles import record_article
from storage.claims import Join, Settled, join_claims, settle
from storage.news_answers import Reading, Standing
from storage.standings import set_standings
from storage.stories import record_stories
from tests.publish.api.counter import ROOT, TOKEN, Answer, Counter, a_counter
from tests.storage.desk import Desk, day, event, sheet

EXAMPLES = Path(__file__).parents[3] / "publish" / "api" / "examples.json"
DEEPSEEK = Page("deepseek/pricing", "deepseek", "https://deepseek.example/pricing")
BAIDU = Page("baidu/pricing", "baidu", "https://baidu.example/pricing", lang="zh")
OPENAI = Page("openai/pricing", "openai", "https://openai.example/pricing")
DEEPBRICKS = Page("deepbricks/pricing", "deepbricks", "https://deepbricks.example/pricing")
GAZETTE = Page("gazette/news", "gazette", "https://gazette.example/feed", PageKind.NEWS)
VENDORS = {
    "baidu": Vendor("baidu", "Baidu", name_zh="百度", pages=(BAIDU,), zone="Asia/Shanghai"),
    "deepbricks": Vendor("deepbricks", "Deepbricks", channel=Channel.RESELLER, pages=(DEEPBRICKS,)),
    "deepseek": Vendor("deepseek", "DeepSeek", pages=(DEEPSEEK,), zone="Asia/Shanghai"),
    "gazette": Vendor("gazette", "Gazette", channel=Channel.PRESS, pages=(GAZETTE,)),
    "openai": Vendor("openai", "OpenAI", pages=(OPENAI,)),
}
QUESTIONS = {
    "events": "/events?vendor=deepseek&kind=price_cut&limit=1",
    "event": "/events/deepseek-cuts-flash",
    "prices": "/prices?model=deepseek-v4-flash&meter=output&on=2024-05-10&known=2024-05-20",
    "history": "/history?model=deepseek/deepseek-v4-flash&meter=output",
    "vendors": "/vendors?channel=reseller",
    "models": "/models?q=gpt",
    "pages": "/pages?vendor=baidu",
    "bursts": "/bursts?since=2024-05-01",
    "gaps": "/gaps",
    "search": "/search?q=gpt-4o&limit=2",
    "stories": "/stories?vendor=deepseek",
    "story": "/stories/flash-cut",
    "claims": "/claims?vendor=deepseek&state=confirmed",
    "litellm": "/price-map/litellm.json",
    "modelsdev": "/price-map/models.dev/api.json",
}


@contextmanager
def the_manual(folder: Path, url: str = "") -> Iterator[Counter]:
    """The wire of the manual, served."""
    with a_counter(folder, url or f"sqlite:///{folder}/manual.sqlite3", vendors=VENDORS) as counter:
        counter.now = day(21)
        _prices(counter)
        _news(counter)
        yield counter


def answers(counter: Counter) -> dict[str, Any]:
    """What each operation answers; the writing one last, because it changes the others."""
    told = {operation: counter.gets(path) for operation, path in QUESTIONS.items()}
    told["correct"] = json.loads(corrects(counter).body)
    told["subscribe"] = json.loads(subscribes(counter).body)
    return told


def corrects(counter: Counter) -> Answer:
    said = {"state": "retracted", "reason": "The page showed a test price for an hour."}
    return counter.asks("/events/openai-cuts-mini/corrections", "POST", said, token=TOKEN)


def subscribes(counter: Counter) -> Answer:
    said = {"address": "ann@example.org", "basket": "kind=price_cut&vendor=deepseek", "cadence": "daily"}
    return counter.asks("/subscriptions", "POST", said, token=TOKEN)


def _rate(maker: str, model: str, price: str, meter: str = "output", currency: str = "USD", **other: Any) -> Rate:
    named: dict[str, Any] = {
        "currency": currency,
        "per": Decimal(1_000_000),
        "printed": f"${price}" if currency == "USD" else f"{price}元",
        "locator": "table 1, row 2",
        "model_id": f"{maker}/{model}",
    }
    return Rate(model, meter, unit_price=Decimal(price), **(named | other))


def _prices(counter: Counter) -> None:
    flash, mini, ernie = "deepseek-v4-flash", "gpt-4o-mini", "ernie-speed"
    cut = [_rate("deepseek", flash, "0.66"), _rate("deepseek", flash, "0.60")]
    stays = _rate("deepseek", flash, "0.30", "input")
    seen = Desk.at(counter.store, DEEPSEEK)
    seen.sees(1, sheet(cut[0], stays))
    told = event("deepseek-cuts-flash", *cut, day(12), DEEPSEEK, published_at=day(12))
    evidence = replace(told.evidence, old_locator="table 1, row 2", new_locator="table 1, row 2", old_printed="$0.66")
    seen.sees(12, sheet(cut[1], stays), replace(told, evidence=replace(evidence, new_printed="$0.60")))
    paid = [_rate("baidu", ernie, "4", currency="CNY"), _rate("baidu", ernie, "1", currency="CNY")]
    seen = Desk.at(counter.store, BAIDU)
    seen.sees(1, sheet(paid[0]))
    seen.sees(13, sheet(paid[1]), event("baidu-cuts-speed", *paid, day(13), BAIDU, published_at=day(13)))
    price = [_rate("openai", mini, "0.80"), _rate("openai", mini, "0.60")]
    other = _rate("openai", "gpt-4o", "10.00")
    seen = Desk.at(counter.store, OPENAI)
    seen.sees(1, sheet(price[0], other))
    seen.sees(14, sheet(price[1], other), event("openai-cuts-mini", *price, day(14), OPENAI, published_at=day(14)))
    Desk.at(counter.store, OPENAI).is_told_unchanged(20.5)
    Desk.at(counter.store, DEEPBRICKS).sees(20, sheet(_rate("openai", "gpt-4o", "8.00")))


def _news(counter: Counter) -> None:
    quote = "DeepSeek cuts the output price of deepseek-v4-flash to $0.60 per million tokens"
    at = datetime(2024, 5, 12, 5, 30, tzinfo=UTC)
    claim = Claim(
        "deepseek", "deepseek-v4-flash", ClaimKind.PRICE_CUT, quote, 0, "deepseek/deepseek-v4-flash", meter="output",
        new_price=Decimal("0.60"), currency="USD", per=Decimal(1_000_000), unit="token",
    )  # fmt: skip
    article = Article(quote, "The cut holds from today.", "https://gazette.example/flash", at, "en", "Gazette")
    lag = int((at - day(12)).total_seconds())
    event_id = "deepseek-cuts-flash"
    settled = Settled(
        ("flash-news", 0),
        ClaimState.CONFIRMED,
        at + timedelta(days=3),
        lag,
        event_id,
        "seen",
        "The page says the same.",
    )
    with counter.store.write() as c:
        reading = Reading(GAZETTE.id, "00" * 32, at)
        record_article(c, Reported("flash-news", article, (claim,), at), reading, [at + timedelta(days=3)])
        record_stories(c, [Story("flash-cut", (("flash-news", 0),), ("Gazette",), at, at)])
        join_claims(c, [Join(event_id, ("flash-news", 0), lag)])
        settle(c, [settled], at)
        set_standings(c, [Standing(event_id, EventStanding.CORROBORATED, at + timedelta(days=3), lag, at)])


if __name__ == "__main__":
    with TemporaryDirectory() as made, the_manual(Path(made)) as served:
        EXAMPLES.write_text(json.dumps(answers(served), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{ROOT}: {EXAMPLES.name} written\n")
