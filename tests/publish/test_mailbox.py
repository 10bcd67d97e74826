"""The mailbox of the demo: mails as a mail program shows them, and nothing that they could do."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

from publish.letters.letter import Links, Written
from publish.letters.mail import email
from publish.mailbox import mail_from, mailbox

HTML = "<html><head><title>x</title></head><body style='color:red'><script>alert(1)</script></body></html>"


class Box:
    """A folder of mails behind a wire that only says where it was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.app = mailbox(_wire, folder)

    def gets(self, subject: str, day: int = 1, lang: str = "en", html: str = HTML) -> None:
        links = Links("http://127.0.0.1/?", unsubscribe="http://127.0.0.1/subscriptions/unsubscribe/t")
        letter = Written("zh" if lang == "zh" else "en", subject, "Plain words.\n", html, links)
        number = len(list(self.folder.iterdir())) + 1
        at = datetime(2024, 5, day, 4, tzinfo=UTC)
        mail = email(
            letter, sender="Wire <wire@x.example>", to="ann@x.example", message_id=f"{number}@x.example", at=at
        )
        (self.folder / f"{number:04d}.eml").write_bytes(mail.as_bytes())

    def shows(self, path: str, query: str = "") -> tuple[int, dict[str, str], str]:
        """Status, headers and text of an answer."""
        return asyncio.run(self._asked(path, query))

    async def _asked(self, path: str, query: str) -> tuple[int, dict[str, str], str]:
        sent: list[Message] = []
        scope: Scope = {
            **{"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "root_path": ""},
            **{"query_string": query.encode(), "headers": [], "http_version": "1.1", "scheme": "http"},
            **{"server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1)},
        }

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], headers, b"".join(one.get("body", b"") for one in sent[1:]).decode()


async def _wire(scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": f"the wire at {scope['path']}".encode()})


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


def test_the_newest_mail_is_first(box: Box) -> None:
    box.gets("second", day=2)
    box.gets("first", day=1)
    page = box.shows("/mailbox")[2]
    assert page.index(">second<") < page.index(">first<")


def test_a_mail_is_shown_as_text_as_html_and_as_it_was_sent(box: Box) -> None:
    box.gets("DeepSeek cuts prices")
    page = box.shows("/mailbox/1")[2]
    assert "Plain words." in page and "Subject: DeepSeek cuts prices" in page
    assert '<iframe src="/mailbox/1/html"' in page and 'sandbox="allow-popups' in page
    assert 'href="http://127.0.0.1/subscriptions/unsubscribe/t"' in page


def test_the_html_of_a_mail_may_look_as_it_likes_and_do_nothing(box: Box) -> None:
    box.gets("x")
    _, headers, html = box.shows("/mailbox/1/html")
    assert headers["content-security-policy"].startswith("sandbox allow-popups")
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]
    assert '<head><base target="_blank"><title>' in html


def test_what_a_mail_says_is_text_on_the_page(box: Box) -> None:
    box.gets("<b>bold</b>")
    page = box.shows("/mailbox/1")[2]
    assert "&lt;b&gt;bold&lt;/b&gt;" in page and "<b>bold</b>" not in page and "<script>alert" not in page


def test_the_page_speaks_chinese(box: Box) -> None:
    box.gets("今日价格", lang="zh")
    page = box.shows("/mailbox", "lang=zh")[2]
    assert '<html lang="zh-cn">' in page and "收件箱" in page and "今日价格" in page


def test_an_empty_mailbox_says_so(box: Box) -> None:
    assert "No letter has come yet." in box.shows("/mailbox")[2]


@pytest.mark.parametrize("path", ["/mailbox/7", "/mailbox/7/html", "/mailbox/x", "/mailbox/1/../2"])
def test_a_mail_that_is_not_there_is_not_found(box: Box, path: str) -> None:
    box.gets("x")
    assert box.shows(path)[0] == 404


@pytest.mark.parametrize("path", ["/", "/mailboxes", "/events/x"])
def test_all_else_is_the_wires(box: Box, path: str) -> None:
    assert box.shows(path)[2] == f"the wire at {path}"


def test_what_is_no_mail_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a mail with a date"):
        mail_from(b"hello", 1)
