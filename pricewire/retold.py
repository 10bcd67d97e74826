"""What happened in the demo → lines for the terminal: an event, a piece of news, how the news stands in the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from pipeline.types import Event, Vendor
from publish.claim_words import claim_words, standing_words
from publish.money import Lang
from publish.naming import vendor_name
from publish.plain import plain
from publish.sums import sum_words
from publish.titles import title
from publish.vocabulary import Words
from storage.engine import Store
from storage.news_answers import ArticleRow, ClaimRow, StoryRow
from storage.stories import events_of, stories

WORDS: dict[str, Words] = {
    "begin": {
        "en": "The price war of May 2024, crawled from a local site. The first sight of a page is silent.",
        "zh": "2024 年 5 月的价格战，从本地站点抓取。首次见到的页面不产生消息。",
    },
    "news": {"en": "News: {title} ({site})", "zh": "新闻：{title}（{site}）"},
    "stories": {"en": "What the news said, and how it stands:", "zh": "新闻所说及核对情况："},
    "told by": {
        "en": "{count} articles, written independently by {origins}",
        "zh": "{count} 篇报道，独立来源：{origins}",
    },
    "reposted": {
        "en": "{count} articles of one origin, {origins}",
        "zh": "{count} 篇报道，同出一源：{origins}",
    },
    "told once": {"en": "1 article, by {origins}", "zh": "1 篇报道，来源：{origins}"},
    "letters": {"en": "{count} letters to {address}.", "zh": "{count} 封邮件寄给 {address}。"},
    "feed": {"en": "The feed:    {file}", "zh": "订阅源：{file}"},
    "mails": {"en": "The letters: {folder}", "zh": "邮件：  {folder}"},
    "more": {
        "en": "Ask more:    PRICEWIRE_DATA={data} {command} events",
        "zh": "再查询：PRICEWIRE_DATA={data} {command} events",
    },
    "wire": {"en": "The wire:    {address}/", "zh": "快讯：  {address}/"},
    "told": {"en": "The stories: {address}/stories", "zh": "新闻：  {address}/stories"},
    "mailbox": {"en": "The mailbox: {address}/mailbox", "zh": "收件箱：{address}/mailbox"},
    "stop": {"en": "Ctrl-C stops it.", "zh": "按 Ctrl-C 停止。"},
}
MOST_STORIES = 50


def say(name: str, lang: Lang, **given: object) -> str:
    """A line of the demo's own words."""
    return WORDS[name][lang].format(**given)


def event_line(event: Event, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    """`2024-05-21 02:00 UTC  Alibaba Cloud cuts …`"""
    return f"{event.observed_at:%Y-%m-%d %H:%M} UTC  {title(event, vendors, lang)}"


def news_line(row: ArticleRow, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    """`2024-05-24 01:00 UTC  News: … (…)`, at the time of its telling."""
    site = vendor_name(row.reading.page.partition("/")[0], vendors, lang)
    told = say("news", lang, title=plain(row.reported.article.title), site=site)
    return f"{row.reported.at:%Y-%m-%d %H:%M} UTC  {told}"


def story_lines(store: Store, vendors: Mapping[str, Vendor], lang: Lang) -> Iterator[str]:
    """Each story by its first claims: what is said, how it stands, what its figures come to, who says it."""
    with store.read() as c:
        for row in sorted(stories(c, limit=MOST_STORIES), key=_order):
            joined = [one.event for one in events_of(c, row.story.id)]
            for claim in first_told(row):
                lag = None if claim.lag is None else timedelta(seconds=claim.lag)
                yield f"  {claim_words(claim.claim, vendors, lang)}"
                yield f"      {standing_words(claim.state, claim.rule, lag, lang)}"
                yield from (f"      {said}" for said in sum_words(claim, row.claims, joined, lang))
            yield f"      {_tellers(row, lang)}"


def first_told(row: StoryRow) -> list[ClaimRow]:
    """The claims of the story's first article, not those that repeat them."""
    return [one for one in row.claims if one.article == row.claims[0].article]


def _order(row: StoryRow) -> tuple[datetime, int]:
    """By time; those of one article as it tells them."""
    return row.story.first_at, row.claims[0].number


def _tellers(row: StoryRow, lang: Lang) -> str:
    origins = ", ".join(plain(origin, 80) for origin in row.story.origins)
    how = "told once" if row.articles == 1 else "reposted" if len(row.story.origins) == 1 else "told by"
    return say(how, lang, count=row.articles, origins=origins)
