"""What was captured can be written down and replayed as if it was being fetched at its own time."""

import gzip
import itertools
import os
import signal
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.types import Capture, Failed, Page, Why
from spiders.archive import NotAnArchive, archive_length, read_archive, survey, write_archive
from spiders.crawler import Crawler
from tests.spiders.conftest import SETTINGS
from tests.spiders.test_sizes import most_memory

MIDNIGHT = datetime(2026, 5, 1, tzinfo=UTC)
HTML = (("content-type", "text/html; charset=gbk"), ("x-two", "one"), ("x-two", "two"))


def page_for(url: str) -> Page:
    return Page("acme/archived", "acme", url)


def capture(body: str, at: datetime, url: str = "https://acme.example/pricing") -> Capture:
    return Capture("acme/p", url, at, 200, body.encode("gbk"), "", "text/html", "gbk", HTML)


def answers(path: Path, records: Iterable[tuple[str, str, list[tuple[str, str]], bytes]]) -> Path:
    """An archive of others' making: (date, status line, headers, raw body) each."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for date, status, headers, body in records:
            http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
            at = {"WARC-Date": date}
            url = "https://acme.example/pricing"
            record = writer.create_warc_record(
                url, "response", payload=BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=at
            )
            writer.write_record(record)
    return path


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_what_is_written_is_replayed(tmp_path, crawler, name):
    path = tmp_path / name
    first, second = capture("一元", MIDNIGHT), capture("二元", MIDNIGHT + timedelta(days=1))
    assert write_archive(path, [first]) == 1
    assert write_archive(path, [second]) == 1
    assert archive_length([path]) == 2
    replayed = list(crawler.replay([path], page_for))
    assert [(it.page, it.url, it.fetched_at, it.status, it.body, it.media_type, it.charset) for it in replayed] == [
        ("acme/archived", it.url, it.fetched_at, 200, it.body, "text/html", "gbk") for it in (first, second)
    ]
    assert [value for name, value in replayed[0].headers if name == "x-two"] == ["one", "two"]


def test_an_archive_may_be_named_from_where_one_is(tmp_path, crawler, monkeypatch):
    write_archive(tmp_path / "a.warc.gz", [capture("一", MIDNIGHT)])
    monkeypatch.chdir(tmp_path)
    (replayed,) = crawler.replay([Path("a.warc.gz")], page_for)
    assert replayed.body == "一".encode("gbk")


def test_several_archives_are_replayed_in_the_order_of_their_times(tmp_path, crawler):
    paths = [tmp_path / "odd.warc.gz", tmp_path / "even.warc.gz"]
    for hour in (5, 3, 1):
        write_archive(paths[0], [capture(str(hour), MIDNIGHT + timedelta(hours=hour), f"https://odd.example/{hour}")])
    for hour in (0, 4, 2):
        write_archive(paths[1], [capture(str(hour), MIDNIGHT + timedelta(hours=hour), f"https://even.example/{hour}")])
    replayed = list(crawler.replay(paths, page_for))
    assert [it.fetched_at for it in replayed] == [MIDNIGHT + timedelta(hours=hour) for hour in range(6)]
    assert [record.url for record in read_archive(paths)] == [it.url for it in replayed]


def test_an_archive_is_held_to_the_same_rules_as_the_network(tmp_path, crawler):
    html, zipped = ("Content-Type", "text/html"), ("Content-Encoding", "gzip")
    path = answers(
        tmp_path / "mixed.warc.gz",
        [
            ("2026-05-01T00:00:00Z", "200 OK", [html], b"x" * SETTINGS.max_bytes),
            ("2026-05-01T00:00:01Z", "200 OK", [html], b"x" * (SETTINGS.max_bytes + 1)),
            ("2026-05-01T00:00:02Z", "200 OK", [html, zipped], gzip.compress(b"small")),
            ("2026-05-01T00:00:03Z", "200 OK", [html, zipped], gzip.compress(bytes(50_000_000))),
            ("2026-05-01T00:00:04Z", "404 Not Found", [html], b"no"),
            ("2026-05-01T00:00:05Z", "429 Too Many Requests", [("Retry-After", "60")], b""),
            ("2026-05-01T00:00:06Z", "302 Found", [("Location", "https://evil.example/")], b""),
            ("2026-05-01T00:00:07Z", "302 Found", [("Location", "/elsewhere")], b""),
            ("2026-05-01T00:00:08Z", "200 OK", [html, ("Transfer-Encoding", "chunked")], b"3\r\nabc\r\n0\r\n\r\n"),
        ],
    )
    results = list(crawler.replay([path], page_for))
    assert [len(it.body) if isinstance(it, Capture) else it.why for it in results] == [
        SETTINGS.max_bytes,
        Why.TOO_LARGE,
        5,
        Why.TOO_LARGE,
        Why.NOT_FOUND,
        Why.TOO_MANY,
        Why.REDIRECTED_OFF,
        Why.HTTP_ERROR,
        3,
    ]
    assert [it.fetched_at.second for it in results] == list(range(9))


def test_a_long_archive_is_replayed_as_it_is_taken_in_flat_memory(tmp_path):
    path = tmp_path / "long.warc.gz"
    bodies = (f"{number} ".ljust(150_000, "价") for number in range(200))
    write_archive(path, (capture(body[:75_000], MIDNIGHT + timedelta(hours=hour)) for hour, body in enumerate(bodies)))
    with Crawler(SETTINGS) as crawler:
        replaying = crawler.replay([path], page_for)
        taken = list(itertools.islice(replaying, 40))
        early = most_memory(crawler.pids[0])
        taken += replaying
        assert most_memory(crawler.pids[0]) - early < 20_000_000
    assert [int(it.body.decode("gbk").split()[0]) for it in taken] == list(range(200))


def test_other_records_than_answers_are_passed_over(tmp_path, crawler):
    path = tmp_path / "a.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "test"}))
        writer.write_record(
            writer.create_warc_record("https://acme.example/", "request", payload=BytesIO(b"GET"), length=3)
        )
    write_archive(path, [capture("一", MIDNIGHT)])
    assert len(list(crawler.replay([path], page_for))) == archive_length([path]) == 1


@pytest.mark.parametrize("content", [b"", b"<html>no archive</html>", gzip.compress(b"nothing of the kind", mtime=0)])
def test_a_file_that_is_no_archive_is_named(tmp_path, content):
    path = tmp_path / "page.html"
    path.write_bytes(content)
    if content:
        with pytest.raises(NotAnArchive, match=r"page\.html"):
            read_archive([path])
    else:
        assert read_archive([path]) == ()


def test_a_whole_file_in_one_gzip_member_is_refused_with_the_remedy(tmp_path):
    path = tmp_path / "a.warc"
    write_archive(path, [capture(str(hour), MIDNIGHT) for hour in range(3)])
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(NotAnArchive, match="warcio recompress"):
        read_archive([whole])


def test_a_rendered_page_keeps_what_its_browser_saw(tmp_path, crawler):
    seen = replace(
        capture("<p>", MIDNIGHT),
        rendered=True,
        attachments=(("https://acme.example/api/a", b'{"a": 1}'), ("https://acme.example/api/b", b"[]")),
    )
    write_archive(tmp_path / "a.warc.gz", [seen, capture("plain", MIDNIGHT + timedelta(1))])
    first, second = crawler.replay([tmp_path / "a.warc.gz"], page_for)
    assert (first.rendered, first.attachments) == (True, seen.attachments)
    assert (second.rendered, second.attachments) == (False, ())


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_wherever_a_file_is_cut_off_the_whole_answers_are_kept_and_the_other_one_is_told(tmp_path, name):
    path = tmp_path / name
    write_archive(path, [capture("一" * 300, MIDNIGHT)])
    ends = path.stat().st_size
    write_archive(path, [capture("二" * 300, MIDNIGHT + timedelta(1))])
    whole = path.read_bytes()
    after_the_body = 4 if name == "a.warc" else 40  # line breaks, or those and the check sum of a gzip member
    for size in range(ends + 1, len(whole) - after_the_body, 7):
        path.write_bytes(whole[:size])
        found = survey([path])
        assert (len(found.records), [cut.offset for cut in found.cut_off]) == (1, [ends]), size
    assert "bytes are missing" in str(found.cut_off[0])
    path.write_bytes(whole)
    assert survey([path]).cut_off == ()


@pytest.mark.parametrize("behind", [b"\x1f\x8bxx", b"\x1f\x8b\x08" + 7 * b"\0" + 4 * b"\xff", b"what is this"])
def test_what_stands_behind_the_last_record_and_is_none_is_told_in_a_sentence(tmp_path, behind):
    path = tmp_path / "a.warc.gz"
    write_archive(path, [capture("<p>", MIDNIGHT)])
    with path.open("ab") as file:
        file.write(behind)
    with pytest.raises(NotAnArchive, match=r"a\.warc\.gz: not a WARC file"):
        survey([path])


def test_an_answer_whose_attachment_is_cut_off_is_not_whole(tmp_path):
    path = tmp_path / "a.warc"
    seen = replace(capture("<p>", MIDNIGHT), rendered=True, attachments=(("https://acme.example/a", b"1" * 50),))
    write_archive(path, [capture("plain", MIDNIGHT), seen])
    path.write_bytes(path.read_bytes()[:-20])
    found = survey([path])
    assert ([record.at for record in found.records], [cut.url for cut in found.cut_off]) == (
        [MIDNIGHT],
        ["https://acme.example/a"],
    )


def test_a_crash_in_mid_replay_costs_only_what_was_under_way(tmp_path):
    path = tmp_path / "a.warc.gz"
    write_archive(path, [capture(str(hour), MIDNIGHT + timedelta(hours=hour)) for hour in range(300)])
    with Crawler(SETTINGS) as crawler:
        replaying = crawler.replay([path], page_for)
        results = [next(replaying)]
        os.kill(crawler.pids[0], signal.SIGKILL)
        results += replaying
    assert [it.fetched_at for it in results] == [MIDNIGHT + timedelta(hours=hour) for hour in range(300)]
    assert sum(isinstance(it, Failed) for it in results) <= 64
