"""Plain values into HTML and XML, by the templates beside this file; everything that is put in is escaped."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from publish.entry import Entry
from publish.money import Lang
from publish.plain import day, moment
from publish.vocabulary import LABELS

NANOSECONDS = 1_000_000_000
SIGNS = ";/?:@&=+$-_.!~*'()%,#"
"""Of a URI, besides letters and digits."""
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@cache
def templates() -> Environment:
    """The templates, with escaping always on, and a name that is not given an error."""
    environment = Environment(
        loader=PackageLoader("publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalized,
    )
    filters = (rfc822, rfc3339, title_text, html_text, uri, moment, day)
    environment.filters |= {one.__name__: one for one in filters}
    return environment


def entry_html(entry: Entry, page: str) -> str:
    """The body of an entry for feed readers: a table of old and new, the evidence, the link to the source, and to the
    event's own page at the address `page`."""
    return templates().get_template("entry.html").render(entry=entry, page=page, words=words(entry.lang))


def words(lang: Lang) -> dict[str, str]:
    """The labels of one language."""
    return {name: label[lang] for name, label in LABELS.items()}


def rfc822(at: datetime) -> str:
    """`Tue, 24 Nov 2026 09:30:00 GMT`: as RSS and HTTP write a moment."""
    return format_datetime(at.astimezone(UTC), usegmt=True)


def rfc3339(at: datetime, line: int = 0) -> str:
    """`2026-11-24T09:30:00Z`: as Atom and JSON Feed write a moment.

    `2026-11-24T09:30:00.000000123Z` with the number of a line on the wire: no two entries of an Atom feed should have
    been updated at once, or readers that sort by that show them in any order.
    """
    fraction = f".{line % NANOSECONDS:09d}" if line else ""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + f"{fraction}Z"


def uri(address: str) -> str:
    """An address as feeds want it: what is no sign of a URI, such as Chinese, by its bytes (RFC 3987, 3.1)."""
    return quote(address, safe=SIGNS)


def html_text(text: str) -> str:
    """Plain text as the HTML that says it, to be escaped once more where HTML stands as text."""
    return str(escape(text))


def title_text(text: str) -> Markup:
    """Plain text for the title of an RSS item, where readers disagree on whether `&lt;b>` is markup: numbers are read
    as the characters they stand for by all."""
    return Markup(writable(text).replace("&", "&#x26;").replace("<", "&#x3C;").replace(">", "&#x3E;"))  # noqa: S704


def writable(text: str) -> str:
    """Without the characters that no XML may have."""
    return NOT_IN_XML.sub("", text)


def _finalized(value: object) -> object:
    """Whatever is put into a template, as it can be written."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else writable(value)
