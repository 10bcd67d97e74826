"""Whatever the bytes are, they are read, or it is told that they are none of what they should be."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.news.article import NotAnArticle, article_of
from pipeline.news.changelogs import changelog_of
from pipeline.news.feeds import NotAFeed, feed_of
from pipeline.news.lists import list_of

PAGES = [path.read_bytes() for path in sorted(Path(__file__).parents[2].glob("news_pages/*/page.*"))]
PIECES = [
    b"",
    b"<![CDATA[",
    b"]]>",
    b"<item>",
    b"</p>",
    b"&#xD800;",
    b"\x00",
    b"<!DOCTYPE x [",
    b"2026-13-45",
    b"\xff\xfe",
]
AT = datetime(2026, 9, 20, tzinfo=UTC)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    body = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = draw(st.integers(start, min(len(body), start + 60)))
        body = body[:start] + draw(st.sampled_from([*PIECES, body[start:end] * 3])) + body[end:]
    return body


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=damaged(), charset=st.sampled_from([None, "utf-8", "gbk", "nonsense"]))
def test_a_damaged_page_is_read_or_told(body: bytes, charset: str | None) -> None:
    for read in (feed_of, list_of, changelog_of):
        try:
            entries = read(body, url="https://a.example/x", charset=charset, at=AT).entries
        except NotAFeed as told:
            assert str(told).startswith("https://a.example/x: expected ")
        else:
            assert len({entry.id for entry in entries}) == len(entries)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=damaged(), media_type=st.sampled_from(["", "text/html", "text/plain"]))
def test_a_damaged_article_is_read_or_told(body: bytes, media_type: str) -> None:
    try:
        article = article_of(body, url="https://a.example/x", media_type=media_type, at=AT)
    except NotAnArticle as told:
        assert str(told).startswith("https://a.example/x: expected ")
    else:
        assert article.title or article.text
