"""News comes in through the one crawler: a feed, its entries, their articles, under the same rules as prices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.news.article import article_of
from pipeline.news.entries import entries_from, news_from
from pipeline.types import Capture, Failed, FeedEntry, Hints, Page, PageKind, Unchanged, Validators, Why
from spiders.articles import article_page
from tests.site import Site

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Harbour</title><link>{base}</link>
<item><title>灯塔模型宣布降价</title><link>/news/1.html</link><guid>1</guid>
<pubDate>Mon, 14 Sep 2026 10:00:00 +0800</pubDate><description>只有一句。</description></item>
</channel></rss>"""
ARTICLE = """<html><head><title>灯塔模型宣布降价_海港</title></head><body><h1>灯塔模型宣布降价</h1>
<p>9月14日，灯塔宣布旗下主力模型的输入价格下调至每百万 tokens 一元，较此前下降五成，老用户无需任何操作。</p>
<p>灯塔方面表示，输出价格维持不变，新价格自当日起生效，账单按小时结算，企业客户另行签约。</p></body></html>"""


def news(site: Site, path: str = "/feed") -> Page:
    return Page("harbour/news", "harbour", site.url(path), PageKind.NEWS, lang="zh", hints=Hints(zone="Asia/Shanghai"))


def entry(url: str) -> FeedEntry:
    return FeedEntry("1", url, "A title", "")


def test_a_feed_its_entries_and_their_article_come_through_the_crawler(site, fetch):
    site.page("/feed", FEED.format(base=site.url()), media_type="application/rss+xml")
    site.page("/news/1.html", ARTICLE.encode("gbk"), media_type="text/html; charset=gbk")
    page = news(site)
    capture = fetch(page.url, kind=page.kind, lang="zh")
    (found,) = entries_from(page, capture)
    whole = article_page(found, page)
    assert whole is not None and (whole.url, whole.kind) == (site.url("/news/1.html"), PageKind.NEWS)
    capture = fetch(whole.url, **{name: getattr(whole, name) for name in ("id", "vendor", "kind", "lang", "hosts")})
    assert capture.page == whole.id
    article = article_of(
        capture.body,
        url=capture.url,
        media_type=capture.media_type,
        charset=capture.charset,
        at=capture.fetched_at,
        entry=found,
    )
    assert (article.title, article.lang, article.published) == ("灯塔模型宣布降价", "zh", found.published)
    assert "每百万 tokens 一元" in article.text and "输出价格维持不变" in article.text


@pytest.mark.parametrize(
    "media_type",
    ["application/rss+xml", "text/xml; charset=gb2312", "text/plain", "text/html", "application/octet-stream"],
)
def test_a_feed_is_one_whatever_the_server_calls_it(site, fetch, media_type):
    site.page("/feed", FEED.format(base=site.url()), media_type=media_type)
    (found,) = entries_from(news(site), fetch(site.url("/feed")))
    assert found.title == "灯塔模型宣布降价"


def test_a_feed_without_a_content_type_is_one(site, fetch):
    site.page("/feed", FEED.format(base=site.url()), media_type="")
    assert len(entries_from(news(site), fetch(site.url("/feed")))) == 1


def test_an_unchanged_feed_costs_no_body(site, fetch):
    site.page("/feed", FEED.format(base=site.url()), media_type="application/rss+xml")
    headers = dict(fetch(site.url("/feed")).headers)
    assert isinstance(fetch(site.url("/feed"), Validators(headers["etag"], headers["last-modified"])), Unchanged)


def test_robots_are_asked_for_articles_too(site, fetch):
    site.robots("User-agent: *\nDisallow: /news/")
    site.page("/news/1.html", ARTICLE)
    whole = article_page(entry(site.url("/news/1.html")), news(site))
    failed = fetch(whole.url)
    assert isinstance(failed, Failed) and failed.why is Why.ROBOTS


def test_a_feed_of_ten_thousand_entries_is_read_from_its_newest_end(site, fetch):
    item = (
        "<item><title>No. {0}</title><link>/n/{0}</link><pubDate>Mon, 14 Sep 2026 {1:02}:{2:02}:00 GMT</pubDate></item>"
    )
    items = "".join(item.format(n, n // 60 % 24, n % 60) for n in range(1_200))
    site.page("/feed", f"<rss version='2.0'><channel>{items}</channel></rss>", media_type="text/xml")
    capture = fetch(site.url("/feed"))
    assert isinstance(capture, Capture)
    read = news_from(news(site), capture)
    assert (len(read.entries), read.left_out) == (1_000, 200)
    assert read.entries[0].title == "No. 200" and read.entries[-1].title == "No. 1199"


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/x", "https://user@a.example/", "https://a b/"],
)
def test_an_entry_without_an_address_that_may_be_asked_has_no_page(url):
    assert article_page(entry(url), Page("a/b", "a", "https://a.example/feed")) is None


def test_the_same_article_has_the_same_id_wherever_it_was_found():
    one, other = Page("a/b", "a", "https://a.example/feed"), Page("c/d", "c", "https://c.example/feed", lang="zh")
    found = [article_page(entry("https://www.a.example/x"), page) for page in (one, other)]
    assert found[0] is not None and found[1] is not None and found[0].id == found[1].id
    assert found[0].id.startswith("press/a-example-x")
    assert found[0].hosts == ("a.example", "www.a.example")


def test_a_private_address_in_a_feed_is_not_asked(site, crawler):
    from spiders.crawler import Crawler
    from spiders.orders import Order
    from tests.spiders.conftest import SETTINGS

    whole = article_page(entry(site.url("/news/1.html")), news(site))
    with Crawler(replace(SETTINGS, allow_hosts=frozenset())) as strict:
        (failed,) = strict.fetch([Order(whole)])
    assert isinstance(failed, Failed) and failed.why is Why.PRIVATE_ADDRESS and site.requests == []
