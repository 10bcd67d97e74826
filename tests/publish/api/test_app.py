"""Whatever is asked, the answer is safe to pass on, and an error says what was expected and nothing of the question."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.publish.api.counter import ACME, ROOT, TOKEN, VENDORS, Answer, Counter, a_counter, dollars, moved
from tests.storage.desk import sheet

LISTS = ["/events", "/prices", "/history", "/vendors", "/models", "/pages", "/bursts", "/gaps", "/stories", "/claims"]
EVIL = "<script>alert(1)</script>\r\nSet-Cookie: x=1"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """For all tests that only ask."""
    folder = tmp_path_factory.mktemp("shop")
    with a_counter(folder, f"sqlite:///{folder}/shop.sqlite3") as made:
        rates = [dollars(f"model-{number}", str(number)) for number in range(1, 20)]
        made.at(ACME).sees(1, sheet(*rates))
        made.at(ACME).sees(5, sheet(*rates), moved("cut", dollars("model-2", "3"), rates[1], 5))
        yield made


def problem_of(got: Answer) -> dict[str, object]:
    assert got.headers["Content-Type"] == "application/problem+json"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    told: dict[str, object] = json.loads(got.body)
    assert told["status"] == got.status
    return told


@pytest.mark.parametrize("path", LISTS)
def test_a_client_that_has_the_list_is_not_sent_it_again(shop: Counter, path: str) -> None:
    first = shop.asks(path)
    again = shop.asks(path, If_None_Match=first.headers["ETag"])
    assert (first.status, again.status, again.body) == (200, 304, b"")
    assert again.headers["Cache-Control"] == "public, max-age=60"


def test_each_form_has_a_tag_of_its_own(shop: Counter) -> None:
    tags = {shop.asks(f"/prices?format={form}").headers["ETag"] for form in ("json", "csv", "parquet")}
    assert len(tags) == 3
    assert "Accept" in shop.asks("/prices").headers["Vary"]


def test_a_list_comes_compressed_to_who_takes_gzip(shop: Counter) -> None:
    plain, packed = shop.asks("/prices"), shop.asks("/prices", Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


def test_a_list_changes_its_tag_with_what_it_tells(counter: Counter) -> None:
    before = counter.asks("/prices").headers["ETag"]
    counter.at(ACME).sees(1, sheet(dollars("small", "1")))
    assert counter.asks("/prices", If_None_Match=before).status == 200


@pytest.mark.parametrize("path", [*LISTS, "/search", "/events/cut", "/price-map/litellm.json", "/price-map/focus.csv"])
def test_an_unknown_parameter_is_refused_everywhere(shop: Counter, path: str) -> None:
    told = problem_of(
        shop.asks(f"{path}?q=small&{quote(EVIL)}={quote(EVIL)}" if path == "/search" else f"{path}?a<b>=1")
    )
    assert told["status"] == 422
    assert told["errors"] == [{"where": "query", "expected": "Only what the OpenAPI document names"}]


@pytest.mark.parametrize(
    "path",
    [
        "/events?limit=0", "/events?limit=201", "/events?limit=1.0", "/events?limit=+5", "/events?limit=%D9%A3",
        "/events?kind=price_cuts", "/events?kind=price_cut,", "/events?kind=", "/events?vendor=Deep%20Seek",
        "/events?vendor=../../etc/passwd", "/events?size=-5", "/events?size=1e3", "/events?since=yesterday",
        "/events?since=2024-05-01T00:00:00", "/events?since=1714521600", "/events?since=2024-02-30",
        "/events?cursor=%00", "/events?lang=fr", "/events?q=%00", "/events?q=", "/events?q=!!!", "/events?members=yes",
        "/events?lang=en&lang=zh", "/events?limit=5&limit=6", "/prices?model=%00", "/prices?on=0", "/search",
        "/events?model=" + "a" * 200, "/models?cursor=xyz", "/pages?failing=1", "/claims?state=wrong",
        "/events?" + "&".join(["vendor=acme"] * 6), "/events?format=xml",
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(shop: Counter, path: str) -> None:
    assert problem_of(shop.asks(path))["status"] == 422


@pytest.mark.parametrize(
    "path",
    [
        "/nothing", "/events/none", "/events/..%2f..%2fetc%2fpasswd", "/events/%00", "/stories/none", "/prices/",
        "/events?vendor=nosuch", "/price-map/../../etc/passwd", "/static/x", "/docs", "/redoc",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404_or_422(shop: Counter, path: str) -> None:
    assert problem_of(shop.asks(path))["status"] in (404, 422)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_nothing_else_can_be_done_to_a_list(shop: Counter, method: str) -> None:
    got = shop.asks("/events", method)
    assert problem_of(got)["status"] == 405
    assert got.headers["Allow"] == "GET"


@pytest.mark.parametrize(
    "place", ["/events?vendor={}", "/events?{}=1", "/events/{}", "/prices?on={}", "/{}", "/search?q={}&x=1"]
)
def test_an_error_repeats_nothing_of_the_question(shop: Counter, place: str) -> None:
    got = shop.asks(place.format(quote(EVIL, safe="")))
    assert 400 <= got.status < 500
    assert b"script" not in got.body
    assert got.headers["Set-Cookie"] is None
    problem_of(got)


def test_no_form_that_nobody_can_make(shop: Counter) -> None:
    assert problem_of(shop.asks("/events", Accept="image/png"))["status"] == 406


def test_head_is_get_without_the_body(shop: Counter) -> None:
    got = shop.asks("/events", "HEAD")
    assert (got.status, got.body) == (200, b"")
    assert got.headers["ETag"] == shop.asks("/events").headers["ETag"]


def test_any_page_on_the_web_may_read_and_none_may_write(shop: Counter) -> None:
    got = shop.asks("/events?limit=1", Origin="https://elsewhere.example")
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert got.headers["Access-Control-Allow-Credentials"] is None
    assert "Link" in got.headers["Access-Control-Expose-Headers"]
    ask = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    path = "/events/cut/corrections"
    assert shop.asks(path, "OPTIONS", **ask, Access_Control_Request_Headers="authorization").status == 400


def test_every_answer_bears_the_headers_that_keep_it_inert(shop: Counter) -> None:
    for path in ("/events", "/nothing", "/events?x=1", "/openapi.json", "/price-map/focus.csv"):
        headers = shop.asks(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"


def test_a_database_that_does_not_answer_is_503(counter: Counter) -> None:
    with counter.store.write() as c:
        c.exec_driver_sql("ALTER TABLE rates RENAME TO hidden")
    got = counter.asks("/prices")
    assert problem_of(got)["detail"] == "The database does not answer."
    assert got.headers["Retry-After"] == "30"


def test_the_document_says_where_it_is_and_refers_to_nothing_missing(shop: Counter) -> None:
    document = shop.gets("/openapi.json")
    assert document["servers"] == [{"url": ROOT}]
    assert document["components"]["securitySchemes"] == {"token": {"type": "http", "scheme": "bearer"}}
    whole = json.dumps(document)
    for name in {piece.split('"')[0] for piece in whole.split("#/components/schemas/")[1:]}:
        assert name in document["components"]["schemas"]
    assert "HTTPValidationError" not in whole


def test_every_operation_is_described(shop: Counter) -> None:
    for path, operations in shop.gets("/openapi.json")["paths"].items():
        for operation in operations.values():
            assert operation["description"], path
            assert {"422", "429", "503"} <= operation["responses"].keys(), path


def test_vendors_of_the_tests_are_the_catalogue(shop: Counter) -> None:
    assert [row["id"] for row in shop.lists("/vendors")] == sorted(VENDORS)


@pytest.mark.parametrize(
    "asked",
    [
        "q=" + "a" * 40_000, "q=" + "(a%2B)%2B$" * 4_000, "model=" + "a,%5C," * 8_000, "size=" + "9" * 40_000,
        "since=" + "2024-05-01T" + "0" * 40_000, "term=" + "a:" * 20_000, "&".join(f"a{n}=1" for n in range(5_000)),
    ],
    ids=["long", "pattern", "commas", "digits", "time", "term", "many"],
)  # fmt: skip
def test_an_absurd_question_is_refused_at_once(shop: Counter, asked: str) -> None:
    began = time.monotonic()
    got = shop.asks(f"/events?{asked}")
    assert time.monotonic() - began < 1
    assert problem_of(got)["status"] == 422
    assert len(got.body) < 5_000


@pytest.mark.parametrize("path", ["/events/", "//evil.example/", "/\\evil.example", "/events?next=//evil.example"])
def test_nobody_is_sent_elsewhere(shop: Counter, path: str) -> None:
    got = shop.asks(ROOT + path)
    assert got.status in (404, 422)
    assert got.headers["Location"] is None


def test_a_token_is_in_no_answer(shop: Counter) -> None:
    for path in [*LISTS, "/openapi.json", "/events/cut", "/price-map/litellm.json"]:
        assert TOKEN not in shop.asks(path, token=TOKEN).text
