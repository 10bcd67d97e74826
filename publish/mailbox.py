"""Mails in a folder → pages on which they are read as a mail program shows them; for a demo on one's own machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from publish.feeds import LANGUAGES
from publish.markup import templates
from publish.money import LANGS, Lang
from publish.plain import plain, web_link
from publish.site.dates import moment_words
from publish.site.visit import preferred
from publish.statics import static_path
from publish.vocabulary import Words

PATH = "/mailbox"
WORDS: dict[str, Words] = {
    "title": {"en": "Mailbox", "zh": "收件箱"},
    "means": {
        "en": "The letters of the demo, as its readers get them. They never left this machine.",
        "zh": "演示中读者收到的邮件，均未离开本机。",
    },
    "nothing": {"en": "No letter has come yet.", "zh": "还没有邮件。"},
    "wire": {"en": "To the wire", "zh": "前往快讯"},
    "other language": {"en": "中文", "zh": "English"},
    "mails": {"en": "Letters, the newest first", "zh": "邮件（新的在前）"},
    "to": {"en": "To", "zh": "收件人"},
    "from": {"en": "From", "zh": "发件人"},
    "text": {"en": "As plain text", "zh": "纯文本"},
    "leave": {"en": "Unsubscribe with one click", "zh": "一键退订"},
    "source": {"en": "As it was sent", "zh": "邮件原文"},
}
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'"
)
"""What a mail program lets a mail do: be looked at, and have its links opened."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as a program lists and shows it."""

    number: int
    """From 1, as they came."""
    sender: str
    to: str
    subject: str
    at: datetime
    lang: str
    text: str
    html: str
    leave: str
    """Where one click unsubscribes, as the mail's headers say; empty where they do not."""
    source: str


def mailbox(wire: ASGIApp, folder: Path) -> ASGIApp:
    """`wire` with the mails of a folder at `/mailbox`."""
    pages = Starlette(
        routes=[
            Route(PATH, partial(_page, folder)),
            Route(PATH + "/{number:int}", partial(_page, folder)),
            Route(PATH + "/{number:int}/html", partial(_html, folder)),
        ]
    )

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", ""))
        here = path == PATH or path.startswith(f"{PATH}/")
        await (pages if here else wire)(scope, receive, send)

    return either


def mail_from(raw: bytes, number: int) -> Mail:
    """A mail, read as mail programs do. Raises `ValueError` for bytes that are none."""
    message = message_from_bytes(raw, policy=default)
    if not isinstance(message, EmailMessage) or message["Date"] is None:
        raise ValueError("expected a mail with a date, found something else")
    leave = str(message["List-Unsubscribe"] or "").strip("<> ")
    return Mail(
        number=number,
        sender=plain(str(message["From"])),
        to=plain(str(message["To"])),
        subject=plain(str(message["Subject"])),
        at=parsedate_to_datetime(str(message["Date"])),
        lang=str(message["Content-Language"] or ""),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        leave=leave if web_link(leave) else "",
        source=raw.decode("utf-8", "replace"),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _mails(folder: Path) -> list[Mail]:
    """The newest first; of letters of one moment, the last that came."""
    found = [mail_from(file.read_bytes(), int(file.stem)) for file in folder.glob("*.eml")]
    return sorted(found, key=lambda mail: (mail.at, mail.number), reverse=True)


def _page(folder: Path, request: Request) -> HTMLResponse:
    mails = _mails(folder)
    number = request.path_params.get("number")
    shown = mails[0] if mails and number is None else next((mail for mail in mails if mail.number == number), None)
    if number is not None and shown is None:
        raise HTTPException(404)
    asked = request.query_params.get("lang", "")
    lang = next((one for one in LANGS if one == asked), preferred(request))
    html = templates().get_template("mailbox.html").render(
        mails=mails, shown=shown, opened=number is not None, static=static_path, **_words(lang)
    )  # fmt: skip
    return HTMLResponse(html, headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"})


def _words(lang: Lang) -> dict[str, object]:
    moment: Callable[[datetime], str] = partial(moment_words, lang=lang)
    return {
        "say": {name: words[lang] for name, words in WORDS.items()},
        "lang": lang,
        "other": LANGS[1 - LANGS.index(lang)],
        "language": LANGUAGES[lang],
        "moment_words": moment,
    }


def _html(folder: Path, request: Request) -> HTMLResponse:
    """The mail's own HTML, for a frame. Its links open beside it, as in mail programs."""
    number = request.path_params["number"]
    mail = next((one for one in _mails(folder) if one.number == number), None)
    if mail is None:
        raise HTTPException(404)
    html = mail.html.replace("<head>", '<head><base target="_blank">', 1)
    return HTMLResponse(html, headers={"Content-Security-Policy": _MAIL_POLICY, "Cache-Control": "no-store"})
