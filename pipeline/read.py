"""The body of a capture → the sheet of all that it says about prices."""

from __future__ import annotations

import hashlib
from datetime import datetime

from pipeline.blocks.html import read_html
from pipeline.types import Health, Hints, Sheet

READER = "1"
"""The reader's version. A new one re-baselines every page in silence."""


def read(
    body: bytes,
    *,
    url: str = "",
    media_type: str = "",
    charset: str | None = None,
    hints: Hints | None = None,
    at: datetime | None = None,
    attachments: tuple[tuple[str, bytes], ...] = (),
) -> Sheet:
    """Never raises on page content: a page that cannot be read ends in a sheet whose health says why.

    `at` is when the page was captured (for dates printed without a year); `attachments` the JSON that a browser page loaded.
    """
    document = read_html(body.decode("utf-8", "replace"))
    return Sheet(health=Health.NO_RATES, lang=document.lang)


def fingerprint(body: bytes, *, media_type: str = "", charset: str | None = None) -> str:
    """Equal fingerprints mean an equal sheet."""
    return hashlib.sha256(body).hexdigest()
