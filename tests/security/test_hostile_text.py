"""What a page or an article calls things, on every wire out of the house: it stays text, and links lead to the web.

Attacks 13, 15 and 16 of docs/security.md.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import feedparser
import pytest
from lxml import etree, html

from pipeline.basket import parse
from pipeline.subscriptions import Subscriber, SubscriberState
from pricewire.config import load
from pricewire.letters import deliverer
from publish.guarded import SANDBOXED
from publish.letters.channels import signature, webhook_secret
from storage.events import events
from storage.queries import EventQuery
from storage.subscribers import add_subscriber
from tests.mailbox import Mailbox
from tests.publish.site.town import ADDRESSES, STRANGE
from tests.publish.wire_room import Answer
from tests.security.whole import BROWSER, NAMES, SECRET, TOKEN, Whole, assert_inert, furnish, the_whole

TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NEVER = {"script", "img", "svg", "iframe", "object", "embed", "style", "base", "meta", "link", "form", "input"}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LISTS = ("events", "prices", "history?model=deepseek-v4-flash", "vendors", "models", "pages", "stories", "claims")
EVILS = [f"evil{number}" for number in range(len(NAMES))]


def test_the_hostile_events_are_told(whole: Whole) -> None:
    with whole.store.read() as c:
        told = {one.id for one in events(c, EventQuery(), limit=200)}
    assert set(EVILS) <= told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_on_every_page_it_is_text(whole: Whole, lang: str) -> None:
    shown = 0
    for path in _pages(whole):
        got = whole.asks(f"{path}{'&' if '?' in path else '?'}lang={lang}", **BROWSER)
        assert_inert(got, path)
        if not got.headers["Content-Type"].startswith("text/html"):
            continue
        _assert_page(got, path)
        shown += "onerror=" in got.text
    assert shown > 10


def _pages(whole: Whole) -> Iterator[str]:
    yield from (path for path in ADDRESSES if path != "/nothing")
    yield from (f"/events/{one}" for one in EVILS)
    yield from (f"/stories/story-{one}" for one in EVILS)
    yield from (f"/models/{quote(name, safe='')}" for name in NAMES)
    yield from (f"/search?q={quote(name[:100].strip())}" for name in NAMES if name.isprintable())
    yield from (f"/subscribe?q={quote(name, safe='')}" for name in NAMES)


def _assert_page(got: Answer, path: str) -> None:
    page = html.fromstring(got.body)
    assert page.cssselect("img, iframe, object, embed, style, base, svg[onload], meta[http-equiv=refresh]") == [], path
    for script in page.cssselect("script"):
        assert script.get("src", "").startswith("/static/") or script.get("type") == "application/json", path
    for one in page.iter(etree.Element):
        assert not any(key.startswith("on") or key == "style" for key in one.attrib), path
        for name in ("href", "src", "action"):
            assert re.match(r"(?:https?://|/(?!/)|#|$|[?])", one.get(name, "")), (path, one.get(name))
    assert not TURNS.search(got.text), path
    assert "http://evil.example" not in [one.get("href") for one in page.iter("a")], path


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("path", ["/feed.xml", "/feed.atom", "/feed.json", "/feeds.opml"])
def test_in_every_feed_it_is_text(whole: Whole, path: str, lang: str) -> None:
    got = whole.asks(f"{path}?lang={lang}" + ("&limit=200&news=claimed" if "opml" not in path else ""))
    assert_inert(got, path)
    assert not TURNS.search(got.text)
    if path.endswith(".json"):
        bodies = [(one["content_html"], one["url"]) for one in json.loads(got.body)["items"]]
    else:
        etree.fromstring(got.body)
        bodies = [(one.content[0].value, one.link) for one in feedparser.parse(got.body, sanitize_html=False).entries]
    assert len(bodies) > 10 or "opml" in path
    for body, link in bodies:
        made = html.fromstring(f"<div>{body}</div>")
        assert not NEVER & {one.tag for one in made.iter()}
        assert not any(key.startswith("on") for one in made.iter() for key in one.attrib)
        assert all(one.get("href").startswith(("http://", "https://")) for one in made.iter("a"))
        assert link.startswith(("http://", "https://"))
        assert "evil.example" not in link


@pytest.mark.parametrize("path", LISTS)
def test_in_the_api_no_sign_begins_markup_and_no_cell_a_formula(whole: Whole, path: str) -> None:
    address = f"/api/v1/{path}{'&' if '?' in path else '?'}"
    told = whole.asks(f"{address}format=json")
    assert (told.status, told.headers["Content-Type"]) == (200, "application/json")
    assert not re.search(b"[<>&]", told.body)
    assert not TURNS.search(told.text)
    table = whole.asks(f"{address}format=csv")
    assert (table.status, table.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    rows = list(csv.reader(io.StringIO(table.text)))
    assert len(rows) == len(json.loads(told.body)["data"]) + 1
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(FORMULA) or re.fullmatch(r"-?[0-9.]+", cell), cell
        assert not TURNS.search(cell)


def test_one_thing_in_the_api_is_text_too(whole: Whole) -> None:
    for path in ("events/evil0", "events/evil3", "search?q=evil", "stories/story-evil0", "openapi.json"):
        got = whole.asks(f"/api/v1/{path}")
        assert_inert(got, path)
        if got.status == 200 and "openapi" not in path:
            assert not re.search(b"[<>&]", got.body), path


def test_a_picture_is_a_picture_and_no_more(whole: Whole) -> None:
    for one in EVILS:
        for lang in ("en", "zh"):
            got = whole.asks(f"/events/{one}/card.png?lang={lang}")
            assert (got.status, got.headers["Content-Type"]) == (200, "image/png")
            assert got.body.startswith(b"\x89PNG")
            assert b"tEXt" not in got.body
            assert len(got.body) < 300_000
            assert_inert(got, one)


def test_a_captured_page_is_shown_as_text_in_a_sandbox(whole: Whole) -> None:
    with whole.store.read() as c:
        (told,) = (one for one in events(c, EventQuery(), limit=200) if one.id == "hostile")
    got = whole.asks(f"/captures/{told.evidence.after_sha256}", **BROWSER)
    assert (got.status, got.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers.get_all("Content-Security-Policy") == [SANDBOXED]
    assert re.fullmatch(r'inline; filename="[0-9a-f]{12}\.txt"', got.headers["Content-Disposition"])


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """Takes whatever is posted to it."""
    came: list[tuple[dict[str, str], bytes]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}", came
    server.shutdown()
    server.server_close()


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_in_letters_webhooks_and_chats_it_is_text(
    tmp_path: Path, receiver: tuple[str, list[tuple[dict[str, str], bytes]]]
) -> None:
    host, came = receiver
    everything = Subscriber("hook", "webhook", f"http://{host}/hook", parse(""), state=SubscriberState.ACTIVE)
    chat = Subscriber("chat", "json", f"json://{host}/chat", parse(""), state=SubscriberState.ACTIVE)
    with Mailbox(tmp_path, "smtp+plain") as mailbox, the_whole(tmp_path, write_tokens=TOKEN) as made:
        with made.store.write() as c:
            assert all(add_subscriber(c, one, made.now) for one in (everything, chat))
        furnish(made)
        config = load({"PRICEWIRE_DATA": str(tmp_path), "PRICEWIRE_SMTP_URL": mailbox.url, "PRICEWIRE_SECRET": SECRET})
        done = deliverer(config, made.store, made.vendors, lambda: made.now).run()
        assert (done.refused, done.away) == (0, "")
    assert mailbox.mails
    for mail in mailbox.mails:
        _assert_letter(mail.body("html"), mail.body("plain"))
        assert mail.to in ("ann@readers.example", "bei@readers.example")
        assert {"Bcc", "Cc"} & set(mail.message.keys()) == set()
        assert len(mail.message.get_all("Subject", [])) == 1
    _assert_posted(came)


def _assert_letter(page: str, text: str) -> None:
    made = html.fromstring(page)
    assert not (NEVER - {"meta", "style"}) & {one.tag for one in made.iter()}
    assert not any(key.startswith("on") for one in made.iter(etree.Element) for key in one.attrib)
    for link in made.iter("a"):
        assert link.get("href").startswith(("http://", "https://"))
        assert "evil.example" not in link.get("href")
    assert not TURNS.search(page + text)


def _assert_posted(came: list[tuple[dict[str, str], bytes]]) -> None:
    said: dict[str, list[Any]] = {"hook": [], "chat": []}
    for headers, body in came:
        posted = json.loads(body)
        if "X-Pricewire-Signature" in headers:
            stamp = int(headers["X-Pricewire-Timestamp"])
            assert headers["X-Pricewire-Signature"] == signature(webhook_secret(SECRET, "hook"), stamp, body)
            said["hook"] += posted["events"]
        else:
            said["chat"].append(posted["title"] + posted["message"])
    assert STRANGE in {one["model"] for one in said["hook"]}
    assert all(not TURNS.search(one["title"]) for one in said["hook"])
    assert said["chat"]
    assert not any(TURNS.search(one) or re.search("@(everyone|here)", one) for one in said["chat"])
