"""One list of news in the many shapes in which sites print it: always the same titles, addresses and days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from pipeline.news.lists import list_of
from pipeline.types import FeedEntry, Hints

AT = datetime(2026, 9, 14, 10, tzinfo=UTC)
EN = (
    "Small costs half from today",
    "Lighthouse 4 is open to everyone",
    "New limits for the batch service",
    "A simpler list of prices",
)
ZH = ("灯塔模型今日起输入价格下调五成", "灯塔四代正式开放全部用户使用", "批量接口新增调用额度说明", "价格表改版公告")
DAYS = ("Sep 13, 2026", "Sep 10, 2026", "Aug 28, 2026", "July 2, 2026")
ZH_DAYS = ("2026-09-13 10:00:00", "2026年9月10日", "08-28", "2026.07.02")
TOLD = ("09-13", "09-10", "08-28", "07-02")
MENU = (
    "<header><nav><a href='/'>Home</a><a href='/models'>An overview of all our models</a></nav></header>"
    "<div class='menu'><a href='/docs/all'>Documentation for those who build</a>"
    "<a href='/price/all'>模型价格与计费说明</a></div>"
)
FOOT = (
    "<div class='pages'><a href='/news?page=2'>2</a><a href='/news?page=3'>The next page of all news</a></div>"
    "<footer><a href='/legal'>Terms of service and of usage</a></footer>"
)

Shape = Callable[[int, str, str], str]


def row(n: int, title: str, day: str) -> str:
    return f"<li><a href='/n/{n}'><div><time>{day}</time><span>Announcements</span></div><span>{title}</span></a></li>"


def covered(n: int, title: str, day: str) -> str:
    return f"<div class='card'><a class='all' href='/n/{n}'></a><h3>{title}</h3><p>A few words.</p><i>{day}</i></div>"


def spoken(n: int, title: str, day: str) -> str:
    return f"<article><a href='/n/{n}' aria-label='{title}'></a><div>{day}</div></article>"


def pictured(n: int, title: str, day: str) -> str:
    return f"<div class='card'><a href='/n/{n}'><img alt='{title}'></a><span>{day}</span></div>"


def plain(n: int, title: str, day: str) -> str:
    return f"<div class='card'><a href='/n/{n}'><img alt=''></a><div>{title}</div><div>{day}</div></div>"


def led_on(n: int, title: str, day: str) -> str:
    return f"<div class='card'><h3>{title}</h3><p>{day}</p><a href='/n/{n}'>Read more →</a></div>"


def thrice(n: int, title: str, day: str) -> str:
    more = f"<a href='/n/{n}'>阅读全文</a>"
    return f"<div><a href='/n/{n}?from=img'><img></a><a href='/n/{n}'><h3>{title}</h3></a><p>{day}</p>{more}</div>"


def signed(n: int, title: str, day: str) -> str:
    by = f"<span><a href='/u/{n}'>林记者的个人主页</a></span><b>{day}</b><a href='/n/{n}#c'>评论 {n}</a>"
    head = f"<div class='h'><h3><a href='/n/{n}' title='{title}'>{title}</a></h3></div>"
    return f"<div class='v'>{head}<div>{by}</div></div>"


def tagged(n: int, title: str, day: str) -> str:
    tags = "<a class='tag' href='/tag/price'>All about prices and limits</a>"
    return f"<div><h3><a href='/n/{n}'>{title}</a></h3><div><span>{day}</span> {tags}</div></div>"


def tabled(n: int, title: str, day: str) -> str:
    return f"<tr><td><a href='/n/{n}'>{title}</a></td><td>Product</td><td>{day}</td></tr>"


SHAPES = (row, covered, spoken, pictured, plain, led_on, thrice, signed, tagged, tabled)


def read(body: str, zone: str = "") -> tuple[FeedEntry, ...]:
    page = f"<!doctype html><html><body>{body}</body></html>".encode()
    return list_of(page, url="https://a.example/news", hints=Hints(listing={}, zone=zone), at=AT).entries


def listed(shape: Shape, titles: tuple[str, ...], days: tuple[str, ...]) -> str:
    rows = "".join(shape(n, title, day) for n, (title, day) in enumerate(zip(titles, days, strict=True)))
    return f"{MENU}<main>{f'<table>{rows}</table>' if shape is tabled else rows}</main>{FOOT}"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("titles", "days"), [(EN, DAYS), (ZH, ZH_DAYS)], ids=["en", "zh"])
def test_a_list_is_read_in_every_shape(shape: Shape, titles: tuple[str, ...], days: tuple[str, ...]) -> None:
    entries = read(listed(shape, titles, days), "UTC")
    assert [entry.title for entry in entries] == list(titles)
    assert [entry.url for entry in entries] == [f"https://a.example/n/{n}" for n in range(4)]
    assert [f"{entry.published:%m-%d}" for entry in entries] == list(TOLD)


def test_the_one_in_front_is_read_with_the_rows_below_and_each_once() -> None:
    front = f"<div class='front'><a href='/n/0'><h2>{EN[0]}</h2><p>All of it.</p></a><time>{DAYS[0]}</time></div>"
    entries = read(f"{MENU}{front}<ul>{''.join(map(row, range(4), EN, DAYS))}</ul>{FOOT}")
    assert [(entry.title, f"{entry.published:%m-%d}") for entry in entries] == list(zip(EN, TOLD, strict=True))


def test_short_titles_are_titles_where_days_stand_beside_them() -> None:
    titles = ("Kimi K9", "Price cut", "降价公告", "Claude Opus 9")
    assert [entry.title for entry in read(listed(row, titles, DAYS))] == list(titles)


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("3 hours ago", "09-14 07:00"),
        ("Yesterday", "09-13 00:00"),
        ("2小时前", "09-14 08:00"),
        ("昨天 18:20", "09-13 18:20"),
        ("09/13/2026", "09-13 00:00"),
        ("13/09/2026", "09-13 00:00"),
        ("13 September 2026", "09-13 00:00"),
        ("<b>13</b><i>2026-09</i>", "09-13 00:00"),
        ("<i>2026/09</i><b>13</b>", "09-13 00:00"),
        ("2026年9月13日", "09-13 00:00"),
    ],
)
def test_a_day_is_read_as_it_is_printed(printed: str, told: str) -> None:
    rows = "".join(f"<li><a href='/n/{n}'>{title}</a><div>{printed}</div></li>" for n, title in enumerate(EN))
    assert {f"{entry.published:%m-%d %H:%M}" for entry in read(f"<ul>{rows}</ul>", "UTC")} == {told}


def test_of_a_day_and_a_month_that_could_be_either_nothing_is_guessed() -> None:
    rows = "".join(f"<p class='x'><a href='/n/{n}'>{title}</a> <i>05/06/2026</i></p>" for n, title in enumerate(EN * 2))
    assert {entry.published for entry in read(rows)} <= {None}


def test_a_word_of_the_title_or_the_teaser_is_not_when_it_was_told() -> None:
    body = "".join(
        f"<li><a href='/n/{n}'>{title}</a><p>Available today for everyone who pays.</p><i>{day}</i></li>"
        for n, (title, day) in enumerate(zip(EN, DAYS, strict=True))
    )
    assert [f"{entry.published:%m-%d}" for entry in read(f"<ul>{body}</ul>")] == list(TOLD)
