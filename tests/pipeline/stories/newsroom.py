"""Articles and claims in a few words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from pipeline.names import maker_of, model_id
from pipeline.stories import stories
from pipeline.types import Article, Claim, ClaimKind, Reported, Story

JUNE = datetime(2025, 6, 1, tzinfo=UTC)
NUMBERS = ("old_price", "new_price", "percent", "ratio", "per")


def day(number: float) -> datetime:
    """So many days after the first of June."""
    return JUNE + timedelta(days=number)


def claim(vendor: str, model: str, kind: ClaimKind, quote: str = "", **said: Any) -> Claim:
    """A claim; numbers may be given as text."""
    said |= {name: Decimal(said[name]) for name in NUMBERS if isinstance(said.get(name), str)}
    identity = model_id(model, vendor)
    made = Claim(vendor, model, kind, quote, 0, model_id=identity, **said)
    return replace(made, maker=maker) if (maker := maker_of(identity)) not in (None, vendor) else made


def cut(model: str = "GPT-4o", vendor: str = "openai", **said: Any) -> Claim:
    return claim(vendor, model, ClaimKind.PRICE_CUT, **said)


def rise(model: str = "GPT-4o", vendor: str = "openai", **said: Any) -> Claim:
    return claim(vendor, model, ClaimKind.PRICE_RISE, **said)


def tokens(price: str, currency: str = "USD", **said: Any) -> dict[str, Any]:
    """A price of a million tokens."""
    return {"new_price": price, "currency": currency, "unit": "token", "per": Decimal(1_000_000), **said}


def report(
    name: str, *claims: Claim, at: float | None = 0, site: str = "", text: str = "", lang: str = "en", origin: str = ""
) -> Reported:
    """An article of its own site, unless one is named, published so many days after the first of June."""
    published = None if at is None else day(at)
    url = f"https://{site or name + '.example'}/{name}"
    article = Article(f"About {name}", text or f"The words of {name}.", url, published, lang, origin=origin)
    return Reported(name, article, claims, published or day(400))


def together(found: tuple[Story, ...]) -> set[frozenset[str]]:
    """The names of the articles of each story."""
    return {frozenset(article for article, _ in story.claims) for story in found}


def told(*reports: Reported) -> set[frozenset[str]]:
    """Which articles the reports' stories hold."""
    return together(stories(reports))


def apart(*names: str) -> set[frozenset[str]]:
    return {frozenset({name}) for name in names}


def one(*names: str) -> set[frozenset[str]]:
    return {frozenset(names)}
