"""A page into the article on it: its own title, its text once, its day, and who first wrote it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.news.article import NotAnArticle, article_of, article_of_entry
from pipeline.types import Article, FeedEntry

AT = datetime(2026, 9, 20, 12, tzinfo=UTC)
LEAD = "9.10的海风,把价格也吹低了。"
PARAGRAPHS = (
    LEAD,
    "9月14日,灯塔云率先宣布,旗下主力模型在企业市场定价为0.0006元/千 tokens,较行业便宜99.1%,一时间同行纷纷侧目。",
    "港口、海风、潮汐三家随后应战。9月15日,海风云将输入价格降至0.0004元/千 tokens,直降96%;当晚,潮汐两款轻量模型免费。",
    "便宜从来不是没有条件的。降幅最大的都是轻量版本,只适合调用不频繁、推理量不大的团队短期试用。",
    "一位不愿具名的开发者说,大家先比的是价格,最后留下来的却还是效果,而这一点恰恰没有人写进公告。",
)
TITLE = "灯塔降价,谁在陪跑"


def page(
    *, title: str = TITLE, og: str = "", head: str = "", small: str = "", body: str = "", after: str = ""
) -> bytes:
    body = body or "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{og or title}">{head}</head><body>'
        f'<div class="bar"><a href="/">首页</a><p>正在阅读:</p><p>{TITLE}</p><p>扫一扫下载海港新闻APP</p></div>'
        f'<div class="article"><h1>{TITLE}</h1><p class="info">{small}</p><div class="content">{body}</div>{after}'
        '</div><div class="foot"><p>微信公众号</p><p>微博</p></div></body></html>'
    ).encode()


def read(body: bytes, **more: object) -> Article:
    return article_of(body, url="https://www.jiemian.example/article/1.html", media_type="text/html", at=AT, **more)  # type: ignore[arg-type]


TWICE = "".join(f"<p>{each}</p>" for each in ("文|海岸线 林一", "编辑|王二", *PARAGRAPHS))
REPOST = page(
    title="好运娱乐城官网注册送彩金 知乎",
    small="海岸线 · 09/16 18:20",
    body=TWICE,
    after=f"<p>本文为转载内容,授权事宜请联系原著作权人。</p><h4>评论</h4><p>暂无评论哦,快来评价一下吧!</p>{TWICE}",
)


def test_a_sold_title_gives_way_to_the_one_that_the_text_agrees_with() -> None:
    assert read(REPOST).title == TITLE


def test_a_text_that_is_printed_twice_is_told_once() -> None:
    text = read(REPOST).text
    assert [text.count(each) for each in PARAGRAPHS] == [1] * len(PARAGRAPHS)


def test_what_sites_print_around_an_article_is_not_in_it() -> None:
    text = read(REPOST).text
    for around in ("正在阅读", "扫一扫", "暂无评论", "授权事宜", "微信公众号", "编辑|", "彩金"):
        assert around not in text


def test_a_repost_says_who_first_wrote_it() -> None:
    article = read(REPOST)
    assert (article.origin, article.author, article.site) == ("海岸线", "林一", "jiemian.example")


def test_a_day_without_a_year_takes_the_feed_s_and_else_says_that_it_was_inferred() -> None:
    article = read(REPOST)
    assert (article.published, article.year_inferred) == (datetime(2026, 9, 16, 10, 20, tzinfo=UTC), True)
    told = datetime(2024, 9, 16, 10, 20, tzinfo=UTC)
    article = read(REPOST, entry=FeedEntry("1", "", TITLE, "", published=told))
    assert (article.published, article.year_inferred) == (told, False)


def test_without_any_date_there_is_none() -> None:
    assert read(page()).published is None


def test_the_same_page_as_plain_text_gives_the_same_article() -> None:
    lines = ("好运娱乐城官网注册送彩金知乎", "正在阅读:", TITLE, "扫一扫下载海港新闻APP", TITLE, LEAD, "文|海岸线 林一")
    copy = "\n\n".join([*lines, *PARAGRAPHS, "评论", "暂无评论哦", TITLE, "文|海岸线 林一", *PARAGRAPHS])
    article = article_of(copy.encode("gb18030"), url="", media_type="text/plain")
    assert (article.title, article.origin) == (TITLE, "海岸线")
    assert [article.text.count(each) for each in PARAGRAPHS] == [1] * len(PARAGRAPHS)
    assert "彩金" not in article.title and "正在阅读" not in article.text


@pytest.mark.parametrize(
    ("head", "small", "published"),
    [
        ('<meta property="article:published_time" content="2026-09-14T18:30:00+08:00">', "", (14, 10, 30)),
        ('<meta name="pubdate" content="2026-09-14 18:30:00">', "", (14, 10, 30)),
        ('<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", '
         '"datePublished": "2026-09-14T10:30:00Z"}]}</script>', "", (14, 10, 30)),
        ("", "来源：海岸线 2026年9月14日 18:30", (14, 10, 30)),
        ("", "2026-09-14", (13, 16, 0)),
        ('<meta name="pubdate" content="0001-01-01T00:00:00Z">', "2026-09-14 18:30", (14, 10, 30)),
    ],
)  # fmt: skip
def test_a_date_is_read_where_sites_put_it(head: str, small: str, published: tuple[int, int, int]) -> None:
    day, hour, minute = published
    assert read(page(head=head, small=small)).published == datetime(2026, 9, day, hour, minute, tzinfo=UTC)


def test_a_day_to_come_is_not_one_on_which_something_was_told() -> None:
    assert read(page(head='<meta name="pubdate" content="2099-09-14">')).published is None


@pytest.mark.parametrize(
    ("small", "origin", "author"),
    [
        ("来源：海岸线", "海岸线", ""),
        ("本文来自微信公众号“海岸线”（ID：coast），作者：林一", "海岸线", ""),
        ("转自 海岸线", "海岸线", ""),
        ("文 | 海岸线 林一", "海岸线", "林一"),
        ("文｜林一", "", "林一"),
        ("作者：林一", "", "林一"),
        ("来源：网络", "", ""),
        ("via TechCrunch", "TechCrunch", ""),
        ("Originally published on The Harbour Post", "Harbour Post", ""),
    ],
)
def test_small_print_names_the_origin(small: str, origin: str, author: str) -> None:
    article = read(page(small=small))
    assert (article.origin, article.author) == (origin, author)


def test_where_a_figure_comes_from_is_not_who_wrote_the_article() -> None:
    body = "".join(f"<p>{each}</p>" for each in (*PARAGRAPHS, "降价的背后,根本驱动力来自于技术,数据来源于公开报告。"))
    assert read(page(body=body)).origin == ""


ENGLISH = """<!doctype html><html lang="en"><head><title>Lumen halves its prices | Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"><meta name="author" content="Ada Reed">
<meta property="article:published_time" content="2026-09-14T15:05:00Z"></head><body>
<header><a href="/">Harbour Post</a><nav><a href="/ai">AI</a></nav></header>
<article><h1>Lumen halves its prices</h1><p>Share this article</p>
<p>Lumen said on Monday that input of its small model now costs $0.20 per million tokens, down from $0.40 in August.</p>
<table><tr><th>Model</th><th>Input</th><th>Output</th></tr><tr><td>lumen-2</td><td>$0.20</td><td>$0.80</td></tr>
<tr><td>lumen-2-pro</td><td>$2.00</td><td>$8.00</td></tr></table>
<p>Output is unchanged, the company said, and nobody has to do anything to get the new price on the next bill.</p>
<p>Rivals declined to comment on whether they would follow, though two did so within days before.</p></article>
<section><h3>Related articles</h3><ul><li><a href="/x">Tidal raises its prices by 40%</a></li></ul></section>
<section><h3>Comments</h3><p>First! Tidal is free now, I heard, for ever and a day.</p></section>
<footer>© 2026 Harbour Post</footer></body></html>"""


def test_an_english_page_gives_its_article_with_its_table() -> None:
    article = read(ENGLISH.encode())
    assert (article.title, article.site, article.author, article.lang) == (
        "Lumen halves its prices",
        "Harbour Post",
        "Ada Reed",
        "en",
    )
    assert article.published == datetime(2026, 9, 14, 15, 5, tzinfo=UTC)
    assert "$0.20 per million tokens, down from $0.40" in article.text and "lumen-2-pro" in article.text
    for around in ("Share this", "Related", "Tidal", "First!", "©"):
        assert around not in article.text


def test_two_models_of_one_price_are_both_told() -> None:
    lines = ["# Prices of September", "## lumen-2", "Input: $3 per million", "Output: $15 per million",
             "## lumen-2-vision", "Input: $3 per million", "Output: $15 per million"]  # fmt: skip
    article = article_of("\n\n".join(lines).encode(), url="", media_type="text/markdown", at=AT)
    assert article.title == "Prices of September"
    assert article.text.count("Input: $3 per million") == 2


def test_markdown_passes_through() -> None:
    text = "# Lumen halves its prices\n\n- **Input** is now `$0.20`.\n- [Details](https://a.example)\n"
    article = article_of(text.encode(), url="https://a.example/x.md", media_type="text/markdown", at=AT)
    assert article.text == "- **Input** is now `$0.20`.\n- [Details](https://a.example)"


def test_an_entry_that_is_whole_needs_no_page() -> None:
    entry = FeedEntry(
        "1", "https://a.example/1", TITLE, "\n".join(("来源：海岸线", *PARAGRAPHS, "评论")), AT, "zh", full=True
    )
    article = article_of_entry(entry)
    assert (article.title, article.origin, article.published, article.site) == (TITLE, "海岸线", AT, "a.example")
    assert PARAGRAPHS[-1] in article.text and "评论" not in article.text


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"%PDF-1.7 ...", ""),
        (b"\x89PNG", "image/png"),
        (b"", "text/html"),
        (b"<html><head><title>Just a moment...</title></head><body><div id='challenge-form'>Checking your browser "
         b"before accessing a.example. Enable JavaScript and cookies to continue</div></body></html>", "text/html"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_told(body: bytes, media_type: str) -> None:
    with pytest.raises(NotAnArticle, match=r"^https://a\.example/x: expected an article, found "):
        article_of(body, url="https://a.example/x", media_type=media_type)


@pytest.mark.parametrize("piece", ["<div>", "<table><tr><td>", "<a href=x>", "<", "<p>x", "&#0;"])
def test_markup_that_was_made_to_break_readers_breaks_none(piece: str) -> None:
    article = read(page(body="<p>" + "</p><p>".join(PARAGRAPHS) + "</p>" + piece * 20_000))
    assert article.title == TITLE


def test_a_page_that_leaves_out_its_body_is_read() -> None:
    page = "<!doctype html><title>Swan cuts prices</title><article><h1>Swan cuts prices</h1><p>Swan 2 costs $1 now.</p>"
    assert (
        article_of(page.encode(), url="https://swan.example/a", media_type="text/html").text == "Swan 2 costs $1 now."
    )
