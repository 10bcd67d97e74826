"""Someone who keeps what the news says, so that a test says only what matters to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from pipeline.types import Article, Claim, ClaimKind, Page, PageKind, Reported, Story
from storage.articles import record_article, revise_article
from storage.claims import Join, Settled, join_claims, settle
from storage.engine import Store
from storage.news_answers import ClaimRow, Reading
from storage.news_queries import NewsQuery
from storage.pages import add_page
from storage.stories import record_stories
from tests.storage.desk import day

GAZETTE = Page("gazette/news", "gazette", "https://gazette.example/feed", PageKind.NEWS)
WINDOW = timedelta(days=3)
ALL = NewsQuery()


def claim(model: str = "small", new: str | None = "0.15", vendor: str = "acme", **other: Any) -> Claim:
    """A cut to `new` dollars."""
    quote = f"{vendor} cuts {model} to ${new}"
    said = Claim(vendor, model, ClaimKind.PRICE_CUT, quote, 0, f"acme/{model}", meter="input", currency="USD")
    return replace(said, new_price=None if new is None else Decimal(new), **other)


def reported(article_id: str, at: datetime, *claims: Claim, **other: Any) -> Reported:
    title = " · ".join(said.quote for said in claims) or "Nothing of prices"
    told = Article(title, f"Text of {article_id}.", f"https://gazette.example/{article_id}", at, "en", "Gazette")
    return Reported(article_id, replace(told, **other), claims, at)


class Newsroom:
    def __init__(self, store: Store) -> None:
        self.store = store
        with store.write() as c:
            add_page(c, GAZETTE)

    def prints(self, article_id: str, number: float, *claims: Claim, **other: Any) -> Reported:
        """An article of a day."""
        told = reported(article_id, day(number), *claims, **other)
        with self.store.write() as c:
            record_article(c, told, Reading(GAZETTE.id, "00" * 32, day(number)), [day(number) + WINDOW for _ in claims])
        return told

    def edits(self, told: Reported, number: float, *claims: Claim, **other: Any) -> bool:
        anew = replace(told, article=replace(told.article, **other), claims=claims)
        with self.store.write() as c:
            reading = Reading(GAZETTE.id, "11" * 32, day(number))
            return revise_article(c, anew, reading, [day(number) + WINDOW for _ in claims])

    def groups(self, story_id: str, *told: Reported, origins: tuple[str, ...] = ("Gazette",)) -> Story:
        """All claims of these articles as one story."""
        inside = tuple((one.id, number) for one in told for number in range(len(one.claims)))
        story = Story(story_id, inside, origins, told[0].at, told[-1].at)
        with self.store.write() as c:
            record_stories(c, [story])
        return story

    def joins(self, event_id: str, told: Reported, lag: int, number: int = 0) -> None:
        with self.store.write() as c:
            join_claims(c, [Join(event_id, (told.id, number), lag)])

    def settles(self, settled: Settled, number: float) -> None:
        with self.store.write() as c:
            settle(c, [settled], day(number))


def told(rows: list[ClaimRow]) -> list[str]:
    return [f"{row.article}:{row.number}" for row in rows]
