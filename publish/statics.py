"""The files in static/ into documents, under names that change with what is in them."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files

from publish.documents import Document, document

MEDIA_TYPES = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml"}


@cache
def statics() -> dict[str, Document]:
    """By name. Loaded once and whole: what is asked for is looked up here and never becomes a path."""
    found = {}
    for file in (files("publish") / "static").iterdir():
        stem, _, suffix = file.name.rpartition(".")
        body = file.read_bytes()
        found[f"{stem}.{sha256(body).hexdigest()[:12]}.{suffix}"] = document(body, MEDIA_TYPES[suffix])
    return found


def stylesheet() -> str:
    """The path of the style sheet."""
    return "/static/" + next(name for name in statics() if name.endswith(".css"))


def icon() -> Document:
    """The site's icon."""
    return next(served for name, served in statics().items() if name.endswith(".svg"))
