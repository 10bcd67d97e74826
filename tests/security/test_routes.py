"""Every route of the whole application: who may write, what an error says, what a GET changes, where links lead.

Attacks 14, 17, 19, 20, 22, 23, 25 and 26 of docs/security.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from sqlalchemy import func, select

from publish.letters.links import Purpose, token
from storage.subscribers import subscribers
from storage.subscription_tables import metadata
from tests.publish.wire_room import Answer
from tests.security.whole import (
    ANN,
    BROWSER,
    HOSTILE,
    OTHER_TOKEN,
    SECRET,
    TOKEN,
    Whole,
    assert_inert,
    filled,
    paths,
    the_whole,
)

OPEN_TO_WRITE = {
    "/subscribe",  # asked back by letter
    "/subscriptions/confirm/{token}",  # the token is the right to it
    "/subscriptions/unsubscribe/{token}",
    "/subscriptions/change/{token}",
}
UNKNOWN = {"where": "body", "expected": "Only what the OpenAPI document names"}
READ_ONLY = {"GET", "HEAD"}
NAMES = [
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "..\\..\\secret",
    "/etc/passwd",
    "file:///etc/passwd",
    "C:\\secret",
    "secret",
    "secret\0.css",
    "%00",
    ".",
    "..",
    "a" * 5_000,
    "\u202egpj.exe",
    "\ud7ff\uffff",
    HOSTILE,
    "' OR 1=1 --",
    "%s%n{0}{{7*7}}${7*7}",
    "\r\nSet-Cookie: a=b",
]


def test_whoever_has_no_token_changes_nothing(whole: Whole) -> None:
    writing = {path: methods - READ_ONLY for path, methods in paths(whole.app.routes) if methods - READ_ONLY}
    assert writing.keys() >= OPEN_TO_WRITE
    guarded = {path: methods for path, methods in writing.items() if path not in OPEN_TO_WRITE}
    assert guarded.keys() == {"/api/v1/events/{event_id}/corrections", "/api/v1/subscriptions"}
    for path, methods in guarded.items():
        for method in methods:
            for header in ({}, {"Authorization": "Bearer "}, {"Authorization": "Basic YTpi"}, {"Cookie": TOKEN}):
                assert whole.asks(filled(path, "cut"), method, "{}", **header).status == 401, (path, header)


def test_where_no_token_is_set_nobody_writes(tmp_path: Path) -> None:
    with the_whole(tmp_path) as made:
        for header in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer None"}):
            assert made.asks("/api/v1/subscriptions", "POST", "{}", **header).status == 403
            assert made.asks("/api/v1/events/cut/corrections", "POST", "{}", **header).status == 403


@pytest.mark.parametrize(
    "given",
    [
        TOKEN[:-1],
        TOKEN + "x",
        TOKEN.upper(),
        f"{TOKEN},{OTHER_TOKEN}",
        TOKEN[: len(TOKEN) // 2],
        "",
        "null",
        f"{TOKEN}\xa0x",
        SECRET,
    ],
)
def test_a_write_token_is_right_as_a_whole_or_not_at_all(whole: Whole, given: str) -> None:
    header = {"Authorization": f"Bearer {given}"}
    assert whole.asks("/api/v1/subscriptions", "POST", "{}", **header).status == 401
    assert whole.asks(f"/api/v1/subscriptions?token={quote(TOKEN)}", "POST", "{}").status == 401


def test_a_right_token_gets_as_far_as_the_question(whole: Whole) -> None:
    assert whole.asks("/api/v1/subscriptions", "POST", "{}", Authorization=f"Bearer {TOKEN}").status == 422


@pytest.mark.parametrize(
    "extra",
    [
        {"is_admin": True},
        {"id": "chosen"},
        {"state": "active"},
        {"consented_at": "2026-01-01"},
        {"channel": "webhook"},
        {HOSTILE: 1},
    ],
    ids=str,
)
def test_a_field_that_nobody_may_set_is_refused_and_not_repeated(whole: Whole, extra: dict[str, object]) -> None:
    body = json.dumps({"address": "new@readers.example", **extra})
    told = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    got = whole.asks("/api/v1/subscriptions", "POST", body, **told)
    assert (got.status, json.loads(got.body)["errors"]) == (422, [UNKNOWN])
    assert_inert(got, extra)
    correction = json.dumps({"reason": "x", **extra} | {"state": "retracted", "published_at": "2026-01-01"})
    got = whole.asks("/api/v1/events/cut/corrections", "POST", correction, **told)
    assert (got.status, UNKNOWN["expected"] in got.text) == (422, True)
    assert_inert(got, extra)


def test_a_form_sets_only_what_it_asks_for(tmp_path: Path) -> None:
    with the_whole(tmp_path) as made:
        fields = {"address": "cat@readers.example", "state": "active", "id": "chosen", "channel": "webhook"}
        assert _posts(made, "/subscribe", fields).status == 200
        with made.store.read() as c:
            (one,) = subscribers(c)
    assert (one.state.value, one.channel) == ("pending", "mail")
    assert one.id != "chosen"


def test_a_get_changes_nothing_anywhere(whole: Whole) -> None:
    before = _counted(whole)
    for path, _ in paths(whole.app.routes):
        for value in ("cut", "deepseek", "story-news", "x"):
            whole.asks(filled(path, value), **BROWSER)
    for purpose in Purpose:
        whole.asks(f"/subscriptions/{purpose}/{token(SECRET, purpose, ANN.id)}", **BROWSER)
        whole.asks(f"/subscriptions/{purpose}/{token(SECRET, purpose, 'nobody')}", "HEAD", **BROWSER)
    assert _counted(whole) == before
    with whole.store.read() as c:
        assert sorted(one.state.value for one in subscribers(c)) == ["active", "active"]


ELSEWHERE = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://127.0.0.1.evil.example"},
    {"Origin": "javascript:alert(1)"},
    {"Origin": "http://["},
    {"Origin": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "https://wire.example"},
]


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_no_other_site_writes_in_a_readers_name(whole: Whole, headers: dict[str, str]) -> None:
    before = _counted(whole)
    for path in ("/subscribe", *(_link(one) for one in (Purpose.CONFIRM, Purpose.CHANGE))):
        got = _posts(whole, path, {"address": "victim@readers.example", "basket": "size=90"}, **headers, **BROWSER)
        assert got.status == 403
        assert_inert(got, headers)
    assert _counted(whole) == before


def test_the_forms_own_site_may_post_them(tmp_path: Path) -> None:
    with the_whole(tmp_path, base_url="https://wire.example") as made:
        ours = ["https://wire.example", made.address, f"https://{urlsplit(made.address).netloc}"]
        for number, origin in enumerate(ours):
            fields = {"address": f"dan{number}@readers.example"}
            assert _posts(made, "/subscribe", fields, Origin=origin, **BROWSER).status == 200
        fields = {"address": "eve@readers.example"}
        told = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}  # a browser that hides the origin vouches for it
        assert _posts(made, "/subscribe", fields, **told, **BROWSER).status == 200
        assert made.asks("/subscribe").headers["Referrer-Policy"] == "strict-origin"


def test_one_click_leaves_from_anywhere(tmp_path: Path) -> None:
    with the_whole(tmp_path) as made:
        for number, headers in enumerate(({}, *ELSEWHERE[:2])):
            _posts(made, "/subscribe", {"address": f"fay{number}@readers.example"})
            with made.store.read() as c:
                (one,) = subscribers(c)
            path = f"/subscriptions/unsubscribe/{token(SECRET, Purpose.UNSUBSCRIBE, one.id)}"
            assert _posts(made, path, {"List-Unsubscribe": "One-Click"}, **headers).status == 200
            with made.store.read() as c:
                assert not subscribers(c)


@pytest.mark.parametrize("accept", [{}, BROWSER], ids=["program", "browser"])
def test_no_error_says_more_than_what_is_wrong(whole: Whole, accept: dict[str, str]) -> None:
    hostile = quote(HOSTILE, safe="")
    statuses = set()
    for path, methods in paths(whole.app.routes):
        asked = [(filled(path, name), "GET") for name in (HOSTILE, "x")]
        asked += [(f"{filled(path, 'cut')}?{query}", "GET") for query in _queries(hostile)]
        asked += [(filled(path, HOSTILE), method) for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE")]
        for address, method in asked:
            got = whole.asks(address, method, HOSTILE if method in methods - READ_ONLY else None, **accept)
            assert_inert(got, (method, address))
            assert got.status < 500, (method, address)
            statuses.add(got.status)
    assert {400, 401, 404, 405, 422} <= statuses


def _queries(hostile: str) -> Iterator[str]:
    yield from (f"{name}={hostile}" for name in ("q", "vendor", "kind", "lang", "after", "cursor", "limit", "model"))
    yield from (
        f"{hostile}=1",
        "lang=zh&lang=en",
        "limit=9999",
        "size=%00",
        "since=x",
        "format=html",
        "=&=&;",
        "%ff=%fe",
    )


@pytest.mark.parametrize("headers", [{"Accept": "text/csv;q=x,<script>"}, {"If-None-Match": HOSTILE * 50}], ids=str)
def test_no_header_makes_an_answer_fail(whole: Whole, headers: dict[str, str]) -> None:
    for path, _ in paths(whole.app.routes):
        got = whole.asks(filled(path, "cut"), **headers)
        assert_inert(got, path)
        assert got.status < 500


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_no_name_leads_out_of_what_is_served(whole: Whole, name: str) -> None:
    (Path(str(whole.store.bodies.folder)).parent / "secret").write_text("root:planted")
    for path, _ in paths(whole.app.routes):
        if "{" not in path:
            continue
        for said in (filled(path, name), filled(path, "x").replace("x", quote(name, safe="/.\\:"))):
            got = whole.asks(said)
            assert_inert(got, said)
            assert got.status in (200, 400, 401, 403, 404, 405, 406, 410, 422), said
            assert b"root:" not in got.body, said


def test_raw_paths_lead_nowhere_either(whole: Whole) -> None:
    for path in (b"/static/../../secret", b"/../../secret", b"//etc/passwd", b"/captures/..\\..\\secret", b"http://x/"):
        said = whole.speaks(b"GET " + path + b" HTTP/1.1\r\nHost: wire\r\nConnection: close\r\n\r\n")
        assert said.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400", b"HTTP/1.1 200"))
        assert b"root:" not in said
        assert b"planted" not in said


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/compare", "/\\evil.example", "/%2f%2fevil.example"]
)
@pytest.mark.parametrize("query", ["", "?lang=zh", "?model=x&input=1M", "?next=//evil.example", "?Model=x"])
def test_no_answer_sends_a_reader_to_another_site(whole: Whole, path: str, query: str) -> None:
    got = whole.asks(path + query, **BROWSER)
    assert got.status in (400, 404)
    _leads_nowhere_else(got)


@pytest.mark.parametrize(
    "path",
    [
        "/compare?input=300M&model=//evil.example",
        "/compare?model=x&model=y&zone=//evil.example",
        "/compare?lang=zh&input=1M&model=%5C%5Cevil.example%0d%0aLocation:%20//evil.example",
        "/events/cut/card.0.png?lang=//evil.example",
        "/events/cut/card.%2f%2fevil.example.png",
        "/events/%2f%2fevil.example/card.0.png",
        "/models//evil.example",
        "/models/%2f%2fevil.example",
        "/vendors/%5cevil.example",
        "/?next=//evil.example",
        "/subscribe?next=//evil.example",
        "/feed.xml?next=//evil.example",
    ],
)
def test_no_part_of_an_address_becomes_a_host(whole: Whole, path: str) -> None:
    _leads_nowhere_else(whole.asks(path, **BROWSER, Host="evil.example", X_Forwarded_Host="evil.example"))


def _leads_nowhere_else(got: Answer) -> None:
    where = got.headers["Location"]
    if where is not None:
        assert where.startswith("/")
        assert not where.startswith(("//", "/\\"))
    for name in ("Link", "Content-Location", "Refresh"):
        assert "//" not in str(got.headers[name] or "")
    for start in (b'"//', b'"/\\', b'"https://evil', b'"http://evil'):
        assert b"href=" + start not in got.body
        assert b"action=" + start not in got.body


def test_no_host_that_a_client_makes_up_stands_in_any_answer(whole: Whole) -> None:
    made_up = {"Host": "made-up.example", "X-Forwarded-Host": "made-up.example", "Forwarded": "host=made-up.example"}
    for path, _ in paths(whole.app.routes):
        for value in ("cut", "deepseek", "story-news"):
            got = whole.asks(filled(path, value), **made_up, **BROWSER)
            assert b"made-up.example" not in got.body, path
            assert "made-up.example" not in str(got.headers), path


def test_nothing_is_open_to_whoever_claims_to_be_near(tmp_path: Path) -> None:
    near = {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"}
    with the_whole(tmp_path, write_tokens=TOKEN, api_per_minute="60", api_burst="3") as made:
        for path in ("/metrics", "/health", "/readyz"):
            assert made.asks(path, **near).body == made.asks(path).body
            assert b"readers.example" not in made.asks(path).body
        assert made.asks("/api/v1/subscriptions", "POST", "{}", **near).status == 401
        statuses = [made.asks("/api/v1/vendors", **near, **{"X-Client-IP": f"10.0.0.{n}"}).status for n in range(5)]
        assert statuses[-1] == 429


def test_there_are_no_sessions_to_be_stolen(whole: Whole) -> None:
    for path, methods in paths(whole.app.routes):
        for method in methods:
            got = whole.asks(filled(path, "cut"), method, "" if method == "POST" else None, Cookie="session=1")
            assert got.headers["Set-Cookie"] is None, path


def _link(purpose: Purpose) -> str:
    return f"/subscriptions/{purpose.value}/{token(SECRET, purpose, ANN.id)}"


def _posts(made: Whole, path: str, fields: dict[str, str], **headers: str) -> Answer:
    return made.asks(path, "POST", urlencode(fields), **headers)


def _counted(made: Whole) -> dict[str, int]:
    with made.store.read() as c:
        return {table.name: c.scalar(select(func.count()).select_from(table)) or 0 for table in metadata.sorted_tables}
