"""What a reader sees where there is no answer, and what a program gets."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from pipeline.workload import NAMES as WORKLOAD
from publish.asked import NAMES
from publish.site.words.errors import EXPECTED
from tests.publish.site.town import browses, reads, said
from tests.publish.wire_room import DATABASE, Room


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/events/unknown", 404),
        ("/events/%00", 404),
        ("/events/held", 404),
        ("/models/unknown", 404),
        ("/models/a%0ab", 404),
        ("/models/" + "x" * 300, 404),
        ("/vendors/unknown", 404),
        ("/stories/unknown", 404),
        ("/captures/" + "0" * 64, 404),
        ("/captures/..%2f..%2fetc%2fpasswd", 404),
        ("/?kind=nonsense", 400),
        ("/?vendor=nobody", 400),
        ("/?x=1", 400),
        ("/coverage?lang=fr", 400),
        ("/stories?after=nowhere", 400),
        ("/search?q=" + "x" * 500, 400),
        ("/models?q=a%00b", 400),
    ],
)
def test_what_cannot_be_answered_is_a_page_for_a_reader_and_a_problem_for_a_program(
    town: Room, path: str, status: int
) -> None:
    page, program = browses(town, path), town.asks(path)
    assert (page.status, page.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert page.headers["Cache-Control"] == "no-store"
    assert (program.status, program.headers["Content-Type"]) == (status, "application/problem+json")
    assert json.loads(program.body)["status"] == status


def test_a_reader_is_told_in_her_language_what_was_wrong(town: Room) -> None:
    page = reads(town, "/?kind=nonsense", Accept_Language="zh")
    assert said(page, "h1") == "无法回答这个查询"
    assert "类型应为已知的消息类型，多个以逗号分隔（可选：price_cut, " in said(page, "main p")
    assert "，现为“nonsense”" in said(page, "main p")
    assert "expected" not in said(page, "main")


def test_every_part_of_a_question_has_its_words_in_chinese() -> None:
    parts = {*NAMES, *WORKLOAD, "a parameter is unknown", "vendor is unknown", "the basket"}
    assert parts <= set(EXPECTED)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/?size=5&size=6", "size 只能有一个值"),
        ("/?kind=" + ",".join(f"k{n}" for n in range(60)), "类型应为已知的消息类型"),
        ("/?vendor=" + ",".join(f"v{n}" for n in range(60)), "vendor 最多 50 个值"),
        ("/search?q=" + "x" * 500, "q 不超过 120 个字符"),
        ("/?vendor=nobody", "没有这个厂商，请从厂商一页选取，现为“nobody”"),
        ("/?colour=red", "地址中有未知的参数名（可选：vendor, "),
        ("/stories?after=nowhere", "位置应取自上一页的“更早”链接"),
    ],
)
def test_no_reason_is_english_on_a_chinese_page(town: Room, path: str, words: str) -> None:
    reason = said(reads(town, path, Accept_Language="zh"), "main code")
    assert words in reason
    assert "expected" not in reason


@pytest.mark.parametrize("path", ["/?%3Cscript%3E=1", "/?kind=%3Cimg%20src=x%3E", "/%3Cscript%3Ealert(1)%3C/script%3E"])
def test_nothing_of_a_wrong_question_becomes_markup(town: Room, path: str) -> None:
    page = html.fromstring(browses(town, path).body)
    assert page.cssselect("main script, main img") == []


@pytest.mark.parametrize("path", ["//evil.example/x", "///evil.example", "/%5Cevil.example", "/%2F/evil.example"])
def test_no_address_that_a_client_makes_up_leads_to_another_host(town: Room, path: str) -> None:
    got = browses(town, path)
    assert got.status == 404
    for link in html.fromstring(got.body).iter("a", "link"):
        assert urlsplit(urljoin("http://here/", link.get("href").replace("\\", "/"))).netloc in (
            "here",
            "127.0.0.1:8000",
        )


def test_a_feed_that_a_browser_asks_for_wrongly_is_no_page(town: Room) -> None:
    assert browses(town, "/feed.xml?kind=nonsense").headers["Content-Type"] == "application/problem+json"


def test_without_its_database_a_page_says_so(room: Room, tmp_path: Path) -> None:
    room.store.close()
    for file in tmp_path.glob(f"{DATABASE}*"):
        file.unlink()
    (tmp_path / DATABASE).mkdir()
    for path in ("/", "/coverage", "/events/x", "/models"):
        got = browses(room, path)
        assert (got.status, got.headers["Retry-After"]) == (503, "30")
        assert said(html.fromstring(got.body), "h1") == "The database does not answer"
        assert DATABASE not in got.text
