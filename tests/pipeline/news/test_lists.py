"""Pages that list news, by their selectors and by the guess. Whole pages of each shape stand in tests/news_pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.news.feeds import NotAFeed
from pipeline.news.lists import list_of
from pipeline.types import FeedEntry, Hints

AT = datetime(2026, 9, 14, 10, tzinfo=UTC)
URL = "https://a.example/news"


def read(body: str, listing: dict[str, str] | None = None) -> tuple[FeedEntry, ...]:
    hints = Hints(listing=listing or {}, zone="Asia/Shanghai")
    return list_of(f"<!doctype html><body>{body}".encode(), url=URL, hints=hints, at=AT).entries


def row(number: int, title: str = "灯塔模型宣布降价之{}", date: str = "09-1{}") -> str:
    return f'<li><a href="/n/{number}">{title.format(number)}</a><span>{date.format(number)}</span></li>'


ROWS = "".join(map(row, range(4)))
MENU = "<div class=menu>" + "".join(f'<a href="/c/{n}">模型与平台产品分类第{n}页</a>' for n in range(30)) + "</div>"


def test_links_with_dates_beside_them_are_the_news_however_many_others_there_are() -> None:
    assert [entry.url for entry in read(f"{MENU}<ul>{ROWS}</ul>")] == [f"https://a.example/n/{n}" for n in range(4)]


def test_a_list_without_dates_is_the_longest_of_its_kind() -> None:
    body = "".join(
        f'<p class=i><a href="/n/{n}">某某公司今日宣布其模型价格下调之第{n}条新闻全文</a></p>' for n in range(9)
    )
    entries = read(f"<div><a href='/a'>一个很长的导航标题在此</a></div>{body}")
    assert len(entries) == 9 and {entry.published for entry in entries} == {None}


def test_selectors_say_what_is_an_item_and_what_in_it_is_what() -> None:
    body = (
        '<div class="x"><em>降价</em><a class="more" href="/other">其他</a><a class="go" href="/n/1">全文</a>'
        "<i>2026年9月13日</i><p>输入价格下调五成。</p></div>"
    )
    (entry,) = read(body, {"items": ".x", "title": "em", "link": ".go", "date": "i", "text": "p"})
    assert (entry.url, entry.title, entry.text) == ("https://a.example/n/1", "降价", "输入价格下调五成。")
    assert entry.published == datetime(2026, 9, 12, 16, tzinfo=UTC)


def test_an_item_may_be_the_link_itself() -> None:
    (entry,) = read(
        '<a class="c" href="/n/1"><h3>降价</h3><time datetime="2026-09-13T08:00:00Z">昨天</time></a>', {"items": "a.c"}
    )
    assert (entry.title, entry.published) == ("降价", datetime(2026, 9, 13, 8, tzinfo=UTC))


def test_selectors_that_find_nothing_any_more_give_way_to_the_guess() -> None:
    assert len(read(f"<ul>{ROWS}</ul>", {"items": ".gone"})) == 4


def test_a_date_in_a_teaser_is_not_when_it_was_told() -> None:
    teaser = (
        "该公司称其价格将自 2026年8月1日 起恢复，在此之前所有用户均可享受折扣，另有说明的除外，详情见其官方网站公告。"
    )
    body = "".join(
        f"<li><a href='/n/{n}'>灯塔模型宣布降价之{n}</a><p>{teaser}</p><span>09-1{n}</span></li>" for n in range(1, 4)
    )
    assert [f"{entry.published:%m-%d %H}" for entry in read(body)] == ["09-10 16", "09-11 16", "09-12 16"]


@pytest.mark.parametrize(
    "small", ["林一 · 2小时前", "2小时前 | 林一", "林一</i><i>昨天 21:40</i><i>评论 12</i><i>345</i><i>1.2万 阅读"]
)
def test_what_is_another_at_every_look_is_no_part_of_an_item(small: str) -> None:
    body = "".join(f"<li><a href='/n/{n}'>灯塔模型宣布降价之{n}</a><i>{small}</i></li>" for n in range(1, 4))
    assert [entry.text for entry in read(body)] == ["林一"] * 3


def test_what_only_leads_on_is_no_news() -> None:
    body = ROWS + '<li><a href="/n/more">查看更多新闻资讯列表</a><span>09-10</span></li>'
    assert len(read(f"<ul>{body}</ul>")) == 4


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>Nothing here.</p>",
        "<a href='#x'>一个指向本页的链接</a>",
        "<a href='javascript:x()'>一个不是地址的链接</a>",
    ],
)
def test_a_list_without_items_is_told(body: str) -> None:
    with pytest.raises(NotAFeed, match=r"^https://a\.example/news: expected a list of news, found "):
        read(body)


def test_of_a_list_without_end_the_first_items_are_read() -> None:
    feed = list_of(f"<ul>{''.join(map(row, range(700)))}</ul>".encode(), url=URL, hints=Hints(listing={}), at=AT)
    assert (len(feed.entries), feed.left_out) == (500, 200)
